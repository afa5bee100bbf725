"""What moved, append-only, and what therefore lies where; the database itself keeps the two equal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.supply.models.part import Part
from aftersail.supply.models.place import StockPlace
from aftersail.supply.states import MoveKind


class StockMove(Record):
    """A quantity of one part (of one lot or serial) that went from a place to a place; outside where none is named.

    A trigger adds each move to the balances and refuses what would make one negative; moves are never changed.
    """

    reach = Reach(through=("source", "target"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("kind"), max_length=10, choices=MoveKind, default=MoveKind.RECEIPT)
    part = models.ForeignKey(
        Part, models.PROTECT, related_name="moves", verbose_name=_("part"), db_index=False
    )
    lot = models.CharField(_("lot"), max_length=40, blank=True)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    source = models.ForeignKey(
        StockPlace, models.PROTECT, null=True, blank=True, related_name="moves_out", verbose_name=_("from")
    )
    target = models.ForeignKey(
        StockPlace, models.PROTECT, null=True, blank=True, related_name="moves_in", verbose_name=_("into")
    )
    unit_cost_cny = models.DecimalField(
        _("unit cost (CNY)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    document = models.CharField(_("document"), max_length=40, blank=True)
    about_id = models.UUIDField(null=True, db_index=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("stock move")
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="move_is_counted_from_one"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(target__isnull=False), name="move_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | Q(target__isnull=True) | ~Q(source=F("target")),
                name="move_changes_place",
            ),
            models.CheckConstraint(condition=Q(serial="") | Q(quantity=1), name="serial_moves_alone"),
        )
        indexes = (models.Index(fields=("-at",), name="moves_by_time"), models.Index(fields=("part", "-at"), name="moves_of_part"))  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quantity}"


class StockBalance(Record):
    """How many of a lot or serial lie in a place."""

    reach = Reach(through=("place",))
    place = models.ForeignKey(
        StockPlace, models.PROTECT, related_name="balances", verbose_name=_("place"), db_index=False
    )
    part = models.ForeignKey(Part, models.PROTECT, related_name="balances", verbose_name=_("part"))
    lot = models.CharField(_("lot"), max_length=40, blank=True)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    quantity = models.IntegerField(_("quantity"), default=0)

    class Meta:
        verbose_name = _("stock by lot")
        constraints = (
            models.UniqueConstraint(fields=("place", "part", "lot", "serial"), name="balance_is_kept_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="lot_is_never_negative"),
            models.CheckConstraint(condition=Q(serial="") | Q(quantity__lte=1), name="serial_is_single"),
            models.UniqueConstraint(
                fields=("part", "serial"),
                condition=Q(quantity__gt=0) & ~Q(serial=""),
                name="serial_lies_in_one_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quantity}"


class StockTotal(Record):
    """How many of a part lie in a place, and how many of them are held for issues; the row that everybody locks."""

    reach = Reach(through=("place",))
    place = models.ForeignKey(
        StockPlace, models.PROTECT, related_name="totals", verbose_name=_("place"), db_index=False
    )
    part = models.ForeignKey(Part, models.PROTECT, related_name="totals", verbose_name=_("part"))
    quantity = models.IntegerField(_("quantity"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0)

    class Meta:
        verbose_name = _("stock")
        constraints = (
            models.UniqueConstraint(fields=("place", "part"), name="total_is_kept_once"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, quantity__gte=F("reserved")), name="stock_is_never_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.quantity}"
