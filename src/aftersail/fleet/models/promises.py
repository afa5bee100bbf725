"""What was promised: service targets and warranty terms, chosen by rule."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.customers import Customer
from aftersail.fleet.models.products import ProductFamily, ProductModel
from aftersail.fleet.models.vessels import Vessel
from aftersail.fleet.states import Criticality, LifecycleStage, RepairedPart, RestoreBy, Severity


class BaselineRule(Record):
    """A row of the service baseline: whom it fits, and how fast we promise to be.

    Empty conditions fit everything. The most specific rule wins: contract, then vessel, then product,
    criticality, severity and stage, then the default (HANDBOOK §6).
    """

    reach = Reach(shared="house targets; contract rows are shown only beside the case they were matched to")
    code = models.CharField(_("code"), max_length=40)
    baseline = models.ForeignKey(
        "fleet.ServiceBaseline",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("service baseline"),
        help_text=_("The edition to which the rule belongs; empty for a contract, a customer or a vessel."),
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    contract_number = models.CharField(_("contract"), max_length=40, blank=True)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("vessel")
    )
    family = models.ForeignKey(
        ProductFamily, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("family")
    )
    criticality = models.CharField(_("criticality"), max_length=1, choices=Criticality, blank=True)
    severity = models.CharField(_("severity"), max_length=2, choices=Severity, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=LifecycleStage, blank=True)
    response_hours = models.DecimalField(
        _("response (h)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    onsite_hours = models.DecimalField(
        _("on site (h)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    restore_days = models.DecimalField(
        _("restore (days)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    answer_working_days = models.PositiveSmallIntegerField(_("answer (working days)"), null=True, blank=True)
    restore_by = models.CharField(_("restored by"), max_length=10, choices=RestoreBy, default=RestoreBy.DAYS)
    around_the_clock = models.BooleanField(_("24×7"), default=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("service baseline rule")
        ordering = ("code", "edition")
        constraints = (
            models.UniqueConstraint(fields=("code", "edition"), name="baseline_edition_is_unique"),
        )

    def __str__(self) -> str:
        return f"{self.code} v{self.edition}"


class WarrantyTerm(Record):
    """A warranty clause: how long, from when, what it covers."""

    reach = Reach(shared="standard clauses; the verdict names the clause to the customer anyway")
    clause = models.CharField(_("clause"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    model = models.ForeignKey(
        ProductModel, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("model")
    )
    family = models.ForeignKey(
        ProductFamily, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("family")
    )
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("vessel")
    )
    months_from_delivery = models.PositiveSmallIntegerField(_("months from delivery"), null=True, blank=True)
    months_from_commissioning = models.PositiveSmallIntegerField(
        _("months from commissioning"), null=True, blank=True
    )
    months_from_shipment = models.PositiveSmallIntegerField(_("months from shipment"), null=True, blank=True)
    hours_limit = models.PositiveIntegerField(_("running hours"), null=True, blank=True)
    covers_parts = models.BooleanField(_("parts"), default=True)
    covers_labour = models.BooleanField(_("labour"), default=True)
    covers_travel = models.BooleanField(_("travel"), default=True)
    parts_months = models.PositiveSmallIntegerField(_("parts for (months)"), null=True, blank=True)
    labour_months = models.PositiveSmallIntegerField(_("labour for (months)"), null=True, blank=True)
    travel_months = models.PositiveSmallIntegerField(_("travel for (months)"), null=True, blank=True)
    extends_to_parts = models.BooleanField(_("holds for the parts of a unit"), default=True)
    repaired = models.CharField(
        _("a repaired part gets"), max_length=10, choices=RepairedPart, default=RepairedPart.REMAINDER
    )
    repaired_months = models.PositiveSmallIntegerField(_("repaired part (months)"), null=True, blank=True)
    standstill_extends = models.BooleanField(_("days of suspension are added"), default=True)
    excluded_causes = ArrayField(
        models.CharField(max_length=20), verbose_name=_("excluded causes"), default=list, blank=True
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("warranty term")
        ordering = ("clause",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="warranty_ends_after_it_begins",
                violation_error_message=_("A term must end after it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.clause} {self.title}"
