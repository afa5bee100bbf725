"""What an engineer takes along: parts and tools by product family and procedure."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import ProductFamily
from aftersail.supply.models.part import Part


class KitTemplate(Record):
    """A list for one kind of work; `procedure_code` names a work procedure of a later chapter, empty for any."""

    reach = Reach(shared="the maker's working instructions")
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    family = models.ForeignKey(
        ProductFamily, models.PROTECT, null=True, blank=True, related_name="kits", verbose_name=_("family")
    )
    procedure_code = models.CharField(_("procedure"), max_length=30, blank=True, db_index=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("kit list")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class KitLine(Record):
    """A part, or a class of tools, of a kit list."""

    reach = Reach(shared="the maker's working instructions")
    kit = models.ForeignKey(
        KitTemplate, models.CASCADE, related_name="lines", verbose_name=_("kit list"), db_index=False
    )
    line_number = models.PositiveSmallIntegerField(_("line number"))
    part = models.ForeignKey(
        Part, models.PROTECT, null=True, blank=True, related_name="kit_lines", verbose_name=_("part")
    )
    tool_class = models.CharField(_("class of tool"), max_length=40, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kit line")
        ordering = ("kit", "line_number")
        constraints = (
            models.UniqueConstraint(fields=("kit", "line_number"), name="kit_lines_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(part__isnull=False, tool_class="") | (Q(part__isnull=True) & ~Q(tool_class="")),
                name="kit_line_is_part_or_tool",
                violation_error_message=_("A line names either a part or a class of tools."),
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="kit_line_is_counted_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.kit.code} {self.part.number if self.part else self.tool_class}"
