"""The figures page: what customers said in a period, with n and interval beside every number."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.naming import named
from aftersail.people.models import Station
from aftersail.satisfaction import figures as measures
from aftersail.satisfaction.permissions import FIGURE_READERS, SEES_PERSONS, reads_words

A_YEAR = timedelta(days=365)
WORDS_SHOWN = 12


@audience(*FIGURE_READERS)
@require_GET
def figures(request: SignedInRequest) -> HttpResponse:
    """CSAT and NPS by subject, item, station and month; each number opens its cards."""
    start, end = _period(request)
    station = _station(request)
    cards = measures.answered_between(request.user, start, end, station=station)
    items = measures.items_of(cards)
    months = measures.measured_by_month(cards)
    words = (
        cards.exclude(comment="").order_by("-answered_at")[:WORDS_SHOWN] if reads_words(request.user) else ()
    )
    return render(request, "satisfaction/figures.html", {
        "from": timezone.localdate(start), "until": timezone.localdate(end - timedelta(seconds=1)), "station": station or "",
        "stations": [(s.pk, named(s)) for s in Station.objects.visible_to(request.user)],
        "all": measures.measured(cards),
        "effort": measures.effort_of(cards),
        "response": measures.response_rate(request.user, start, end, station=station),
        "items": items,
        "subjects": measures.subjects_of(items),
        "by_station": [] if request.user.is_customer else measures.measured_by(cards, "case__station", "case__station__name"),
        "by_person": measures.measured_by(cards, "visit__lead", "visit__lead__name") if request.user.has_role(*SEES_PERSONS) else [],
        "trend": _trend(months, request),
        "words": [(card, card.comment) for card in words],
        "cards_url": _cards_url(start, end, station),
        "from_until": _cards_query(start, end),
    })  # fmt: skip


def _period(request: SignedInRequest) -> tuple[datetime, datetime]:
    """Return the days asked for as instants; a year up to today where the address makes no sense."""
    today = timezone.localdate()
    first, last = _day(request, "from") or today - A_YEAR, _day(request, "until") or today
    first, last = min(first, last), max(first, last)
    return _midnight(first), _midnight(last + timedelta(days=1))


def _day(request: SignedInRequest, key: str) -> Any:
    try:
        day = parse_date(request.GET.get(key, ""))
    except ValueError:
        return None
    return day if day and 1990 < day.year < 2200 else None


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _station(request: SignedInRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("station", ""))
    except ValueError:
        return None


def _cards_query(start: datetime, end: datetime) -> str:
    last = timezone.localdate(end - timedelta(seconds=1))
    return urlencode(
        {
            "state": "answered",
            "answered_from": timezone.localdate(start).isoformat(),
            "answered_to": last.isoformat(),
        }
    )


def _cards_url(start: datetime, end: datetime, station: UUID | None) -> str:
    more = f"&station={station}" if station else ""
    return f"{reverse('satisfaction:cards')}?{_cards_query(start, end)}{more}"


def _trend(months: list[measures.Measured], request: SignedInRequest) -> dict[str, Any]:
    """Return the monthly CSAT with its interval as a chart."""
    shown = [m.csat for m in months]
    station = _station(request)
    return {
        "kind": "fan",
        "x": [m.label for m in months],
        "series": [{"name": _("Satisfied (4–5)"), "data": [f.value for f in shown], "low": [f.low for f in shown], "high": [f.high for f in shown]}],
        "unit": "%",
        "links": [_cards_url(m.key, _next_month(m.key), station) for m in months],
    }  # fmt: skip


def _next_month(month: datetime) -> datetime:
    local = timezone.localtime(month)
    year, number = divmod(local.year * 12 + local.month, 12)
    return local.replace(year=year, month=number + 1)
