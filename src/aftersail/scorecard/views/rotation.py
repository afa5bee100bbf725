"""The rotation report: who worked at which link of the chain, and design staff in the field (R34)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.figures import share
from aftersail.people.models import Staff
from aftersail.people.models.careers import ChainStage
from aftersail.people.queries import area_with_parts
from aftersail.people.views.asking import asked_of
from aftersail.scorecard.permissions import LADDER_READERS
from aftersail.scorecard.queries.rotation import rotation as rotation_rows

YEARS_BACK = 3
ROWS_SHOWN = 150


@audience(*LADDER_READERS)
@require_GET
def rotation(request: SignedInRequest) -> HttpResponse:
    """Show a year's days at each link by person, design staff first, against the field days that they owe."""
    account, today = request.user, timezone.localdate()
    asked = asked_of(request)
    years = [today.year - n for n in range(YEARS_BACK)]
    year = next((n for n in years if str(n) == request.GET.get("year", "")), today.year)
    people = Staff.objects.visible_to(account).filter(active=True)
    if asked.station:
        people = people.filter(station=asked.station)
    if asked.area:
        people = people.filter(station__area__in=area_with_parts(asked.area.pk))
    last = min(date(year, 12, 31), today)
    found = rotation_rows(account, people, date(year, 1, 1), last)
    designers = [row for row in found if row.designs]
    owed = settings.DESIGN_FIELD_DAYS
    moved = sum(row.links > 1 for row in found if not row.designs)
    return render(request, "scorecard/rotation.html", {
        "rows": found[:ROWS_SHOWN],
        "more": max(0, len(found) - ROWS_SHOWN),
        "links": [link.label for link in ChainStage],
        "year": year,
        "last": last,
        "owed": owed,
        "designers": designers,
        "kept": share(sum(row.field_days >= owed for row in designers), len(designers)),
        "moved": share(moved, sum(not row.designs for row in found)),
        "filters": [*asked.filters(), {
            "name": "year", "label": _("Year"), "all": str(years[0]), "value": str(year) if year != years[0] else "",
            "options": [(str(n), str(n)) for n in years[1:]],
        }],
    })  # fmt: skip
