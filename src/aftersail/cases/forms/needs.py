"""Fields for what a work order needs besides its lead; shared by the form that writes an order and the one that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.needs import MOST_MEMBERS, MOST_TOOLS, MemberAsked, Needs
from aftersail.cases.models import OrderMember, WorkOrder
from aftersail.cases.queries.ties import orders_of_ship
from aftersail.core.masters.naming import named
from aftersail.core.models import Account
from aftersail.core.verdicts import Reason
from aftersail.people.models import CertificateKind, Skill, TaskType
from aftersail.people.models.kinds import ALL_TASKS

ROWS = 3
"""So many further people are offered at first; an order that asks for more has a row to spare."""
NOBODY, LIKE_THE_LEAD, ANYBODY = "", "lead", "any"
PARTS = ("", "_task", "_level", "_kinds")
TIED = ("after", "visit_with", "tool_classes")

if TYPE_CHECKING:
    Base = forms.Form
else:
    Base = object


class OrderChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A work order, by its number and the title of its case."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what the list says of an order."""
        return f"{obj.number} {obj.case.title}"


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A further person: which one, the skill asked for in words, whether anybody is asked for, the fields."""

    title: Reason
    told: Reason
    asked: bool
    fields: list[BoundField]


class NeedsFields(Base):
    """Adds to a form whom an order needs besides its lead, tools and ties; `cleaned_data["needs"]` is what is asked for."""

    def offer_members(self, known: list[OrderMember]) -> None:
        """Add the rows, filled with the members that are asked for already."""
        self._skills = {str(one.pk): one for one in Skill.objects.all()}
        self._tasks = {str(one.pk): one for one in TaskType.objects.exclude(pk=ALL_TASKS)}
        skills = [
            (NOBODY, _("Nobody")), (LIKE_THE_LEAD, _("Like the lead")), (ANYBODY, _("Anybody who goes on board")),
            *((key, named(one)) for key, one in self._skills.items()),
        ]  # fmt: skip
        tasks = [("", _("All tasks")), *((key, named(one)) for key, one in self._tasks.items())]
        kinds = [(one.code, named(one)) for one in CertificateKind.objects.all()]
        self.member_rows = min(MOST_MEMBERS, max(ROWS, len(known) + 1))
        for row in range(self.member_rows):
            self.fields[f"member{row}"] = forms.ChoiceField(label=_("Skill"), choices=skills, required=False)
            self.fields[f"member{row}_task"] = forms.ChoiceField(
                label=_("Kind of task"), choices=tasks, required=False
            )
            self.fields[f"member{row}_level"] = forms.IntegerField(
                label=_("Level required"), min_value=0, max_value=4, required=False
            )
            self.fields[f"member{row}_kinds"] = forms.MultipleChoiceField(
                label=_("Certificates required"), choices=kinds, required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        self.members_known = bool(known)
        for row, one in enumerate(known):
            self.initial.update({
                f"member{row}": str(one.skill_id) if one.skill_id else ANYBODY, f"member{row}_task": one.task_id or "",
                f"member{row}_level": one.level, f"member{row}_kinds": one.certificate_kinds,
            })  # fmt: skip

    def offer_ties(self, account: Account, vessel_id: UUID, order_id: UUID | None = None) -> None:
        """Add the choice of an order that must end before, and of one whose visit it belongs to."""
        others = orders_of_ship(account, vessel_id, order_id).select_related("case")
        self.fields["after"] = OrderChoice(
            label=_("Comes after"), queryset=others, required=False, empty_label=_("Nothing"),
            help_text=_("This order begins only when that one has ended."),
        )  # fmt: skip
        self.fields["visit_with"] = OrderChoice(
            label=_("In one visit with"), queryset=others.select_related("case", "visit_with"), required=False,
            empty_label=_("A visit of its own"), help_text=_("One team does both, one straight after the other."),
        )  # fmt: skip

    def offer_tools(self, known: Sequence[str]) -> None:
        """Add the classes of tools, one to a line."""
        self.fields["tool_classes"] = forms.CharField(
            label=_("Classes of tools needed"), required=False, max_length=900, widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("One to a line, called as in the register of tools. The lead's station, or the lead, must have one with a good calibration."),
        )  # fmt: skip
        self.initial.setdefault("tool_classes", "\n".join(known))

    def plain(self) -> list[BoundField]:
        """Return the fields that are not about further members, ties and tools."""
        return [field for field in self if not field.name.startswith(("member", *TIED))]

    def tied(self) -> list[BoundField]:
        """Return the fields about ties and tools."""
        return [self[name] for name in TIED]

    def further(self) -> list[MemberRow]:
        """Return each further member: what is asked of it now, and its fields."""
        return [self._row(row) for row in range(self.member_rows)]

    def _row(self, row: int) -> MemberRow:
        bound = [self[f"member{row}{part}"] for part in PARTS]
        skill = str(bound[0].value() or NOBODY)
        told = dict(self.fields[f"member{row}"].choices).get(skill, "")  # type: ignore[attr-defined]
        return MemberRow(format_lazy(_("Person {n}"), n=row + 2), told, skill != NOBODY, bound)

    def clean(self) -> dict[str, Any]:
        """Gather what the rows ask for."""
        values = super().clean() or self.cleaned_data
        rows = [
            tuple(values.pop(f"member{row}{part}", None) for part in PARTS) for row in range(self.member_rows)
        ]
        lead = self.lead_asked(values)
        tools = (values.pop("tool_classes", None) or "").splitlines()
        values["needs"] = Needs(
            members=[self._member(lead, *row) for row in rows if row[0]],
            after=values.pop("after", None), visit_with=values.pop("visit_with", None),
            tool_classes=list(dict.fromkeys(one.strip() for one in tools if one.strip()))[: MOST_TOOLS + 1],
        )  # fmt: skip
        return values

    def lead_asked(self, values: dict[str, Any]) -> MemberAsked:
        """Return what the lead must bring, for those who are to be like the lead."""
        raise NotImplementedError

    def _member(
        self, lead: MemberAsked, who: str, task: str, level: int | None, kinds: list[str] | None
    ) -> MemberAsked:
        like = who == LIKE_THE_LEAD
        return MemberAsked(
            skill=lead.skill if like else self._skills.get(who),
            task=self._tasks.get(task or "") or (lead.task if like else None),
            level=lead.level if level is None else level,
            certificate_kinds=tuple(kinds or (lead.certificate_kinds if like else ())),
        )


class NeedsForm(NeedsFields, forms.Form):
    """What an order needs, said anew."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, order: WorkOrder, account: Account) -> None:
        known = {"seen": order.version, "after": order.after_id, "visit_with": order.visit_with_id}
        super().__init__(data, initial=known)
        self.order = order
        self.offer_ties(account, order.case.vessel_id, order.pk)
        self.offer_tools(order.tool_classes)
        self.ties_known = bool(order.after_id or order.visit_with_id or order.tool_classes)
        self.offer_members(list(order.members.all()))

    def lead_asked(self, values: dict[str, Any]) -> MemberAsked:
        """Return what the order asks of its lead."""
        one = self.order
        return MemberAsked(one.skill, one.task, one.level, tuple(one.certificate_kinds))
