"""Rows to candidates: everybody who could be sent for an order, in six queries whatever the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftersail.cases.models import WorkOrder
from aftersail.core.verdicts import Reason
from aftersail.dispatch.rules import Busy, Candidate, HeldCertificate, OrderNeed, Place
from aftersail.dispatch.rules.needs import RULES
from aftersail.people.models import Certificate, Coverage, Leave, Port, Staff, StaffSkill

LOAD_DAYS = 7
HOURS_A_WEEK = 40.0
PERMIT = "boarding"
"""Certificates whose kind begins so are permits to board, asked for as such."""


def certificate_named(kind: str) -> Reason:
    """Return how a kind of certificate is called: the permit to board by its name, any other as it was typed."""
    return RULES["boarding_permit"] if kind == PERMIT else kind


@dataclass(frozen=True, slots=True)
class Promise:
    """A stretch of time promised to a work order, whoever may see that order."""

    staff_id: UUID
    order_id: UUID
    starts_at: datetime
    ends_at: datetime


def need_of(order: WorkOrder) -> OrderNeed:
    """Return what an order asks for; without a skill anybody who goes on board will do."""
    kinds = [str(kind) for kind in order.certificate_kinds]
    permit = next((kind for kind in kinds if kind.startswith(PERMIT)), "")
    return OrderNeed(
        ship=place_of(order.port),
        skill=_skill_name(order),
        level=order.level if order.skill_id else 0,
        earliest=order.window_from,
        latest=order.window_until,
        duration_hours=float(order.work_hours),
        certificates=tuple(kind for kind in kinds if kind != permit),
        boarding_permit=permit,
    )


def candidates_for(order: WorkOrder, now: datetime) -> tuple[list[Candidate], dict[str, Staff]]:
    """Return every active person who goes on board as a candidate, and the people by the candidate's key.

    The key is the staff number, so that equals are always told in the same order.
    """
    people = {
        one.number: one
        for one in Staff.objects.filter(active=True, serves_on_board=True).select_related(
            "station__port", "account"
        )
    }
    ids = [one.pk for one in people.values()]
    skill = _skill_name(order)
    levels = dict(
        StaffSkill.objects.filter(skill=order.skill_id, staff__in=ids).values_list("staff_id", "level")
    )
    certificates: dict[UUID, list[HeldCertificate]] = defaultdict(list)
    for held in Certificate.objects.filter(staff__in=ids, expires_on__gte=now.date()):
        certificates[held.staff_id].append(HeldCertificate(held.kind, held.valid_from, held.expires_on))
    leaves: dict[UUID, list[Any]] = defaultdict(list)
    for away in Leave.objects.filter(staff__in=ids, last_day__gte=now.date()):
        leaves[away.staff_id].append((away.first_day, away.last_day))
    busy = busy_times(ids, now)
    ranks = dict(Coverage.objects.filter(port=order.port_id).values_list("station_id", "rank"))
    shown = _shown_numbers(order, busy)
    horizon = now + timedelta(days=LOAD_DAYS)
    candidates = [
        Candidate(
            key=key,
            name=name_of(one),
            station=name_of(one.station),
            place=place_of(one.station.port),
            skills={skill: int(levels.get(one.pk, 0))},
            certificates=tuple(certificates[one.pk]),
            boarding_permits=frozenset(c.kind for c in certificates[one.pk] if c.kind.startswith(PERMIT)),
            leaves=tuple(leaves[one.pk]),
            assignments=tuple(
                Busy(p.starts_at, p.ends_at, shown.get(p.order_id, _("another order"))) for p in busy[one.pk]
            ),
            load_hours=sum(_hours_within(p, now, horizon) for p in busy[one.pk]),
            capacity_hours=HOURS_A_WEEK,
            coverage_rank=ranks.get(one.station_id),
        )
        for key, one in people.items()
    ]
    return candidates, people


def busy_times(staff_ids: Iterable[UUID], since: datetime) -> dict[UUID, list[Promise]]:
    """Return what people are promised to after an instant.

    A security-definer function answers, because a planner must know that somebody is taken even by an order of
    a ship that the planner may not see; it tells the times and the order's id, nothing of what it is about.
    """
    found: dict[UUID, list[Promise]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "select staff_id, order_id, starts_at, ends_at from dispatch_busy(%s, %s)",
            [list(staff_ids), since],
        )
        for row in cursor.fetchall():
            found[row[0]].append(Promise(*row))
    return found


def name_of(record: Any) -> str:
    """Return a record's name in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str((english and record.name_en) or record.name)


def place_of(port: Port) -> Place:
    """Return a port as the travel rules know it."""
    return Place(port.code, port.latitude, port.longitude)


def _skill_name(order: WorkOrder) -> str:
    return name_of(order.skill) if order.skill else _("any")


def _shown_numbers(order: WorkOrder, busy: dict[UUID, list[Promise]]) -> dict[UUID, str]:
    """Return the numbers of those orders that the reader's own scope lets through."""
    ids = {promise.order_id for promises in busy.values() for promise in promises}
    return dict(WorkOrder.objects.filter(pk__in=ids).values_list("pk", "number"))


def _hours_within(promise: Promise, first: datetime, last: datetime) -> float:
    return max(0.0, (min(promise.ends_at, last) - max(promise.starts_at, first)) / timedelta(hours=1))
