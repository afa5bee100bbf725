"""Inserting an urgent order: the best ways into the live plan, and taking one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.naming import named
from aftersail.dispatch.actions.inserting import insert_order, insertions_of
from aftersail.dispatch.forms import InsertForm
from aftersail.dispatch.permissions import PLANNERS
from aftersail.dispatch.queries.orders import order_by_id
from aftersail.people.models import Staff


@audience(*PLANNERS)
@require_http_methods(["GET", "POST"])
def insert(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """Offer the best ways to insert an order, and who could be called out now, with cost, start and whom each pushes; take the one chosen."""
    order = order_by_id(request.user, order_id)
    form = InsertForm(request.POST or None)
    if request.method == "POST":
        made = attempt(form, lambda typed: insert_order(
            by=request.user, order=order, staff_id=typed["staff"], starts_at=typed["starts_at"],
            offered_at=typed["offered_at"], at=timezone.now(),
        ))  # fmt: skip
        if made is not None:
            said = _("%(who)s goes for %(order)s; whoever is moved is told.")
            messages.success(request, said % {"who": named(made.staff), "order": order.number})
            return redirect("dispatch:proposal", order_id=order.pk)
    found = insertions_of(by=request.user, order=order, at=timezone.now())
    offers = (*found.offers, *found.called_out)
    steps = [step for offer in offers for step in (offer.step, *offer.pushed)]
    promised = {work.pledge.staff_id for offer in offers for work in offer.open if work.pledge}
    people = Staff.objects.visible_to(request.user).filter(
        pk__in={who for step in steps for who in step.everybody} | promised
    )
    staff = {one.pk: one for one in people.select_related("station")}
    rows = [
        {
            "offer": offer, "staff": staff.get(offer.step.staff_id),
            "along": [staff[one] for one in offer.step.team if one in staff],
            "pushed": [{"step": step, "staff": staff.get(step.staff_id)} for step in offer.pushed],
            "open": [{"work": work, "staff": staff.get(work.pledge.staff_id)} for work in offer.open if work.pledge],
        }
        for offer in offers
    ]  # fmt: skip
    ways = len(found.offers)
    context = {
        "order": order, "case": order.case, "found": found, "rows": rows[:ways], "called_out": rows[ways:], "form": form,
    }  # fmt: skip
    return render(request, "dispatch/insert.html", context, status=422 if form.errors else 200)
