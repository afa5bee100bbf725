"""The records behind a figure: the same conditions as the figure, so that their number is its n."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BooleanField, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models import Case as When_
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from aftersail.care.models import ReturnVisit
from aftersail.cases.models import Case
from aftersail.cases.states import OPEN_STATES
from aftersail.core.models import Account
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.rules import SATISFIED_FROM
from aftersail.scorecard.queries.asked import Asked
from aftersail.scorecard.queries.beside import (
    cards_asked,
    return_visits_asked,
    return_visits_counted,
    return_visits_on_time,
)
from aftersail.scorecard.queries.indicators import CANCELLED, DUPLICATE, VALID, Indicator, hours_between
from aftersail.scorecard.queries.measured import cases_asked

HIT, MISS, WAITING, APART, OPEN = "hit", "miss", "waiting", "apart", "open"


def cases_behind(
    account: Account, asked: Asked, indicator: Indicator, now: datetime, side: str = ""
) -> QuerySet[Case]:
    """Return the cases that make up n; or one side of it: hits, misses, what waits, what is counted apart, open cost.

    Rows carry `due_on`, `done_on` and `late_hours` (negative: early).
    """
    rows = cases_asked(account, asked)
    if side == OPEN:
        rows = rows.filter(VALID, state__in=OPEN_STATES)
    else:
        rows = rows.filter(asked.within(indicator.at), _side(indicator, now, side))
    nothing = Value(None, output_field=DateTimeField())
    rows = rows.annotate(
        due_on=F(indicator.due) if indicator.due else nothing,
        done_on=F(indicator.done) if indicator.done else nothing,
    )
    if not indicator.due:
        return rows.annotate(late_hours=hours_between("done_on", F("reported_at")))
    return rows.annotate(ended=Coalesce("done_on", Value(now))).annotate(
        late_hours=hours_between("ended", F("due_on"))
    )


def return_visits_behind(
    account: Account, asked: Asked, now: datetime, side: str = ""
) -> QuerySet[ReturnVisit]:
    """Return the return visits that make up n, or one side of it."""
    rows, counted = return_visits_asked(account, asked), return_visits_counted(now)
    if side == WAITING:
        return rows.filter(~counted)
    rows = rows.filter(counted)
    if side == HIT:
        return rows.filter(return_visits_on_time())
    return rows.exclude(return_visits_on_time()) if side == MISS else rows


def cards_behind(account: Account, asked: Asked, side: str = "") -> QuerySet[SatisfactionCard]:
    """Return the cards that make up n, or the satisfied or other ones."""
    rows = cards_asked(account, asked)
    if side == HIT:
        return rows.filter(overall__gte=SATISFIED_FROM)
    return rows.filter(overall__lt=SATISFIED_FROM) if side == MISS else rows


def _side(indicator: Indicator, now: datetime, side: str) -> Q:
    if side == APART:
        return DUPLICATE | CANCELLED
    if side == WAITING:
        return VALID & indicator.waiting(now) if indicator.waiting else Q(pk__in=[])
    counted = indicator.enters(now)
    if side not in {HIT, MISS} or indicator.hit is None:
        return counted
    # By CASE rather than NOT: where a null is compared, NOT would drop the row from both sides.
    is_hit = When_(
        When(indicator.hit(now), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return counted & Q(Exact(is_hit, Value(side == HIT)))
