"""Parts that service consumes."""

from __future__ import annotations

from django.db import models
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
    lead_time_days = models.PositiveSmallIntegerField(_("lead time (days)"), default=14)
    serialised = models.BooleanField(_("has serial numbers"), default=False)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("spare part")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
