"""Work orders for programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from aftersail.cases.actions import orders, windows
from aftersail.cases.api.needs import needs_of
from aftersail.cases.api.shapes import READ, WRITE, NeedsIn, OrderIn, OrderOut, Version, order_out
from aftersail.cases.models import WorkOrder
from aftersail.cases.permissions import READERS, sees_cost
from aftersail.cases.queries.finding import case_by_id, order_by_id
from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.roles import OUTSIDE
from aftersail.core.verdicts import Refused
from aftersail.people.models import CertificateKind, Port, Skill, TaskType

router = Router(tags=["work orders"])
HOUSE_READERS = READERS - OUTSIDE


class ApproveIn(Schema):
    """Approval of the version seen."""

    version: int | None = Version


class CancelIn(ApproveIn):
    """Why an order is withdrawn."""

    reason: str = Field(min_length=1, max_length=300)


class WindowIn(CancelIn):
    """When the ship can be reached now, and who said so; `whole_ship` for all its open orders in this port."""

    window_from: AwareDatetime
    window_until: AwareDatetime
    whole_ship: bool = False


@router.get("/orders", response=Listing[OrderOut], summary="Work orders")
@audience(*HOUSE_READERS, scope=READ)
def list_orders(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List the work orders this account may see, newest first."""
    cost = sees_cost(request.user)

    def shape(row: dict[str, Any]) -> dict[str, Any]:
        return row | {
            "work_hours": float(row["work_hours"]),
            "cost_estimate_cny": str(row["cost_estimate_cny"]) if cost else None,
        }

    rows: Any = WorkOrder.objects.visible_to(request.user)
    return listing(rows, tuple(OrderOut.model_fields), paging=paging, order="-created_at", shaped=shape)


@router.post("/{uuid:case_id}/orders", response={201: OrderOut}, summary="Write a work order")
@audience(*HOUSE_READERS, scope=WRITE)
def create_order(request: SignedInRequest, case_id: UUID, wanted: OrderIn) -> tuple[int, dict[str, Any]]:
    """Write a work order for a case and plan the case."""
    case = case_by_id(request.user, case_id)
    port = Port.objects.filter(pk=wanted.port_id).first()
    skill = Skill.objects.filter(pk=wanted.skill_id).first() if wanted.skill_id else None
    if port is None or (wanted.skill_id and skill is None):
        raise Refused([_("There is no such port or skill.")])
    task = TaskType.objects.filter(pk=wanted.task_id).first() if wanted.task_id else None
    kinds = set(wanted.certificate_kinds)
    known = set(CertificateKind.objects.filter(code__in=kinds).values_list("code", flat=True))
    if kinds - known or (wanted.task_id and task is None):
        raise Refused([_("There is no such kind of task or of certificate. See the registers of kinds.")])
    values = wanted.model_dump(
        exclude={"port_id", "skill_id", "task_id", "work_hours", "cost_estimate_cny", *NeedsIn.model_fields}
    )
    order = orders.draft_order(
        by=request.user, case=case, port=port, skill=skill, task=task, work_hours=_decimal(wanted.work_hours, 1),
        cost_estimate_cny=_decimal(wanted.cost_estimate_cny, 2), needs=needs_of(request, wanted), at=timezone.now(), **values,
    )  # fmt: skip
    return 201, order_out(request, order)


@router.get("/orders/{uuid:order_id}", response=OrderOut, summary="One work order")
@audience(*HOUSE_READERS, scope=READ)
def read_order(request: SignedInRequest, order_id: UUID) -> dict[str, Any]:
    """Return one work order."""
    return order_out(request, order_by_id(request.user, order_id))


@router.post("/orders/{uuid:order_id}/approve", response=OrderOut, summary="Approve a work order")
@audience(*HOUSE_READERS, scope=WRITE)
def approve_order(request: SignedInRequest, order_id: UUID, wanted: ApproveIn) -> dict[str, Any]:
    """Approve a work order."""
    order = order_by_id(request.user, order_id)
    return order_out(
        request, orders.approve_order(by=request.user, order=order, at=timezone.now(), seen=wanted.version)
    )


@router.post("/orders/{uuid:order_id}/cancel", response=OrderOut, summary="Withdraw a work order")
@audience(*HOUSE_READERS, scope=WRITE)
def cancel_order(request: SignedInRequest, order_id: UUID, wanted: CancelIn) -> dict[str, Any]:
    """Withdraw a work order that nobody has started."""
    order = order_by_id(request.user, order_id)
    return order_out(
        request,
        orders.cancel_order(
            by=request.user, order=order, reason=wanted.reason, at=timezone.now(), seen=wanted.version
        ),
    )


@router.post("/orders/{uuid:order_id}/window", response=OrderOut, summary="Move the ship's window")
@audience(*HOUSE_READERS, scope=WRITE)
def move_window(request: SignedInRequest, order_id: UUID, wanted: WindowIn) -> dict[str, Any]:
    """Note when the ship can be reached now; promises that cannot be kept then are planned anew as a draft."""
    order = order_by_id(request.user, order_id)
    windows.move_window(
        by=request.user, order=order, window_from=wanted.window_from, window_until=wanted.window_until, reason=wanted.reason,
        whole_ship=wanted.whole_ship, at=timezone.now(), seen=wanted.version,
    )  # fmt: skip
    return order_out(request, order)


def _decimal(value: float, places: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places))
