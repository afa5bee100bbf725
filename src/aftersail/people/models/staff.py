"""Staff, what they can do, what they are certified for, and when they are away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.people.models.kinds import ALL_TASKS, CertificateKind, TaskType, all_tasks
from aftersail.people.models.places import Port, Station
from aftersail.people.states import LeaveState


class OfStaff:
    """A record about a person: its log and its search entry follow the person's station, so that managers keep them."""

    staff: Any

    def reach_keys(self) -> list[UUID]:
        """Return the station of the person."""
        return [self.staff.station_id]


class Skill(Record):
    """A kind of knowledge: a product family, or a trade such as hydraulics."""

    reach = Reach(shared="names of trades")
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("skill")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Grade(models.TextChoices):
    """The repair engineer's ladder (R53)."""

    TRAINEE = "trainee", _("Trainee")
    JUNIOR = "junior", _("Junior engineer")
    ENGINEER = "engineer", _("Engineer")
    SENIOR = "senior", _("Senior engineer")
    CHIEF = "chief", _("Chief engineer")


class HireSource(models.TextChoices):
    """Where a person came from (R25)."""

    LOCAL_TRADE = "local_trade", _("Experienced, from the trade nearby")
    TRADE = "trade", _("Experienced, from elsewhere")
    SCHOOL = "school", _("From school or university")
    YARD = "yard", _("From a shipyard")
    SEAFARER = "seafarer", _("From seafaring")
    RETIRED = "retired", _("Retired service personnel")
    INSTITUTE = "institute", _("From another department of the house")
    OTHER = "other", _("Other")


class Post(models.TextChoices):
    """What a person is employed to do; design staff owe field days (R34)."""

    SERVICE = "service", _("Service engineer")
    DESIGN = "design", _("Design")
    PRODUCTION = "production", _("Production")
    COMMISSIONING = "commissioning", _("Commissioning")
    DESK = "desk", _("Management and desk")


class Staff(Record):
    """A person of the service department, with or without an account."""

    reach = Reach(shared="the names of our people stand on every visit and report")
    number = models.CharField(_("staff number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    account = models.OneToOneField(
        Account, models.SET_NULL, null=True, blank=True, related_name="staff", verbose_name=_("account")
    )
    station = models.ForeignKey(Station, models.PROTECT, related_name="staff", verbose_name=_("station"))
    grade = models.CharField(_("grade"), max_length=12, choices=Grade, default=Grade.ENGINEER)
    serves_on_board = models.BooleanField(_("goes on board"), default=True)
    post = models.CharField(_("post"), max_length=14, choices=Post, default=Post.SERVICE)
    hired_locally = models.BooleanField(_("hired locally"), default=False)
    hire_source = models.CharField(_("hired from"), max_length=12, choices=HireSource, blank=True)
    home_port = models.ForeignKey(
        Port,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("person", "home port"),
    )
    experience_years = models.PositiveSmallIntegerField(
        _("years of experience when hired"), null=True, blank=True
    )
    experience = models.CharField(_("experience"), max_length=300, blank=True)
    hired_on = models.DateField(_("hired"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(hired_on=None) | Q(left_on__gte=F("hired_on")),
                name="staff_leaves_after_being_hired",
                violation_error_message=_("Nobody leaves before being hired."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def reach_keys(self) -> list[UUID]:
        """Return the station, so that its manager keeps the person's log and search entry."""
        return [self.station_id]


LEVELS = (_("not held"), _("under supervision"), _("works alone"), _("difficult work"), _("teaches"))
"""What each level of a skill allows, from 0 to 4."""


class StaffSkill(OfStaff, Record):
    """How well a person commands a skill: 0 none, 1 supervised, 2 alone, 3 difficult work, 4 teaches."""

    reach = Reach(shared="planning needs it across stations; no pay and no rating in it")
    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="skills", verbose_name=_("staff member"), db_index=False
    )
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="holders", verbose_name=_("skill"))
    task = models.ForeignKey(
        TaskType, models.PROTECT, default=all_tasks, related_name="+", verbose_name=_("kind of task"),
        help_text=_("“All tasks”: the level holds for every task that has none of its own."),
    )  # fmt: skip
    level = models.PositiveSmallIntegerField(_("level"))
    basis = models.CharField(_("on what grounds"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("skill level")
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "skill", "task"), name="skill_level_is_stated_once_a_task"
            ),
            models.CheckConstraint(
                condition=Q(level__lte=4),
                name="skill_level_is_0_to_4",
                violation_error_message=_("A level lies between 0 and 4."),
            ),
        )

    def __str__(self) -> str:
        what = f"{self.skill} · {self.task}" if self.task_id != ALL_TASKS else str(self.skill)
        return f"{self.staff} · {what} {self.level}"

    @property
    def level_in_words(self) -> str:
        """What the level allows."""
        return str(LEVELS[self.level]) if self.level < len(LEVELS) else ""


class Certificate(OfStaff, Record):
    """A licence or permit with an end."""

    reach = Reach(shared="planning needs it across stations; no pay and no rating in it")
    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="certificates", verbose_name=_("staff member")
    )
    kind = models.ForeignKey(
        CertificateKind, models.PROTECT, related_name="certificates", verbose_name=_("kind")
    )
    number = models.CharField(_("number"), max_length=40, blank=True)
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(
        _("expires"), null=True, blank=True, help_text=_("Empty only for a kind that never expires.")
    )

    class Meta:
        verbose_name = _("certificate")
        ordering = ("expires_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("valid_from")),
                name="certificate_ends_after_it_begins",
                violation_error_message=_("A certificate must expire after it becomes valid."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.expires_on or ''}".strip()


class Leave(OfStaff, Record):
    """Days on which a person cannot be sent, once approved."""

    reach = Reach(shared="planning needs to know who is away; the reason is a broad kind only")

    class Kind(models.TextChoices):
        """Why, broadly."""

        ANNUAL = "annual", _("Annual leave")
        SICK = "sick", _("Sick leave")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other")

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="leaves", verbose_name=_("staff member"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ANNUAL)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    state = models.CharField(
        _("state"), max_length=10, choices=LeaveState, default=LeaveState.APPROVED, editable=False
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("leave")
        ordering = ("first_day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="leave_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff} · {self.first_day} – {self.last_day}"
