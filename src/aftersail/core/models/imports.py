"""What came in from a file: the batch, and what became of every row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models.account import Account
from aftersail.core.models.files import StoredFile
from aftersail.core.record import Record


class ImportState(models.TextChoices):
    """How far a batch has come."""

    UPLOADED = "uploaded", _("Uploaded")
    CHECKED = "checked", _("Checked")
    COMMITTED = "committed", _("Committed")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Failed")


class ImportBatch(Record):
    """One file brought into one register under one mapping."""

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="imports")
    register = models.CharField(_("register"), max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    mapping = models.JSONField(_("mapping"), default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    rows_in = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    issues = models.JSONField(default=list)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.register} {self.created_at:%Y-%m-%d %H:%M}"


class ImportedRow(models.Model):
    """What one row of a batch did to one record, so that it can be undone."""

    reach = Reach(through=("batch",))
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    subject_id = models.UUIDField(db_index=True)
    before = models.JSONField(null=True)

    class Meta:
        verbose_name = _("imported row")

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row}"
