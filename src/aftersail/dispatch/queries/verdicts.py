"""One answer for a whole board: what dropping an order on each person and day would meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from aftersail.cases.models import WorkOrder
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.proposals import OrderPeople, first_of_these, people_for
from aftersail.dispatch.queries.readiness import waits_of
from aftersail.dispatch.queries.teams import judged_team
from aftersail.dispatch.rules import OrderNeed
from aftersail.dispatch.rules.timeline import LOCAL, Timeline
from aftersail.dispatch.rules.verdicts import Asked, DayVerdict, need_on, row_verdicts
from aftersail.fleet.queries.user_tasks import availability


@dataclass(frozen=True, slots=True)
class BoardVerdicts:
    """By person the runs of equal verdicts, (days, verdict); who is proposed first; how long the work takes."""

    people: dict[UUID, list[tuple[int, DayVerdict]]]
    best: str
    work_hours: float


def board_verdicts(
    order: WorkOrder, line: Timeline, now: datetime, *, moved: Assignment | None = None
) -> BoardVerdicts:
    """Judge everybody on every day of the board; `moved` is the promise that would be moved."""
    known = people_for(order, now, moving=moved is not None)
    asked = asked_for(known, line, moved)
    needs = [need_on(asked, day) for day in line.every]
    people = {one.pk: row_verdicts(asked, known.candidates[key], needs) for key, one in known.staff.items()}
    return BoardVerdicts(people, asked.best_name, asked.need.duration_hours)


def asked_for(known: OrderPeople, line: Timeline, moved: Assignment | None = None) -> Asked:
    """Return what the verdicts of a board are asked for."""
    order = known.order
    need = known.need if moved is None else _as_promised(_place_of(known, moved), moved)
    days = availability(
        order.case.vessel_id, line.first, line.last + timedelta(days=1 + need.duration_hours // 24)
    )
    blocked = frozenset(
        one.first_day + timedelta(days=n)
        for one in days.blocked
        for n in range((one.last_day - one.first_day).days + 1)
    )
    # Who goes along is nobody's first choice: only the lead's change asks why.
    best = None if moved is not None and not moved.lead else first_of_these(known)
    return Asked(
        need=need, now=known.now, table=known.table, blocked=blocked,
        best_key=best.candidate.key if best else "", best_name=best.candidate.name if best else "",
        lead_key=moved.staff.number if moved else "",
        keep=moved.starts_at.astimezone(LOCAL).time() if moved else None, people=1 if moved else order.team_size,
        waits=tuple((one.at, one.reason) for one in waits_of(order)),
    )  # fmt: skip


def _place_of(known: OrderPeople, moved: Assignment) -> OrderNeed:
    """Return what is asked of the person whose promise is moved."""
    if moved.lead or not known.further:
        return known.need
    rows = Assignment.objects.filter(order=moved.order_id, released_at=None).select_related("staff")
    people = [one.staff for one in rows.order_by("-lead", "created_at", "id")]
    placed = judged_team(known, people, moved.starts_at, moved.ends_at, called_in=True).placed
    place = dict(zip((one.pk for one in people), placed, strict=True)).get(moved.staff_id)
    return known.further[place - 1] if place else known.need


def _as_promised(need: OrderNeed, moved: Assignment) -> OrderNeed:
    """The hours that were promised move along, whatever the order estimated."""
    return replace(need, duration_hours=(moved.ends_at - moved.starts_at) / timedelta(hours=1))
