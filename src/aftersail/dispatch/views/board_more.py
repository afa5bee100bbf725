"""What belongs to the board beside it: the map of a day, and the weekly plan on paper."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.dispatch.permissions import READERS
from aftersail.dispatch.printing.plan import render_plan
from aftersail.dispatch.printing.sheet import weekly_sheet
from aftersail.dispatch.queries.board import BoardAsked, board
from aftersail.dispatch.queries.day_map import day_map
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.dispatch.views.board import asked_query, board_asked
from aftersail.people.views.asking import day_asked
from aftersail.people.views.network import coast_address, mark_size

FONTS = (settings.WEB / "fonts",)


@audience(*READERS)
@require_GET
def map_of_day(request: SignedInRequest) -> HttpResponse:
    """Fragment of the board: who works where on a day."""
    asked = board_asked(request)
    day = day_asked(request, "day", timezone.localdate())
    found = day_map(request.user, asked, day)
    return render(request, "dispatch/parts/_day_map.html", {
        "map": found, "coast": coast_address(), "mark": mark_size(found.window[2]),
        "before": day - timedelta(days=1), "after": day + timedelta(days=1),
        "address": f"{reverse('dispatch:board_map')}?{asked_query(asked)}",
    })  # fmt: skip


@audience(*READERS)
@require_GET
def plan(request: SignedInRequest) -> HttpResponse:
    """Answer with the week's plan as an A3 PDF in the reader's language."""
    asked, now = board_asked(request), timezone.now()
    first = asked.line.first
    week = BoardAsked(Timeline(first, 7), asked.station, asked.area, asked.skill)
    sheet = weekly_sheet(board(request.user, week), now, house=settings.HOUSE_NAME)
    pdf = render_plan(sheet, language=get_language() or "zh-hans", at=now, font_paths=FONTS)
    headers = {"Content-Disposition": f'inline; filename="plan-{first.isoformat()}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
