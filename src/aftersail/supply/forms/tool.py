"""Forms of tools: lending, calibration, judging."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.attempts import DayField
from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.people.models import Staff
from aftersail.supply.actions import tooling
from aftersail.supply.forms.steps import NoteForm, Step, StepForm, plain
from aftersail.supply.forms.store import Named
from aftersail.supply.states import CalibrationResult, ImpactVerdict

LOAN_DAYS = timedelta(days=7)


class BorrowForm(StepForm):
    """Who takes a tool, and until when."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    borrower = Named(label=_("Borrower"), queryset=Staff.objects.none())
    due_on = DayField(label=_("Due back"))
    condition = forms.CharField(label=_("Condition"), max_length=200, required=False)

    def prepare(self) -> None:
        """Offer the people of the station, oneself first."""
        people = Staff.objects.visible_to(self.account).filter(active=True, station=self.record.station_id)
        self.fields["borrower"].queryset = people.order_by("number")  # type: ignore[attr-defined]
        self.fields["borrower"].initial = getattr(getattr(self.account, "staff", None), "pk", None)
        self.fields["due_on"].initial = timezone.localdate() + LOAN_DAYS


class GiveBackForm(StepForm):
    """How a tool comes back."""

    condition = forms.CharField(label=_("Condition"), max_length=200, required=False)
    damaged = forms.BooleanField(label=_("Damaged: lock it"), required=False)


class CalibrationForm(StepForm):
    """What a calibration found."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    calibrated_on = DayField(label=_("Calibrated on"), initial=timezone.localdate)
    body = forms.CharField(label=_("Calibration body"), max_length=120)
    certificate_number = forms.CharField(label=_("Certificate number"), max_length=60)
    result = forms.ChoiceField(label=_("Result"), choices=CalibrationResult.choices)
    limits = forms.CharField(label=_("Limits of use"), max_length=200, required=False)
    certificate = forms.FileField(label=_("Certificate"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class JudgeForm(StepForm):
    """What a failed tool means for one piece of work."""

    verdict = forms.ChoiceField(label=_("Effect"), choices=[("", _("Choose…")), *ImpactVerdict.choices])
    reason = forms.CharField(label=_("Reason"), max_length=300)


def _with_id(action: Any) -> Any:
    def call(by: Account, record: Any, typed: dict[str, Any], at: datetime) -> Any:
        values = typed | {"id": typed["id"] or new_id()}
        return action(by=by, tool=record, at=at, **values)

    return call


TOOL_STEPS: dict[str, Step] = {
    "borrow": Step(_with_id(tooling.borrow_tool), BorrowForm),
    "give_back": Step(plain(tooling.give_back_tool, "tool"), GiveBackForm),
    "send": Step(plain(tooling.send_to_calibration, "tool"), NoteForm),
    "calibrate": Step(_with_id(tooling.record_calibration), CalibrationForm),
    "repair": Step(plain(tooling.repair_tool, "tool"), NoteForm),
    "scrap": Step(plain(tooling.scrap_tool, "tool"), NoteForm),
    "lose": Step(plain(tooling.lose_tool, "tool"), NoteForm),
    "find": Step(plain(tooling.find_tool, "tool"), NoteForm),
}
JUDGE = Step(plain(tooling.judge_work, "item"), JudgeForm)
