"""The vocabulary of failures: modes, mechanisms, causes, detection, activity."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.products import ProductFamily
from aftersail.fleet.states import CodeKind


class FailureCode(Record):
    """One code with our own wording; without families it fits every product."""

    reach = Reach(shared="a vocabulary")
    kind = models.CharField(_("kind"), max_length=12, choices=CodeKind)
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    families = models.ManyToManyField(
        ProductFamily, blank=True, related_name="failure_codes", verbose_name=_("families")
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("failure code")
        ordering = ("kind", "code")
        constraints = (models.UniqueConstraint(fields=("kind", "code"), name="failure_code_is_unique"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
