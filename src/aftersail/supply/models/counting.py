"""Stock on its way between places, and stock counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.people.models import Staff
from aftersail.supply.models.part import Part
from aftersail.supply.models.place import StockPlace
from aftersail.supply.states import CountState, TransferState


class Transfer(Record):
    """A quantity sent from one place to another; between sending and receiving it lies in transit."""

    reach = Reach(through=("source", "target"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    source = models.ForeignKey(
        StockPlace, models.PROTECT, related_name="transfers_out", verbose_name=_("from")
    )
    target = models.ForeignKey(
        StockPlace, models.PROTECT, related_name="transfers_in", verbose_name=_("into")
    )
    part = models.ForeignKey(Part, models.PROTECT, related_name="transfers", verbose_name=_("part"))
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(_("state"), max_length=10, choices=TransferState, default=TransferState.ASKED)
    waybill = models.CharField(_("waybill"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    received = models.PositiveIntegerField(_("quantity received"), null=True, blank=True)

    class Meta:
        verbose_name = _("transfer")
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="transfer_is_counted_from_one"),
        )

    def __str__(self) -> str:
        return self.number


class StockCount(Record):
    """A blind count of a place: who counts does not see what should lie there."""

    reach = Reach(through=("place",))
    number = models.CharField(_("number"), max_length=40, unique=True)
    place = models.ForeignKey(StockPlace, models.PROTECT, related_name="counts", verbose_name=_("place"))
    state = models.CharField(_("state"), max_length=10, choices=CountState, default=CountState.COUNTING)
    opened_at = models.DateTimeField(_("opened"))
    counter = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("counted by")
    )
    counted_at = models.DateTimeField(_("counted"), null=True, blank=True)
    approver = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    posted_at = models.DateTimeField(_("posted"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stock count")
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return self.number


class CountLine(Record):
    """One part (lot, serial) of a count: what the books said when it was handed in, and what was found."""

    reach = Reach(through=("count",))
    count = models.ForeignKey(
        StockCount, models.CASCADE, related_name="lines", verbose_name=_("count"), db_index=False
    )
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", verbose_name=_("part"))
    lot = models.CharField(_("lot"), max_length=40, blank=True)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    booked = models.IntegerField(_("booked"), null=True, blank=True)
    found = models.IntegerField(_("found"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("count line")
        ordering = ("part__number", "lot", "serial")
        constraints = (
            models.UniqueConstraint(fields=("count", "part", "lot", "serial"), name="count_line_is_unique"),
            models.CheckConstraint(condition=Q(found__isnull=True) | Q(found__gte=0), name="nobody_finds_less_than_nothing"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.part_id} {self.found}"
