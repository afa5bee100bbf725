"""Units aboard: a tree with serial numbers and running hours."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.lineage import ProductVersion
from aftersail.fleet.models.products import ProductModel
from aftersail.fleet.models.vessels import Vessel
from aftersail.fleet.states import TreeLevel


def new_label_token() -> str:
    """Return the unguessable part of the address printed on a unit's QR label (96 bits)."""
    return secrets.token_urlsafe(12)


class Equipment(Record):
    """A unit aboard a vessel, or a part of one."""

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(
        Vessel, models.PROTECT, related_name="equipment", verbose_name=_("vessel"), db_index=False
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    model = models.ForeignKey(
        ProductModel, models.PROTECT, related_name="units", verbose_name=_("model"), db_index=False
    )
    serial_number = models.CharField(_("serial number"), max_length=60)
    name = models.CharField(_("name aboard"), max_length=120)
    level = models.CharField(_("tree level"), max_length=8, choices=TreeLevel, blank=True)
    position = models.CharField(_("position in the bill"), max_length=30, blank=True)
    product_version = models.ForeignKey(
        ProductVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("product version"),
    )
    function_code = models.CharField(_("function code"), max_length=30, blank=True)
    location = models.CharField(_("location"), max_length=80, blank=True)
    batch = models.CharField(_("batch"), max_length=30, blank=True)
    software_version = models.CharField(_("software version"), max_length=30, blank=True)
    shipped_on = models.DateField(_("shipped"), null=True, blank=True)
    commissioned_on = models.DateField(_("commissioned"), null=True, blank=True)
    removed_on = models.DateField(_("removed"), null=True, blank=True)
    running_hours = models.DecimalField(
        _("running hours"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    running_hours_at = models.DateTimeField(_("meter read at"), null=True, blank=True)
    label_token = models.CharField(max_length=24, unique=True, default=new_label_token, editable=False)

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        ordering = ("function_code", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("model", "serial_number"), name="serial_is_unique_within_a_model"
            ),
            models.CheckConstraint(
                condition=Q(running_hours=None) | Q(running_hours__gte=0),
                name="running_hours_not_negative",
                violation_error_message=_("Running hours cannot be negative."),
            ),
        )
        indexes = (models.Index(fields=("vessel", "parent"), name="equipment_tree"),)

    def __str__(self) -> str:
        return f"{self.name} {self.serial_number}"
