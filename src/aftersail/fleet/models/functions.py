"""Function codes: what a place aboard is for, in the scheme that a ship's owner works with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record


class FunctionCodeScheme(Record):
    """A scheme of function codes; each vessel is broken down by one."""

    reach = Reach(shared="a vocabulary")
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    closed = models.BooleanField(
        _("only listed codes"), default=False, help_text=_("Units may bear only codes that the scheme has.")
    )

    class Meta:
        verbose_name = _("function code scheme")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class FunctionCode(Record):
    """One code of a scheme, below another one or at the top."""

    reach = Reach(shared="a vocabulary")
    scheme = models.ForeignKey(
        FunctionCodeScheme, models.CASCADE, related_name="codes", verbose_name=_("scheme"), db_index=False
    )
    code = models.CharField(_("function code"), max_length=30)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name=_("below")
    )

    class Meta:
        verbose_name = _("function code")
        ordering = ("scheme", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "code"), name="function_code_is_unique_within_its_scheme"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
