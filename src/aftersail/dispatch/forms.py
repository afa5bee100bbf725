"""Forms for sending an engineer and for calling one back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField, InstantField
from aftersail.core.ids import new_id
from aftersail.core.masters.choosing import NamedChoiceField, NamedChoicesField
from aftersail.core.models import Account
from aftersail.people.models import Area, Staff, Station
from aftersail.people.queries.engagements import partners_to_plan_with


class AssignForm(forms.Form):
    """When, with whom, and why if it is not the engineer proposed first."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version = forms.IntegerField(widget=forms.HiddenInput)
    starts_at = InstantField(label=_("Work starts"))
    ends_at = InstantField(label=_("Work ends"))
    team = NamedChoicesField(
        label=_("Goes along"), queryset=Staff.objects.none(), required=False,
        help_text=_("Hold Ctrl to choose several. Somebody below the level needed may go with one who has it."),
    )  # fmt: skip
    override_reason = forms.CharField(
        label=_("Why this engineer"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when somebody else is proposed first, when fewer people go than the order asks for, or outside the ship's window. It is kept in the log."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: dict[str, Staff], lead: Staff, must_explain: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = [one.pk for one in people.values() if one.pk != lead.pk]
        near = (
            Staff.objects.filter(pk__in=others).select_related("station").order_by("station__code", "number")
        )
        self.fields["team"].queryset = near  # type: ignore[attr-defined]
        self.fields["override_reason"].required = must_explain


class ReleaseForm(forms.Form):
    """Why an engineer no longer goes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MoveForm(forms.Form):
    """Who goes instead, or when instead, and why if the rules ask."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version = forms.IntegerField(widget=forms.HiddenInput)
    staff = NamedChoiceField(label=_("Who goes"), queryset=Staff.objects.none())
    starts_at = InstantField(label=_("Work starts"))
    ends_at = InstantField(label=_("Work ends"))
    override_reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when somebody else is proposed first, outside the ship's window, or on a long day."),
    )  # fmt: skip


class LockForm(forms.Form):
    """Why a promise must stay as it is; empty to take the lock off."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it must stay"), max_length=300, required=False)


class OfferForm(forms.Form):
    """When a partner is to work, for how much, and why a partner."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version = forms.IntegerField(widget=forms.HiddenInput)
    starts_at = InstantField(label=_("Work starts"))
    ends_at = InstantField(label=_("Work ends"))
    agreed_cost_cny = forms.DecimalField(
        label=_("Agreed cost (CNY)"), min_value=0, max_digits=12, decimal_places=2
    )
    reason = forms.CharField(
        label=_("Why a partner"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class PartnerStepForm(forms.Form):
    """A step with a word about it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PartnerReportForm(forms.Form):
    """What a partner did."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    report = forms.CharField(
        label=_("Account of the work"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    finished_at = InstantField(label=_("Finished"))
    work_hours = forms.DecimalField(label=_("Hours of work"), min_value=0, max_digits=6, decimal_places=1)
    actual_cost_cny = forms.DecimalField(
        label=_("Actual cost (CNY)"), min_value=0, max_digits=12, decimal_places=2
    )


DAYS = (("7", _("One week")), ("14", _("Two weeks")), ("21", _("Three weeks")), ("28", _("Four weeks")))
SECONDS = (
    ("10", _("10 seconds")),
    ("30", _("30 seconds")),
    ("60", _("One minute")),
    ("300", _("Five minutes")),
)
BY_AREA = (("", _("Where it is large")), ("yes", _("Yes")), ("no", _("No")))


class PlanForm(forms.Form):
    """Which days and whose people and orders are planned, and how long the search may take."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    first = DayField(label=_("Planned from"))
    days = forms.TypedChoiceField(label=_("Days"), choices=DAYS, coerce=int, initial="14")
    area = NamedChoiceField(
        label=_("Area"), queryset=Area.objects.none(), required=False, empty_label=_("All areas")
    )
    station = NamedChoiceField(
        label=_("Station"), queryset=Station.objects.none(), required=False, empty_label=_("All stations")
    )
    seconds = forms.TypedChoiceField(
        label=_("Search for"),
        choices=SECONDS,
        coerce=int,
        initial="30",
        help_text=_("A longer search finds a cheaper plan; it can be cancelled at any time."),
    )

    by_area = forms.TypedChoiceField(
        label=_("In regions"),
        choices=BY_AREA,
        coerce=lambda typed: {"yes": True, "no": False}.get(typed),
        required=False,
        empty_value=None,
        help_text=_(
            "Each area is planned by itself, by as many workers as there are; then the seams are repaired."
        ),
    )

    partners = forms.BooleanField(
        label=_("Partners may take orders"), required=False, initial=True,
        help_text=_("Only what own people would leave out, do late or at a higher cost."),
    )  # fmt: skip

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not partners_to_plan_with(account):
            del self.fields["partners"]
        areas, stations = Area.objects.visible_to(account), Station.objects.visible_to(account)
        self.fields["area"].queryset = areas.order_by("code")  # type: ignore[attr-defined]
        self.fields["station"].queryset = stations.order_by("code")  # type: ignore[attr-defined]


class ReplanForm(forms.Form):
    """Asking for a draft of what cannot be kept."""

    id = forms.UUIDField()


class PublishForm(forms.Form):
    """Which steps of a draft are published: all of them, or those chosen."""

    id = forms.UUIDField(required=False)
    everything = forms.BooleanField(required=False)
    step = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, *args: Any, steps: Iterable[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(str(one), str(one)) for one in steps]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[UUID] | None:
        """The steps chosen; None for all."""
        return None if self.cleaned_data["everything"] else list(self.cleaned_data["step"])


class InsertForm(forms.Form):
    """Which offer for an urgent order is taken: who, from when, and when it was made; as the page wrote them."""

    staff = forms.UUIDField(widget=forms.HiddenInput)
    starts_at = forms.DateTimeField(widget=forms.HiddenInput)
    offered_at = forms.DateTimeField(widget=forms.HiddenInput)
