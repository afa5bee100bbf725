"""One searchable line per record, in Chinese and English."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach, VisibleQuerySet


class SearchEntry(models.Model):
    """What search knows of a record; `terms` are words and Chinese bigrams (see `core.search`)."""

    reach: ClassVar[Reach] = Reach(keys="keys")
    subject_id = models.UUIDField(primary_key=True)
    subject_type = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    detail = models.CharField(max_length=300, blank=True)
    terms = ArrayField(models.CharField(max_length=40), default=list)
    keys = ArrayField(models.UUIDField(), default=list)
    house_only = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        indexes = (
            GinIndex(fields=("terms",), name="search_terms"),
            models.Index(fields=("-at",), name="search_by_time"),
        )

    def __str__(self) -> str:
        return self.title
