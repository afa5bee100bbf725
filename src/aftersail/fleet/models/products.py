"""What the maker makes: families and models."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.states import Criticality
from aftersail.people.models import Skill


class ProductFamily(Record):
    """A kind of product; servicing it takes one skill."""

    reach = Reach(shared="the maker's catalogue")
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="families", verbose_name=_("skill")
    )

    alert_months = models.PositiveSmallIntegerField(
        _("obsolescence alert (months ahead)"),
        default=12,
        help_text=_("How long before the end of support, or a last-buy date, people are told."),
    )

    class Meta:
        verbose_name = _("product family")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class ProductModel(Record):
    """A model with its place in the line."""

    reach = Reach(shared="the maker's catalogue")
    code = models.CharField(_("model code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    family = models.ForeignKey(ProductFamily, models.PROTECT, related_name="models", verbose_name=_("family"))
    criticality = models.CharField(_("criticality"), max_length=1, choices=Criticality, default=Criticality.B)
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
    )
    end_of_support_on = models.DateField(_("end of support"), null=True, blank=True)
    legacy = models.BooleanField(_("old model"), default=False)

    class Meta:
        verbose_name = _("product model")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
