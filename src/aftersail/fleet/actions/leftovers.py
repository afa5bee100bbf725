"""Leftovers: noted before delivery, on the warranty list from delivery on, put right, accepted (R20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.fleet.events import LeftoverSettled
from aftersail.fleet.models import Equipment, HandoverItem, Leftover, Vessel, Yard
from aftersail.fleet.permissions.handover import may_accept_leftover, may_fix_leftover, may_keep_handover
from aftersail.fleet.queries.lifecycle import stage_of
from aftersail.fleet.rules.hull import SERVICE_IN
from aftersail.fleet.states import LeftoverClass, LeftoverStep, OwedBy, ServiceType


@transaction.atomic
def note_leftover(
    *,
    by: Account,
    vessel: Vessel,
    id: UUID,
    text: str,
    owed_by: str,
    due_on: date | None,
    at: datetime,
    party: str = "",
    yard: Yard | None = None,
    weight: str = LeftoverClass.MINOR,
    location: str = "",
    equipment: Equipment | None = None,
    item: HandoverItem | None = None,
) -> Leftover:
    """Note what is left over, with the side that owes it and the day; the same id again is the same leftover."""
    if known := made_before(Leftover, id):
        return known
    require(
        all_of(
            may_keep_handover(by, vessel) if not by.has_role("engineer") else ALLOWED,
            ALLOWED if text.strip() else refuse(_("Say what is left over.")),
            ALLOWED if owed_by in OwedBy.values else refuse(_("Say which side owes it.")),
            ALLOWED if due_on else refuse(_("Give the day by which it is put right.")),
        )
    )
    assert due_on is not None
    leftover = Leftover(
        id=id, vessel=vessel, equipment=equipment, item=item, text=text.strip()[:300], location=location.strip()[:80],
        weight=weight, owed_by=owed_by, party=party.strip()[:120], due_on=due_on, **origin_of(vessel),
        yard=yard or (vessel.open_to_yard or vessel.built_by if owed_by == OwedBy.YARD else None),
        listed_on=vessel.delivered_on if on_list(vessel) else None,
    )  # fmt: skip
    leftover.take_keys(vessel)
    leftover.save(force_insert=True)
    return leftover


def origin_of(vessel: Vessel) -> dict[str, str]:
    """Return the stage in which an item is found now and the service it belongs to."""
    stage = stage_of(vessel)
    return {"stage": stage, "service_type": SERVICE_IN.get(stage, ServiceType.WARRANTY)}


Gather = Callable[[Vessel, datetime], None]
_gatherers: list[Gather] = []


def gathers(gather: Gather) -> None:
    """Let a later chapter bring what its own work left over on a hull, before the handover lists it; from an app's `ready`.

    `gather` must be safe to call again.
    """
    _gatherers.append(gather)


def gather_leftovers(vessel: Vessel, at: datetime) -> None:
    """Bring in what every chapter's work left over on a hull."""
    for gather in _gatherers:
        gather(vessel, at)


def on_list(vessel: Vessel) -> bool:
    """Whether what is noted now goes straight onto the warranty list: the ship is in service care."""
    return vessel.delivered_on is not None and hasattr(vessel, "service_account")


def carry_over(vessel: Vessel, on: date) -> int:
    """Put every open leftover of a hull on its warranty list; the number carried. Part of accepting a handover."""
    waiting = Leftover._base_manager.filter(vessel=vessel, accepted_on=None, listed_on=None)
    return waiting.update(listed_on=on)


@transaction.atomic
def settle_leftover(
    *, by: Account, leftover: Leftover, step: str, at: datetime, seen: int | None = None
) -> Leftover:
    """Tell that an item is put right, or that the user accepts it."""
    today = timezone.localdate(at)
    if step == LeftoverStep.FIXED:
        still = refuse(_("This item is put right already.")) if leftover.fixed_on else ALLOWED
        require(all_of(may_fix_leftover(by, leftover), still))
        leftover.change(seen, fixed_on=today)
    elif step == LeftoverStep.ACCEPTED:
        ripe = ALLOWED if leftover.fixed_on else refuse(_("The item has not been put right yet."))
        still = refuse(_("This item is accepted already.")) if leftover.accepted_on else ALLOWED
        require(all_of(may_accept_leftover(by, leftover), ripe, still))
        leftover.change(seen, accepted_on=today)
    else:
        require(refuse(_("An item is put right, then accepted.")))
    record(LeftoverSettled(text=leftover.text, step=step), by=by, about=leftover, at=at)
    return leftover


def settle_keys(record_: Leftover, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Copy the keys of isolation from the vessel, after the register wrote a leftover."""
    record_.take_keys(record_.vessel)
    Leftover._base_manager.filter(pk=record_.pk).update(
        hull_code=record_.hull_code, customer=record_.customer_id, station=record_.station_id,
        open_to_yard=record_.open_to_yard_id,
    )  # fmt: skip
