"""What a visit cost, and its end: cost posted, parts reconciled."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.visits.actions.moving import advance
from aftersail.visits.actions.recording import tell_saved
from aftersail.visits.events import VisitClosed
from aftersail.visits.models import CostLine, Visit
from aftersail.visits.permissions import may_post_cost
from aftersail.visits.queries.money import estimated_cost
from aftersail.visits.queries.record import cost_of_case
from aftersail.visits.states import CostKind


def estimate_cost(*, by: Account, visit: Visit) -> list[CostLine]:
    """Enter what the record itself says of cost, with what it would have been from headquarters (R18); part of signing."""
    if visit.costs.exists():
        return list(visit.costs.all())
    note = str(_("By hours, journey and price list"))
    made = CostLine.objects.bulk_create(
        CostLine(
            visit=visit,
            kind=one.kind,
            amount_cny=one.amount_cny,
            hq_reference_cny=one.hq_reference_cny,
            note=note,
        )
        for one in estimated_cost(visit)
    )
    _carry_to_case(visit)
    return made


@transaction.atomic
def post_cost(
    *, by: Account, visit: Visit, id: UUID, kind: str, amount_cny: Decimal, at: datetime,
    hq_reference_cny: Decimal | None = None, note: str = "", seen: int | None = None,
) -> CostLine:  # fmt: skip
    """Enter or correct a cost line until the visit is closed; the same `id` changes the line entered before."""
    known = ALLOWED if kind in CostKind.values else refuse(_("Choose what the money was spent on."))
    sensible = (
        ALLOWED if 0 <= amount_cny < 10**9 else refuse(_("An amount lies between 0 and 999,999,999 CNY."))
    )
    require(all_of(may_post_cost(by, visit), known, sensible))
    values = {
        "kind": kind,
        "amount_cny": amount_cny,
        "hq_reference_cny": hq_reference_cny,
        "note": note.strip()[:200],
    }
    line = CostLine.objects.filter(pk=id, visit=visit).first()
    if line is None:
        line = CostLine.objects.create(id=id, visit=visit, **values)
    else:
        line.change(seen, **values)
    told = {
        "kind": kind,
        "amount_cny": str(amount_cny),
        "hq_reference_cny": str(hq_reference_cny or ""),
        "note": line.note,
    }
    tell_saved(by, visit, "cost", told, at)
    _carry_to_case(visit)
    return line


@transaction.atomic
def close_visit(*, by: Account, visit: Visit, at: datetime, seen: int | None = None) -> Visit:
    """End a visit whose cost is posted and whose parts are accounted for."""
    event = VisitClosed(visit_id=visit.pk, case_id=visit.order.case_id, number=visit.number)
    return advance(by, visit, "close", event, at, seen, _accounted_for(visit), closed_at=at)


def _accounted_for(visit: Visit) -> Verdict:
    kinds = set(visit.costs.values_list("kind", flat=True))
    unnumbered = visit.parts.filter(part__serialised=True, serial_in="", serial_out="").exists()
    return all_of(
        ALLOWED if CostKind.LABOUR in kinds else refuse(_("Post the cost of labour first.")),
        ALLOWED
        if CostKind.PARTS in kinds or not visit.parts.exists()
        else refuse(_("Post the cost of the parts used.")),
        refuse(_("A part with serial numbers has none on record. Add an addendum."))
        if unnumbered
        else ALLOWED,
    )


def _carry_to_case(visit: Visit) -> None:
    case = visit.order.case
    total = cost_of_case(case.pk)
    if total != case.cost_cny:
        case.change(cost_cny=total)
