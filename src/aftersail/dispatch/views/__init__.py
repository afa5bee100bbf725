"""Pages of dispatch: the queue, the proposal for an order, sending and calling back, who goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.permissions import may_change_needs, may_move_window
from aftersail.cases.states import OrderState
from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Reason
from aftersail.dispatch import actions
from aftersail.dispatch.forms import AssignForm, ReleaseForm
from aftersail.dispatch.permissions import ASSIGNMENT_READERS, PLANNERS, READERS, may_assign, may_release
from aftersail.dispatch.queries.calendar import calendar_of
from aftersail.dispatch.queries.candidates import certificate_named
from aftersail.dispatch.queries.orders import (
    assignment_by_id,
    assignments_of,
    open_orders,
    order_by_id,
    orders_for,
    week_of,
)
from aftersail.dispatch.queries.proposals import OrderProposal, proposal_for
from aftersail.dispatch.queries.readiness import waits_of
from aftersail.dispatch.queries.teams import company_for
from aftersail.dispatch.registers import ORDERS, queue


@audience(*READERS)
@require_GET
def orders(request: SignedInRequest) -> HttpResponseBase:
    """The single queue of work orders, and this week's promises."""
    account = request.user
    wanted = request.GET.get("state") or request.GET.get("format")
    rows = queue(orders_for(account) if wanted else open_orders(account))
    day = parse_date(request.GET.get("week", "")[:10]) or timezone.localdate()
    return lists.page(
        request, ORDERS, rows, title=_("Dispatch"), template="dispatch/orders.html",
        week=week_of(account, day), days=[day + timedelta(days=n) for n in range(7)], first_day=day,
        before=day - timedelta(days=7), after=day + timedelta(days=7),
    )  # fmt: skip


@audience(*READERS)
@require_GET
def proposal(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """Who could go for a work order, in which order, why, and why the others cannot."""
    order = order_by_id(request.user, order_id)
    answer = proposal_for(order, timezone.now())
    refusals = [(one, answer.staff[one.candidate.key]) for one in answer.ranking.refusals]
    return render(request, "dispatch/proposal.html", {
        "order": order,
        "case": order.case,
        "certificates": _named(order.certificate_kinds),
        "members": [(one, _named(one.certificate_kinds)) for one in order.members.all()] if order.team_size > 1 else [],
        "waits": waits_of(order),
        "assigned": assignments_of([order.pk])[order.pk],
        "proposals": _rows(answer, answer.ranking.proposals),
        "late": _rows(answer, answer.late),
        "refusals": refusals,
        "nearest": answer.nearest_reason,
        "may_assign": bool(may_assign(request.user, order)),
        "may_change_needs": bool(may_change_needs(request.user, order)),
        "may_move_window": bool(may_move_window(request.user, order)),
        "may_release": bool(may_release(request.user, order)),
        "draft": order.state == OrderState.DRAFT,
        "calendar": calendar_of(order),
    })  # fmt: skip


def _named(kinds: list[str]) -> list[Reason]:
    return [certificate_named(str(kind)) for kind in kinds]


def _rows(answer: OrderProposal, proposals: Any) -> list[dict[str, Any]]:
    return [
        {
            "answer": one,
            "staff": answer.staff[one.candidate.key],
            "cost_cny": one.cost_parts["fare"] + one.cost_parts["lodging"],
            "due_margin": answer.due_margin_hours(one.earliest_start),
            "best": one is answer.best,
        }
        for one in proposals
    ]


@audience(*PLANNERS)
@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, order_id: UUID, staff_id: UUID) -> HttpResponse:
    """Confirm that an engineer is sent."""
    order = order_by_id(request.user, order_id)
    answer = proposal_for(order, timezone.now())
    staff = next((one for one in answer.staff.values() if one.pk == staff_id), None)
    if staff is None:
        raise NotThere
    fits = next(
        (p for p in (*answer.ranking.proposals, *answer.late) if p.candidate.key == staff.number), None
    )
    best = answer.best
    must_explain = best is None or best.candidate.key != staff.number or fits in answer.late
    initial: dict[str, Any] = {
        "version": order.version,
        "starts_at": timezone.localtime(fits.earliest_start if fits else order.window_from),
        "ends_at": timezone.localtime(
            fits.ends_at if fits else order.window_from + timedelta(hours=float(order.work_hours))
        ),
    }
    company = company_for(answer, staff, initial["starts_at"], initial["ends_at"])
    initial["team"] = [one.pk for one in company]
    form = AssignForm(
        request.POST or None, people=answer.staff, lead=staff, must_explain=must_explain, initial=initial
    )
    if request.method == "POST":
        made = attempt(form, lambda typed: actions.assign_order(
            by=request.user, order=order, staff=staff, starts_at=typed["starts_at"], ends_at=typed["ends_at"], at=timezone.now(),
            id=typed["id"], override_reason=typed["override_reason"], team=list(typed["team"]), seen=typed["version"],
        ))  # fmt: skip
        if made is not None:
            return redirect("dispatch:proposal", order_id=order.pk)
    context = {
        "form": form,
        "order": order,
        "staff": staff,
        "fits": fits,
        "best": best,
        "must_explain": must_explain,
        "calendar": calendar_of(order),
    }
    return render(request, "dispatch/assign.html", context, status=422 if form.errors else 200)


@audience(*PLANNERS)
@require_http_methods(["GET", "POST"])
def release(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    """Call an engineer back from an order that has not been started."""
    assignment = assignment_by_id(request.user, assignment_id)
    form = ReleaseForm(request.POST or None, initial={"version": assignment.version})
    if request.method == "POST":
        made = attempt(form, lambda typed: actions.release_assignment(
            by=request.user, assignment=assignment, reason=typed["reason"], at=timezone.now(), seen=typed["version"]
        ))  # fmt: skip
        if made is not None:
            return redirect("dispatch:proposal", order_id=assignment.order_id)
    context = {"form": form, "assignment": assignment, "order": assignment.order}
    return render(request, "dispatch/release.html", context, status=422 if form.errors else 200)


@audience(*ASSIGNMENT_READERS)
@require_GET
def case_panel(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Fragment of the case page: who goes, when, and the way to the proposal."""
    case = Case.objects.visible_to(request.user).filter(pk=case_id).first()
    if case is None:
        raise NotThere
    found = list(
        WorkOrder.objects.visible_to(request.user)
        .filter(case=case)
        .select_related("port")
        .order_by("created_at")
    )
    promised = assignments_of([order.pk for order in found])
    rows = [
        {"order": order, "assigned": promised[order.pk]}
        for order in found
        if request.user.is_house or promised[order.pk]
    ]
    context = {
        "rows": rows,
        "reads_proposals": request.user.has_role(*READERS),
        "plans": request.user.has_role(*PLANNERS),
    }
    return render(request, "dispatch/parts/_case_panel.html", context)
