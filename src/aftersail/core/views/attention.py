"""Notifications, following records, searching across them."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.attention import (
    address_of,
    follow,
    follow_button,
    icon_of,
    kind_label,
    mark_read,
    record_at,
    unfollow,
)
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.models import Notification, SearchEntry
from aftersail.core.search import search
from aftersail.core.views.going_back import safe_address

IN_MENU = 12
PER_PAGE = 50
FOUND_IN_PALETTE = 12
FOUND_ON_PAGE = 100


@require_GET
@audience(*EVERYONE)
def notifications(request: SignedInRequest) -> HttpResponse:
    """Show what the account was told: the newest in the bell's menu, or all on a page."""
    mine = Notification.objects.filter(account=request.user).order_by("-created_at", "-id")
    if "HX-Request" in request.headers:
        return render(
            request, "web/parts/_notifications.html", {"notices": [_notice(n) for n in mine[:IN_MENU]]}
        )
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "core/notifications.html", {"page": page, "notices": [_notice(n) for n in page.object_list]}
    )


def _notice(told: Notification) -> dict[str, Any]:
    return {
        "label": told.title,
        "detail": "",
        "url": reverse("core:open_notification", args=[told.pk]),
        "at": told.created_at,
        "icon": "bell",
        "tone": "info" if told.read_at is None else "neutral",
        "unread": told.read_at is None,
    }


@require_GET
@audience(*EVERYONE)
def open_notification(request: SignedInRequest, notification_id: UUID) -> HttpResponse:
    """Open what a notification is about; it counts as read."""
    told = get_object_or_404(Notification, pk=notification_id, account=request.user)
    mark_read(request.user, [told.pk])
    return redirect(safe_address(request, told.url, reverse("core:notifications")))


@require_POST
@audience(*EVERYONE)
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark every notification as read."""
    mark_read(request.user)
    return redirect("core:notifications")


@require_POST
@audience(*EVERYONE)
def toggle_follow(request: SignedInRequest, subject_type: str, subject_id: UUID) -> HttpResponse:
    """Follow a record, or stop following it."""
    about = record_at(request.user, subject_type, subject_id)
    if request.POST.get("follow") == "no":
        unfollow(request.user, about.pk)
    else:
        follow(request.user, about)
    if "HX-Request" in request.headers:
        return render(
            request, "core/parts/_follow_button.html", {"follow": follow_button(request.user, about)}
        )
    return redirect(safe_address(request, request.headers.get("Referer"), address_of(subject_type, about.pk)))


@require_GET
@audience(*EVERYONE)
def find(request: SignedInRequest) -> HttpResponse:
    """Search across records: a fragment for the palette, or a page."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    in_palette = "HX-Request" in request.headers
    found = search(request.user, words, FOUND_IN_PALETTE if in_palette else FOUND_ON_PAGE) if words else []
    context = {"groups": _grouped(found), "query": words, "count": len(found), "most": FOUND_ON_PAGE}
    return render(request, "web/parts/_search_results.html" if in_palette else "core/search.html", context)


def _grouped(found: list[SearchEntry]) -> list[dict[str, Any]]:
    kinds = list(dict.fromkeys(entry.subject_type for entry in found))
    ordered = sorted(found, key=lambda entry: kinds.index(entry.subject_type))
    return [
        {"label": kind_label(kind), "items": [_hit(entry) for entry in entries]}
        for kind, entries in groupby(ordered, key=lambda entry: entry.subject_type)
    ]


def _hit(entry: SearchEntry) -> dict[str, Any]:
    kind = entry.subject_type
    return {
        "label": entry.title,
        "detail": entry.detail,
        "url": address_of(kind, entry.subject_id),
        "icon": icon_of(kind),
    }
