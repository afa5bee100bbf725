"""Signatures and the frozen service report; corrections are addenda."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import StoredFile
from aftersail.core.record import Record
from aftersail.visits.models.visit import Visit
from aftersail.visits.states import SignerRole


class Signature(Record):
    """A signature drawn on the screen, with name, post and time."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="signatures", verbose_name=_("visit"), db_index=False
    )
    role = models.CharField(_("signs as"), max_length=10, choices=SignerRole)
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("post"), max_length=60, blank=True)
    signed_at = models.DateTimeField(_("signed"))
    image = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature")
        ordering = ("signed_at",)
        constraints = (models.UniqueConstraint(fields=("visit", "role"), name="each_role_signs_once"),)

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class Addendum(Record):
    """A correction to a signed visit: said beside it, never instead of it."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="addenda", verbose_name=_("visit"))
    text = models.TextField(_("correction"), max_length=4000)
    author_name = models.CharField(max_length=60)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("addendum")
        ordering = ("added_at",)

    def __str__(self) -> str:
        return self.text[:60]


class ServiceReport(Record):
    """A version of the service report as a PDF, frozen by its hash."""

    reach = Reach(through=("visit",))
    number = models.CharField(_("number"), max_length=40)
    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="reports", verbose_name=_("visit"), db_index=False
    )
    edition = models.PositiveSmallIntegerField(_("edition"))
    language = models.CharField(_("language"), max_length=8)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"))

    class Meta:
        verbose_name = _("service report")
        ordering = ("-edition", "language")
        constraints = (
            models.UniqueConstraint(fields=("visit", "edition", "language"), name="report_edition_is_unique"),
        )

    def __str__(self) -> str:
        return f"{self.number} v{self.edition}"
