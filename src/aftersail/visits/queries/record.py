"""The record of a visit as pages and guards need it: steps as facts, codes that fit, what was used."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from aftersail.fleet.models import Equipment, FailureCode, ProductFamily
from aftersail.fleet.states import CodeKind
from aftersail.people.models import Staff
from aftersail.supply.models import Part
from aftersail.visits.models import CostLine, Procedure, Visit
from aftersail.visits.rules import FinishFacts, StepFact
from aftersail.visits.states import SKIP_APPROVERS


def step_facts(visit: Visit) -> tuple[StepFact, ...]:
    """Return the visit's steps as the rules know them, in order."""
    rows = visit.steps.order_by("place").values_list(
        "place", "required", "hold_point", "result", "note", "skip_approved_by"
    )
    return tuple(StepFact(*row[:5], skip_approved=row[5] is not None) for row in rows)


def finish_facts(visit: Visit) -> FinishFacts:
    """Return what decides whether work may be called done."""
    return FinishFacts(
        steps=step_facts(visit), outcome=visit.restored, test_result=visit.test_result, work_done=visit.work_done,
        permanent_agreed=visit.permanent_due_on is not None,
    )  # fmt: skip


def family_of(visit: Visit) -> ProductFamily | None:
    """Return the product family that the visit is about."""
    unit = visit.order.case.equipment
    return unit.model.family if unit else None


def codes_for(family: ProductFamily | None, kind: CodeKind) -> QuerySet[FailureCode]:
    """Return the codes of a kind that are valid for a family; codes without families fit every product."""
    fits = Q(families=None) | Q(families=family) if family else Q(families=None)
    return FailureCode.objects.filter(fits, kind=kind, active=True).distinct().order_by("code")


def procedure_for(family: ProductFamily | None) -> Procedure | None:
    """Return the newest active edition of the family's procedure."""
    if family is None:
        return None
    return Procedure.objects.filter(family=family, active=True).order_by("code", "-edition").first()


def units_aboard(visit: Visit) -> QuerySet[Equipment]:
    """Return the units on the visit's ship that a finding can be about."""
    return Equipment.objects.filter(vessel=visit.order.case.vessel_id, removed_on=None).order_by(
        "function_code", "name"
    )


def people_on(visit: Visit) -> QuerySet[Staff]:
    """Return the engineers of a visit: its lead and whoever was assigned along."""
    return Staff.objects.filter(
        Q(pk=visit.lead_id) | Q(assignments__order=visit.order_id, assignments__released_at=None)
    ).distinct()


def approvers(visit: Visit) -> QuerySet[Staff]:
    """Return who may approve that a step of a visit is skipped: not who goes."""
    return approvers_of_skips().exclude(pk=visit.lead_id).order_by("number")


def approvers_of_skips() -> QuerySet[Staff]:
    """Return who may approve that a step is skipped: station manager, quality, dispatcher."""
    return Staff.objects.filter(active=True, account__roles__overlap=list(SKIP_APPROVERS))


def parts_on_offer(visit: Visit) -> QuerySet[Part]:
    """Return the parts of the family, and those of none."""
    family = family_of(visit)
    fits = Q(family=None) | Q(family=family) if family else Q()
    return Part.objects.filter(fits, active=True).order_by("number")


def cost_of_case(case_id: UUID) -> Decimal:
    """Return the cost of all visits of a case in CNY."""
    return CostLine.objects.filter(visit__order__case=case_id).aggregate(total=Sum("amount_cny"))[
        "total"
    ] or Decimal(0)
