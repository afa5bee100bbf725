"""Staff, what they can do, what they are certified for, and when they are away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.people.models.places import Station


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
    hired_locally = models.BooleanField(_("hired locally"), default=False)
    hired_on = models.DateField(_("hired"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ("number",)

    def __str__(self) -> str:
        return self.name


LEVELS = (_("not held"), _("under supervision"), _("works alone"), _("difficult work"), _("teaches"))
"""What each level of a skill allows, from 0 to 4."""


class StaffSkill(Record):
    """How well a person commands a skill: 0 none, 1 supervised, 2 alone, 3 difficult work, 4 teaches."""

    reach = Reach(shared="planning needs it across stations; no pay and no rating in it")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="skills", verbose_name=_("staff member"))
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="holders", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        verbose_name = _("skill level")
        constraints = (
            models.UniqueConstraint(fields=("staff", "skill"), name="skill_level_is_stated_once"),
            models.CheckConstraint(
                condition=Q(level__lte=4),
                name="skill_level_is_0_to_4",
                violation_error_message=_("A level lies between 0 and 4."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff} · {self.skill} {self.level}"

    @property
    def level_in_words(self) -> str:
        """What the level allows."""
        return str(LEVELS[self.level]) if self.level < len(LEVELS) else ""


CERTIFICATE_KINDS = (
    ("boarding", _("Boarding permit")),
    ("safety", _("Basic safety training")),
    ("electrical", _("Electrician's licence")),
    ("working_aloft", _("Working aloft")),
)
"""Words for the kinds that many houses keep; a house may write other kinds, which are shown as written."""


class Certificate(Record):
    """A licence or permit with an end."""

    reach = Reach(shared="planning needs it across stations; no pay and no rating in it")
    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="certificates", verbose_name=_("staff member")
    )
    kind = models.CharField(_("kind"), max_length=30)
    number = models.CharField(_("number"), max_length=40, blank=True)
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("expires"))

    class Meta:
        verbose_name = _("certificate")
        ordering = ("expires_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("valid_from")),
                name="certificate_ends_after_it_begins",
                violation_error_message=_("A certificate must expire after it becomes valid."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind_in_words} {self.expires_on}"

    @property
    def kind_in_words(self) -> str:
        """The kind in the reader's language where the house has a word for it, else as written."""
        return str(dict(CERTIFICATE_KINDS).get(self.kind, self.kind))


class Leave(Record):
    """Days on which a person cannot be sent."""

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
        return f"{self.first_day} – {self.last_day}"
