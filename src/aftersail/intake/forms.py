"""Forms for reporting a fault and for settling a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import InstantField
from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.fleet.models import Equipment, Vessel
from aftersail.fleet.states import Severity, UserPhase
from aftersail.intake.states import Channel

FELT = [
    ("", _("Do not know")),
    (Severity.S1, _("Unusable, or dangerous")),
    (Severity.S2, _("Works, but badly")),
    (Severity.S3, _("Small thing")),
    (Severity.S4, _("Question or suggestion")),
]


class ReportForm(forms.Form):
    """What everybody fills in: at most three fields are mandatory (R06)."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(
        label=_("What happened?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own words: what you saw or heard, since when, what you tried."),
    )
    severity_felt = forms.ChoiceField(
        label=_("How bad is it?"), choices=FELT, required=False, widget=forms.RadioSelect
    )
    reporter_name = forms.CharField(label=_("Your name"), max_length=60)
    reporter_post = forms.CharField(label=_("Your post"), max_length=60, required=False)
    reporter_phone = forms.CharField(
        label=_("How to reach you"), max_length=60, required=False, help_text=_("Telephone, radio or e-mail")
    )


class GuestReportForm(ReportForm):
    """A report by whoever scanned the label; the unit is known."""

    occurred_at = InstantField(label=_("Since when?"), required=False)


class DeskReportForm(ReportForm):
    """A report entered by somebody signed in: for themselves, or as told on the telephone."""

    vessel_text = forms.CharField(
        label=_("Ship"),
        max_length=120,
        help_text=_("Hull code or name. A ship that is not in the register may be named too."),
        widget=forms.TextInput(attrs={"list": "vessel-options", "autocomplete": "off"}),
    )
    equipment = forms.ModelChoiceField(
        label=_("Equipment"),
        queryset=Equipment.objects.none(),
        required=False,
        empty_label=_("Not known yet"),
    )
    equipment_text = forms.CharField(label=_("Equipment, in words"), max_length=120, required=False)
    channel = forms.ChoiceField(
        label=_("Came by"),
        choices=[c for c in Channel.choices if c[0] not in {"portal", "qr"}],
        initial=Channel.PHONE,
    )
    user_phase = forms.ChoiceField(label=_("While"), choices=[("", "—"), *UserPhase.choices], required=False)
    occurred_at = InstantField(label=_("Since when?"), required=False)
    field_order = (
        "id",
        "channel",
        "vessel_text",
        "equipment",
        "equipment_text",
        "text",
        "severity_felt",
        "user_phase",
        "occurred_at",
        "reporter_name",
        "reporter_post",
        "reporter_phone",
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.vessel: Vessel | None = None
        if account.is_house:
            self.fields["reporter_name"].label = _("Who reports it")
            self.fields["reporter_post"].label = _("Their post")
            self.fields["reporter_phone"].label = _("How to reach them")
        else:
            del self.fields["channel"]
        named = self.data.get("vessel_text", "") or self.initial.get("vessel_text", "")
        self.vessel = vessel_for(account, named)
        if self.vessel is not None:
            self.fields["equipment"].queryset = units_of(self.vessel)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody from outside the house may report for their own ships only."""
        cleaned = super().clean() or {}
        if self.vessel is None and not self.account.is_house and cleaned.get("vessel_text"):
            self.add_error("vessel_text", _("This is not one of your ships. Choose one from the list."))
        return cleaned


class FaxForm(DeskReportForm):
    """A fax as it came out of the machine: when, from whom, about which ship."""

    received_at = InstantField(
        label=_("Receipt time on the fax"),
        help_text=_("Printed on its upper edge; the clocks of the case count from then."),
    )
    field_order = ("id", "received_at", *DeskReportForm.field_order[2:])

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.fields.pop("channel", None)
        self.fields["text"].label = _("What the fax says")
        self.fields["text"].help_text = _("The main point in a few words; the scan holds the rest.")
        self.fields["reporter_name"].label = _("Who sent it")
        self.fields["reporter_phone"].label = _("Fax or telephone number")


class IdentifyForm(forms.Form):
    """Names the ship and unit of a report afterwards."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    vessel_text = forms.CharField(
        label=_("Ship"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "vessel-options", "autocomplete": "off"}),
    )
    equipment = forms.ModelChoiceField(
        label=_("Equipment"),
        queryset=Equipment.objects.none(),
        required=False,
        empty_label=_("Not known yet"),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.data.get("vessel_text", "") or self.initial.get("vessel_text", "")
        self.vessel = vessel_for(account, named)
        if self.vessel is not None:
            self.fields["equipment"].queryset = units_of(self.vessel)  # type: ignore[attr-defined]

    @property
    def ship(self) -> Vessel:
        """The ship named; to be asked once the form is valid."""
        assert self.vessel is not None
        return self.vessel

    def clean_vessel_text(self) -> str:
        """The ship must be in the register now."""
        if self.vessel is None:
            raise forms.ValidationError(_("No such ship in the register. Choose one from the list."))
        return str(self.cleaned_data["vessel_text"])


class AnswerForm(forms.Form):
    """Answers a report that needs no case."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("Answer to the customer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class TrackForm(forms.Form):
    """Asks for the code printed after a report without sign-in."""

    code = forms.CharField(label=_("Tracking code"), max_length=24)


def vessel_for(account: Account, text: str) -> Vessel | None:
    """Return the one ship this account sees under a hull code, a name, or both as offered by the list."""
    name = text.strip()
    if not name:
        return None
    seen = Vessel.objects.visible_to(account).select_related("station", "customer", "open_to_yard")
    exact = (
        Q(hull_code__iexact=name.split(" ")[0])
        | Q(hull_code__iexact=name)
        | Q(name=name)
        | Q(name_en__iexact=name)
    )
    found = list(seen.filter(exact)[:2])
    return found[0] if len(found) == 1 else None


def units_of(vessel: Vessel) -> Any:
    """Return the units aboard that a report can be about."""
    return (
        Equipment.objects.filter(vessel=vessel, removed_on=None)
        .select_related("model")
        .order_by("function_code", "name")
    )
