"""The warranty of a unit in detail, on any day and as known then; and what ends soon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.fleet import queries
from aftersail.fleet.models import Vessel, WarrantyAdjustment
from aftersail.fleet.permissions import HOUSE_READERS, PROMISE_KEEPERS, VESSEL_READERS
from aftersail.fleet.queries.warranties import known_by_end_of
from aftersail.fleet.queries.warranty_book import book_of
from aftersail.fleet.rules.said import WORDS
from aftersail.fleet.states import WarrantyChange

MOST_VESSELS = 400
READING = _("hour meter")
SOON = (30, 60, 90, 180, 365)


@audience(*VESSEL_READERS)
@require_GET
def unit_warranty(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a unit's verdict with evidence, cover, recourse and adjustments; for a past day as known then and now."""
    unit = get_object_or_404(queries.equipment(request.user), pk=pk)
    today = timezone.localdate()
    on = _day(request.GET.get("on", "")) or today
    now = queries.warranty_of(unit.vessel, unit, on)
    then = queries.warranty_as_known(unit.vessel, unit, on, known_by_end_of(on)) if on < today else now
    context = {
        "unit": unit,
        "on": on,
        "verdict": then,
        "now": now,
        "differs": (now.status, now.until, now.clause) != (then.status, then.until, then.clause),
        "evidence": [(_evidence_name(e.kind), e) for e in then.evidence],
        "covers": [(WORDS["cover"][cover], end) for cover, end in then.cover_ends],
        "is_house": request.user.has_role(*HOUSE_READERS),
        "keeps": request.user.has_role(*PROMISE_KEEPERS),
        "adjustments": WarrantyAdjustment.objects.visible_to(request.user).filter(equipment=unit),
    }
    return render(request, "fleet/parts/_warranty.html", context)


@audience(*HOUSE_READERS)
@require_GET
def expiring(request: SignedInRequest) -> HttpResponse:
    """List units whose warranty ends within the days asked for, soonest first, by hull."""
    today = timezone.localdate()
    days = int(asked) if (asked := request.GET.get("days", "")).isdigit() and int(asked) in SOON else 90
    seen = Vessel.objects.visible_to(request.user).filter(retired_on=None, delivered_on__isnull=False)
    recent = seen.filter(delivered_on__gte=today - timedelta(days=5 * 366)).order_by("-delivered_on")
    found: list[dict[str, Any]] = []
    for vessel in recent[:MOST_VESSELS]:
        book = book_of(vessel)
        for unit in queries.equipment(request.user).filter(vessel=vessel, removed_on=None, parent=None):
            verdict = queries.warranty_of(vessel, unit, today, book)
            if verdict.status == "in" and verdict.until and (verdict.until - today).days <= days:
                found.append({"vessel": vessel, "unit": unit, "verdict": verdict})
    found.sort(key=lambda row: row["verdict"].until)
    return render(request, "fleet/warranties.html", {"found": found, "days": days, "choices": SOON})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _evidence_name(kind: str) -> Any:
    if kind in WORDS["source"]:
        return WORDS["source"][kind]
    return WarrantyChange(kind).label if kind in WarrantyChange.values else READING
