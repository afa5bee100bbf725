"""Making the visit that belongs to an assignment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.search import index
from aftersail.visits.events import VisitAborted, VisitPlanned, VisitReplanned
from aftersail.visits.models import Visit, VisitStep
from aftersail.visits.queries.record import family_of, procedure_for
from aftersail.visits.states import VisitState


@transaction.atomic
def visit_for(*, order: WorkOrder, at: datetime, by: Account | None = None) -> Visit | None:
    """Return the visit of an order in force, made if there is none yet; None while nobody is assigned.

    Called by the reaction to an assignment and by whoever opens the engineer's list first; the order's row is
    held, so that both together make one visit.
    """
    order = (
        WorkOrder.objects.select_for_update(no_key=True, of=("self",))
        .select_related("case__station", "case__equipment__model__family")
        .get(pk=order.pk)
    )
    standing = Visit.objects.filter(order=order).exclude(state=VisitState.ABORTED).first()
    if standing is not None:
        return standing
    lead = order.assignments.filter(released_at=None, lead=True).select_related("staff__station").first()
    if lead is None or order.state != OrderState.ASSIGNED:
        return None
    visit = Visit(
        number=next_number("SV", lead.staff.station.code, at), order=order, lead=lead.staff, port=order.port,
        planned_from=lead.starts_at, planned_until=lead.ends_at,
    )  # fmt: skip
    visit.procedure = procedure_for(family_of(visit))
    visit.save(force_insert=True)
    record(VisitPlanned(visit_id=visit.pk, number=visit.number), by=by, about=visit, at=at)
    lay_out_steps(visit)
    index_visit(visit)
    return visit


def lay_out_steps(visit: Visit) -> None:
    """Copy the steps of the procedure edition that the visit is bound to, once: they are taken to sea (R57)."""
    if visit.procedure is None or visit.steps.exists():
        return
    VisitStep.objects.bulk_create(
        VisitStep(
            visit=visit, place=place, text=step["text"][:300], text_en=step.get("text_en", "")[:300], required=step.get("required", True),
            hold_point=step.get("hold_point", False), unit=step.get("unit", ""), low=step.get("low"), high=step.get("high"),
        )
        for place, step in enumerate(visit.procedure.steps, 1)
    )  # fmt: skip


def index_visit(visit: Visit) -> None:
    """Let search find the visit by number, ship, unit and what was done."""
    case = visit.order.case
    body = [
        case.title,
        str(case.equipment or ""),
        visit.order.number,
        case.number,
        visit.diagnosis,
        visit.work_done,
    ]
    index(
        visit,
        title=f"{visit.number} {case.title}",
        detail=f"{case.vessel} · {visit.lead}",
        body=body,
        at=visit.planned_from,
    )


@transaction.atomic
def withdraw_visit(*, order: WorkOrder, reason: str, at: datetime) -> None:
    """End the visit of an order whose engineer was released before setting out; a newer promise's visit stays."""
    if order.assignments.filter(released_at=None).exists():
        keep = order.assignments.filter(released_at=None, lead=True).values_list("staff_id", flat=True)
        stale = Visit.objects.filter(
            order=order, state__in=[VisitState.ASSIGNED, VisitState.ACCEPTED]
        ).exclude(lead__in=list(keep))
    else:
        stale = Visit.objects.filter(order=order, state__in=[VisitState.ASSIGNED, VisitState.ACCEPTED])
    for visit in stale.select_related("order__case"):
        visit.change(state=VisitState.ABORTED, abort_reason=reason[:300])
        event = VisitAborted(
            visit_id=visit.pk, case_id=visit.order.case_id, number=visit.number, reason=reason
        )
        record(event, by=None, about=visit, at=at)


@transaction.atomic
def replan_visit(*, order: WorkOrder, at: datetime) -> Visit | None:
    """Let an order's visit follow its promise: the same engineer's gets the new hours, another engineer a new one.

    Safe to run twice, and late: it reads the promise that is in force now. A visit under way stays as it is.
    """
    withdraw_visit(order=order, reason=_("Somebody else goes."), at=at)
    visit = visit_for(order=order, at=at)
    lead = order.assignments.filter(released_at=None, lead=True).first()
    if visit is None or lead is None or visit.state not in {VisitState.ASSIGNED, VisitState.ACCEPTED}:
        return visit
    if (visit.planned_from, visit.planned_until) == (lead.starts_at, lead.ends_at):
        return visit
    before = visit.planned_from
    visit.change(planned_from=lead.starts_at, planned_until=lead.ends_at)
    event = VisitReplanned(
        visit_id=visit.pk, number=visit.number, planned_at=lead.starts_at, planned_before_at=before
    )
    record(event, by=None, about=visit, at=at)
    index_visit(visit)
    return visit
