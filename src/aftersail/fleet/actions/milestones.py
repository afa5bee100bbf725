"""What follows when a date of a hull is set, moved or reached."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record as log
from aftersail.core.models import Account, SearchEntry
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse, require
from aftersail.fleet.events import (
    DeliveredUnready,
    HullStageEntered,
    MilestoneMoved,
    MilestoneReached,
    VesselDelivered,
)
from aftersail.fleet.models import Equipment, Handover, Leftover, Milestone, MilestoneChange, Vessel
from aftersail.fleet.permissions import may_keep_vessel
from aftersail.fleet.queries.baselines import delivery_stands
from aftersail.fleet.queries.effects import effects_of, moved_of
from aftersail.fleet.queries.lifecycle import dates_of, gate_stands, readiness_of, stage_of
from aftersail.fleet.rules import hull
from aftersail.fleet.states import HULL, HandoverState, HullStage, MilestoneKind

ENDED = frozenset({HandoverState.ACCEPTED, HandoverState.CANCELLED})


def follow_milestone(record: Milestone, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Keep the date's history with what it touches, tell who plans by it; at delivery, deliver the vessel (R36).

    Runs in the transaction that wrote the milestone.
    """
    vessel = record.vessel
    last = (
        MilestoneChange._base_manager.filter(vessel=vessel, kind=record.kind)
        .order_by("-changed_at", "-id")
        .first()
    )
    before, reached_before = (last.planned_on, last.actual_on) if last else (None, None)
    if record.planned_on == before and record.actual_on == reached_before:
        return
    moves = "planned_on" in changed and record.planned_on != before
    effects = effects_of(moved_of(vessel, record.kind, before, record.planned_on)) if moves else []
    MilestoneChange(
        vessel=vessel, kind=record.kind, planned_before=before, planned_on=record.planned_on, actual_before=reached_before,
        actual_on=record.actual_on, reason=record.reason, changed_at=at, changed_by=by.name if by else "",
        effects=[one.as_data() for one in effects],
    ).save(force_insert=True)  # fmt: skip
    if moves and record.planned_on is not None:
        moved = MilestoneMoved(
            vessel_id=vessel.pk,
            kind=record.kind,
            planned_on=record.planned_on,
            before=before,
            reason=record.reason,
        )
        log(moved, by=by, about=vessel, at=at)
    if "actual_on" in changed and record.actual_on is not None and record.actual_on != reached_before:
        reached = MilestoneReached(vessel_id=vessel.pk, kind=record.kind, actual_on=record.actual_on)
        log(reached, by=by, about=vessel, at=at)
        if record.kind == MilestoneKind.DELIVERY and vessel.delivered_on != record.actual_on:
            deliver_vessel(vessel, record.actual_on, by=by, at=at)
    settle_stage(vessel, by=by, at=at)


def deliver_vessel(vessel: Vessel, on: date, *, by: Account | None, at: datetime) -> None:
    """Let the vessel's delivery date stand: warranty counts from it. The yard's access ends, unless its handover still runs."""
    ready = readiness_of(vessel, on)
    running = Handover._base_manager.filter(vessel=vessel).exclude(state__in=ENDED).exists()
    vessel.change(delivered_on=on, **({} if running else {"open_to_yard": None}))
    if not running:
        follow_reach(vessel)
    delivered = VesselDelivered(vessel_id=vessel.pk, customer_id=vessel.customer_id, delivered_on=on)
    log(delivered, by=by, about=vessel, at=at)
    if ready.percent is not None and ready.percent < 100:
        unready = DeliveredUnready(
            vessel_id=vessel.pk, percent=ready.percent, open_items=ready.of - ready.done
        )
        log(unready, by=by, about=vessel, at=at)


def follow_reach(vessel: Vessel) -> None:
    """Bring search entries and leftovers of a vessel into step with who may see the vessel now."""
    keys = vessel.reach_keys()
    units = Equipment.objects.filter(vessel=vessel).values_list("pk", flat=True)
    handovers = Handover.objects.filter(vessel=vessel).values_list("pk", flat=True)
    SearchEntry.objects.filter(pk__in=[vessel.pk, *units, *handovers]).update(keys=keys)
    Leftover._base_manager.filter(vessel=vessel).update(
        hull_code=vessel.hull_code, customer=vessel.customer_id, station=vessel.station_id, open_to_yard=vessel.open_to_yard_id
    )  # fmt: skip


