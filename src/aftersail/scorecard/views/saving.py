"""The page of the regional saving: by station and month, actual cost beside the cost from headquarters."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersail.cases.permissions import SEES_COST
from aftersail.core.audience import SignedInRequest, audience
from aftersail.scorecard.permissions import READERS
from aftersail.scorecard.queries.asked import PERIODS, asked_of
from aftersail.scorecard.queries.beside import saving_figure
from aftersail.scorecard.queries.saving import saving_table


@audience(*(READERS & SEES_COST))
@require_GET
def saving(request: SignedInRequest) -> HttpResponse:
    """Show what the stations saved, month by month."""
    asked = asked_of(request.GET, timezone.localdate())
    months, table = saving_table(request.user, asked)
    return render(request, "scorecard/saving.html", {
        "asked": asked, "months": months, "table": table, "figure": saving_figure(request.user, asked),
        "periods": [one for one in PERIODS if one[0] != "custom"],
    })  # fmt: skip
