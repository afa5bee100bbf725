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
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
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
        "rows_html": _rows(found, by),
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


def _rows(found: Load, by: str) -> SafeString:
    """Return the `<tr>`s: hundreds of cells, each the number and, where the register can show them, its cases."""
    sum_label, rows = escape(_("Sum")), []
    before = f'<a href="{reverse("cases:cases")}?'
    spans = [
        urlencode(
            {
                "reported_from": month.isoformat(),
                "reported_to": (months_before(month, -1) - timedelta(days=1)).isoformat(),
            }
        )
        for month in found.months
    ]
    for key, label, values in zip(found.keys, found.labels, found.cells, strict=True):
        # Owners have no filter in the register of cases.
        which = urlencode({CASE_FILTERS[by]: key}) if by in CASE_FILTERS and key else ""
        cells = [
            f'{before}{which}&amp;{escape(span)}">{value:,.0f}</a>' if which and value else f"{value:,.0f}"
            for span, value in zip(spans, values, strict=True)
        ]
        rows.append(
            f'<tr><td class="row-title">{escape(label)}</td><td class="num" data-label="{sum_label}"><strong>{sum(values):,.0f}</strong></td>'
            + "".join(f'<td class="num phone-hide">{cell}</td>' for cell in cells)
            + "</tr>"
        )
    return mark_safe("".join(rows))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
