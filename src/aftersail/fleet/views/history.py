"""What imported maintenance history says, and the records behind each bar."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.importing.declared import importables
from aftersail.core.lists import page as list_page
from aftersail.fleet import engine
from aftersail.fleet.forms.equipment import HistoryForm
from aftersail.fleet.lists.equipment import RECORDS
from aftersail.fleet.models import Equipment
from aftersail.fleet.permissions import CONTACT_READERS, HOUSE_READERS
from aftersail.fleet.queries import history
from aftersail.fleet.queries.history import Bar, ByYear, Chosen

READERS = CONTACT_READERS


@audience(*READERS)
@require_GET
def what_it_says(request: SignedInRequest) -> HttpResponse:
    """Show counts, Pareto, cost, modes, repeats and trend of the records asked for."""
    chosen = HistoryForm(request.GET).chosen()
    context = _said(request, chosen)
    context |= {
        "chosen": chosen,
        "units": history.units_with_history(request.user),
        "imports": any(one.name == "fleet.maintenance" for one in importables(request.user)),
        **history.choices(request.user, chosen),
    }
    return render(request, "fleet/history.html", context)


@audience(*READERS)
@require_GET
def history_panel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show what a unit's history says, as a panel of its page."""
    unit = get_object_or_404(Equipment.objects.visible_to(request.user), pk=pk)
    chosen = Chosen(equipment=unit.pk)
    return render(
        request, "fleet/parts/_history.html", {**_said(request, chosen), "unit": unit, "chosen": chosen}
    )


@audience(*READERS)
@require_GET
def history_records(request: SignedInRequest) -> HttpResponseBase:
    """List the imported records, filtered as the bar or figure that leads here."""
    return list_page(request, RECORDS, history.records(request.user), title=_("Imported maintenance records"))


@audience(*READERS)
@require_GET
def history_record(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show one imported record with all that its source said."""
    rows = history.records(request.user).select_related("equipment", "equipment__vessel")
    record = get_object_or_404(rows, pk=pk)
    return render(
        request,
        "fleet/history_record.html",
        {"record": record, "sees_cost": request.user.has_role(*HOUSE_READERS)},
    )


def _said(request: SignedInRequest, chosen: Chosen) -> dict[str, Any]:
    account = request.user
    rows = history.chosen_records(account, chosen)
    years = history.by_year(rows)
    watched = history.watched(account, chosen)
    trend = None
    if watched is not None:
        trend = engine.trend_of(rows.order_by().values_list("happened_on", flat=True), *watched)
    systems, systems_n = history.pareto(rows, "system")
    parts, parts_n = history.pareto(rows, "part")
    modes, modes_n = history.pareto(rows, "failure_mode")
    sees_cost = account.has_role(*HOUSE_READERS)
    return {
        "n": sum(sum(line) for line in years.counts.values()),
        "watched": watched,
        "trend": trend,
        "repeats": history.repeats(rows),
        "years_chart": _years_chart(years, chosen),
        "cost_chart": _cost_chart(years, chosen)
        if sees_cost and any(c is not None for c in years.cost)
        else None,
        "cost_total": sum((c for c in years.cost if c is not None), start=0) if sees_cost else None,
        "paretos": [
            (_("Systems"), "system", systems, systems_n, _pareto_chart(systems, "system", chosen)),
            (_("Components"), "part", parts, parts_n, _pareto_chart(parts, "part", chosen)),
            (
                _("Failure modes"),
                "failure_mode",
                modes,
                modes_n,
                _pareto_chart(modes, "failure_mode", chosen),
            ),
        ],
        "records_url": _records_url(chosen),
        "sees_cost": sees_cost,
    }


def _records_url(chosen: Chosen, **more: str) -> str:
    """Return the address of the list of the chosen records, narrowed further by `more`."""
    wanted = {
        "equipment": chosen.equipment,
        "vessel": chosen.vessel,
        "system": chosen.system,
        "work_type": chosen.work_type,
        "happened_from": chosen.first,
        "happened_to": chosen.last,
    } | more
    return f"{reverse('fleet:history_records')}?{urlencode({k: str(v) for k, v in wanted.items() if v})}"


def _year_links(years: ByYear, chosen: Chosen) -> list[str]:
    return [_records_url(chosen, happened_from=f"{y}-01-01", happened_to=f"{y}-12-31") for y in years.years]


def _years_chart(years: ByYear, chosen: Chosen) -> dict[str, Any]:
    series = [{"name": name or _("Others"), "data": list(counts)} for name, counts in years.counts.items()]
    return {
        "kind": "stack",
        "x": [str(year) for year in years.years],
        "series": series,
        "links": _year_links(years, chosen),
    }


def _cost_chart(years: ByYear, chosen: Chosen) -> dict[str, Any]:
    data = [None if cost is None else float(cost) for cost in years.cost]
    return {
        "kind": "bar",
        "x": [str(year) for year in years.years],
        "series": [{"name": _("Cost"), "data": data}],
        "unit": _("CNY"),
        "links": _year_links(years, chosen),
    }


def _pareto_chart(bars: list[Bar], field: str, chosen: Chosen) -> dict[str, Any]:
    return {
        "kind": "bar",
        "x": [bar.name for bar in bars],
        "series": [{"name": _("Events"), "data": [bar.count for bar in bars]}],
        "links": [_records_url(chosen, **{field: bar.name}) for bar in bars],
    }
