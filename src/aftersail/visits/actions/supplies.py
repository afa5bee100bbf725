"""What a visit uses: parts out of the engineer's kit, and the tools it is done with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.supply.actions.kit_use import take_use_back, use_from_kit
from aftersail.supply.models import Part, Tool
from aftersail.visits.actions.recording import tell_saved
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
    tell_saved(by, visit, "tool", {"tool": tool.asset_number}, at)
    return use


@transaction.atomic
def remove_tool(*, by: Account, use: ToolUse, at: datetime) -> None:
    """Take back a tool that was written by mistake; the log keeps it."""
    require(may_record(by, use.visit))
    tell_saved(by, use.visit, "tool removed", {"tool": use.tool.asset_number}, at)
    use.delete()


@transaction.atomic
def record_part(
    *,
    by: Account,
    visit: Visit,
    id: UUID,
    part: Part,
    quantity: int,
    at: datetime,
    serial_in: str = "",
    serial_out: str = "",
    seen: int | None = None,
) -> PartUse:
    """Write a part put in or taken out; a part with serial numbers is written piece by piece."""
    serial_in, serial_out = serial_in.strip(), serial_out.strip()
    counted = ALLOWED if 0 < quantity < 1000 else refuse(_("Give a quantity of one or more."))
    single = (
        ALLOWED
        if not part.serialised or quantity == 1
        else refuse(_("A part with serial numbers is entered one by one."))
    )
    numbered = (
        ALLOWED
        if not part.serialised or serial_in or serial_out
        else refuse(_("Enter the serial number put in or taken out."))
    )
    require(all_of(may_record(by, visit), counted, single, numbered))
    values = {"part": part, "quantity": quantity, "serial_in": serial_in[:60], "serial_out": serial_out[:60]}
    use = PartUse.objects.filter(pk=id, visit=visit).first()
    if use is None:
        use = PartUse.objects.create(id=id, visit=visit, **values)
    else:
        put_back(by, use, at)
        use.change(seen, **values)
    take_from_kit(by, use, at)
    told = {
        "id": str(id),
        "part": part.number,
        "quantity": quantity,
        "serial_in": serial_in,
        "serial_out": serial_out,
    }
    tell_saved(by, visit, "part", told, at)
    return use


@transaction.atomic
def remove_part(*, by: Account, use: PartUse, at: datetime) -> None:
    """Take back a part that was written by mistake; the log keeps it."""
    require(may_record(by, use.visit))
    tell_saved(
        by,
        use.visit,
        "part removed",
        {"id": str(use.pk), "part": use.part.number, "quantity": use.quantity},
        at,
    )
    put_back(by, use, at)
    use.delete()
