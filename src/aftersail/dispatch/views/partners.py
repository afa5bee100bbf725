"""Pages of orders given to partners: for the desk that gives them, and for the partner, who sees its own only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.core.roles import Role
from aftersail.dispatch.actions import partners as actions
from aftersail.dispatch.forms import OfferForm, PartnerReportForm, PartnerStepForm
from aftersail.dispatch.permissions import (
    PARTNER_READERS,
    PLANNERS,
    READERS,
    may_assign,
    may_move_partner_order,
)
from aftersail.dispatch.queries.orders import order_by_id
from aftersail.dispatch.queries.partners import (
    partner_order_by_id,
    partner_orders_for,
    partners_for,
    verdict_on,
)
from aftersail.dispatch.registers import PARTNER_ORDERS
from aftersail.dispatch.states import PARTNER_ORDER
from aftersail.people.models import Partner

STEPS = frozenset(one.name for one in PARTNER_ORDER) - {"report"}


@audience(*PARTNER_READERS)
@require_GET
def partner_orders(request: SignedInRequest) -> HttpResponseBase:
    """Orders given to partners; a partner sees those given to it."""
    title = _("Partner orders") if request.user.is_house else _("Orders for you")
    return lists.page(request, PARTNER_ORDERS, partner_orders_for(request.user), title=title)


@audience(*PARTNER_READERS)
@require_GET
def partner_order(request: SignedInRequest, given_id: UUID) -> HttpResponse:
    """One order given to a partner: what is to be done, what was agreed, answered and reported."""
    return _page(request, given_id)


def _page(request: SignedInRequest, given_id: UUID, **bound: Any) -> HttpResponse:
    account = request.user
    given = partner_order_by_id(account, given_id)
    open_steps = [
        one
        for one in PARTNER_ORDER.open_to(given.state, account.role_set)
        if may_move_partner_order(account, given, one.name)
    ]
    report = bound.get("report_form") or PartnerReportForm(
        initial={"version": given.version, "actual_cost_cny": given.agreed_cost_cny}
    )
    context = {
        "given": given,
        "steps": [one for one in open_steps if one.name in STEPS],
        "may_report": any(one.name == "report" for one in open_steps),
        "report_form": report,
        "step_form": bound.get("step_form") or PartnerStepForm(initial={"version": given.version}),
        "house": account.is_house,
        "reads_proposals": account.has_role(*READERS),
    }
    return render(request, "dispatch/partner_order.html", context, status=422 if bound else 200)


@audience(*PARTNER_READERS)
@require_http_methods(["POST"])
def partner_step(request: SignedInRequest, given_id: UUID, step: str) -> HttpResponse:
    """Accept, decline, confirm, send back or withdraw."""
    given = partner_order_by_id(request.user, given_id)
    if step not in STEPS:
        raise NotThere
    form = PartnerStepForm(request.POST)
    done = attempt(form, lambda typed: _take(request, given, step, typed["note"], typed["version"]))
    if done is None:
        return _page(request, given_id, step_form=form)
    return redirect("dispatch:partner_order", given_id=given_id)


def _take(request: SignedInRequest, given: Any, step: str, note: str, seen: int) -> Any:
    by, at = request.user, timezone.now()
    if step in {"accept", "decline"}:
        return actions.answer_offer(by=by, given=given, accepts=step == "accept", note=note, at=at, seen=seen)
    if step in {"confirm", "return"}:
        return actions.judge_report(by=by, given=given, good=step == "confirm", reason=note, at=at, seen=seen)
    return actions.withdraw_order(by=by, given=given, reason=note, at=at, seen=seen)


@audience(Role.SUPPLIER)
@require_http_methods(["POST"])
def partner_report(request: SignedInRequest, given_id: UUID) -> HttpResponse:
    """Say that the work is done."""
    given = partner_order_by_id(request.user, given_id)
    form = PartnerReportForm(request.POST)
    done = attempt(form, lambda typed: actions.report_done(
        by=request.user, given=given, at=timezone.now(), seen=typed.pop("version"), **typed
    ))  # fmt: skip
    if done is None:
        return _page(request, given_id, report_form=form)
    return redirect("dispatch:partner_order", given_id=given_id)


@audience(*READERS)
@require_GET
def partners_panel(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """Fragment of a work order's page: which partner could take it, and why the others cannot."""
    order = order_by_id(request.user, order_id)
    given = partner_orders_for(request.user).filter(order=order).order_by("-offered_at")
    may = request.user.has_role(*PLANNERS) and bool(may_assign(request.user, order))
    answers = partners_for(order)
    context = {
        "order": order, "given": given, "may_offer": may,
        "fitting": [one for one in answers if one.verdict], "refused": [one for one in answers if not one.verdict],
    }  # fmt: skip
    return render(request, "dispatch/parts/_partners.html", context)


@audience(*PLANNERS)
@require_http_methods(["GET", "POST"])
def offer(request: SignedInRequest, order_id: UUID, partner_id: UUID) -> HttpResponse:
    """Give an order to a partner."""
    order = order_by_id(request.user, order_id)
    partner = Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        raise NotThere
    initial = {
        "version": order.version, "starts_at": timezone.localtime(order.window_from),
        "ends_at": timezone.localtime(order.window_until), "agreed_cost_cny": order.cost_estimate_cny,
    }  # fmt: skip
    form = OfferForm(request.POST or None, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda typed: actions.offer_order(
            by=request.user, order=order, partner=partner, at=timezone.now(), seen=typed.pop("version"), **typed
        ))  # fmt: skip
        if made is not None:
            return redirect("dispatch:partner_order", given_id=made.pk)
    hindrances = verdict_on(partner, order, order.window_from, order.window_until).reasons
    context = {"form": form, "order": order, "partner": partner, "hindrances": hindrances}
    return render(request, "dispatch/offer.html", context, status=422 if form.errors else 200)
