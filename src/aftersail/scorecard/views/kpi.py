"""The page of key figures: tiles with n, interval, target and trend; tables and charts by station and area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.figures import Figure
from aftersail.fleet.models import ProductFamily
from aftersail.fleet.states import LifecycleStage, Severity
from aftersail.people.models import Area, Station
from aftersail.scorecard.permissions import READERS, compares_stations, sees_cost, sees_service
from aftersail.scorecard.queries import beside
from aftersail.scorecard.queries.asked import PERIODS, Asked, asked_of
from aftersail.scorecard.queries.indicators import BY_CODE, INDICATORS, Indicator
from aftersail.scorecard.queries.measured import Line, Measure, comparison, lines, measures, trend

IN_TABLES = ("response", "onsite", "restore", "ftfr")
NO_TREND = frozenset({"visits"})


@audience(*READERS)
@require_GET
def kpi(request: SignedInRequest) -> HttpResponse:
    """Show the figures of a period."""
    account, now = request.user, timezone.now()
    asked = asked_of(request.GET, timezone.localdate(now))
    codes = [
        i.code for i in INDICATORS if (sees_cost(account) if i.kind == "money" else sees_service(account))
    ]
    found = measures(account, asked, now, codes)
    others = _others(request, asked, codes) if account.is_customer else {}
    tables = compares_stations(account) and sees_service(account)
    return render(request, "scorecard/kpi.html", {
        "asked": asked,
        "filters": _filters(request, asked),
        "tiles": [_tile(request, asked, measure, others.get(code)) for code, measure in found.items()],
        "beside": _beside(request, asked) if sees_service(account) else [],
        "saving": beside.saving_figure(account, asked) if sees_cost(account) else None,
        "tables": _tables(request, asked) if tables else [],
        "nothing": not any(measure.figure.n for measure in found.values()),
    })  # fmt: skip


def _tile(request: SignedInRequest, asked: Asked, measure: Measure, others: Figure | None) -> dict[str, Any]:
    indicator, figure = measure.indicator, measure.figure
    url = reverse("scorecard:cohort", args=[indicator.code]) + "?" + asked.query()
    return {
        "indicator": indicator,
        "figure": figure,
        "p90": measure.p90,
        "mean": measure.mean if indicator.kind == "hours" else None,
        "open_cost": measure.open_cost,
        "open_url": f"{url}&side=open",
        "url": url,
        "miss_url": f"{url}&side=miss",
        "misses": figure.n - int(figure.numerator or 0) if indicator.kind == "share" and figure.n else None,
        "trend": _trend(request, asked, indicator),
        "tone": _tone(indicator, figure),
        "target": f"{indicator.target:g}%" if indicator.target is not None else "",
        "others": others,
    }


def _trend(request: SignedInRequest, asked: Asked, indicator: Indicator) -> list[float | None]:
    if indicator.code in NO_TREND:
        return []
    return [figure.value for _month, figure in trend(request.user, asked, timezone.now(), indicator)]


def _tone(indicator: Indicator, figure: Figure) -> str:
    """Good or attention only where the interval lies wholly on one side of the target."""
    if indicator.target is None or figure.low is None or figure.high is None or figure.small:
        return ""
    if figure.low >= indicator.target:
        return "good"
    return "attention" if figure.high < indicator.target else ""


def _beside(request: SignedInRequest, asked: Asked) -> list[dict[str, Any]]:
    """Return the tiles of figures that do not rest on cases alone."""
    account, query = request.user, asked.query()
    said = beside.opinion(account, asked)
    visits, cards = reverse("scorecard:cohort_return_visits"), reverse("scorecard:cohort_cards")
    return [
        {"label": _("Return visits on time"), "hint": _("Made by the day they were due; not reached after three tries counts as a miss."),
         "figure": beside.return_visit_figure(account, asked, timezone.now()), "url": f"{visits}?{query}"},
        {"label": _("Satisfied customers"), "hint": _("Share of 4 and 5 among the overall scores."), "figure": said.csat, "url": f"{cards}?{query}"},
        {"label": _("Recommendation (NPS)"), "hint": _("Promoters minus detractors, −100 to 100."), "figure": said.nps, "url": f"{cards}?{query}"},
        {"label": _("Hours per case"), "hint": _("All hours booked on the visits of closed cases; read it together with visits per case."),
         "figure": beside.hours_figure(account, asked), "url": reverse("scorecard:cohort", args=["visits"]) + "?" + query},
    ]  # fmt: skip


def _others(request: SignedInRequest, asked: Asked, codes: Iterable[str]) -> dict[str, Figure]:
    from aftersail.fleet.models import Customer

    own = list(Customer.objects.visible_to(request.user).values_list("pk", flat=True))
    return comparison(request.user, asked, timezone.now(), own, codes)


def _tables(request: SignedInRequest, asked: Asked) -> list[dict[str, Any]]:
    english = (get_language() or "").startswith("en")
    suffix = "name_en" if english else "name"
    now = timezone.now()
    return [
        _table(
            asked,
            "station",
            _("By station"),
            lines(request.user, asked, now, by="station", name=f"station__{suffix}", codes=IN_TABLES),
        ),
        _table(
            asked,
            "area",
            _("By area"),
            lines(
                request.user, asked, now, by="station__area", name=f"station__area__{suffix}", codes=IN_TABLES
            ),
        ),
    ]


def _table(asked: Asked, name: str, title: str, rows: list[Line]) -> dict[str, Any]:
    indicators = [BY_CODE[code] for code in IN_TABLES]
    addresses = {row.key: asked.with_filter(name, row.key).query() for row in rows}
    cells = [
        (
            row.label,
            addresses[row.key],
            [
                (i, row.figures[i.code], f"{reverse('scorecard:cohort', args=[i.code])}?{addresses[row.key]}")
                for i in indicators
            ],
        )
        for row in rows
    ]
    chart = {
        "kind": "bar", "x": [row.label for row in rows], "unit": "%",
        "series": [{"name": str(i.label), "data": [row.figures[i.code].value for row in rows]} for i in indicators[:3]],
        "links": [f"{reverse('scorecard:kpi')}?{addresses[row.key]}" for row in rows],
    }  # fmt: skip
    return {
        "id": f"kpi-by-{name}",
        "title": title,
        "heads": [i.label for i in indicators],
        "rows": cells,
        "chart": chart,
    }


def _filters(request: SignedInRequest, asked: Asked) -> list[dict[str, Any]]:
    """Return the selects above the figures: name, label, options, value."""
    english = (get_language() or "").startswith("en")

    def named(model: Any) -> list[tuple[Any, str]]:
        rows = model.objects.visible_to(request.user).values_list("pk", "name", "name_en")
        return [(pk, (name_en if english else "") or name) for pk, name, name_en in rows]

    made: list[dict[str, Any]] = [
        {"name": "period", "label": _("Period"), "options": PERIODS, "value": asked.period}
    ]
    if compares_stations(request.user):
        made.append({"name": "area", "label": _("Area"), "options": named(Area)})
        made.append({"name": "station", "label": _("Station"), "options": named(Station)})
    made.append({"name": "stage", "label": _("Stage"), "options": LifecycleStage.choices})
    made.append({"name": "severity", "label": _("Severity"), "options": Severity.choices})
    made.append({"name": "family", "label": _("Product family"), "options": named(ProductFamily)})
    return [{"value": asked.value(one["name"]), **one} for one in made]
