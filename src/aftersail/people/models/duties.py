"""Who answers for what: the chart of duties in editions (R91).

The A of an activity is a part of the activity's own row, so the database can hold neither none nor two.
"""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.core.roles import HOUSE, Role
from aftersail.people.models.staff import Staff
from aftersail.people.states import EditionState

HOUSE_ROLES = [(role.value, role.label) for role in Role if role in HOUSE]


class DutyLetter(models.TextChoices):
    """What a role or person does in an activity besides answering for it."""

    RESPONSIBLE = "R", _("R: does the work")
    CONSULTED = "C", _("C: is asked first")
    INFORMED = "I", _("I: is told afterwards")


class DutyChart(Record):
    """One edition of the chart of duties; only one is in force."""

    reach = Reach(shared="who answers for what is for the whole house to know")
    edition = models.PositiveSmallIntegerField(_("edition"), unique=True)
    state = models.CharField(_("state"), max_length=12, choices=EditionState, default=EditionState.DRAFT)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    superseded_on = models.DateField(_("superseded"), null=True, blank=True)

    class Meta:
        verbose_name = _("chart of duties")
        ordering = ("-edition",)
        constraints = (
            models.UniqueConstraint(
                fields=("state",), condition=Q(state="in_force"), name="one_duty_chart_is_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(in_force_from__isnull=False), name="duty_chart_has_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.edition}"


class DutyActivity(Record):
    """Something that has to be done, with the one role or person who answers for it."""

    reach = Reach(shared="who answers for what is for the whole house to know")
    chart = models.ForeignKey(
        DutyChart,
        models.CASCADE,
        related_name="activities",
        verbose_name=_("chart of duties"),
        db_index=False,
    )
    code = models.CharField(_("code"), max_length=30)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("duty activity"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    accountable_role = models.CharField(
        _("A: accountable role"), max_length=20, choices=HOUSE_ROLES, blank=True
    )
    accountable_person = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accountable_for",
        verbose_name=_("A: accountable person"),
    )

    class Meta:
        verbose_name = _("duty activity")
        ordering = ("position", "code")
        constraints = (
            models.UniqueConstraint(fields=("chart", "code"), name="activity_stands_once_in_a_chart"),
            models.CheckConstraint(
                condition=Q(accountable_role="", accountable_person__isnull=False)
                | (~Q(accountable_role="") & Q(accountable_person__isnull=True)),
                name="activity_has_exactly_one_accountable",
                violation_error_message=_(
                    "An activity has exactly one A. Name either one role or one person."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def thread(self) -> UUID:
        """An activity is told of on its chart's page."""
        return self.chart_id


class DutyMark(Record):
    """An R, C or I of a role or a person in an activity."""

    reach = Reach(shared="who answers for what is for the whole house to know")
    activity = models.ForeignKey(
        DutyActivity, models.CASCADE, related_name="marks", verbose_name=_("duty activity"), db_index=False
    )
    letter = models.CharField(_("letter"), max_length=1, choices=DutyLetter)
    role = models.CharField(_("role"), max_length=20, choices=HOUSE_ROLES, blank=True)
    person = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="duty_marks", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("duty")
        ordering = ("activity", "letter")
        constraints = (
            models.CheckConstraint(
                condition=Q(role="", person__isnull=False) | (~Q(role="") & Q(person__isnull=True)),
                name="duty_is_of_a_role_or_a_person",
                violation_error_message=_("Name either one role or one person."),
            ),
            models.UniqueConstraint(
                fields=("activity", "role", "person"), nulls_distinct=False, name="duty_is_stated_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter} {self.role or self.person_id}"

    @property
    def thread(self) -> UUID:
        """A duty is told of on its chart's page."""
        return self.activity.chart_id
