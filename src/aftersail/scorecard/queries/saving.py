"""What the stations save against sending from headquarters, by station and month (R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from aftersail.cases.states import CaseState
from aftersail.core.masters.naming import name_at
from aftersail.core.models import Account
from aftersail.scorecard.queries.asked import Asked
from aftersail.scorecard.queries.beside import closed_in
from aftersail.visits.models import CostLine


@dataclass(frozen=True, slots=True)
class Saving:
    """Costs of closed cases that have a reference: as they were, as from headquarters, and how many cases."""

    actual_cny: Decimal
    reference_cny: Decimal
    cases: int

    @property
    def saved_cny(self) -> Decimal:
        """Reference less actual; negative where the station was dearer (10,500 − 8,000 = 2,500)."""
        return self.reference_cny - self.actual_cny

    def __add__(self, other: Saving) -> Saving:
        return Saving(
            self.actual_cny + other.actual_cny,
            self.reference_cny + other.reference_cny,
            self.cases + other.cases,
        )


NOTHING = Saving(Decimal(0), Decimal(0), 0)


@dataclass(frozen=True, slots=True)
class StationSaving:
    """One station's months in order, None where no case with a reference was closed; and its sum."""

    station_id: Any
    name: str
    months: tuple[Saving | None, ...]

    @property
    def total(self) -> Saving:
        """The sum of all months."""
        return sum((one for one in self.months if one is not None), NOTHING)


def saving_table(account: Account, asked: Asked) -> tuple[list[date], list[StationSaving]]:
    """Return the months of the period in which cases were closed, and each station's saving; one statement.

    A cost line without a reference is left out, as in the key figure.
    """
    lines = CostLine.objects.visible_to(account).filter(
        hq_reference_cny__isnull=False,
        visit__order__case__in=closed_in(account, asked),
        visit__order__case__state=CaseState.CLOSED,
    )
    case = "visit__order__case__"
    rows = (
        lines.annotate(month=TruncMonth(f"{case}closed_at"))
        .order_by()
        .values_list(f"{case}station_id", name_at(f"{case}station__name"), "month")
        .annotate(
            actual=Sum("amount_cny"), reference=Sum("hq_reference_cny"), n=Count(f"{case}id", distinct=True)
        )
    )
    found: dict[tuple[Any, str], dict[date, Saving]] = {}
    for station, name, month, actual, reference, n in rows:
        found.setdefault((station, name or ""), {})[month.date()] = Saving(actual, reference, n)
    months = sorted({month for by_month in found.values() for month in by_month})
    table = [
        StationSaving(station, name, tuple(by_month.get(month) for month in months))
        for (station, name), by_month in found.items()
    ]
    return months, sorted(table, key=lambda one: -one.total.saved_cny)
