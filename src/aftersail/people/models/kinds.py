"""The words that staff records choose from: kinds of task, kinds of certificate."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record

NOTICE_DAYS = 60
"""How long before its end a certificate counts as ending soon, unless its kind says otherwise (default of the house)."""


ALL_TASKS = UUID("01900000-0000-7000-8000-000000000001")
"""The task type that stands for every task; migrations make it, so that a level may hold for all of them."""


def all_tasks() -> UUID:
    """Return the id of the task type that stands for every task."""
    return ALL_TASKS


class TaskType(Record):
    """What is done with a product: installing, commissioning, repairing, teaching; a dimension of the skill matrix."""

    reach = Reach(shared="names of kinds of work")
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the matrix"), default=0)

    class Meta:
        verbose_name = _("kind of task")
        ordering = ("place", "code")

    def __str__(self) -> str:
        return self.name


class CertificateKind(Record):
    """A kind of licence or permit, and whether it ends."""

    reach = Reach(shared="names of licences")
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    boarding = models.BooleanField(_("permit to board"), default=False)
    never_expires = models.BooleanField(_("never expires"), default=False)
    notice_days = models.PositiveSmallIntegerField(_("notice before the end (days)"), default=NOTICE_DAYS)

    class Meta:
        verbose_name = _("kind of certificate")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name
