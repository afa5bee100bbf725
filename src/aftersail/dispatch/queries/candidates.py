"""Rows to candidates: everybody who could be sent for an order, in six queries whatever the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersail.cases.models import OrderMember, WorkOrder
from aftersail.core.masters.naming import bare_name, named
from aftersail.core.postgresql.fetching import fetch
from aftersail.core.prepared import Prepared, among
from aftersail.core.verdicts import Reason
from aftersail.dispatch.rules import Busy, Candidate, HeldCertificate, OrderNeed
from aftersail.people.models import Certificate, CertificateKind, Coverage, Leave, Staff, StaffSkill
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.queries.calendar import roster_lines
from aftersail.people.queries.network import place_of
from aftersail.people.rules.rosters import days_off
from aftersail.people.rules.skills import level_for
from aftersail.people.rules.travel import Place
from aftersail.people.states import LeaveState


def _on_board() -> QuerySet[Staff]:
    return Staff.objects.filter(active=True, serves_on_board=True).order_by("number")


EVERYBODY = Prepared(lambda: _on_board().select_related("station__port"))
PEOPLE = Prepared(lambda ids: _on_board().filter(pk__in=among(ids)).select_related("station__port"), list)
HOMES = Prepared(
    lambda: _on_board().values_list(
        "pk", "station_id", "station__port__code", "station__port__latitude", "station__port__longitude"
    )
)
LEVELS = Prepared(
    lambda skills, ids: StaffSkill.objects.filter(skill__in=among(skills), staff__in=among(ids)).values_list(
        "staff_id", "skill_id", "task_id", "level"
    ),
    list,
    list,
)
RANKS = Prepared(lambda port: Coverage.objects.filter(port=port).values_list("station_id", "rank"), UUID)
PAPERS = Prepared(
    lambda ids, today: (
        Certificate.objects.filter(Q(expires_on=None) | Q(expires_on__gte=today), staff__in=among(ids))
        .order_by()
        .values_list("staff_id", "kind__code", "kind__boarding", "valid_from", "expires_on")
    ),
    list,
    date,
)
LEAVES = Prepared(
    lambda ids, today: (
        Leave.objects.filter(staff__in=among(ids), last_day__gte=today, state=LeaveState.APPROVED)
        .order_by()
        .values_list("staff_id", "first_day", "last_day")
    ),
    list,
    date,
)
ORDERS = Prepared(
    lambda ids: (
        WorkOrder.objects.filter(pk__in=among(ids))
        .order_by()
        .values_list("pk", "number", "case__vessel_id", "port__code", "port__latitude", "port__longitude")
    ),
    list,
)
"""What the reader's own scope lets through of some orders."""

LOAD_DAYS = 7
HOURS_A_WEEK = 40.0
LOOKED_BACK = timedelta(hours=36)
"""So far back promises are read: who worked elsewhere until then is still there, and has worked that day."""

ROSTER_DAYS = 60
"""How far ahead the roster is asked for days off."""


def certificate_named(code: str) -> Reason:
    """Return how a kind of certificate is called; one that the register does not know, as it was written."""
    kind = CertificateKind.objects.filter(code=code).first()
    return code if kind is None else named(kind)


def _permits(codes: Iterable[str]) -> set[str]:
    """Return those kinds that are permits to board, asked for as such; also codes of old that say so by their beginning."""
    known = set(
        CertificateKind.objects.filter(boarding=True, code__in=list(codes)).values_list("code", flat=True)
    )
    return known | {code for code in codes if code.startswith("boarding")}


@dataclass(frozen=True, slots=True)
class Promise:
    """A stretch of time promised to a work order, whoever may see that order."""

    staff_id: UUID
    order_id: UUID
    starts_at: datetime
    ends_at: datetime


Asking = WorkOrder | OrderMember
"""Whatever asks for a person: the order for its lead, a member for itself."""


def places_of(order: WorkOrder) -> tuple[Asking, ...]:
    """Return what asks for the people of an order's team, the lead first; no query for one who goes alone."""
    members = order.members.select_related("skill", "task") if order.team_size > 1 else ()
    return (order, *members)


def needs_of(order: WorkOrder, places: Sequence[Asking]) -> tuple[OrderNeed, ...]:
    """Return what an order asks of each person of its team; without a skill anybody who goes on board will do."""
    permits = _permits({str(kind) for one in places for kind in one.certificate_kinds})
    return tuple(_need(order, one, permits) for one in places)


def _need(order: WorkOrder, asked: Asking, permits: set[str]) -> OrderNeed:
    kinds = [str(kind) for kind in asked.certificate_kinds]
    permit = next((kind for kind in kinds if kind in permits), "")
    return OrderNeed(
        ship=place_of(order.port),
        skill=_skill_name(asked),
        level=asked.level if asked.skill_id else 0,
        earliest=order.window_from,
        latest=order.window_until,
        duration_hours=float(order.work_hours),
        certificates=tuple(kind for kind in kinds if kind != permit),
        boarding_permit=permit,
        vessel=str(order.case.vessel_id),
    )


