"""Pages of the people chapter beyond the plain registers: a person, a station, the skills matrix."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.figures import share
from aftersail.core.models import Account
from aftersail.people import queries
from aftersail.people.models import Certificate, Coverage, Leave, Port, Staff, StaffSkill, Station
from aftersail.people.permissions import DISPATCHERS, KEEPERS, READERS, may_keep_staff_of


def staff_rows(account: Account) -> QuerySet[Staff]:
    """Return the rows of the staff list as of today."""
    return queries.staff(account, timezone.localdate())


def about_staff(request: SignedInRequest, person: Staff) -> dict[str, Any]:
    """Return what a person's page shows besides the facts: skills, certificates with their ends, leave."""
    account, today = request.user, timezone.localdate()
    certificates = Certificate.objects.visible_to(account).filter(staff=person)
    keeps = account.has_role(*KEEPERS) and bool(may_keep_staff_of(account, person.station_id))
    return {
        "skills": StaffSkill.objects.visible_to(account)
        .filter(staff=person)
        .select_related("skill")
        .order_by("-level", "skill__code"),
        "certificates": [(c, queries.certificate_state(c, today)) for c in certificates],
        "leaves": Leave.objects.visible_to(account).filter(staff=person, last_day__gte=today),
        "keeps": keeps,
    }


def about_station(request: SignedInRequest, station: Station) -> dict[str, Any]:
    """Return what a station's page shows besides the facts: staff, ports covered, share of local staff."""
    account = request.user
    local, everyone = queries.local_share(account, station)
    coverage = list(
        Coverage.objects.visible_to(account)
        .filter(station=station)
        .select_related("port")
        .order_by("rank", "port__code")
    )
    answers_for = sum(row.rank == 1 for row in coverage)
    return {
        "people": queries.staff_of(account, station),
        "coverage": coverage,
        "answers_for": answers_for,
        "backs_up": len(coverage) - answers_for,
        "local": share(local, everyone),
    }


def about_port(request: SignedInRequest, port: Port) -> dict[str, Any]:
    """Return the stations that answer for a port, the first one first."""
    account = request.user
    return {
        "coverage": Coverage.objects.visible_to(account)
        .filter(port=port)
        .select_related("station")
        .order_by("rank"),
        "keeps": account.has_role(*DISPATCHERS),
    }


@audience(*READERS)
@require_GET
def skills_matrix(request: SignedInRequest) -> HttpResponse:
    """Show who commands what, of one station (`?station=`) or of all."""
    account = request.user
    wanted = request.GET.get("station", "")
    station = get_object_or_404(Station.objects.visible_to(account), code=wanted) if wanted else None
    stations = Station.objects.visible_to(account)
    matrix = queries.skills_matrix(account, station)
    return render(request, "people/matrix.html", {
        "matrix": matrix,
        "rows": [(row.staff, tuple(zip(matrix.skills, row.levels, strict=True))) for row in matrix.rows],
        "able": tuple(zip(matrix.skills, matrix.able, strict=True)),
        "stations": stations,
        "station": station,
    })  # fmt: skip
