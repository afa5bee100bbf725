"""Forms for the moves of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.needs import MemberAsked
from aftersail.cases.forms.needs import NeedsFields
from aftersail.cases.models import Case
from aftersail.cases.queries.finding import open_cases_of
from aftersail.cases.queries.ties import tools_of_family
from aftersail.cases.states import ServiceType, SuspensionReason
from aftersail.core.attempts import DayField, InstantField
from aftersail.core.ids import new_id
from aftersail.core.masters.choosing import NamedChoiceField
from aftersail.core.masters.naming import named
from aftersail.core.models import Account
from aftersail.fleet.models import Equipment
from aftersail.fleet.states import LifecycleStage, Severity, UserPhase
from aftersail.people.models import CertificateKind, Port, Skill, Staff, Station, TaskType
from aftersail.people.models.kinds import ALL_TASKS


class MoveForm(forms.Form):
    """A move that asks for nothing; it carries the version the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, account: Account, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": case.version} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.case, self.account = case, account
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on the case; subclasses override."""


class ReasonForm(MoveForm):
    """A move that must say why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class TriageForm(MoveForm):
    """How bad, at what stage, which unit, whose."""

    severity = forms.ChoiceField(label=_("Severity"), choices=[("", "—"), *Severity.choices])
    stage = forms.ChoiceField(label=_("Lifecycle stage"), choices=LifecycleStage.choices)
    equipment = NamedChoiceField(
        label=_("Equipment"),
        queryset=Equipment.objects.none(),
        required=False,
        empty_label=_("Not known yet"),
    )
    owner = NamedChoiceField(label=_("Owner"), queryset=Staff.objects.none(), required=False)
    station = NamedChoiceField(label=_("Station"), queryset=Station.objects.none(), required=False)
    service_type = forms.ChoiceField(label=_("Service type"), choices=ServiceType.choices)
    user_phase = forms.ChoiceField(label=_("Phase"), choices=[("", "—"), *UserPhase.choices], required=False)

    def prepare(self) -> None:
        """Offer the units aboard, active staff and stations, as the case has them now."""
        case = self.case
        self.fields["equipment"].queryset = Equipment.objects.filter(vessel=case.vessel, removed_on=None)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]
        self.fields["station"].queryset = Station.objects.all()  # type: ignore[attr-defined]
        felt = case.request.severity_felt if case.request else ""
        for name, value in {
            "severity": case.severity or felt, "stage": case.stage, "equipment": case.equipment_id, "owner": case.owner_id,
            "station": case.station_id, "service_type": case.service_type, "user_phase": case.user_phase,
        }.items():  # fmt: skip
            self.initial.setdefault(name, value)


class RemoteForm(MoveForm):
    """The answer that solved it from afar."""

    answer = forms.CharField(
        label=_("Answer given"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class RestoreForm(MoveForm):
    """The test that showed it working."""

    test_record = forms.CharField(
        label=_("Test record"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class TemporaryForm(RestoreForm):
    """A temporary repair, and what the user agreed to."""

    user_signed = forms.BooleanField(label=_("The user signed for the temporary state"), required=False)
    permanent_due_at = InstantField(label=_("Permanent repair due"), required=False)


class SuspendForm(MoveForm):
    """Why the clocks pause, and until when at the latest."""

    reason = forms.ChoiceField(label=_("Reason"), choices=SuspensionReason.choices)
    evidence = forms.CharField(
        label=_("Evidence"), max_length=300, help_text=_("Who said so, when, by which message")
    )
    review_on = DayField(label=_("Review on"))


class MergeForm(MoveForm):
    """Which open case of the same ship this one is joined to."""

    into = NamedChoiceField(label=_("Case"), queryset=Case.objects.none())

    def prepare(self) -> None:
        """Offer the open cases of the same ship."""
        self.fields["into"].queryset = open_cases_of(self.account, self.case.vessel_id, self.case.pk)  # type: ignore[attr-defined]


class ReopenForm(ReasonForm):
    """Why a closed case is taken up again."""

    same_fault = forms.BooleanField(label=_("It is the same fault"), required=False)


class OrderForm(NeedsFields, MoveForm):
    """A work order: what, where, within which window, with what skill, and who goes along."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    scope = forms.CharField(
        label=_("Scope of work"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    port = NamedChoiceField(label=_("Port"), queryset=Port.objects.none())
    window_from = InstantField(label=_("Ship available from"))
    window_until = InstantField(label=_("Ship available until"))
    work_hours = forms.DecimalField(
        label=_("Work (h)"), min_value=0, max_digits=5, decimal_places=1, initial=4
    )
    skill = NamedChoiceField(label=_("Skill required"), queryset=Skill.objects.none(), required=False)
    task = NamedChoiceField(
        label=_("Kind of task"), queryset=TaskType.objects.none(), required=False, empty_label=_("All tasks")
    )
    level = forms.IntegerField(label=_("Level required"), min_value=0, max_value=4, initial=2)
    certificate_kinds = forms.MultipleChoiceField(
        label=_("Certificates required"), required=False, widget=forms.CheckboxSelectMultiple
    )
    cost_estimate_cny = forms.DecimalField(
        label=_("Estimated cost (CNY)"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
    parts_list = forms.CharField(
        label=_("Parts and tools to take"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    safety_notes = forms.CharField(
        label=_("Risks and permits"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def prepare(self) -> None:
        """Offer ports and skills; start from where the ship lies and what its unit takes."""
        case = self.case
        self.fields["port"].queryset = Port.objects.all()  # type: ignore[attr-defined]
        self.fields["skill"].queryset = Skill.objects.all()  # type: ignore[attr-defined]
        tasks: Any = self.fields["task"]
        tasks.queryset, tasks.label_from_instance = TaskType.objects.exclude(pk=ALL_TASKS), named
        kinds: Any = self.fields["certificate_kinds"]
        kinds.choices = [(one.code, named(one)) for one in CertificateKind.objects.all()]
        self.initial.setdefault("port", case.vessel.lies_at_id or case.vessel.home_port_id)
        self.initial.setdefault("scope", case.title)
        if case.equipment is not None:
            self.initial.setdefault("skill", case.equipment.model.family.skill_id)
        self.offer_ties(self.account, case.vessel_id)
        self.offer_tools(tools_of_family(case.equipment.model.family if case.equipment else None))
        self.offer_members([])

    def lead_asked(self, values: dict[str, Any]) -> MemberAsked:
        """Return what the lead must bring."""
        level, kinds = values.get("level"), values.get("certificate_kinds") or ()
        return MemberAsked(
            values.get("skill"), values.get("task"), 2 if level is None else level, tuple(kinds)
        )


class WindowForm(forms.Form):
    """When a ship can be reached now, and who said so."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    window_from = InstantField(label=_("Ship available from"))
    window_until = InstantField(label=_("Ship available until"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Who said so, when, by which message")
    )
    whole_ship = forms.BooleanField(
        label=_("The same for every open order on this ship in this port"), required=False
    )


class OpenForm(forms.Form):
    """Makes a case of a request."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    owner = NamedChoiceField(
        label=_("Owner"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("The ship's service manager"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]


def owners() -> Any:
    """Return the people who may own a case."""
    return Staff.objects.filter(active=True).order_by("name")
