"""The load board: area × yard × week, over a hundred per cent red, conflicts by name, and the orders behind a cell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.dispatch.permissions import READERS
from aftersail.dispatch.queries.load import AreaLoad, LoadBoard, load_board
from aftersail.dispatch.rules.load import Load
from aftersail.dispatch.views.board_paint import load_tone

MOST_CONFLICTS = 100


@audience(*READERS)
@require_GET
def load(request: SignedInRequest) -> HttpResponse:
    """Show demand against capacity of the coming weeks."""
    found = load_board(request.user, timezone.localdate())
    area, week = request.GET.get("area", ""), _week(request.GET.get("week", ""))
    yard = request.GET.get("yard") if "yard" in request.GET else None
    behind = found.behind(area, yard, week) if area and week else None
    return render(request, "dispatch/load.html", {
        "board": found, "areas": [_area(one, found) for one in found.areas], "behind": behind, "week": week,
        "conflicts": found.conflicts[:MOST_CONFLICTS], "more": max(0, len(found.conflicts) - MOST_CONFLICTS),
        "heads": [(one, one + timedelta(days=6)) for one in found.weeks],
    })  # fmt: skip


def _week(text: str) -> Any:
    try:
        return parse_date(text[:10])
    except ValueError:
        return None


def _area(one: AreaLoad, found: LoadBoard) -> dict[str, Any]:
    """Return an area's line, and the lines of its yards: each cell with hours, share, tone and its orders' address."""
    cells = [_cell(load, {"area": one.code, "week": week.isoformat()}) for week, load in zip(found.weeks, one.loads, strict=True)]  # fmt: skip
    yards = [
        {
            "name": found.yards.get(code, code) or _("ships in service"),
            "cells": [
                _cell(Load(hours, whole.capacity_hours), {"area": one.code, "yard": code, "week": week.isoformat()})
                for week, hours, whole in zip(found.weeks, demand, one.loads, strict=True)
            ],
        }
        for code, demand in sorted(one.yards.items(), key=lambda pair: (not pair[0], pair[0]))
    ]  # fmt: skip
    return {"name": one.name, "cells": cells, "yards": yards}


def _cell(load: Load, query: dict[str, str]) -> dict[str, Any]:
    return {
        "load": load,
        "tone": load_tone(load) if load.booked_hours else "pb-none",
        "percent": None if load.share is None else f"{100 * load.share:.0f}%",
        "query": query if load.booked_hours else None,
    }
