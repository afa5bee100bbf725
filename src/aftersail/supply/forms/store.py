"""Forms of stores: asking for parts, the steps of issues, transfers and counts, and work at the shelf."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.attempts import DayField
from aftersail.core.ids import new_id
from aftersail.core.masters.naming import named
from aftersail.core.models import Account
from aftersail.fleet.models import Vessel
from aftersail.people.models import Staff
from aftersail.supply.actions import accounting, counting, issues
from aftersail.supply.forms.steps import QuantityForm, ReasonForm, SerialsForm, Step, StepForm, plain
from aftersail.supply.models import Part, StockPlace
from aftersail.supply.states import PlaceKind, Purpose


class Named(forms.ModelChoiceField):
    """A choice shown in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return how a record is called, after its number or code."""
        code = getattr(obj, "number", "") or getattr(obj, "code", "") or getattr(obj, "hull_code", "")
        name = named(obj)
        return name if not code or code in name else f"{code} {name}"


def places_of(account: Account, *kinds: str) -> Any:
    """Return the places that an account may choose from."""
    rows = StockPlace.objects.visible_to(account).filter(active=True).exclude(kind=PlaceKind.TRANSIT)
    return (rows.filter(kind__in=kinds) if kinds else rows).order_by("code")


class AccountForm(forms.Form):
    """A form that begins a record: its id made beforehand, choices limited to what the account sees."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self.choices_for(name, account)

    def choices_for(self, name: str, account: Account) -> Any:
        """Return what may be chosen in a field."""
        if name in {"place", "source", "target"}:
            return places_of(account)
        if name == "vessel":
            return Vessel.objects.visible_to(account).order_by("hull_code")
        if name == "receiver":
            return (
                Staff.objects.visible_to(account).filter(active=True, serves_on_board=True).order_by("number")
            )
        return Part.objects.filter(active=True).order_by("number")


