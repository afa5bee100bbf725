"""Rollups behind the figures, so that a page never groups a million rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach


class CaseRollup(models.Model):
    """Cases reported in a month, by station, stage and owner; refreshed in the background.

    Merged, rejected and cancelled cases are left out. `late` counts cases that missed the restoration date or have
    passed their next due instant.
    """

    reach = Reach(shared="aggregates; pages restrict them to the house")
    month = models.DateField(_("month"))
    station_id = models.UUIDField(null=True)
    stage = models.CharField(max_length=20)
    owner_id = models.UUIDField(null=True)
    cases = models.PositiveIntegerField(default=0)
    open_cases = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0)
    cost_cny = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("monthly rollup")
        constraints = (
            models.UniqueConstraint(
                fields=("month", "station_id", "stage", "owner_id"),
                nulls_distinct=False,
                name="rollup_cell_is_kept_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.stage} {self.cases}"


class RollupMonth(models.Model):
    """When a month was last counted, and whether one of its cases has changed since."""

    reach = Reach(shared="holds months and nothing else")
    month = models.DateField(_("month"), primary_key=True)
    dirty = models.BooleanField(default=True)
    refreshed_at = models.DateTimeField(_("counted"), null=True)

    class Meta:
        verbose_name = _("month counted")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
