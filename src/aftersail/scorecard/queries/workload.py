"""Load by month and stage, station or person, read from the rollup and never from the cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.db.models import Max, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftersail.fleet.states import LifecycleStage
from aftersail.people.models import Staff, Station
from aftersail.scorecard.models import CaseRollup, RollupMonth
from aftersail.scorecard.queries.asked import months_before

By = Literal["stage", "station", "owner"]
What = Literal["cases", "open_cases", "late", "visits", "cost_cny"]
PATHS: dict[str, str] = {"stage": "stage", "station": "station_id", "owner": "owner_id"}
WHATS: tuple[What, ...] = ("cases", "open_cases", "late", "visits", "cost_cny")
MONTHS = 18
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Load:
    """A grid: months across, lines down; `cells[line][month]` is a number, 0 where nothing was reported."""

    months: list[date]
    keys: list[str]
    labels: list[str]
    cells: list[list[float]]
    counted_at: datetime | None
    left_out: int = 0


def load(
    *, by: By, what: What, until: date, stage: str = "", station: UUID | None = None, months: int = MONTHS
) -> Load:
    """Return the load of the months up to `until`, the fullest lines first; stages keep the order of a ship's life.

    Aggregates over all customers: for the house alone.
    """
    last = until.replace(day=1)
    shown = [months_before(last, back) for back in range(months - 1, -1, -1)]
    rows = CaseRollup.objects.filter(month__gte=shown[0], month__lte=last)
    rows = rows.filter(stage=stage) if stage else rows
    rows = rows.filter(station_id=station) if station else rows
    path = PATHS[by]
    found: dict[str, dict[date, float]] = {}
    for key, month, total in rows.order_by().values_list(path, "month").annotate(total=Sum(what)):
        found.setdefault(str(key or ""), {})[month] = float(total) if isinstance(total, Decimal) else total
    names = _names(by, found)
    keys = [key for key in names if key in found]
    keys += sorted((key for key in found if key not in names), key=lambda key: -sum(found[key].values()))
    if by != "stage":
        keys.sort(key=lambda key: -sum(found[key].values()))
    kept = keys[:MOST_LINES]
    cells = [[found[key].get(month, 0) for month in shown] for key in kept]
    counted = RollupMonth.objects.aggregate(last=Max("refreshed_at"))["last"]
    return Load(
        shown,
        kept,
        [names.get(key) or _("nobody named") for key in kept],
        cells,
        counted,
        len(keys) - len(kept),
    )


def _names(by: By, found: dict[str, dict[date, float]]) -> dict[str, str]:
    if by == "stage":
        return {stage.value: str(stage.label) for stage in LifecycleStage}
    model = Station if by == "station" else Staff
    english = (get_language() or "").startswith("en")
    rows = model.objects.filter(pk__in=[key for key in found if key]).values_list("pk", "name", "name_en")
    return {str(pk): (name_en if english else "") or name for pk, name, name_en in rows}
