"""The handover from yard to service, step by step: drafted, checked, signed by three sides, accepted, corrected beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersail.core.files import keep_signature
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.once import made_before
from aftersail.core.search import index
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.fleet.actions.accounts import open_account
from aftersail.fleet.actions.freezing import freeze_as_delivered
from aftersail.fleet.actions.handover_items import Owed, add_item, check_item, first_items
from aftersail.fleet.actions.leftovers import carry_over, gather_leftovers
from aftersail.fleet.actions.milestones import ENDED, follow_milestone, follow_reach, settle_stage
from aftersail.fleet.actions.paper import freeze_paper, print_later
from aftersail.fleet.events import (
    HandoverAccepted,
    HandoverCorrected,
    HandoverMoved,
    HandoverSigned,
    HandoverStarted,
)
from aftersail.fleet.models import (
    Handover,
    HandoverAddendum,
    HandoverItem,
    HandoverSignature,
    Milestone,
    Vessel,
)
from aftersail.fleet.permissions.handover import (
    may_check_items,
    may_keep_handover,
    may_move_handover,
    may_sign_for,
)
from aftersail.fleet.queries.baselines import delivery_stands
from aftersail.fleet.queries.lifecycle import readiness_of
from aftersail.fleet.rules import handover as rules
from aftersail.fleet.rules.readiness import may_enter_unready
from aftersail.fleet.states import (
    HANDOVER,
    HandoverSigner,
    HandoverState,
    MilestoneKind,
)


@transaction.atomic
def start_handover(*, by: Account, vessel: Vessel, id: UUID, at: datetime) -> Handover:
    """Draft the handover of a hull, filled with its units and serials, its service plan and its trials.

    The same id again, or a handover that runs already, is the one that is there.
    """
    if known := made_before(Handover, id):
        return known
    if known := running_handover(vessel):
        return known
    served = (
        refuse(_("This ship is in service care already.")) if hasattr(vessel, "service_account") else ALLOWED
    )
    require(all_of(may_keep_handover(by, vessel), served))
    station = vessel.station.code if vessel.station else "HQ"
    reached = Milestone.objects.filter(vessel=vessel, kind=MilestoneKind.DELIVERY).values_list(
        "actual_on", flat=True
    )
    handover = Handover(
        id=id, number=next_number("HO", station, at), vessel=vessel, delivered_on=vessel.delivered_on or reached.first(),
        place=vessel.lies_at.name if vessel.lies_at else "",
    )  # fmt: skip
    handover.save(force_insert=True)
    HandoverItem.objects.bulk_create(first_items(handover, vessel))
    gather_leftovers(vessel, at)
    started = HandoverStarted(handover_id=handover.pk, vessel_id=vessel.pk, number=handover.number)
    record(started, by=by, about=handover, at=at)
    index(handover, title=handover.number, detail=str(vessel), body=handover.searched_by, at=at)
    return handover


@transaction.atomic
def note_particulars(
    *,
    by: Account,
    handover: Handover,
    delivered_on: date | None,
    place: str,
    note: str,
    at: datetime,
    seen: int | None = None,
) -> Handover:
    """Note the day and place of delivery, and a remark."""
    require(may_check_items(by, handover))
    handover.change(seen, delivered_on=delivered_on, place=place.strip()[:80], note=note.strip()[:2000])
    return handover


@transaction.atomic
def finish_checks(*, by: Account, handover: Handover, at: datetime, seen: int | None = None) -> Handover:
    """Close the list of items, so that the sides can sign it."""
    gather_leftovers(handover.vessel, at)
    items = handover.items.prefetch_related("leftovers")
    checked = [rules.Checked(one.part, one.title, one.result, bool(one.leftovers.all())) for one in items]
    lawful = rules.may_check(checked, handover.delivered_on, today=timezone.localdate(at))
    return _move(by, handover, "check", at, seen, lawful)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A signature as drawn: PNG bytes, with name and post."""

    name: str
    image: bytes
    post: str = ""


@transaction.atomic
def sign_handover(*, by: Account, handover: Handover, side: str, drawn: Drawn, at: datetime) -> Handover:
    """Sign for one side; the third signature makes the handover signed."""
    signed = set(handover.signatures.values_list("side", flat=True))
    lawful = rules.may_sign(side, signed, name=drawn.name, drawn=bool(drawn.image))
    require(all_of(may_sign_for(by, handover, side), lawful))
    stored = keep_signature(drawn.image, handover, by=by, name=side)
    HandoverSignature(
        handover=handover,
        side=side,
        name=drawn.name.strip()[:60],
        post=drawn.post.strip()[:60],
        signed_at=at,
        image=stored,
    ).save(force_insert=True)
    record(
        HandoverSigned(number=handover.number, side=side, name=drawn.name.strip()),
        by=by,
        about=handover,
        at=at,
    )
    if signed | {side} == set(HandoverSigner.values):
        handover.change(state=HandoverState.SIGNED)
        record(HandoverMoved(number=handover.number, step=HandoverState.SIGNED), by=by, about=handover, at=at)
    return handover


