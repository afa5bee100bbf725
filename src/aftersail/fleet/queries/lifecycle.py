"""A hull before and after delivery: its dates and their history, its readiness, its gates, its conversion."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from aftersail.core.calendar import WorkingCalendar
from aftersail.core.models import Account, CalendarDay
from aftersail.core.prepared import SeenBy
from aftersail.fleet import rules
from aftersail.fleet.models import (
    GateQuestion,
    GateReview,
    Leftover,
    Milestone,
    MilestoneChange,
    ReadinessItem,
    ServiceAccount,
    Vessel,
)
from aftersail.fleet.queries.effects import Effect, effects_kept
from aftersail.fleet.rules import hull
from aftersail.fleet.rules.handover import conversion_lag
from aftersail.fleet.states import GateAnswer, GateState, HullStage, MilestoneKind, ReadinessPart


def house_calendar() -> WorkingCalendar:
    """Return the working calendar with the days on which this house departs from the public one."""
    calendar = cache.get("fleet_calendar")
    if calendar is None:
        days = list(CalendarDay.objects.values_list("day", "working"))
        calendar = WorkingCalendar(
            extra_working=frozenset(day for day, working in days if working),
            extra_off=frozenset(day for day, working in days if not working),
        )
        cache.set("fleet_calendar", calendar, 60)
    return calendar


OF_VESSEL = SeenBy(Milestone, lambda rows, vessel: rows.filter(vessel=vessel), UUID)


def read_milestones(account: Account, vessel: Vessel) -> None:
    """Read a hull's milestones as far as an account may see them, so that `vessel.milestones.all()` asks no more."""
    known: Any = vessel.milestones.all()
    known._result_cache = OF_VESSEL.rows(account, vessel.pk)
    vessel.__dict__["_prefetched_objects_cache"] = {"milestones": known}


def dates_of(vessel: Vessel) -> tuple[dict[str, date | None], dict[str, date | None]]:
    """Return a hull's planned and actual days by kind of milestone; delivery and retirement also as the hull bears them."""
    planned: dict[str, date | None] = {}
    actual: dict[str, date | None] = {}
    for one in vessel.milestones.all():
        planned[one.kind], actual[one.kind] = one.planned_on, one.actual_on
    if vessel.delivered_on and not actual.get(MilestoneKind.DELIVERY):
        actual[MilestoneKind.DELIVERY] = vessel.delivered_on
    if vessel.retired_on and not actual.get(MilestoneKind.RETIREMENT):
        actual[MilestoneKind.RETIREMENT] = vessel.retired_on
    return planned, actual


def stage_of(vessel: Vessel) -> HullStage:
    """Return the stage that a hull's actual dates and its service account put it in."""
    served = ServiceAccount._base_manager.filter(vessel=vessel).exists()
    return hull.hull_stage(dates_of(vessel)[1], in_service=served)


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change of a date with what it touched."""

    change: MilestoneChange
    effects: list[Effect]


def history_of_dates(account: Account, vessel: Vessel, most: int = 40) -> list[ChangeShown]:
    """Return how a hull's dates came to be, newest first (R36)."""
    rows = MilestoneChange.objects.visible_to(account).filter(vessel=vessel)[:most]
    return [ChangeShown(one, effects_kept(one.effects)) for one in rows]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a hull's service plan is: `percent` None while nothing is planned; by part, (done, of) each."""

    percent: int | None
    done: int
    of: int
    parts: tuple[tuple[ReadinessPart, int, int], ...]
    late: int


def readiness_of(vessel: Vessel, on: date) -> Readiness:
    """Return the readiness of a hull for delivery (R09)."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    planned, late = dates_of(vessel)[0], 0
    for one in ReadinessItem._base_manager.filter(vessel=vessel, needed=True):
        counted[one.part][1] += 1
        if one.done_on is not None:
            counted[one.part][0] += 1
        elif (due := rules.due_on(planned.get(one.anchor), one.days_before)) is not None and due < on:
            late += 1
    done, of = (sum(pair[place] for pair in counted.values()) for place in (0, 1))
    parts = tuple((part, *counted[part]) for part in ReadinessPart if counted[part][1])
    return Readiness(rules.readiness_percent(done, of), done, of, parts, late)  # type: ignore[arg-type]


def readiness_items(account: Account, vessel: Vessel) -> list[tuple[ReadinessItem, date | None]]:
    """Return the points of a hull's service plan, each with the day it is due."""
    planned = dates_of(vessel)[0]
    rows = ReadinessItem.objects.visible_to(account).filter(vessel=vessel)
    return [(one, rules.due_on(planned.get(one.anchor), one.days_before)) for one in rows]


def gates_of(account: Account, vessel: Vessel) -> QuerySet[GateReview]:
    """Return a hull's gate reviews with how many points each has, and how many mandatory ones are open."""
    points = Count("items", distinct=True)
    still = Count("items", filter=Q(items__mandatory=True, items__answer=GateAnswer.OPEN), distinct=True)
    waived = Count("items", filter=Q(items__answer=GateAnswer.WAIVED), distinct=True)
    return (
        GateReview.objects.visible_to(account)
        .filter(vessel=vessel)
        .annotate(points=points, still_open=still, waived=waived)
    )


def gate_stands(vessel: Vessel, gate: str) -> bool:
    """Whether a gate bars the way into a stage: a review of it is open, or its checklist was never gone through."""
    review = GateReview._base_manager.filter(vessel=vessel, gate=gate).first()
    if review is not None:
        return review.state != GateState.PASSED
    return GateQuestion._base_manager.filter(gate=gate, active=True).exists()


def accounts_for(account: Account) -> QuerySet[ServiceAccount]:
    """Return the service accounts that this account may see."""
    return ServiceAccount.objects.visible_to(account).select_related("vessel", "handover")


@dataclass(frozen=True, slots=True)
class Unconverted:
    """A delivered ship whose service account is not open yet: how many working days it has waited, and whether too many."""

    vessel: Vessel
    waited: int
    late: bool


def unconverted(account: Account, on: date, allowed: int) -> list[Unconverted]:
    """Return delivered ships without a service account, the longest waiting first (R41)."""
    calendar = house_calendar()
    rows = (
        Vessel.objects.visible_to(account)
        .filter(delivered_on__lte=on, retired_on=None, service_account=None)
        .select_related("customer", "steward", "deputy")
        .order_by("delivered_on", "hull_code")
    )
    waits = [(one, conversion_lag(one.delivered_on, on, calendar)) for one in rows if one.delivered_on]
    return [Unconverted(one, days, days > allowed) for one, days in waits]


def warranty_list(account: Account, vessel: Vessel) -> QuerySet[Leftover]:
    """Return what is still owed to a ship, by due day."""
    return Leftover.objects.visible_to(account).filter(vessel=vessel, accepted_on=None)


def next_milestones(vessel: Vessel, on: date, most: int = 3) -> list[tuple[Any, int]]:
    """Return the milestones that come next, each with the days until then (negative when late)."""
    rows = [m for m in vessel.milestones.all() if m.actual_on is None and m.planned_on is not None]
    rows = [m for m in rows if not _past_delivery(vessel, m)]
    rows.sort(key=lambda m: (m.planned_on, hull.ORDER.index(MilestoneKind(m.kind))))
    return [(m, (m.planned_on - on).days) for m in rows[:most] if m.planned_on is not None]


def _past_delivery(vessel: Vessel, milestone: Milestone) -> bool:
    """Whether a milestone before delivery was never noted on a hull that has long been delivered."""
    return vessel.delivered_on is not None and MilestoneKind(milestone.kind) in hull.YARD_PLAN
