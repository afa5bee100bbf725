"""Tools, their loans and calibrations, and the review of work that a failed one was used for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.people.models import Staff, Station
from aftersail.supply.states import CalibrationResult, ImpactVerdict, ToolState


class Tool(Record):
    """A tool or measuring instrument with its asset number."""

    reach = Reach(columns=("station_id",))
    asset_number = models.CharField(_("asset number"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    tool_class = models.CharField(_("class"), max_length=40)
    measuring_range = models.CharField(_("range"), max_length=60, blank=True)
    accuracy = models.CharField(_("accuracy"), max_length=60, blank=True)
    station = models.ForeignKey(Station, models.PROTECT, related_name="tools", verbose_name=_("station"))
    interval_months = models.PositiveSmallIntegerField(
        _("calibration interval (months)"),
        null=True,
        blank=True,
        help_text=_("Empty: the tool needs no calibration."),
    )
    calibrated_on = models.DateField(_("last good calibration"), null=True, blank=True)
    due_on = models.DateField(_("calibration due"), null=True, blank=True)
    limits = models.CharField(_("limits of use"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=ToolState, default=ToolState.AVAILABLE)

    class Meta:
        verbose_name = _("tool")
        ordering = ("asset_number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(interval_months__isnull=True) | Q(interval_months__range=(1, 120)),
                name="interval_is_sensible",
                violation_error_message=_("A calibration interval lies between 1 and 120 months."),
            ),
        )
        indexes = (models.Index(fields=("due_on",), name="tools_by_due_day"),)

    def __str__(self) -> str:
        return f"{self.asset_number} {self.name}"


class ToolLoan(Record):
    """A tool in somebody's hands."""

    reach = Reach(through=("tool",))
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="loans", verbose_name=_("tool"))
    borrower = models.ForeignKey(Staff, models.PROTECT, related_name="loans", verbose_name=_("borrower"))
    borrowed_at = models.DateTimeField(_("borrowed"))
    due_on = models.DateField(_("due back"))
    condition_out = models.CharField(_("condition when taken"), max_length=200, blank=True)
    given_back_at = models.DateTimeField(_("given back"), null=True, blank=True)
    condition_in = models.CharField(_("condition when given back"), max_length=200, blank=True)
    damaged = models.BooleanField(_("damaged"), default=False)

    class Meta:
        verbose_name = _("loan")
        ordering = ("-borrowed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("tool",), condition=Q(given_back_at__isnull=True), name="tool_is_lent_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.tool_id} → {self.borrower_id}"


class Calibration(Record):
    """One calibration with its certificate."""

    reach = Reach(through=("tool",))
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="calibrations", verbose_name=_("tool"))
    calibrated_on = models.DateField(_("calibrated on"))
    body = models.CharField(_("calibration body"), max_length=120)
    certificate_number = models.CharField(_("certificate number"), max_length=60)
    result = models.CharField(_("result"), max_length=8, choices=CalibrationResult)
    limits = models.CharField(_("limits of use"), max_length=200, blank=True)
    due_on = models.DateField(_("next due"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("calibration")
        ordering = ("-calibrated_on", "-at")

    def __str__(self) -> str:
        return f"{self.certificate_number} {self.get_result_display()}"


class ImpactReview(Record):
    """The review of what was done with a tool between its last good calibration and the one it failed."""

    reach = Reach(through=("tool",))
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="reviews", verbose_name=_("tool"))
    calibration = models.OneToOneField(Calibration, models.PROTECT, related_name="review")
    since_on = models.DateField(_("since"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    conclusion = models.CharField(_("conclusion"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("impact review")
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return f"{self.tool_id} {self.opened_at:%Y-%m-%d}"


class ImpactItem(Record):
    """One piece of work done with the tool, and what the failure means for it.

    `work_ref` and `page` name a record of a later chapter, which listed it here.
    """

    reach = Reach(through=("review",))
    review = models.ForeignKey(
        ImpactReview, models.CASCADE, related_name="items", verbose_name=_("review"), db_index=False
    )
    work_ref = models.UUIDField(_("work"))
    work_label = models.CharField(_("work"), max_length=120)
    page = models.CharField(max_length=60, blank=True)
    worked_at = models.DateTimeField(_("done"))
    verdict = models.CharField(_("effect"), max_length=8, choices=ImpactVerdict, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    judged_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("judged by")
    )
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)

    class Meta:
        verbose_name = _("work to be judged")
        ordering = ("worked_at",)
        constraints = (models.UniqueConstraint(fields=("review", "work_ref"), name="work_is_judged_once"),)

    def __str__(self) -> str:
        return self.work_label
