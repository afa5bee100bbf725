"""Whether a reading of an hour meter can be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse

LARGEST = Decimal("99999999.9")
CLOCK_SLACK = timedelta(minutes=10)
"""A phone's clock may run ahead of the server's by so much."""


@dataclass(frozen=True, slots=True)
class HourReport:
    """Hours on the meter, when it was read, and why they may be fewer than before."""

    hours: Decimal
    read_at: datetime
    reason: str = ""


def check_hours(
    report: HourReport, *, before: Decimal | None, before_at: datetime | None, now: datetime
) -> Verdict:
    """Refuse hours that ran faster than the clock, backwards without a reason, or were read in the future.

    From 100 h on Monday 00:00, at most 124 h can be read on Tuesday 00:00.
    """
    if not 0 <= report.hours <= LARGEST:
        return refuse(_("Running hours lie between 0 and 99,999,999.9."))
    if report.read_at > now + CLOCK_SLACK:
        return refuse(_("The reading lies in the future. Check its date."))
    if before is None or before_at is None:
        return ALLOWED
    if report.read_at < before_at:
        return refuse(_("A later reading is known already. Give the time at which you read the meter."))
    if report.reason.strip():
        return ALLOWED
    if report.hours < before:
        return refuse(
            format_lazy(
                _(
                    "The meter stood at {before} h before. Give a reason for fewer hours, such as a new meter."
                ),
                before=str(before),
            )
        )
    passed = (report.read_at - before_at + timedelta(days=1)).total_seconds() / 3600
    if float(report.hours - before) > passed:
        return refuse(
            format_lazy(
                _("{gained} h cannot have run since the last reading. Check the number, or give a reason."),
                gained=str(report.hours - before),
            )
        )
    return ALLOWED
