"""Parts sold outside warranty: quotation, order, deliveries (R93)."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import Customer, Vessel
from aftersail.people.models import Station
from aftersail.supply.models.part import Part
from aftersail.supply.models.place import StockPlace
from aftersail.supply.states import MarketState


class PartsOrder(Record):
    """A quotation that becomes an order; its customer, its ship's people and the serving station see it."""

    reach = Reach(columns=("customer_id", "vessel_id", "station_id"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="parts_orders", verbose_name=_("customer")
    )
    vessel = models.ForeignKey(
        Vessel, models.PROTECT, null=True, blank=True, related_name="parts_orders", verbose_name=_("vessel")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="parts_orders", verbose_name=_("station")
    )
    state = models.CharField(_("state"), max_length=10, choices=MarketState, default=MarketState.DRAFT)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    customer_reference = models.CharField(_("customer's reference"), max_length=60, blank=True)
    terms = models.CharField(_("terms of delivery and payment"), max_length=300, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    quoted_at = models.DateTimeField(_("quoted"), null=True, blank=True)
    ordered_at = models.DateTimeField(_("ordered"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("parts order")
        ordering = ("-asked_at",)
        indexes = (models.Index(fields=("state", "-asked_at"), name="parts_orders_by_state"),)

    def __str__(self) -> str:
        return self.number


class OrderLine(Record):
    """A part with its price to the customer; the house's cost is kept beside it."""

    reach = Reach(through=("order",))
    order = models.ForeignKey(PartsOrder, models.CASCADE, related_name="lines", verbose_name=_("order"))
    part = models.ForeignKey(Part, models.PROTECT, related_name="order_lines", verbose_name=_("part"))
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price_cny = models.DecimalField(_("unit price (CNY)"), max_digits=12, decimal_places=2)
    unit_cost_cny = models.DecimalField(_("unit cost (CNY)"), max_digits=12, decimal_places=2)
    promised_days = models.PositiveSmallIntegerField(_("promised within (days)"), default=14)
    at_once = models.BooleanField(_("filled from stock at once"), null=True, blank=True)
    delivered = models.PositiveIntegerField(_("delivered"), default=0)
    delivered_at = models.DateTimeField(_("delivered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("order line")
        ordering = ("order", "part__number")
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_is_counted_from_one"),
            models.CheckConstraint(condition=Q(delivered__lte=F("quantity")), name="no_more_than_ordered"),
            models.CheckConstraint(
                condition=Q(unit_price_cny__gte=0, unit_cost_cny__gte=0), name="prices_are_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.part_id} × {self.quantity}"

    @property
    def thread(self) -> UUID:
        """A line's history is told on its order."""
        return self.order_id


class OrderDelivery(Record):
    """A quantity of a line that left the store for the customer."""

    reach = Reach(through=("line",))
    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="deliveries", verbose_name=_("line"))
    place = models.ForeignKey(StockPlace, models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    quantity = models.PositiveIntegerField(_("quantity"))
    delivered_at = models.DateTimeField(_("delivered on"))
    waybill = models.CharField(_("waybill"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("delivery")
        ordering = ("delivered_at",)

    def __str__(self) -> str:
        return f"{self.line_id} × {self.quantity}"
