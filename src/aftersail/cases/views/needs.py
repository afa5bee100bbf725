"""What a work order needs, said anew: who goes along, tools, and ties to other orders of the ship."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aftersail.cases.actions.needs import change_needs
from aftersail.cases.forms.needs import NeedsForm
from aftersail.cases.permissions import may_change_needs
from aftersail.cases.queries.finding import order_by_id
from aftersail.cases.states import DESK_ROLES
from aftersail.core.attempts import attempt
from aftersail.core.attention import address_of
from aftersail.core.audience import SignedInRequest, audience


@audience(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def needs(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """Say anew whom and what an order needs; once somebody is promised the page says what to do first."""
    order = order_by_id(request.user, order_id)
    form = NeedsForm(request.POST or None, order=order, account=request.user)
    if request.method == "POST":
        done = attempt(
            form, lambda typed: change_needs(by=request.user, order=order, at=timezone.now(), **typed)
        )
        if done is not None:
            return redirect(address_of("cases.workorder", order.pk))
    refused = may_change_needs(request.user, order).reasons
    context = {"order": order, "case": order.case, "form": form, "refused": refused}
    return render(request, "cases/needs.html", context, status=422 if request.method == "POST" else 200)
