"""What is written down during a visit: steps, hours, findings, parts, cost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import Equipment, FailureCode
from aftersail.people.models import Staff
from aftersail.supply.models import Part, PartIssue, StockPlace, Tool
from aftersail.visits.models.visit import Visit
from aftersail.visits.states import CostKind, HoursKind, StepResult


class VisitStep(Record):
    """One step of the procedure as carried out."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="steps", verbose_name=_("visit"), db_index=False
    )
    place = models.PositiveSmallIntegerField(_("step"))
    text = models.CharField(_("text"), max_length=300)
    text_en = models.CharField(_("English text"), max_length=300, blank=True)
    required = models.BooleanField(_("required"), default=True)
    hold_point = models.BooleanField(_("hold point"), default=False)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    low = models.DecimalField(_("low limit"), max_digits=12, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(_("high limit"), max_digits=12, decimal_places=3, null=True, blank=True)
    reading = models.DecimalField(_("reading"), max_digits=12, decimal_places=3, null=True, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=StepResult, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    skip_approved_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skipping approved by")
    )

    class Meta:
        verbose_name = _("step")
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("visit", "place"), name="steps_are_numbered_once"),)

    def __str__(self) -> str:
        return f"{self.place}. {self.text}"


class HoursEntry(Record):
    """Hours of one person for one kind of time."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="hours", verbose_name=_("visit"), db_index=False
    )
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=8, choices=HoursKind)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)

    class Meta:
        verbose_name = _("hours")
        constraints = (
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=500), name="hours_are_positive"),
            models.UniqueConstraint(fields=("visit", "staff", "kind"), name="hours_are_stated_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.hours}"


class Finding(Record):
    """What was found wrong, coded by mode, mechanism and cause as three separate facts."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="findings", verbose_name=_("visit"))
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("equipment")
    )
    item = models.CharField(_("item"), max_length=120, blank=True)
    mode = models.ForeignKey(FailureCode, models.PROTECT, related_name="+", verbose_name=_("failure mode"))
    mechanism = models.ForeignKey(
        FailureCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("failure mechanism"),
    )
    cause = models.ForeignKey(
        FailureCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("failure cause")
    )
    activity = models.ForeignKey(
        FailureCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    text = models.CharField(_("finding"), max_length=500)

    class Meta:
        verbose_name = _("finding")

    def __str__(self) -> str:
        return self.text[:60]


class PartUse(Record):
    """A part put in or taken out, with serial numbers."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="parts", verbose_name=_("visit"))
    part = models.ForeignKey(Part, models.PROTECT, related_name="uses", verbose_name=_("part"))
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    serial_in = models.CharField(_("serial in"), max_length=60, blank=True)
    serial_out = models.CharField(_("serial out"), max_length=60, blank=True)
    source = models.ForeignKey(
        StockPlace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken from")
    )
    issue = models.ForeignKey(
        PartIssue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("part issue")
    )

    class Meta:
        verbose_name = _("part used")
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="part_use_is_counted_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.part_id} × {self.quantity}"


class ToolUse(Record):
    """A tool that a visit was done with, so that a failed calibration finds the visit again."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="tools", verbose_name=_("visit"), db_index=False
    )
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="uses", verbose_name=_("tool"))
    used_at = models.DateTimeField(_("used"))
    note = models.CharField(_("what for"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("tool used")
        ordering = ("used_at",)
        constraints = (models.UniqueConstraint(fields=("visit", "tool"), name="tool_is_named_once_a_visit"),)

    def __str__(self) -> str:
        return f"{self.tool_id}"


class CostLine(Record):
    """Money spent on a visit; never shown to customers."""

    reach = Reach(through=("visit",))
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="costs", verbose_name=_("visit"))
    kind = models.CharField(_("kind"), max_length=8, choices=CostKind)
    amount_cny = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    hq_reference_cny = models.DecimalField(
        _("if sent from headquarters"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cost line")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_cny}"
