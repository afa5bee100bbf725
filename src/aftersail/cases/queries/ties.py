"""Orders that one order can be tied to: those of the same ship that are still to be done."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from aftersail.cases.models import WorkOrder
from aftersail.cases.rules.ties import Tie
from aftersail.cases.states import OPEN_ORDERS
from aftersail.core.models import Account
from aftersail.fleet.models import ProductFamily
from aftersail.supply.models import KitLine
from aftersail.supply.queries.stock import kits_for


def orders_of_ship(account: Account, vessel_id: UUID, besides: UUID | None = None) -> QuerySet[WorkOrder]:
    """Return the open orders of a ship that the account may see, the newest last."""
    rows = WorkOrder.objects.visible_to(account).filter(case__vessel=vessel_id, state__in=OPEN_ORDERS)
    return (rows.exclude(pk=besides) if besides else rows).order_by("number")


def ties_of_ship(vessel_id: UUID) -> list[Tie]:
    """Return how the open orders of a ship are tied; one query."""
    rows = WorkOrder.objects.filter(case__vessel=vessel_id, state__in=OPEN_ORDERS)
    return [Tie(*row) for row in rows.values_list("pk", "after_id", "visit_with_id")]


def tools_of_family(family: ProductFamily | None) -> list[str]:
    """Return the classes of tools on the kit lists of a family, each once."""
    lines = KitLine.objects.filter(kit__in=kits_for(family)).exclude(tool_class="")
    classes = lines.order_by("kit__code", "line_number").values_list("tool_class", flat=True)
    return list(dict.fromkeys(classes))
