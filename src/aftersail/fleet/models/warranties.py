"""Warranty of single units: what was agreed since, the supplier's term behind ours, and former states."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.equipment import Equipment
from aftersail.fleet.models.products import ProductFamily, ProductModel
from aftersail.fleet.models.promises import WarrantyTerm
from aftersail.fleet.models.vessels import Vessel
from aftersail.fleet.states import WarrantyChange


class SupplierWarranty(Record):
    """A supplier's warranty behind ours: for a model or family, counted as ours is."""

    reach = Reach(shared="what a supplier owes us is read by the house only; the page decides")
    clause = models.CharField(_("clause"), max_length=40, unique=True)
    supplier = models.CharField(_("supplier"), max_length=120)
    model = models.ForeignKey(
        ProductModel, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("model")
    )
    family = models.ForeignKey(
        ProductFamily, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("family")
    )
    months_from_delivery = models.PositiveSmallIntegerField(_("months from delivery"), null=True, blank=True)
    months_from_commissioning = models.PositiveSmallIntegerField(
        _("months from commissioning"), null=True, blank=True
    )
    months_from_shipment = models.PositiveSmallIntegerField(_("months from shipment"), null=True, blank=True)
    hours_limit = models.PositiveIntegerField(_("running hours"), null=True, blank=True)
    claims = models.CharField(_("what to claim"), max_length=200, blank=True)
    claim_within_days = models.PositiveSmallIntegerField(_("claim within (days)"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("supplier warranty")
        ordering = ("supplier", "clause")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="supplier_warranty_ends_after_it_begins",
                violation_error_message=_("A term must end after it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.supplier} {self.clause}"


class WarrantyAdjustment(Record):
    """What was agreed, or happened, to the warranty of one unit; a paper stands behind each."""

    reach = Reach(through=("equipment",))
    equipment = models.ForeignKey(
        Equipment, models.CASCADE, related_name="adjustments", verbose_name=_("equipment")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=WarrantyChange)
    since_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months more"), null=True, blank=True)
    hours = models.PositiveIntegerField(_("running hours more"), null=True, blank=True)
    term = models.ForeignKey(
        WarrantyTerm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("own term")
    )
    paper = models.CharField(_("agreed by (paper)"), max_length=80)
    note = models.CharField(_("note"), max_length=200, blank=True)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("warranty adjustment")
        ordering = ("since_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="adjustment_ends_after_it_begins",
                violation_error_message=_("It must not end before it starts."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since_on} {self.paper}"


class FormerFacts(models.Model):
    """How a unit, a vessel or an adjustment was on record until an instant; written by the database itself.

    The present row tells how it is now; these tell how it was known before, so that a verdict of a past day can be
    given again as it was (docs/decisions/0011).
    """

    reach = Reach(through=("equipment", "vessel"))
    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12)
    subject_id = models.UUIDField()
    equipment = models.ForeignKey(Equipment, models.CASCADE, null=True, related_name="+")
    vessel = models.ForeignKey(Vessel, models.CASCADE, null=True, related_name="+")
    data = models.JSONField()
    known_until = models.DateTimeField()

    class Meta:
        verbose_name = _("former state")
        ordering = ("known_until", "id")
        indexes = (models.Index(fields=("subject_id", "known_until"), name="former_facts_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} < {self.known_until:%Y-%m-%d}"


class FormerTerm(models.Model):
    """How a warranty term or a supplier's was on record until an instant; written by the database itself."""

    reach = Reach(shared="as the terms themselves")
    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12)
    subject_id = models.UUIDField()
    data = models.JSONField()
    known_until = models.DateTimeField()

    class Meta:
        verbose_name = _("former warranty term")
        ordering = ("known_until", "id")
        indexes = (models.Index(fields=("subject_id", "known_until"), name="former_terms_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} < {self.known_until:%Y-%m-%d}"
