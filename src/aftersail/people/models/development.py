"""What stations need and how people grow towards it: requirements, development plans, trainings of our own staff."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.people.models.kinds import TaskType, all_tasks
from aftersail.people.models.places import Station
from aftersail.people.models.staff import OfStaff, Skill, Staff

REAL_LEVEL = _("A level lies between 1 and 4.")


class SkillRequirement(Record):
    """How many people a station needs at a level of a skill (R27)."""

    reach = Reach(shared="what a station should be able to do; no person in it")
    station = models.ForeignKey(
        Station, models.CASCADE, related_name="requirements", verbose_name=_("station"), db_index=False
    )
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="requirements", verbose_name=_("skill"))
    task = models.ForeignKey(
        TaskType, models.PROTECT, default=all_tasks, related_name="+", verbose_name=_("kind of task")
    )
    level = models.PositiveSmallIntegerField(_("level"), default=2)
    people = models.PositiveSmallIntegerField(_("people needed"), default=2)

    class Meta:
        verbose_name = _("skill requirement")
        ordering = ("station__code", "skill__code")
        constraints = (
            models.UniqueConstraint(
                fields=("station", "skill", "task", "level"),
                name="requirement_is_stated_once",
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, 4)), name="requirement_is_a_real_level",
                violation_error_message=REAL_LEVEL,
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1), name="requirement_needs_somebody",
                violation_error_message=_("A requirement needs at least one person."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.station} · {self.skill} ≥ {self.level}: {self.people}"


class DevelopmentPlan(OfStaff, Record):
    """What a person is to learn in a period, agreed with a mentor (R35)."""

    reach = Reach(shared="what somebody is to learn; planning reads it, no rating in it")
    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="plans", verbose_name=_("staff member"), db_index=False
    )
    title = models.CharField(_("title"), max_length=80)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    mentor = models.ForeignKey(
        Staff, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("mentor")
    )

    class Meta:
        verbose_name = _("development plan")
        ordering = ("-first_day",)
        constraints = (
            models.UniqueConstraint(fields=("staff", "first_day"), name="plan_begins_once"),
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="plan_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.staff} · {self.title}"


class PlanItem(Record):
    """One step of a plan: from the level held to the level wanted, how, with whom, by when."""

    reach = Reach(shared="what somebody is to learn; planning reads it, no rating in it")

    class How(models.TextChoices):
        """By which way."""

        COURSE = "course", _("Course")
        MENTOR = "mentor", _("Work beside a mentor")
        ROTATION = "rotation", _("Posting elsewhere")
        SELF_STUDY = "self_study", _("Reading and exercise")
        CERTIFICATE = "certificate", _("Examination for a certificate")

    plan = models.ForeignKey(
        DevelopmentPlan,
        models.CASCADE,
        related_name="items",
        verbose_name=_("development plan"),
        db_index=False,
    )
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("skill"))
    task = models.ForeignKey(
        TaskType, models.PROTECT, default=all_tasks, related_name="+", verbose_name=_("kind of task")
    )
    target_level = models.PositiveSmallIntegerField(_("target level"))
    how = models.CharField(_("how"), max_length=12, choices=How, default=How.MENTOR)
    mentor = models.ForeignKey(
        Staff, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("mentor")
    )
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("step of a plan")
        ordering = ("due_on",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "skill", "task"), name="plan_names_a_skill_once"
            ),
            models.CheckConstraint(
                condition=Q(target_level__range=(1, 4)), name="plan_aims_at_a_real_level",
                violation_error_message=REAL_LEVEL,
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.skill} → {self.target_level}"

    def reach_keys(self) -> list[UUID]:
        """Return the station of the person whose plan it is."""
        return self.plan.reach_keys()


class StaffTraining(Record):
    """A course held for our own people."""

    reach = Reach(shared="courses of the house")
    code = models.CharField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=120)
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="trainings", verbose_name=_("skill")
    )
    task = models.ForeignKey(
        TaskType, models.PROTECT, default=all_tasks, related_name="+", verbose_name=_("kind of task")
    )
    raises_to = models.PositiveSmallIntegerField(
        _("who passes reaches level"), null=True, blank=True,
        help_text=_("Empty: passing raises no level."),
    )  # fmt: skip
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("held at")
    )
    trainer = models.CharField(_("trainer"), max_length=60, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("training of our staff")
        ordering = ("-first_day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="training_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(raises_to=None) | Q(raises_to__range=(1, 4), skill__isnull=False),
                name="training_raises_a_real_level",
                violation_error_message=_("A course that raises a level names the skill and a level from 1 to 4."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class TrainingSeat(OfStaff, Record):
    """A person in a course: whether they came, and how it ended."""

    reach = Reach(shared="who learnt what; planning reads it")

    class Result(models.TextChoices):
        """How it ended."""

        ENROLLED = "enrolled", _("Enrolled")
        PASSED = "passed", pgettext_lazy("training", "Passed")
        FAILED = "failed", pgettext_lazy("training", "Failed")
        ABSENT = "absent", _("Did not come")

    training = models.ForeignKey(
        StaffTraining,
        models.PROTECT,
        related_name="seats",
        verbose_name=_("training of our staff"),
        db_index=False,
    )
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="trainings", verbose_name=_("staff member"))
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.ENROLLED)
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=1, null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("place in a training")
        ordering = ("staff__number",)
        constraints = (
            models.UniqueConstraint(fields=("training", "staff"), name="seat_is_taken_once"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(0, 100)), name="seat_score_is_of_a_hundred",
                violation_error_message=_("A score lies between 0 and 100."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.staff} · {self.training}"
