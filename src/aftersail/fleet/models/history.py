"""Maintenance done before or outside Aftersail, imported from logs of any origin."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.equipment import Equipment


class MaintenanceRecord(Record):
    """A past event of a unit, with what the source said of it."""

    reach = Reach(through=("equipment",))
    equipment = models.ForeignKey(
        Equipment, models.CASCADE, related_name="maintenance", verbose_name=_("equipment"), db_index=False
    )
    source = models.CharField(_("source"), max_length=40)
    source_key = models.CharField(_("key in the source"), max_length=64)
    fingerprint = models.CharField(max_length=64, editable=False)
    happened_on = models.DateField(_("date"))
    text = models.CharField(_("description"), max_length=500)
    work_type = models.CharField(_("work type"), max_length=30, blank=True)
    system = models.CharField(_("system"), max_length=80, blank=True)
    part = models.CharField(_("component"), max_length=80, blank=True)
    action = models.CharField(_("action"), max_length=80, blank=True)
    failure_mode = models.CharField(_("failure mode"), max_length=80, blank=True)
    running_hours = models.DecimalField(
        _("running hours"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    cost_cny = models.DecimalField(_("cost"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("maintenance record")
        ordering = ("-happened_on",)
        constraints = (
            models.UniqueConstraint(fields=("source", "source_key"), name="source_row_is_imported_once"),
        )
        indexes = (models.Index(fields=("equipment", "-happened_on"), name="maintenance_of_unit"),)

    def __str__(self) -> str:
        return f"{self.happened_on} {self.text}"
