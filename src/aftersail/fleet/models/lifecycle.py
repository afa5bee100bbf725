"""A hull before delivery: the history of its dates, what must be ready, and the gates it passes."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.vessels import Vessel
from aftersail.fleet.states import GateAnswer, GateState, HullStage, MilestoneKind, ReadinessPart


class MilestoneChange(Record):
    """One date of a hull as it was set: when, by whom, why, and what the change touched (R36). Never rewritten."""

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, related_name="milestone_changes", verbose_name=_("vessel"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MilestoneKind)
    planned_before = models.DateField(_("planned before"), null=True, blank=True)
    planned_on = models.DateField(_("planned"), null=True, blank=True)
    actual_before = models.DateField(_("actual before"), null=True, blank=True)
    actual_on = models.DateField(_("actual"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("changed by"), max_length=60, blank=True)
    effects = models.JSONField(_("effects"), default=list, blank=True)

    class Meta:
        verbose_name = _("change of a milestone")
        ordering = ("-changed_at", "-id")
        indexes = (models.Index(fields=("vessel", "kind", "-changed_at"), name="history_of_milestone"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.planned_on or self.actual_on}"

    @property
    def moved_days(self) -> int | None:
        """How many days the planned date moved; None when there was none before or is none now."""
        if self.planned_before is None or self.planned_on is None or self.planned_before == self.planned_on:
            return None
        return (self.planned_on - self.planned_before).days


class ReadinessItem(Record):
    """One thing that must be ready before a hull is delivered: who, which spares, which training, which papers (R09)."""

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, related_name="readiness", verbose_name=_("vessel"), db_index=False
    )
    part = models.CharField(_("kind"), max_length=10, choices=ReadinessPart)
    title = models.CharField(_("what"), max_length=120)
    title_en = models.CharField(_("English name"), max_length=120, blank=True)
    anchor = models.CharField(
        _("before milestone"), max_length=20, choices=MilestoneKind, default=MilestoneKind.DELIVERY
    )
    days_before = models.PositiveSmallIntegerField(_("days before it"), default=14)
    responsible = models.CharField(_("responsible"), max_length=60, blank=True)
    needed = models.BooleanField(_("needed"), default=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("point of the service plan")
        verbose_name_plural = _("points of the service plan")
        ordering = ("vessel", "part", "title")
        constraints = (
            models.UniqueConstraint(fields=("vessel", "part", "title"), name="readiness_point_is_kept_once"),
        )

    def __str__(self) -> str:
        return self.title


class GateQuestion(Record):
    """A point of the supportability checklist of a gate (R08); the house keeps its own."""

    reach = Reach(shared="the house's checklists")
    gate = models.CharField(_("gate"), max_length=20, choices=HullStage)
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("point"), max_length=200)
    text_en = models.CharField(_("English wording"), max_length=200, blank=True)
    mandatory = models.BooleanField(_("mandatory"), default=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("gate question")
        ordering = ("gate", "code")
        constraints = (models.UniqueConstraint(fields=("gate", "code"), name="gate_question_is_unique"),)

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class GateReview(Record):
    """The review of one hull at one gate: the way into a stage."""

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, related_name="gates", verbose_name=_("vessel"), db_index=False
    )
    gate = models.CharField(_("gate"), max_length=20, choices=HullStage)
    state = models.CharField(_("state"), max_length=8, choices=GateState, default=GateState.OPEN)
    passed_at = models.DateTimeField(_("passed"), null=True, blank=True)
    passed_by = models.CharField(_("passed by"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("gate review")
        ordering = ("vessel", "created_at")
        constraints = (models.UniqueConstraint(fields=("vessel", "gate"), name="gate_is_reviewed_once"),)

    def __str__(self) -> str:
        return f"{self.get_gate_display()}"

    @property
    def thread(self) -> UUID:
        """The vessel, on whose timeline gates stand."""
        return self.vessel_id


class GateItem(Record):
    """One point of a review, copied from the checklist as it was, with its answer."""

    reach = Reach(through=("review",))
    review = models.ForeignKey(
        GateReview, models.CASCADE, related_name="items", verbose_name=_("gate review"), db_index=False
    )
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("point"), max_length=200)
    text_en = models.CharField(_("English wording"), max_length=200, blank=True)
    mandatory = models.BooleanField(_("mandatory"), default=True)
    answer = models.CharField(_("answer"), max_length=8, choices=GateAnswer, default=GateAnswer.OPEN)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    waived_by = models.CharField(_("waived by"), max_length=60, blank=True)
    waiver_reason = models.CharField(_("reason of the waiver"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("point of a gate review")
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=("review", "code"), name="gate_point_stands_once"),
            models.CheckConstraint(
                condition=~Q(answer=GateAnswer.WAIVED) | (~Q(waived_by="") & ~Q(waiver_reason="")),
                name="waiver_bears_name_and_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
