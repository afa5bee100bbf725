"""The engineer's own list, the register, and the review queue."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.visits.actions.making import visit_for
from aftersail.visits.permissions import LIST_READERS, REVIEWERS, WRITERS
from aftersail.visits.queries.visits import my_visits, orders_without_visit, visits_for, visits_to_review
from aftersail.visits.registers import REVIEWS, VISITS


@audience(*WRITERS)
@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """My visits: under way, to sign, today, this week, later."""
    now = timezone.now()
    # The reaction to an assignment makes the visit; whoever looks sooner must not find an empty list.
    for order in orders_without_visit(request.user):
        visit_for(order=order, at=now)
    return render(request, "visits/mine.html", {"mine": my_visits(request.user, now)})


@audience(*LIST_READERS)
@require_GET
def register(request: SignedInRequest) -> HttpResponseBase:
    """Every visit that the reader may see."""
    return lists.page(request, VISITS, visits_for(request.user), title=_("Visits"))


@audience(*REVIEWERS)
@require_GET
def reviews(request: SignedInRequest) -> HttpResponseBase:
    """Signed visits that nobody has reviewed."""
    return lists.page(request, REVIEWS, visits_to_review(request.user), title=_("Visits to review"))
