"""Photos taken on board: told of in their place among the work, their bytes following when the network allows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account, StoredFile
from aftersail.core.record import Record
from aftersail.visits.models.records import VisitStep
from aftersail.visits.models.visit import Visit


class VisitPhoto(Record):
    """A photo by its size and SHA-256; `received` bytes of it are here, and `file` once it is whole."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photos", verbose_name=_("visit"))
    step = models.ForeignKey(
        VisitStep, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("step")
    )
    taken_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("taken by"))
    moment = models.CharField(_("shows"), max_length=10)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("photo taken"))
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(_("bytes received"), default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("photo on board")
        ordering = ("taken_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(size__gt=0, received__lte=models.F("size")), name="photo_arrives_within_its_size"
            ),
        )

    def __str__(self) -> str:
        return self.caption or str(self.pk)
