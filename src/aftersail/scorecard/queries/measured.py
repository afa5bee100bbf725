"""The key figures of a period: every figure on cases in one statement, whatever the number of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Avg, Count, F, FloatField, Q, QuerySet, StdDev, Sum
from django.db.models.functions import Cast, TruncMonth

from aftersail.cases.models import Case
from aftersail.cases.states import OPEN_STATES
from aftersail.core.figures import IMMATURE, Figure, no_data, note_for, share
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.scorecard.queries.asked import Asked, months_before
from aftersail.scorecard.queries.indicators import (
    BY_CODE,
    CANCELLED,
    DUPLICATE,
    INDICATORS,
    SHARES,
    VALID,
    Indicator,
    with_ends,
)
from aftersail.scorecard.rules import may_compare, mean_figure

Row = dict[str, Any]


class Quantile(Aggregate):
    """A quantile by linear interpolation between order statistics, as `core.figures.quantile` reckons it."""

    template = "percentile_cont(%(q)s) within group (order by %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator's figure; of averages also the 90th percentile and the mean, of cost what open cases cost so far."""

    indicator: Indicator
    figure: Figure
    p90: Figure | None = None
    mean: Figure | None = None
    open_cost: Figure | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One station or area of a table: its id, name and figures by indicator."""

    key: Any
    label: str
    figures: dict[str, Figure]


def cases_asked(account: Account, asked: Asked) -> QuerySet[Case]:
    """Return the cases that a question is about, of any time, with their ends and durations."""
    return with_ends(Case.objects.visible_to(account).filter(asked.condition()))


def measures(account: Account, asked: Asked, now: datetime, codes: Iterable[str]) -> dict[str, Measure]:
    """Return the figures named, from one statement."""
    wanted = [BY_CODE[code] for code in codes if code in BY_CODE]
    if not wanted:
        return {}
    sums: dict[str, Any] = {}
    for indicator in wanted:
        sums |= _sums(indicator, asked, now)
    row = cases_asked(account, asked).aggregate(**sums)
    return {indicator.code: _measure(indicator, row) for indicator in wanted}


def lines(
    account: Account, asked: Asked, now: datetime, *, by: str, name: str, codes: Iterable[str] = ()
) -> list[Line]:
    """Return the same figures for each station or area: `by` and `name` are paths from a case."""
    wanted = [BY_CODE[code] for code in codes] or list(SHARES)
    sums: dict[str, Any] = {}
    for indicator in wanted:
        sums |= _sums(indicator, asked, now)
    rows = cases_asked(account, asked).exclude(**{by: None}).order_by(name).values(by, name).annotate(**sums)
    found = [Line(row[by], row[name], {i.code: _measure(i, row).figure for i in wanted}) for row in rows]
    return [line for line in found if any(figure.n for figure in line.figures.values())]


def trend(account: Account, asked: Asked, now: datetime, indicator: Indicator) -> list[tuple[Any, Figure]]:
    """Return (month, figure) for the 12 months that end with the period; a month without cases has no data."""
    year = asked.year_before_end()
    rows = (
        cases_asked(account, year)
        .filter(year.within(indicator.at))
        .annotate(month=TruncMonth(indicator.at))
        .order_by("month")
        .values("month")
        .annotate(**_sums(indicator, year, now))
    )
    found = {row["month"].date(): _measure(indicator, dict(row)).figure for row in rows}
    last = asked.last_day.replace(day=1)
    months = [months_before(last, back) for back in range(11, -1, -1)]
    return [(month, found.get(month, no_data(indicator.unit))) for month in months]


def comparison(
    account: Account, asked: Asked, now: datetime, own_customers: Iterable[Any], codes: Iterable[str]
) -> dict[str, Figure]:
    """Return the figures over all other customers, those of too few of them left out (HANDBOOK §5).

    Reads as the system, because the reader may not see those cases; only figures that pass `may_compare` leave here.
    """
    plain = replace(asked, filters=tuple(f for f in asked.filters if f[0] not in {"station", "area"}))
    wanted = [BY_CODE[code] for code in codes if BY_CODE[code].kind == "share"]
    sums: dict[str, Any] = {}
    for indicator in wanted:
        inside = plain.within(indicator.at) & indicator.enters(now)
        sums |= _sums(indicator, plain, now) | {
            f"{indicator.code}_customers": Count("customer", filter=inside, distinct=True)
        }
    with as_system():
        others = with_ends(Case.objects.filter(plain.condition()).exclude(customer__in=list(own_customers)))
        row = others.aggregate(**sums)
    figures = {indicator.code: _measure(indicator, row).figure for indicator in wanted}
    return {
        code: figure
        for code, figure in figures.items()
        if may_compare(customers=row[f"{code}_customers"], cases=figure.n)
    }


def _sums(indicator: Indicator, asked: Asked, now: datetime) -> dict[str, Any]:
    inside = asked.within(indicator.at)
    counts = inside & indicator.enters(now)
    code = indicator.code
    sums: dict[str, Any] = {
        f"{code}_n": Count("pk", filter=counts),
        f"{code}_duplicate": Count("pk", filter=inside & DUPLICATE),
        f"{code}_cancelled": Count("pk", filter=inside & CANCELLED),
    }
    if indicator.hit is not None:
        sums[f"{code}_hits"] = Count("pk", filter=counts & indicator.hit(now))
    if indicator.waiting is not None:
        sums[f"{code}_waiting"] = Count("pk", filter=inside & VALID & indicator.waiting(now))
    if indicator.value:
        plain = Cast(F(indicator.value), FloatField())
        sums |= {
            f"{code}_mean": Avg(plain, filter=counts),
            f"{code}_spread": StdDev(plain, sample=True, filter=counts),
            f"{code}_median": Quantile(plain, q="0.5", filter=counts),
            f"{code}_p90": Quantile(plain, q="0.9", filter=counts),
        }
    if indicator.kind == "money":
        still_open = VALID & Q(state__in=OPEN_STATES)
        sums |= {
            f"{code}_open": Sum(indicator.value, filter=still_open),
            f"{code}_open_n": Count("pk", filter=still_open),
        }
    return sums


def _measure(indicator: Indicator, row: Row) -> Measure:
    code, n = indicator.code, row[f"{indicator.code}_n"]
    apart = [
        (reason, row[f"{code}_{reason}"]) for reason in ("duplicate", "cancelled") if row[f"{code}_{reason}"]
    ]
    waiting = row.get(f"{code}_waiting")
    if waiting:
        apart.append((indicator.waiting_name, waiting))
    if indicator.kind == "share":
        figure = share(row[f"{code}_hits"], n, excluded=apart)
        return Measure(
            indicator,
            replace(figure, note=IMMATURE)
            if n == 0 and indicator.waiting_name == "immature" and waiting
            else figure,
        )
    unit = str(indicator.unit)
    mean = replace(mean_figure(row[f"{code}_mean"], row[f"{code}_spread"], n, unit), excluded=tuple(apart))
    median, p90 = (_quantile(row[f"{code}_{name}"], n, unit, apart) for name in ("median", "p90"))
    if indicator.kind == "money":
        cost = float(row[f"{code}_open"] or 0)
        count = row[f"{code}_open_n"]
        return Measure(
            indicator,
            mean,
            p90=median,
            open_cost=Figure(cost, unit, count, note=note_for(count) if count else ""),
        )
    return Measure(indicator, median if indicator.kind == "hours" else mean, p90, mean)


def _quantile(value: float | None, n: int, unit: str, apart: list[tuple[str, int]]) -> Figure:
    return (
        no_data(unit, excluded=apart)
        if value is None
        else Figure(value, unit, n, note=note_for(n), excluded=tuple(apart))
    )


ALL_CODES = tuple(indicator.code for indicator in INDICATORS)
