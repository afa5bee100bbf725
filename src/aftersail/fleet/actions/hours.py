"""Reading the hour meter of a unit."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import require
from aftersail.fleet.events import RunningHoursRead
from aftersail.fleet.models import Equipment
from aftersail.fleet.permissions import may_read_hours
from aftersail.fleet.rules.hours import HourReport, check_hours


@transaction.atomic
def read_running_hours(
    *,
    by: Account,
    equipment: Equipment,
    hours: Decimal,
    read_at: datetime,
    at: datetime,
    reason: str = "",
    seen: int | None = None,
) -> Equipment:
    """Note the running hours of a unit as read at an instant; fewer than before only with a reason.

    Raises `Refused` when the reading cannot be right, `Stale` when somebody read meanwhile.
    """
    verdict = may_read_hours(by, equipment)
    if not verdict:
        raise Forbidden(verdict.reasons)
    before, before_at = equipment.running_hours, equipment.running_hours_at
    require(check_hours(HourReport(hours, read_at, reason), before=before, before_at=before_at, now=at))
    equipment.change(seen=seen, running_hours=hours, running_hours_at=read_at)
    event = RunningHoursRead(equipment_id=equipment.pk, hours=hours, before=before, reason=reason)
    record(event, by=by, about=equipment, at=at)
    return equipment


NEW_METER = _("the meter was replaced")
"""The commonest reason for fewer hours than before, offered on the form."""
