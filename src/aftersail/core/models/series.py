"""Numbers that people read aloud, and days that differ from the public calendar."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach


class NumberSeries(models.Model):
    """The last number given in a series `<form>-<station>-<yyyymm>`; locked while the next is taken."""

    reach: ClassVar[Reach] = Reach(shared="counters only")
    key = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")

    def __str__(self) -> str:
        return f"{self.key}-{self.last:04d}"


class CalendarDay(models.Model):
    """A day on which this house works, or does not, against the public calendar."""

    reach: ClassVar[Reach] = Reach(shared="the house calendar is no secret")
    day = models.DateField(_("day"), primary_key=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
