"""The map of stations and ports, and the table beside it: who covers what, how far, against which promise."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.people.actions.defaults import load_people_defaults
from aftersail.people.contributed import OnsiteTarget, onsite_targets
from aftersail.people.permissions import DISPATCHERS, READERS
from aftersail.people.queries.network import CoveredPort, chart_of, covered_ports
from aftersail.people.rules.chart import HEIGHT, WIDTH
from aftersail.people.views.asking import asked_of, english

COAST = "build/coast.svg"
MOST_HOURS = 24 * 60.0


@audience(*READERS)
@require_GET
def network(request: SignedInRequest) -> HttpResponse:
    """Show the coast with stations, ports and who covers which, and the same as a table."""
    asked = asked_of(request)
    area = asked.area.pk if asked.area else None
    targets = onsite_targets(timezone.localdate())
    wanted = request.GET.get("target", "")
    target = next((one for one in targets if one.key == wanted), targets[0] if targets else None)
    hours = _hours(request.GET.get("hours", ""))
    if hours is not None:
        target = OnsiteTarget("", "", hours)
    ports = covered_ports(request.user, area=area, target=target, station=asked.station)
    chart = chart_of(request.user, ports, area=area, english=english())
    states = [one.cover.state for one in ports]
    filters = asked.filters()
    if targets:
        filters.append({
            "name": "target", "label": _("On-site time promised"), "all": targets[0].label, "value": target.key if target else "",
            "options": [(one.key, one.label) for one in targets[1:]],
        })  # fmt: skip
    return render(request, "people/network.html", {
        "chart": chart,
        "coast": coast_address(),
        "width": WIDTH,
        "height": HEIGHT,
        "mark": mark_size(chart.window[2]),
        "ports": ports,
        "filters": filters,
        "target_hours": target.hours if target else None,
        "factors": bool(target and target.factors),
        "covered": states.count("primary"),
        "backup_only": states.count("backup"),
        "uncovered": [one for one in ports if one.cover.state == "none"],
        "too_far": [one for one in ports if one.cover.late],
        "farthest": _farthest(ports),
        "seeds": not asked.areas and request.user.has_role(*DISPATCHERS),
    })  # fmt: skip


@audience(*DISPATCHERS)
@require_POST
def seed(request: SignedInRequest) -> HttpResponse:
    """Put the defaults of the house into the registers; what is there stays."""
    made = load_people_defaults(by=request.user, at=timezone.now())
    messages.success(request, _("Entered: %(n)s.") % {"n": made})
    return redirect("people:network")


def _farthest(ports: list[CoveredPort]) -> Any:
    far = [(one.cover.primary.journey.hours, one) for one in ports if one.cover.primary]
    return max(far, key=lambda pair: pair[0])[1] if far else None


def mark_size(width: float) -> dict[str, float]:
    """Sizes of marks and letters in the units of the chart, so that they look alike at every section."""
    unit = width / 100
    return {
        "r": round(0.9 * unit, 2),
        "s": round(1.5 * unit, 2),
        "font": round(2.6 * unit, 2),
        "hit": round(2.2 * unit, 2),
    }


def _hours(text: str) -> float | None:
    try:
        hours = float(text)
    except ValueError:
        return None
    return hours if 0 < hours <= MOST_HOURS else None


def coast_address() -> str:
    """Return the address of the drawn coast, empty where it was not built."""
    return static(COAST) if _has_coast() else ""


@cache
def _has_coast() -> bool:
    found = finders.find(COAST)
    return isinstance(found, str) and Path(found).is_file()
