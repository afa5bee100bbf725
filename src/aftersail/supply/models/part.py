"""Parts that service consumes, and what may stand in for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import ProductFamily


class Part(Record):
    """A spare part with its price."""

    reach = Reach(shared="the maker's catalogue; prices are shown to the house only")
    number = models.CharField(_("part number"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    family = models.ForeignKey(
        ProductFamily, models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("family")
    )
    unit = models.CharField(_("unit of measure"), max_length=12, default="件")
    price_cny = models.DecimalField(_("price (CNY)"), max_digits=12, decimal_places=2, default=0)
    sale_price_cny = models.DecimalField(
        _("sale price (CNY)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    lead_time_days = models.PositiveSmallIntegerField(_("lead time (days)"), default=14)
    serialised = models.BooleanField(_("has serial numbers"), default=False)
    by_lot = models.BooleanField(_("kept by lot"), default=False)
    old_part_days = models.PositiveSmallIntegerField(
        _("old part due back within (days)"), null=True, blank=True
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("spare part")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class PartAlternate(Record):
    """A part that may stand in for another, one way or both, under a condition."""

    reach = Reach(shared="the maker's catalogue")
    part = models.ForeignKey(
        Part, models.CASCADE, related_name="alternates", verbose_name=_("part"), db_index=False
    )
    alternate = models.ForeignKey(
        Part, models.CASCADE, related_name="stands_in_for", verbose_name=_("alternate")
    )
    both_ways = models.BooleanField(_("both ways"), default=False)
    condition = models.CharField(_("condition"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("alternate part")
        ordering = ("part", "alternate")
        constraints = (
            models.UniqueConstraint(fields=("part", "alternate"), name="alternate_is_named_once"),
            models.CheckConstraint(
                condition=~Q(part=F("alternate")),
                name="part_is_not_its_own_alternate",
                violation_error_message=_("A part is not its own alternate."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.part.number} → {self.alternate.number}"
