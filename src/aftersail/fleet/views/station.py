"""What the fleet adds to a station's page: the yards at its ports and the vessels it answers for (R16)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.fleet.models import Vessel, Yard
from aftersail.people.models import Station
from aftersail.people.permissions import READERS


@audience(*READERS)
@require_GET
def station_yards(request: SignedInRequest, station_id: UUID) -> HttpResponse:
    """Fragment of a station's page: yards at the ports it covers, and how many vessels it answers for."""
    station = get_object_or_404(Station.objects.visible_to(request.user), pk=station_id)
    yards = (
        Yard.objects.visible_to(request.user)
        .filter(port__coverage__station=station)
        .select_related("port")
        .order_by("port__coverage__rank", "code")
        .distinct()
    )
    ranks = dict(station.coverage.values_list("port_id", "rank"))
    vessels = Vessel.objects.visible_to(request.user).filter(station=station)
    counts = vessels.aggregate(all=Count("pk"), here=Count("pk", filter=Q(lies_at__in=list(ranks))))
    context = {"yards": [(yard, ranks[yard.port_id]) for yard in yards], "counts": counts}
    return render(request, "fleet/parts/_station.html", context)
