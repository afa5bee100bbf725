"""The append-only, hash-chained log of everything that was done: audit trail, timeline and event source."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach, VisibleQuerySet


class LogEntry(models.Model):
    """One thing that happened.

    The database itself fills `lane`, `place`, `previous` and `digest` (see the migration): entries of a lane form
    a chain in which each digest covers the entry and the digest before it. Updates and deletes are refused.
    """

    reach: ClassVar[Reach] = Reach(keys="keys", own="account_id")
    at = models.DateTimeField(_("when"))
    event = models.CharField(_("what"), max_length=60)
    account_id = models.UUIDField(_("who"), null=True)
    account_name = models.CharField(_("name"), max_length=60, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    thread_id = models.UUIDField(null=True)
    for_customer = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    keys = ArrayField(models.UUIDField(), default=list)
    recorded_at = models.DateTimeField(db_default=Now())
    lane = models.SmallIntegerField(default=0)
    place = models.BigIntegerField(default=0)
    previous = models.BinaryField(default=b"")
    digest = models.BinaryField(default=b"")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("log entry")
        indexes = (
            models.Index(fields=("thread_id", "at"), name="log_by_thread"),
            models.Index(fields=("subject_id",), name="log_by_subject"),
            models.Index(fields=("-recorded_at",), name="log_by_time"),
        )
        constraints = (models.UniqueConstraint(fields=("lane", "place"), name="log_place_is_taken_once"),)

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"
