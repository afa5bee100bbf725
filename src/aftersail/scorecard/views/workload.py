"""The heat map of load: months across, stages, stations or people down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.fleet.states import LifecycleStage
from aftersail.people.models import Station
from aftersail.scorecard.permissions import WORKLOAD_READERS, sees_cost
from aftersail.scorecard.queries.asked import months_before
from aftersail.scorecard.queries.workload import WHATS, Load, load

BYS = (("stage", _("Lifecycle stage")), ("station", _("Station")), ("owner", _("Owner")))
WHAT_LABELS = {
    "cases": _("Cases reported"),
    "open_cases": _("Still open"),
    "late": _("Late"),
    "visits": _("Visits made"),
    "cost_cny": _("Cost (CNY)"),
}
CASE_FILTERS = {"stage": "stage", "station": "station"}


@audience(*WORKLOAD_READERS)
@require_GET
def workload(request: SignedInRequest) -> HttpResponse:
    """Show how much came when, and to whom."""
    whats = [what for what in WHATS if what != "cost_cny" or sees_cost(request.user)]
    by = request.GET.get("by", "") if request.GET.get("by", "") in dict(BYS) else "stage"
    what = request.GET.get("what", "") if request.GET.get("what", "") in whats else "cases"
    stage = request.GET.get("stage", "") if request.GET.get("stage", "") in LifecycleStage.values else ""
    station = _id(request.GET.get("station", ""))
    found = load(by=by, what=what, until=timezone.localdate(), stage=stage, station=station)  # type: ignore[arg-type]
    english = (get_language() or "").startswith("en")
    stations = [
        (pk, (name_en if english else "") or name)
        for pk, name, name_en in Station.objects.values_list("pk", "name", "name_en")
    ]
    return render(request, "scorecard/workload.html", {
        "load": found,
        "chart": _chart(found),
        "rows": [(label, _cells(found, by, key, cells), sum(cells)) for key, label, cells in zip(found.keys, found.labels, found.cells, strict=True)],
        "filters": [
            {"name": "by", "label": _("Lines"), "options": BYS, "value": by},
            {"name": "what", "label": _("Number shown"), "options": [(w, WHAT_LABELS[w]) for w in whats], "value": what},
            {"name": "stage", "label": _("Stage"), "options": LifecycleStage.choices, "value": stage},
            {"name": "station", "label": _("Station"), "options": stations, "value": station or ""},
        ],
    })  # fmt: skip


def _chart(found: Load) -> dict[str, Any]:
    values = [[x, y, value] for y, line in enumerate(found.cells) for x, value in enumerate(line)]
    return {
        "kind": "heat",
        "x": [f"{month:%Y-%m}" for month in found.months],
        "y": found.labels,
        "values": values,
    }


def _cells(found: Load, by: str, key: str, cells: list[float]) -> list[tuple[float, str]]:
    """Return (number, address of the cases behind it); owners have no filter in the register of cases."""
    if by not in CASE_FILTERS or not key:
        return [(value, "") for value in cells]
    made = []
    for month, value in zip(found.months, cells, strict=True):
        last = months_before(month, -1) - timedelta(days=1)
        query = urlencode(
            {CASE_FILTERS[by]: key, "reported_from": month.isoformat(), "reported_to": last.isoformat()}
        )
        made.append((value, f"{reverse('cases:cases')}?{query}" if value else ""))
    return made


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