@transaction.atomic
def accept_handover(
    *,
    by: Account,
    handover: Handover,
    at: datetime,
    unready_reason: str = "",
    late_reason: str = "",
    seen: int | None = None,
) -> Handover:
    """Take the hull into service care: warranty runs, the account opens, leftovers go onto the warranty list, the yard's
    access ends but for what it owes, the technical state and the paper (in both languages) are frozen.

    Needs exactly one service manager and one deputy, and a reason where the service plan stands below 100 %.
    """
    if handover.state == HandoverState.ACCEPTED:
        return handover
    vessel = Vessel.objects.select_related("steward", "deputy", "customer", "open_to_yard").get(
        pk=handover.vessel_id
    )
    delivered_on, today = handover.delivered_on, timezone.localdate(at)
    ready = readiness_of(vessel, today)
    dated = ALLOWED if delivered_on else refuse(_("Enter the day of delivery: the warranty counts from it."))
    require(
        all_of(
            may_move_handover(by, handover, "accept"), dated, _same_day(vessel, delivered_on),
            may_enter_unready(ready.percent, unready_reason), delivery_stands(vessel, today),
        )
    )  # fmt: skip
    assert delivered_on is not None
    _reach_delivery(vessel, delivered_on, by=by, at=at)
    vessel.refresh_from_db()
    account = open_account(
        by=by, vessel=vessel, handover=handover, delivered_on=delivered_on, reason=late_reason, at=at
    )
    gather_leftovers(vessel, at)
    carry_over(vessel, delivered_on)
    if vessel.open_to_yard_id is not None:
        vessel.change(open_to_yard=None)
    follow_reach(vessel)
    settle_stage(vessel, by=by, at=at)
    freeze_as_delivered(vessel, at)
    handover.change(
        seen, state=HandoverState.ACCEPTED, accepted_at=at, accepted_by=by.name, unready_reason=unready_reason.strip()[:300],
        late_reason=late_reason.strip()[:300],
    )  # fmt: skip
    freeze_paper(handover, at)
    print_later(handover)
    accepted = HandoverAccepted(
        handover_id=handover.pk, vessel_id=vessel.pk, number=handover.number, delivered_on=delivered_on,
        lag_working_days=account.lag_working_days,
    )  # fmt: skip
    record(accepted, by=by, about=handover, at=at)
    return handover


def _same_day(vessel: Vessel, delivered_on: date | None) -> Verdict:
    if vessel.delivered_on is None or vessel.delivered_on == delivered_on:
        return ALLOWED
    return refuse(
        _(
            "The vessel's delivery stands on %(day)s. Take the handover back to draft and enter that day, or correct the milestone."
        )
        % {"day": vessel.delivered_on}
    )


def _reach_delivery(vessel: Vessel, on: date, *, by: Account, at: datetime) -> None:
    """Let the hull's delivery milestone be reached on the day of the handover, if it is not yet."""
    milestone, _made = Milestone.objects.get_or_create(vessel=vessel, kind=MilestoneKind.DELIVERY)
    if milestone.actual_on is None:
        milestone.change(actual_on=on)
        follow_milestone(milestone, frozenset({"actual_on"}), by=by, at=at)


@transaction.atomic
def reopen_handover(
    *, by: Account, handover: Handover, reason: str, at: datetime, seen: int | None = None
) -> Handover:
    """Take a handover back to draft; signatures given so far are void, for they were under another list."""
    said = ALLOWED if reason.strip() else refuse(_("Say why the handover goes back to draft."))
    require(all_of(may_move_handover(by, handover, "reopen"), said))
    handover.signatures.all().delete()
    return _move(by, handover, "reopen", at, seen, ALLOWED, reason)


@transaction.atomic
def cancel_handover(
    *, by: Account, handover: Handover, reason: str, at: datetime, seen: int | None = None
) -> Handover:
    """Give a handover up; its number stays used, another may be drafted."""
    said = ALLOWED if reason.strip() else refuse(_("Say why the handover is cancelled."))
    return _move(by, handover, "cancel", at, seen, said, reason)


@transaction.atomic
def correct_handover(
    *, by: Account, handover: Handover, id: UUID, text: str, at: datetime
) -> HandoverAddendum:
    """Correct an accepted handover beside it: a new edition of its paper, the old one kept."""
    if known := made_before(HandoverAddendum, id):
        return known
    over = (
        ALLOWED
        if handover.state == HandoverState.ACCEPTED
        else refuse(_("Only an accepted handover has addenda; this one can be changed."))
    )
    said = ALLOWED if text.strip() else refuse(_("Write the correction."))
    require(all_of(may_keep_handover(by, handover.vessel), over, said))
    addendum = HandoverAddendum(
        id=id, handover=handover, text=text.strip()[:2000], author_name=by.name, added_at=at
    )
    addendum.save(force_insert=True)
    record(HandoverCorrected(number=handover.number, text=addendum.text[:300]), by=by, about=handover, at=at)
    freeze_paper(handover, at)
    print_later(handover)
    return addendum


def _move(
    by: Account,
    handover: Handover,
    name: str,
    at: datetime,
    seen: int | None,
    lawful: Verdict,
    reason: str = "",
) -> Handover:
    require(all_of(may_move_handover(by, handover, name), lawful))
    target = HANDOVER.named(name).target
    handover.change(seen, state=target)
    moved = HandoverMoved(number=handover.number, step=target, reason=reason.strip())
    record(moved, by=by, about=handover, at=at)
    return handover


def running_handover(vessel: Vessel) -> Handover | None:
    """Return the handover of a hull that is under way or accepted, if any."""
    return Handover.objects.filter(vessel=vessel).exclude(state=HandoverState.CANCELLED).first()


__all__ = [
    "ENDED", "Drawn", "Owed", "accept_handover", "add_item", "cancel_handover", "check_item", "correct_handover", "finish_checks",
    "note_particulars", "reopen_handover", "running_handover", "sign_handover", "start_handover",
]  # fmt: skip