def candidates_for(
    order: WorkOrder, places: Sequence[Asking], now: datetime, *, moving: bool = False, of: Collection[UUID] | None = None
) -> tuple[list[Candidate], dict[str, Staff]]:  # fmt: skip
    """Return every active person who goes on board as a candidate, or those of some, and the people by the candidate's key.

    With `moving` what people are promised to this very order does not count as taken.
    The key is the staff number, so that equals are always told in the same order.
    """
    rows = EVERYBODY.rows() if of is None else PEOPLE.rows(list(of))
    people: dict[str, Staff] = {one.number: one for one in rows}
    ids = [one.pk for one in people.values()]
    levels = _levels(places, ids)
    today = timezone.localdate(now)
    certificates: dict[UUID, list[HeldCertificate]] = defaultdict(list)
    permits: dict[UUID, set[str]] = defaultdict(set)
    for holder, kind, boarding, begins, ends in PAPERS.rows(ids, today):
        certificates[holder].append(HeldCertificate(kind, begins, ends or date.max))
        if boarding or kind.startswith("boarding"):
            permits[holder].add(kind)
    rosters = roster_lines(ids, today, today + timedelta(days=ROSTER_DAYS))
    leaves: dict[UUID, list[Any]] = defaultdict(list)
    for holder, first, last in LEAVES.rows(ids, today):
        leaves[holder].append((first, last))
    busy = busy_times(ids, now - LOOKED_BACK)
    if moving:
        busy = defaultdict(
            list, {pk: [p for p in mine if p.order_id != order.pk] for pk, mine in busy.items()}
        )
    ranks = dict(RANKS.rows(order.port_id))
    shown = _shown_orders(busy)
    horizon = now + timedelta(days=LOAD_DAYS)
    candidates = [
        Candidate(
            key=key,
            name=bare_name(one),
            station=bare_name(one.station),
            place=place_of(one.station.port),
            skills=levels.get(one.pk, {}),
            certificates=tuple(certificates[one.pk]),
            boarding_permits=frozenset(permits[one.pk]),
            leaves=tuple(leaves[one.pk]),
            days_off=days_off(rosters[one.pk], today, ROSTER_DAYS),
            assignments=tuple(_as_busy(p, shown.get(p.order_id)) for p in busy[one.pk]),
            load_hours=sum(_hours_within(p, now, horizon) for p in busy[one.pk] if p.starts_at < horizon),
            capacity_hours=HOURS_A_WEEK,
            coverage_rank=ranks.get(one.station_id),
        )
        for key, one in people.items()
    ]
    return candidates, people


def busy_times(
    staff_ids: Iterable[UUID], since: datetime, until: datetime | None = None
) -> dict[UUID, list[Promise]]:
    """Return what people are promised to after an instant, with `until` only what begins before that.

    A security-definer function answers, because a planner must know that somebody is taken even by an order of
    a ship that the planner may not see; it tells the times and the order's id, nothing of what it is about.
    """
    found: dict[UUID, list[Promise]] = defaultdict(list)
    for row in fetch(BUSY, [list(staff_ids), since, until]):
        found[row[0]].append(Promise(*row))
    return found


BUSY = """select staff_id, order_id, starts_at, ends_at from dispatch_busy(%s, %s)
    where starts_at < coalesce(%s, 'infinity'::timestamptz)"""


def _levels(places: Sequence[Asking], ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    """Return people's levels of the skills asked for: for the kind of task where one is stated, else for all tasks."""
    held: dict[UUID, dict[tuple[Any, Any], int]] = defaultdict(dict)
    skills = list({one.skill_id for one in places if one.skill_id})
    for staff, skill, kind, level in LEVELS.rows(skills, ids):
        held[staff][skill, None if kind == ALL_TASKS else kind] = level
    asked = {
        _skill_name(one): (one.skill_id, None if one.task_id in {None, ALL_TASKS} else one.task_id)
        for one in places
    }
    return {
        staff: {name: int(level_for(levels, *key)) for name, key in asked.items()}
        for staff, levels in held.items()
    }


def _skill_name(asked: Asking) -> str:
    if asked.skill is None:
        return _("any")
    plain = asked.task is None or asked.task_id == ALL_TASKS
    return bare_name(asked.skill) if plain else f"{bare_name(asked.skill)} · {bare_name(asked.task)}"


Shown = tuple[str, Place, str]
"""An order's number, where its ship lies, and the ship's id."""


def _shown_orders(busy: dict[UUID, list[Promise]]) -> dict[UUID, Shown]:
    """Return those orders that the reader's own scope lets through, with their ports."""
    ids = {promise.order_id for promises in busy.values() for promise in promises}
    places = cache(Place)
    rows = ORDERS.rows(list(ids)) if ids else []
    return {pk: (number, places(*at), str(vessel)) for pk, number, vessel, *at in rows}


def _as_busy(promise: Promise, order: Shown | None) -> Busy:
    """Return a promise as the rules know it: where it ends only if the reader may see what it is about."""
    if order is None:
        return Busy(promise.starts_at, promise.ends_at, _("another order"))
    number, place, ship = order
    return Busy(promise.starts_at, promise.ends_at, number, place, ship)


def _hours_within(promise: Promise, first: datetime, last: datetime) -> float:
    return max(0.0, (min(promise.ends_at, last) - max(promise.starts_at, first)) / timedelta(hours=1))
