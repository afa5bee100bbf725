"""Reads of return visits; every list starts from `visible_to`."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from aftersail.care import rules
from aftersail.care.models import ReturnVisit
from aftersail.care.states import ReturnVisitState
from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.fleet.queries.effects import Moved
from aftersail.fleet.states import MilestoneKind
from aftersail.intake.models import Request

NOT_DONE = (ReturnVisitState.GENERATED, ReturnVisitState.ASSIGNED, ReturnVisitState.UNREACHABLE)


def return_visits_for(account: Account) -> QuerySet[ReturnVisit]:
    """Return the return visits this account may see."""
    found: QuerySet[ReturnVisit] = ReturnVisit.objects.visible_to(account)
    return found


def due_return_visits(account: Account, until: date) -> QuerySet[ReturnVisit]:
    """Return what is to be done by a day, the longest owed first."""
    return return_visits_for(account).filter(state__in=NOT_DONE, due_on__lte=until).order_by("due_on")


def mine(account: Account) -> Q:
    """Return the filter for visits that fall to this person: named for it, or steward of the ship and nobody named."""
    return Q(assignee__account=account) | Q(assignee=None, vessel__steward__account=account)


def return_visit_by_id(account: Account, visit_id: UUID) -> ReturnVisit:
    """Return one return visit, or refuse as if it did not exist."""
    found = (
        return_visits_for(account)
        .select_related("vessel", "vessel__steward", "case", "assignee")
        .filter(pk=visit_id)
        .first()
    )
    if found is None:
        raise NotThere
    return found


def followed_up(visit: ReturnVisit) -> bool:
    """Whether a request came in for the ship since the customer told of a problem."""
    return (
        visit.done_at is not None
        and Request.objects.filter(vessel=visit.vessel_id, received_at__gte=visit.done_at).exists()
    )


def visits_touched(moved: Moved) -> list[str]:
    """Return the days of the calls that a hull's moved delivery day moves with it (R36)."""
    if moved.kind != MilestoneKind.DELIVERY or moved.before is None or moved.after is None:
        return []
    pairs = zip(rules.due_after_delivery(moved.before), rules.due_after_delivery(moved.after), strict=True)
    return [f"{was:%Y-%m-%d} → {now:%Y-%m-%d}" for was, now in pairs]
