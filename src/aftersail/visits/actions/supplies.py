"""What a visit takes out of the engineer's kit, and the tools it is done with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.supply.actions.kit_use import take_use_back, use_from_kit
from aftersail.supply.models import Tool
from aftersail.visits.events import RecordSaved
from aftersail.visits.models import PartUse, ToolUse, Visit
from aftersail.visits.permissions import may_record


def take_from_kit(by: Account, use: PartUse, at: datetime) -> None:
    """Book a part that was put in out of the kit of who goes; where the kit lacks it, the use stays unreconciled.

    A part that was only taken out (no serial put in, one taken out) leaves the kit as it is.
    """
    visit = use.visit
    if use.part.serialised and not use.serial_in:
        return
    kit, issue = use_from_kit(
        by=by, staff=visit.lead, part=use.part, quantity=use.quantity, at=at, use_id=use.pk, document=visit.number,
        work_ref=visit.order_id, serial=use.serial_in,
    )  # fmt: skip
    if kit is not None:
        use.change(source=kit, issue=issue)


def put_back(by: Account, use: PartUse, at: datetime) -> None:
    """Take back what a use booked out of the kit."""
    if use.source is not None:
        take_use_back(by=by, use_id=use.pk, kit=use.source, issue=use.issue, at=at)
        use.change(source=None, issue=None)


@transaction.atomic
def record_tool(*, by: Account, visit: Visit, tool: Tool, at: datetime, note: str = "") -> ToolUse:
    """Write down that a tool was used; one whose calibration has run out is refused."""
    today = timezone.localdate(at)
    good = (
        ALLOWED
        if tool.due_on is None or tool.due_on >= today
        else refuse(
            _(
                "The calibration of this tool has run out. Work measured with it would not count; take another."
            )
        )
    )
    require(all_of(may_record(by, visit), good))
    use, _made = ToolUse.objects.get_or_create(
        visit=visit, tool=tool, defaults={"used_at": at, "note": note.strip()[:200]}
    )
    _log(by, visit, "tool", tool, at)
    return use


@transaction.atomic
def remove_tool(*, by: Account, use: ToolUse, at: datetime) -> None:
    """Take back a tool that was written by mistake; the log keeps it."""
    require(may_record(by, use.visit))
    _log(by, use.visit, "tool removed", use.tool, at)
    use.delete()


def _log(by: Account, visit: Visit, part: str, tool: Tool, at: datetime) -> None:
    values = {"tool": tool.asset_number}
    record(
        RecordSaved(visit_id=visit.pk, number=visit.number, part=part, values=values),
        by=by,
        about=visit,
        at=at,
    )
