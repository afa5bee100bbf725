"""Figures of the supply chapter: fill rate, backorder days, calibration compliance, margin, lead time."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from aftersail.core.figures import Figure, no_data, quantile_figure, ratio, share
from aftersail.core.models import Account
from aftersail.supply.lists.tool import in_service, out_of_date
from aftersail.supply.models import OrderLine, PartIssue, PartsOrder, Tool
from aftersail.supply.rules.market import margin_percent
from aftersail.supply.states import BOUGHT, IssueState, MarketState

DAY_S = 86_400


def fill_rate(rows: QuerySet[PartIssue]) -> Figure:
    """Return issues filled from stock at once / issues decided, in percent."""
    decided = rows.exclude(at_once=None)
    return share(decided.filter(at_once=True).count(), decided.count())


def backorder_days(rows: QuerySet[PartIssue], now: datetime) -> Figure:
    """Return the median days that backordered issues waited; those that wait still count up to now."""
    waits = (
        rows.exclude(backordered_at=None)
        .exclude(state=IssueState.CANCELLED)
        .values_list("backordered_at", "reserved_at")
    )
    return quantile_figure(
        [((end or now) - start).total_seconds() / DAY_S for start, end in waits if start], 0.5, "d"
    )


def calibration_compliance(account: Account) -> Figure:
    """Return tools in date / tools in service that need calibration, in percent; those at calibration are left out."""
    rows: QuerySet[Tool] = Tool.objects.visible_to(account).filter(in_service())
    late = rows.filter(out_of_date()).count()
    return share(rows.count() - late, rows.count())


def market_figures(account: Account) -> dict[str, Figure]:
    """Return quotations won, fill rate, lead time and margin of parts sold outside warranty."""
    orders: QuerySet[PartsOrder] = PartsOrder.objects.visible_to(account)
    lines: QuerySet[OrderLine] = OrderLine.objects.visible_to(account).filter(order__state__in=BOUGHT)
    settled = orders.filter(state__in=(*BOUGHT, MarketState.DECLINED))
    filled = lines.exclude(at_once=None)
    money: list[tuple[Decimal, Decimal, int]] = list(
        lines.values_list("unit_price_cny", "unit_cost_cny", "quantity")
    )
    spans = lines.exclude(delivered_at=None).values_list("order__ordered_at", "delivered_at")
    earned = margin_percent(money)
    revenue = sum((price * n for price, _cost, n in money), Decimal(0))
    margin = no_data("%") if earned is None else ratio(float(earned) / 100, 1.0, "%", len(money), scale=100)
    return {
        "won": share(settled.filter(state__in=BOUGHT).count(), settled.count()),
        "filled": share(filled.filter(at_once=True).count(), filled.count()),
        "lead": quantile_figure(
            [(end - start).total_seconds() / DAY_S for start, end in spans if start and end], 0.5, "d"
        ),
        "margin": margin,
        "revenue": Figure(float(revenue), "CNY", len(money)) if money else no_data("CNY"),
    }


def lines_behind(account: Account, which: str) -> Any:
    """Return the order lines behind a market figure."""
    rows = (
        OrderLine.objects.visible_to(account).filter(order__state__in=BOUGHT).select_related("order", "part")
    )
    conditions = {"filled": ~Q(at_once=None), "lead": ~Q(delivered_at=None)}
    return rows.filter(conditions.get(which, Q())).order_by("-order__ordered_at")
