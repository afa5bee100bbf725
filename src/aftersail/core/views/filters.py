"""Keeping and forgetting the filters of a list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.lists.saved import forget_filter, save_filter
from aftersail.core.lists.spec import spec_of
from aftersail.core.verdicts import Refused
from aftersail.core.views.going_back import safe_address


@require_http_methods(["GET", "POST"])
@audience(*EVERYONE)
def save(request: SignedInRequest, page: str) -> HttpResponse:
    """Ask for a name and keep the list's present filter under it."""
    if spec_of(page) is None:
        raise Http404
    if request.method == "GET":
        typed = {
            "query": request.META.get("QUERY_STRING", "")[:4000],
            "next": request.headers.get("Referer", ""),
        }
        return render(request, "core/parts/_save_filter.html", {"page": page, **typed})
    typed = {key: request.POST.get(key, "") for key in ("name", "query", "next")}
    try:
        kept = save_filter(by=request.user, page=page, name=typed["name"], query=typed["query"])
    except Refused as refused:
        return render(
            request, "core/save_filter.html", {"page": page, "reasons": refused.reasons, **typed}, status=422
        )
    messages.success(request, _("The filter “%s” is kept.") % kept.name)
    return redirect(safe_address(request, typed["next"]))


@require_POST
@audience(*EVERYONE)
def forget(request: SignedInRequest, filter_id: UUID) -> HttpResponse:
    """Forget a kept filter."""
    if not forget_filter(by=request.user, filter_id=filter_id):
        raise Http404
    messages.success(request, _("The filter is forgotten."))
    return redirect(safe_address(request, request.POST.get("next") or request.headers.get("Referer")))
