"""One's own calendar feeds, and the feed itself as calendar programs read it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftersail.core.audience import EVERYONE, GUESTS, SignedInRequest, audience
from aftersail.core.channel_forms import FeedForm
from aftersail.core.feeds import entries_of, feed_behind, make_feed, renew_feed, revoke_feed, teams_of
from aftersail.core.forms import add_reasons
from aftersail.core.icalendar import MEDIA_TYPE, fingerprint, written
from aftersail.core.models import CalendarFeed
from aftersail.core.refusals import NotThere
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused


@require_safe
@audience(*GUESTS)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program with what the feed's owner may see now; 404 for everything that leads nowhere."""
    now = timezone.now()
    with as_system():
        found = feed_behind(secret, now)
    if found is None:
        raise NotThere
    with entered(found.account.scope()), translation.override(found.language):
        content = written(found.name, entries_of(found, now))
    etag = fingerprint(content)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    fresh = etag in {tag.removeprefix("W/") for tag in known}
    answer: HttpResponse = (
        HttpResponseNotModified() if fresh else HttpResponse(content, content_type=MEDIA_TYPE)
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=300"
    if not fresh:
        answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@audience(*EVERYONE)
def feeds(request: SignedInRequest) -> HttpResponse:
    """List one's feeds and make new ones; a new address is shown in this answer only."""
    teams = teams_of(request.user)
    form = FeedForm(request.POST or None, teams=teams)
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            _feed, secret = make_feed(by=request.user, at=timezone.now(), **form.choice())
        except Refused as refused:
            add_reasons(form, refused)
        else:
            address = address_of(request, secret) if secret else ""
            form = FeedForm(teams=teams)
    return _page(request, form, address)


@never_cache
@require_POST
@audience(*EVERYONE)
def renew(request: SignedInRequest, feed_id: UUID) -> HttpResponse:
    """Give a feed a new address and show it this once."""
    _feed, secret = renew_feed(by=request.user, feed_id=feed_id, at=timezone.now())
    return _page(request, FeedForm(teams=teams_of(request.user)), address_of(request, secret))


@require_POST
@audience(*EVERYONE)
def revoke(request: SignedInRequest, feed_id: UUID) -> HttpResponse:
    """End a feed."""
    ended = revoke_feed(by=request.user, feed_id=feed_id, at=timezone.now())
    messages.success(request, _("The calendar feed “%s” is revoked.") % ended.name)
    return redirect("core:feeds")


def address_of(request: HttpRequest, secret: str) -> str:
    """Return the whole address of a feed."""
    return request.build_absolute_uri(reverse("core:feed", args=[secret]))


def _page(request: SignedInRequest, form: FeedForm, address: str) -> HttpResponse:
    mine = CalendarFeed.objects.filter(account=request.user).order_by("revoked_at", "-created_at")[:100]
    context = {"form": form, "address": address, "feeds": mine}
    return render(request, "core/feeds.html", context, status=422 if form.errors else 200)