def settle_stage(vessel: Vessel, *, by: Account | None, at: datetime) -> HullStage:
    """Bring a hull's stage into step with its actual dates and its service account."""
    fresh = Vessel._base_manager.get(pk=vessel.pk)
    stage = stage_of(fresh)
    if stage != fresh.stage:
        # The stage is derived, so nobody's form is out of date because of it: the version stays.
        Vessel._base_manager.filter(pk=fresh.pk).update(stage=stage)
        log(HullStageEntered(vessel_id=fresh.pk, stage=stage, before=fresh.stage), by=by, about=fresh, at=at)
    vessel.stage = stage
    return stage


@transaction.atomic
def move_milestone(
    *,
    by: Account,
    milestone: Milestone,
    planned_on: date | None,
    actual_on: date | None,
    reason: str,
    at: datetime,
    seen: int | None = None,
) -> Milestone:
    """Set a date of a hull: who may, in order with the hull's other dates, and with a reason when a planned one moves."""
    _allowed(by, milestone.vessel)
    kept_reason = milestone.reason
    was = milestone.planned_on
    require(
        all_of(
            hull.check_moved(before=was, after=planned_on, reason=reason),
            check_dates(milestone.vessel, milestone.kind, planned_on, actual_on, timezone.localdate(at)),
        )
    )
    values = {"planned_on": planned_on, "actual_on": actual_on, "reason": reason.strip() or kept_reason}
    changed = frozenset(name for name, value in values.items() if getattr(milestone, name) != value)
    if changed:
        milestone.change(seen, **values)
        follow_milestone(milestone, changed, by=by, at=at)
    return milestone


def check_dates(
    vessel: Vessel, kind: str, planned_on: date | None, actual_on: date | None, today: date
) -> Verdict:
    """Say whether a hull's dates are in order once this milestone bears these days, and whether it may be delivered (R74)."""
    delivers = kind == MilestoneKind.DELIVERY and actual_on is not None and vessel.delivered_on is None
    planned, actual = dates_of(Vessel._base_manager.prefetch_related("milestones").get(pk=vessel.pk))
    return all_of(
        hull.check_order(planned | {kind: planned_on}),
        hull.check_order(actual | {kind: actual_on}, actual=True),
        hull.check_reached(actual_on, today=today),
        delivery_stands(vessel, today) if delivers else ALLOWED,
    )


@transaction.atomic
def move_hull(
    *,
    by: Account,
    vessel: Vessel,
    move: str,
    on: date,
    at: datetime,
    reason: str = "",
    seen: int | None = None,
) -> Vessel:
    """Take a hull into its next stage by the transition table; the day becomes the milestone's actual one.

    The gate of the stage, where the house has a checklist for it, must have been passed (R08).
    """
    transition = HULL.named(move)
    barred = gate_stands(vessel, transition.target) and transition.guard == "gate_passed"
    require(
        all_of(
            HULL.may(move, vessel.stage, by.role_set),
            may_keep_vessel(by, vessel),
            refuse(_gate_first(transition.target))
            if barred
            else hull.check_reached(on, today=timezone.localdate(at)),
        )
    )
    kind = MilestoneKind.OVERHAUL_DONE if move == "return" else hull.DATED_BY.get(transition.target)
    if move == "serve" or kind is None:
        require(refuse(_service_by_account()))
    assert kind is not None
    if move == "overhaul":
        _begin_anew(vessel, on, by=by, at=at)
    milestone, _made = Milestone._base_manager.get_or_create(vessel=vessel, kind=kind)
    move_milestone(
        by=by, milestone=milestone, planned_on=milestone.planned_on, actual_on=on, reason=reason, at=at
    )
    if move == "retire":
        Vessel._base_manager.filter(pk=vessel.pk).update(retired_on=on)
    vessel.refresh_from_db()
    return vessel


def _begin_anew(vessel: Vessel, on: date, *, by: Account, at: datetime) -> None:
    """A further overhaul: the dates of the last one stay in the history, the milestones begin again."""
    for one in Milestone._base_manager.filter(
        vessel=vessel, kind__in=[MilestoneKind.OVERHAUL_DONE, MilestoneKind.OVERHAUL], actual_on__lt=on
    ):
        stale = one.planned_on is not None and one.planned_on < on
        one.change(actual_on=None, **({"planned_on": None} if stale else {}))
        follow_milestone(one, frozenset({"actual_on"}), by=by, at=at)


def _gate_first(stage: str) -> Reason:
    return format_lazy(
        _("The gate “{gate}” has not been passed. Go through its checklist on the vessel's page first."),
        gate=HullStage(stage).label,
    )


def _service_by_account() -> Reason:
    return _("A hull enters service when its handover is accepted and the service account opens.")


def _allowed(by: Account, vessel: Vessel) -> None:
    verdict = may_keep_vessel(by, vessel)
    if not verdict:
        raise Forbidden(verdict.reasons)
