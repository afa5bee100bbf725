"""The list of quotations and parts orders."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.supply.lists.stock import station_choices
from aftersail.supply.permissions import MARKET_HOUSE
from aftersail.supply.states import BOUGHT, MarketState

ORDERS = ListSpec(
    page="supply:orders",
    columns=(
        Column("number", _("Number"), kind="whole", sort=True, link="supply:order", title=True),
        Column("state", _("State"), kind="state", choices=MarketState.choices),
        Column("customer", _("Customer"), path="customer__name", english="customer__name_en"),
        Column("vessel", _("Vessel"), path="vessel__name", english="vessel__name_en"),
        Column("total", _("Total"), kind="money", sort=True),
        Column("margin", _("Margin"), kind="money", phone=False, roles=MARKET_HOUSE),
        Column("valid_until", _("Valid until"), sort=True, phone=False),
        Column("asked_at", _("Asked for"), kind="moment", sort=True, phone=False),
        Column("ordered_at", _("Ordered"), kind="moment", sort=True, phone=False),
        Column("delivered_at", _("Delivered"), kind="moment", sort=True, phone=False),
    ),
    default_sort="-asked_at",
    filters=(
        Filter("state", _("State"), choices=MarketState.choices),
        Filter("bought", _("Ordered"), kind="flag", apply=lambda _v, _r: Q(state__in=BOUGHT)),
        Filter("station", _("Station"), path="station_id", choices=station_choices, roles=MARKET_HOUSE),
        Filter("ordered", _("Ordered between"), kind="period", path="ordered_at"),
    ),
    search_paths=("number", "customer__name", "vessel__name", "customer_reference"),
    empty=_("No quotation yet. Parts outside warranty are quoted, ordered and delivered here."),
)
