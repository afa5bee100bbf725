"""Editions of the service baseline: whose product, in which state, from when; and the services beside the clocks."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.fleet.models.products import ProductFamily
from aftersail.fleet.states import LIVE_BASELINE, BaselineState, Criticality

EVERY_FAMILY = "00000000-0000-0000-0000-000000000000"


class ServiceBaseline(Record):
    """An edition of the baseline of one product family, or without a family the house's default for all.

    Its clocks are the `BaselineRule`s that name it. Once in force nothing of it changes but its last day.
    """

    reach = Reach(shared="house targets, as the rules that belong to it")
    code = models.CharField(_("code"), max_length=30, unique=True)
    family = models.ForeignKey(
        ProductFamily,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="baselines",
        verbose_name=_("family"),
        help_text=_("Empty: the house's default, for every product without a target of its own."),
        db_index=False,
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    title = models.CharField(_("title"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=BaselineState, default=BaselineState.DRAFT)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = models.TextField(_("reason for this edition"), max_length=1000, blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("based on")
    )
    same_port_factor = models.DecimalField(
        _("same port ×"), max_digits=4, decimal_places=2, default=Decimal("0.50")
    )
    same_area_factor = models.DecimalField(
        _("same area ×"), max_digits=4, decimal_places=2, default=Decimal("1.00")
    )
    other_area_factor = models.DecimalField(
        _("other area ×"), max_digits=4, decimal_places=2, default=Decimal("2.00")
    )
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    enforced_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("service baseline")
        ordering = ("family__code", "-edition")
        constraints = (
            models.UniqueConstraint(
                fields=("family", "edition"), nulls_distinct=False, name="baseline_edition_of_a_family_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="baseline_ends_after_it_begins",
                violation_error_message=_("A baseline must not end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*LIVE_BASELINE]) | Q(valid_from__isnull=False),
                name="baseline_in_force_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(same_port_factor__gt=0, same_area_factor__gt=0, other_area_factor__gt=0),
                name="area_factors_are_positive",
                violation_error_message=_("Area factors must be positive."),
            ),
            ExclusionConstraint(
                name="one_baseline_of_a_family_at_a_time",
                expressions=[
                    (Coalesce("family_id", Value(EVERY_FAMILY, output_field=models.UUIDField())), RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_until", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=[*LIVE_BASELINE]),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class BaselineServices(Record):
    """What an edition promises for one criticality beside its clocks (R74)."""

    reach = Reach(shared="house promises, as the edition they belong to")
    baseline = models.ForeignKey(
        ServiceBaseline,
        models.CASCADE,
        related_name="services",
        verbose_name=_("service baseline"),
        db_index=False,
    )
    criticality = models.CharField(_("criticality"), max_length=1, choices=Criticality)
    inspection_months = models.PositiveSmallIntegerField(
        _("inspection every (months)"), null=True, blank=True
    )
    training_hours = models.DecimalField(
        _("training (h)"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    first_visit_days = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("return visits after delivery (days)"),
        default=list,
        blank=True,
    )
    visit_months = models.PositiveSmallIntegerField(_("then every (months)"), null=True, blank=True)
    closure_visit_days = models.PositiveSmallIntegerField(
        _("return visit after an S1 or S2 case (days)"), null=True, blank=True
    )
    design_visit_months = models.PositiveSmallIntegerField(
        _("design return visit of old models every (months)"), null=True, blank=True
    )
    spares = ArrayField(models.CharField(max_length=120), verbose_name=_("spares"), default=list, blank=True)
    documents = ArrayField(
        models.CharField(max_length=120), verbose_name=_("documents"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("services of a baseline")
        ordering = ("baseline", "criticality")
        constraints = (
            models.UniqueConstraint(fields=("baseline", "criticality"), name="services_once_a_criticality"),
        )

    def __str__(self) -> str:
        return f"{self.baseline.code} {self.criticality}"
