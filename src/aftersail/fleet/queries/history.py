"""What imported maintenance history says: counts by year and system, Pareto, cost, repeats, trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, Window
from django.db.models.functions import ExtractYear, Lag

from aftersail.core.models import Account
from aftersail.core.prepared import SeenBy
from aftersail.fleet.models import MaintenanceRecord

MOST_SYSTEMS = 7
REPEAT_DAYS = 90
"""The same part of the same system again within so many days counts as a repeat (HANDBOOK §2.7)."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records are meant; empty parts choose everything."""

    equipment: UUID | None = None
    vessel: UUID | None = None
    system: str = ""
    work_type: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a Pareto chart: its name, how many records, and the share of all up to and including it."""

    name: str
    count: int
    cumulative: float
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ByYear:
    """Records by year and system: `counts[system][i]` belongs to `years[i]`; `cost` None where none is stated."""

    years: tuple[int, ...]
    counts: dict[str, tuple[int, ...]]
    cost: tuple[Decimal | None, ...]


IMPORTED = SeenBy(
    MaintenanceRecord, lambda rows, vessel: rows.filter(equipment__vessel=vessel).values_list("pk")[:1], UUID
)
"""One of the imported records of a ship, if there is any."""


def records(account: Account) -> QuerySet[MaintenanceRecord]:
    """Return the imported records that this account may see."""
    return MaintenanceRecord.objects.visible_to(account)


def chosen_records(account: Account, chosen: Chosen) -> QuerySet[MaintenanceRecord]:
    """Return the records that were asked for."""
    rows = records(account).filter(_units(chosen))
    if chosen.system:
        rows = rows.filter(system=chosen.system)
    if chosen.work_type:
        rows = rows.filter(work_type=chosen.work_type)
    if chosen.first:
        rows = rows.filter(happened_on__gte=chosen.first)
    if chosen.last:
        rows = rows.filter(happened_on__lte=chosen.last)
    return rows


def watched(account: Account, chosen: Chosen) -> tuple[date, date] | None:
    """Return the first and last day of observation: of all records of the units meant, whatever the system.

    A system without a recent event was watched all the same; only the units and the asked period bound it.
    """
    ends = (
        records(account).filter(_units(chosen)).aggregate(first=Min("happened_on"), last=Max("happened_on"))
    )
    if ends["first"] is None:
        return None
    return chosen.first or ends["first"], chosen.last or ends["last"]


def by_year(rows: QuerySet[MaintenanceRecord]) -> ByYear:
    """Return counts by year and system (the commonest, the rest as ""), and cost by year."""
    grouped = rows.order_by().annotate(year=ExtractYear("happened_on")).values_list("year", "system")
    counted = list(grouped.annotate(n=Count("pk"), cost=Sum("cost_cny")))
    if not counted:
        return ByYear((), {}, ())
    years = tuple(range(min(r[0] for r in counted), max(r[0] for r in counted) + 1))
    totals: Counter[str] = Counter()
    cost: dict[int, Decimal] = {}
    for year, system, n, spent in counted:
        totals[system] += n
        if spent is not None:
            cost[year] = cost.get(year, Decimal(0)) + spent
    common = [name for name, _n in totals.most_common() if name][:MOST_SYSTEMS]
    table: dict[str, Counter[int]] = {name: Counter() for name in common}
    for year, system, n, _spent in counted:
        table.setdefault(system if system in common else "", Counter())[year] += n
    counts = {name: tuple(line[year] for year in years) for name, line in table.items()}
    return ByYear(years, counts, tuple(cost.get(year) for year in years))


def pareto(rows: QuerySet[MaintenanceRecord], by: str, most: int = 15) -> tuple[list[Bar], int]:
    """Return the commonest values of a field with cumulative shares, and the number of records that state it."""
    stated = rows.order_by().exclude(**{by: ""})
    counted = list(stated.values_list(by).annotate(n=Count("pk"), cost=Sum("cost_cny")).order_by("-n", by))
    total = sum(n for _name, n, _cost in counted)
    bars, reached = [], 0
    for name, n, cost in counted[:most]:
        reached += n
        bars.append(Bar(name, n, 100 * reached / total, cost))
    return bars, total


@dataclass(frozen=True, slots=True)
class Repeats:
    """Records that came again within the limit after one of the same unit, system and part; `of` all that state both."""

    count: int
    of: int
    worst: tuple[tuple[str, str, int], ...]


def repeats(rows: QuerySet[MaintenanceRecord], within: int = REPEAT_DAYS) -> Repeats:
    """Count repeats; `worst` names (system, part, repeats) of the commonest.

    Several records on one day are one piece of work and no repeat.
    """
    same = [F("equipment_id"), F("system"), F("part")]
    before = Window(Lag("happened_on"), partition_by=same, order_by=["happened_on", "pk"])
    stated = rows.order_by().exclude(system="").exclude(part="").annotate(before=before)
    found: Counter[tuple[str, str]] = Counter()
    of = 0
    for system, part, day, earlier in stated.values_list("system", "part", "happened_on", "before"):
        of += 1
        if earlier is not None and timedelta(0) < day - earlier <= timedelta(days=within):
            found[system, part] += 1
    worst = tuple((system, part, n) for (system, part), n in found.most_common(5))
    return Repeats(sum(found.values()), of, worst)


def choices(account: Account, chosen: Chosen) -> dict[str, Sequence[str]]:
    """Return what can be chosen next: systems and work types that the units meant have."""
    rows = records(account).filter(_units(chosen)).order_by()
    return {
        "systems": list(rows.exclude(system="").values_list("system", flat=True).distinct().order_by("system")[:300]),
        "work_types": list(rows.exclude(work_type="").values_list("work_type", flat=True).distinct().order_by("work_type")[:50]),
    }  # fmt: skip


def units_with_history(account: Account) -> list[dict[str, Any]]:
    """Return the units that have imported history, with their number of records, the fullest first."""
    rows = (
        records(account)
        .order_by()
        .values("equipment_id", "equipment__name", "equipment__serial_number", "equipment__vessel__hull_code")
    )
    return [dict(row) for row in rows.annotate(n=Count("pk")).order_by("-n")[:300]]


def _units(chosen: Chosen) -> Q:
    wanted = Q()
    if chosen.equipment:
        wanted &= Q(equipment=chosen.equipment)
    if chosen.vessel:
        wanted &= Q(equipment__vessel=chosen.vessel)
    return wanted