class RequestForm(AccountForm):
    """Asking for parts."""

    part = Named(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=999, initial=1)
    place = Named(label=_("Warehouse"), queryset=StockPlace.objects.none())
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, initial=Purpose.WARRANTY)
    charge_party = forms.CharField(label=_("Charged to"), max_length=120, required=False)
    receiver = Named(
        label=_("For"), queryset=Staff.objects.none(), required=False, help_text=_("Empty: for yourself.")
    )
    vessel = Named(label=_("Vessel"), queryset=Vessel.objects.none(), required=False)
    work_ref = forms.UUIDField(required=False, widget=forms.HiddenInput)
    work_number = forms.CharField(label=_("Work order"), max_length=40, required=False)
    wanted_on = DayField(label=_("Wanted by"), required=False)
    urgent = forms.BooleanField(
        label=_("Urgent (S1)"),
        required=False,
        help_text=_("Goes out at once; approved within 24 hours after."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def choices_for(self, name: str, account: Account) -> Any:
        """Parts come out of stores, not out of kits."""
        if name == "place":
            return places_of(account, *issues.STORES)
        return super().choices_for(name, account)


class TransferForm(AccountForm):
    """Asking for a transfer."""

    part = Named(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=100_000, initial=1)
    source = Named(label=pgettext_lazy("place", "From"), queryset=StockPlace.objects.none())
    target = Named(label=pgettext_lazy("place", "To"), queryset=StockPlace.objects.none())
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class CountForm(AccountForm):
    """Beginning a count."""

    place = Named(label=_("Place"), queryset=StockPlace.objects.none())
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ReceiveForm(AccountForm):
    """Taking parts in."""

    place = Named(label=_("Place"), queryset=StockPlace.objects.none())
    part = Named(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=100_000, initial=1)
    lot = forms.CharField(label=_("Lot"), max_length=40, required=False)
    serials = forms.CharField(
        label=_("Serial numbers"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One to a line; a hand scanner types them.")
    )  # fmt: skip
    document = forms.CharField(label=_("Document"), max_length=40, required=False)

    def clean_serials(self) -> list[str]:
        """Return the numbers as a list."""
        return [line.strip() for line in self.cleaned_data["serials"].splitlines() if line.strip()]


class CarryForm(AccountForm):
    """Carrying parts over."""

    source = Named(label=pgettext_lazy("place", "From"), queryset=StockPlace.objects.none())
    target = Named(label=pgettext_lazy("place", "To"), queryset=StockPlace.objects.none())
    part = Named(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=100_000, initial=1)
    serial = forms.CharField(label=_("Serial number"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ScrapForm(AccountForm):
    """Writing parts off."""

    place = Named(label=_("Place"), queryset=StockPlace.objects.none())
    part = Named(label=_("Part"), queryset=Part.objects.none())
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=100_000, initial=1)
    serial = forms.CharField(label=_("Serial number"), max_length=60, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ApproveForm(StepForm):
    """Whether it is known when parts that the store lacks arrive."""

    expected_on = DayField(
        label=_("Expected"), required=False, help_text=_("Only where the store lacks the parts: when they arrive.")
    )  # fmt: skip


class ExpectForm(StepForm):
    """When the parts arrive, and who said so."""

    expected_on = DayField(label=_("Expected"), required=False, help_text=_("Empty: not known any more."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def prepare(self) -> None:
        """Begin with the day known so far."""
        self.fields["expected_on"].initial = self.record.expected_on


class OldSerialForm(StepForm):
    """The part that came back."""

    serial = forms.CharField(label=_("Old serial number"), max_length=60, required=False)


class FindingForm(StepForm):
    """What the part that came back shows."""

    finding = forms.CharField(
        label=_("What the old part shows"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class UsedForm(QuantityForm):
    """How many of an issue; all that are left when nothing else is said."""

    def prepare(self) -> None:
        """Offer what is left."""
        self.fields["quantity"].initial = self.record.left


class ArrivedForm(StepForm):
    """How many arrived."""

    quantity = forms.IntegerField(label=_("Quantity received"), min_value=0, max_value=100_000)

    def prepare(self) -> None:
        """Offer what was sent."""
        self.fields["quantity"].initial = self.record.quantity


class WaybillForm(StepForm):
    """How it travels."""

    waybill = forms.CharField(label=_("Waybill"), max_length=60, required=False)


class HandInForm(StepForm):
    """A field for each line of a count, without what the books say."""

    def prepare(self) -> None:
        """Make the fields, and those of a part that nobody expected."""
        for line in self.record.lines.select_related("part"):
            label = " ".join(filter(None, (named(line.part), line.lot, line.serial)))
            self.fields[f"line_{line.pk}"] = forms.IntegerField(
                label=label, min_value=0, max_value=100_000, required=line.found is None, initial=line.found
            )

    def typed(self) -> dict[str, Any]:
        """Return found quantities by line."""
        values = super().typed()
        found = {
            line.pk: values[f"line_{line.pk}"]
            for line in self.record.lines.all()
            if values.get(f"line_{line.pk}") is not None
        }
        return {"seen": values["seen"], "found": found}


def _old(name: str) -> Any:
    def call(by: Account, record: Any, typed: dict[str, Any], at: Any) -> Any:
        return accounting.move_old_part(by=by, issue=record, name=name, at=at, **typed)

    return call


ISSUE_STEPS: dict[str, Step] = {
    "approve": Step(plain(issues.approve_issue, "issue"), ApproveForm),
    "expect": Step(plain(issues.expect_parts, "issue"), ExpectForm),
    "approve_after": Step(plain(issues.approve_after_the_fact, "issue")),
    "reject": Step(plain(issues.reject_issue, "issue"), ReasonForm),
    "urgent": Step(plain(issues.hand_out_urgently, "issue")),
    "reserve": Step(plain(issues.reserve_issue, "issue")),
    "pick": Step(plain(issues.pick_issue, "issue"), SerialsForm),
    "issue": Step(plain(issues.hand_out, "issue")),
    "consume": Step(plain(accounting.report_used, "issue"), UsedForm),
    "return": Step(plain(accounting.return_parts, "issue"), UsedForm),
    "reconcile": Step(plain(accounting.reconcile_issue, "issue")),
    "cancel": Step(plain(issues.cancel_issue, "issue"), ReasonForm),
    "old_receive": Step(_old("old_receive"), OldSerialForm),
    "old_analyse": Step(_old("old_analyse"), FindingForm),
    "old_scrap": Step(_old("old_scrap")),
}
TRANSFER_STEPS: dict[str, Step] = {
    "send": Step(plain(counting.send_transfer, "transfer"), WaybillForm),
    "receive": Step(plain(counting.receive_transfer, "transfer"), ArrivedForm),
    "cancel": Step(plain(counting.cancel_transfer, "transfer")),
}
COUNT_STEPS: dict[str, Step] = {
    "hand_in": Step(plain(counting.hand_in_count, "count"), HandInForm),
    "recount": Step(plain(counting.count_again, "count")),
    "post": Step(plain(counting.post_count, "count"), ReasonForm),
    "cancel": Step(plain(counting.cancel_count, "count")),
}
