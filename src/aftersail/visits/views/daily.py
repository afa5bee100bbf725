"""Stations' daily lists: who keeps them, what is missing today, one station day by day (R60)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.people.models import Station
from aftersail.visits.permissions import FILLERS, FORM_READERS
from aftersail.visits.queries.daily_lists import daily_lists, days_of, stations_with_lists


@audience(*FORM_READERS)
@require_GET
def daily(request: SignedInRequest) -> HttpResponse:
    """Every station that the reader sees: completion, streak, what is missing today."""
    today = timezone.localdate()
    rows = [daily_lists(request.user, station, today) for station in stations_with_lists(request.user)]
    return render(
        request,
        "visits/forms/daily.html",
        {"rows": rows, "today": today, "fills": request.user.has_role(*FILLERS)},
    )


@audience(*FORM_READERS)
@require_GET
def daily_station(request: SignedInRequest, station_id: UUID) -> HttpResponse:
    """One station's lists, day by day."""
    station, today = get_object_or_404(Station, pk=station_id), timezone.localdate()
    mine = stations_with_lists(request.user).filter(pk=station_id).exists()
    context = {
        "lists": daily_lists(request.user, station, today), "days": days_of(request.user, station, today), "today": today,
        "fills": mine and request.user.has_role(*FILLERS),
    }  # fmt: skip
    return render(request, "visits/forms/daily_station.html", context)
