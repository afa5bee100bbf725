"""Files people attach: stored once by content hash, opened only through the record they belong to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record


class StoredFile(Record):
    """A file's name, kind and owner record; the bytes lie under their SHA-256."""

    reach = Reach(keys="keys", own="uploaded_by")
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=30, blank=True)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    for_customer = models.BooleanField(_("shown to the customer"), default=True)
    keys = ArrayField(models.UUIDField(), default=list)

    class Meta:
        verbose_name = _("file")
        ordering = ("created_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether a thumbnail can be shown."""
        return self.media_type in {"image/jpeg", "image/png", "image/webp"}
