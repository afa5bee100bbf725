"""Reads of quotations and parts orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import DecimalField, ExpressionWrapper, F, QuerySet, Sum

from aftersail.core.models import Account
from aftersail.supply.models import PartsOrder
from aftersail.supply.queries.stock import MONEY, one_of
from aftersail.supply.states import MarketState


def orders_for(account: Account) -> QuerySet[PartsOrder]:
    """Return quotations and orders with their totals; the house's drafts are not shown outside."""
    rows: QuerySet[PartsOrder] = PartsOrder.objects.visible_to(account)
    if not account.is_house:
        rows = rows.exclude(state=MarketState.DRAFT)
    price: Any = ExpressionWrapper(F("lines__unit_price_cny") * F("lines__quantity"), output_field=MONEY)
    gain: Any = ExpressionWrapper(
        (F("lines__unit_price_cny") - F("lines__unit_cost_cny")) * F("lines__quantity"), output_field=MONEY
    )
    return rows.annotate(
        total=Sum(price, output_field=DecimalField()), margin=Sum(gain, output_field=DecimalField())
    )


def order_by_id(account: Account, pk: UUID) -> PartsOrder:
    """Return one order."""
    return one_of(orders_for(account).select_related("customer", "vessel", "station"), pk)  # type: ignore[no-any-return]
