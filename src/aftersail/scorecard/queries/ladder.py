"""Who has shown enough for the next grade, and how many people there are against the work that comes (R53)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from aftersail.cases.models import Case
from aftersail.core.figures import Figure, share
from aftersail.core.models import Account
from aftersail.people.models import Staff
from aftersail.people.queries.grading import (
    criteria_by_grade,
    general_levels,
    grade_since,
    months_between,
    valid_kinds,
)
from aftersail.people.rules.grades import Check, Shown, checks, grade_after
from aftersail.scorecard.queries.asked import midnight, months_before
from aftersail.scorecard.queries.indicators import BY_CODE, VALID, with_ends
from aftersail.visits.models import HoursEntry, Visit
from aftersail.visits.states import HoursKind, VisitState

FTFR_DAYS = 365
TREND_MONTHS = 18


@dataclass(frozen=True, slots=True)
class Climber:
    """A person on the ladder: the next grade, what is shown for it, and whether all of it is enough."""

    staff: Staff
    next_grade: str | None
    field_hours: float
    ftfr: Figure
    checks: tuple[Check, ...]

    @property
    def ready(self) -> bool:
        """Whether every criterion of the next grade is met; nobody is ready for a grade that asks for nothing."""
        return bool(self.checks) and all(check.met for check in self.checks)

    @property
    def missing(self) -> int:
        """How many criteria are not met."""
        return sum(not check.met for check in self.checks)


def climbers(account: Account, people: QuerySet[Staff], now: datetime) -> list[Climber]:
    """Return the people with what they show, those ready first, then those nearest to it."""
    team, today = list(people.select_related("station")), timezone.localdate(now)
    ids = [one.pk for one in team]
    asked, since = criteria_by_grade(), grade_since(team)
    levels, kinds = general_levels(ids), valid_kinds(ids, today)
    hours, rates = _hours_on_board(account, ids), _fixed_at_first_visit(account, ids, now)
    found = []
    for one in team:
        wanted = grade_after(one.grade)
        rate, worked = rates.get(one.pk, share(0, 0)), hours.get(one.pk, 0.0)
        shown = Shown(
            months=months_between(since[one.pk], today),
            field_hours=worked,
            ftfr_percent=rate.value,
            levels=levels.get(one.pk, ()),
            certificate_kinds=kinds.get(one.pk, frozenset()),
        )
        criteria = asked.get(wanted) if wanted else None
        judged = tuple(checks(criteria, shown)) if criteria else ()
        found.append(Climber(one, wanted, worked, rate, judged))
    return sorted(
        found, key=lambda c: (not c.checks, not c.ready, c.missing, c.staff.station.code, c.staff.number)
    )


def _hours_on_board(account: Account, ids: list[UUID]) -> dict[UUID, float]:
    rows = HoursEntry.objects.visible_to(account).filter(staff__in=ids, kind=HoursKind.WORK)
    return {
        staff: float(total) for staff, total in rows.values_list("staff").annotate(Sum("hours")).order_by()
    }


def _fixed_at_first_visit(account: Account, ids: list[UUID], now: datetime) -> dict[UUID, Figure]:
    """The rate of the cases of the last year whose visits the person led, as the scorecard counts it."""
    rule = BY_CODE["ftfr"]
    assert rule.hit is not None
    counted = with_ends(Case.objects.visible_to(account)).filter(
        rule.enters(now), restored_at__gte=now - timedelta(days=FTFR_DAYS)
    )
    hits = set(counted.filter(rule.hit(now)).values_list("pk", flat=True))
    visits = Visit.objects.filter(order__case__in=counted.values("pk"), lead__in=ids).exclude(
        state=VisitState.ABORTED
    )
    cases: dict[UUID, set[Any]] = {}
    for lead, case in visits.values_list("lead", "order__case").distinct():
        cases.setdefault(lead, set()).add(case)
    return {lead: share(len(mine & hits), len(mine)) for lead, mine in cases.items()}


@dataclass(frozen=True, slots=True)
class StrengthTrend:
    """By month: people who go on board at its end, and repairs asked for in it."""

    months: tuple[date, ...]
    people: tuple[int, ...]
    cases: tuple[int, ...]

    @property
    def cases_a_head(self) -> list[float | None]:
        """Cases by head and month; None where nobody was there."""
        return [round(c / p, 2) if p else None for c, p in zip(self.cases, self.people, strict=True)]


def strength_against_demand(
    account: Account, people: QuerySet[Staff], cases: Q, now: datetime
) -> StrengthTrend:
    """Return headcount of those who go on board against the cases reported, for the last 18 whole months."""
    this = timezone.localdate(now).replace(day=1)
    months = tuple(months_before(this, back) for back in range(TREND_MONTHS, 0, -1))
    start = midnight(months[0])
    rows = (
        Case.objects.visible_to(account)
        .filter(VALID, cases, reported_at__gte=start, reported_at__lt=midnight(this))
        .annotate(month=TruncMonth("reported_at"))
        .values_list("month")
        .annotate(Count("pk"))
        .order_by()
    )
    counts = {month.date(): count for month, count in rows}
    lives = list(people.values_list("hired_on", "left_on", "active"))
    heads = []
    for month in months:
        end = months_before(month, -1) - timedelta(days=1)
        heads.append(
            sum((h is None or h <= end) and (left > end if left else active) for h, left, active in lives)
        )
    return StrengthTrend(months, tuple(heads), tuple(counts.get(month, 0) for month in months))
