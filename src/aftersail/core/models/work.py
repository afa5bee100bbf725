"""Which reactions to which log entry have been carried out, so that each happens once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach


class Delivery(models.Model):
    """A handler's reaction to a log entry, written in the same transaction as the reaction's effects."""

    reach: ClassVar[Reach] = Reach(shared="bookkeeping of the system's own work; holds no business content")
    entry_id = models.BigIntegerField()
    handler = models.CharField(max_length=120)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reaction carried out")
        constraints = (models.UniqueConstraint(fields=("entry_id", "handler"), name="delivered_once"),)

    def __str__(self) -> str:
        return f"{self.handler} {self.entry_id}"
