"""Service consultants: who they are, for how long, what they know, what they may board, when they are away (R50, R52)."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.people.models.places import Area
from aftersail.people.models.staff import Skill
from aftersail.people.states import EngagementState

POOL = "the house finds its experts by what they know; no pay and no rating in it"


class ConsultantSource(models.TextChoices):
    """Where an expert comes from."""

    INSTITUTE = "institute", _("Institute expert")
    RETIRED = "retired", _("Retired personnel")
    OTHER = "other", _("Other source")


class Consultant(Record):
    """An expert engaged for a term."""

    reach = Reach(shared=POOL)
    number = models.CharField(_("number"), max_length=20, unique=True)
    name = models.CharField(_("full name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    account = models.OneToOneField(
        Account, models.SET_NULL, null=True, blank=True, related_name="consultant", verbose_name=_("account")
    )
    source = models.CharField(_("source"), max_length=12, choices=ConsultantSource)
    comes_from = models.CharField(_("institute or former post"), max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=EngagementState, default=EngagementState.CANDIDATE
    )
    engaged_from = models.DateField(_("engaged from"))
    engaged_until = models.DateField(_("engaged until"))
    confidentiality_number = models.CharField(_("confidentiality agreement"), max_length=40, blank=True)
    confidentiality_signed_on = models.DateField(_("signed"), null=True, blank=True)
    confidentiality_until = models.DateField(_("agreement binds until"), null=True, blank=True)
    hours_a_week = models.PositiveSmallIntegerField(_("available hours a week"), default=8)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("service consultant")
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(engaged_until__gte=F("engaged_from")),
                name="engagement_ends_after_it_begins",
                violation_error_message=_("The engagement must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(hours_a_week__lte=60),
                name="consultant_hours_fit_a_week",
                violation_error_message=_("Nobody is available for more than 60 hours a week."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ConsultantSpeciality(Record):
    """What an expert knows: a product family or a trade."""

    reach = Reach(shared=POOL)
    consultant = models.ForeignKey(
        Consultant,
        models.CASCADE,
        related_name="specialities",
        verbose_name=_("service consultant"),
        db_index=False,
    )
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("speciality"))

    class Meta:
        verbose_name = _("speciality")
        constraints = (
            models.UniqueConstraint(fields=("consultant", "skill"), name="speciality_is_stated_once"),
        )

    def __str__(self) -> str:
        return f"{self.consultant} · {self.skill}"

    @property
    def thread(self) -> UUID:
        """It is told of on the consultant's page."""
        return self.consultant_id


class ConsultantClearance(Record):
    """Leave to board vessels in an area, or in all where none is named, for a time."""

    reach = Reach(shared=POOL)
    consultant = models.ForeignKey(
        Consultant, models.CASCADE, related_name="clearances", verbose_name=_("service consultant")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    number = models.CharField(_("number"), max_length=40)
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("expires"))

    class Meta:
        verbose_name = _("vessel clearance")
        ordering = ("expires_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("valid_from")),
                name="clearance_ends_after_it_begins",
                violation_error_message=_("A clearance must expire after it becomes valid."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.expires_on}"

    @property
    def thread(self) -> UUID:
        """It is told of on the consultant's page."""
        return self.consultant_id


class ConsultantAbsence(Record):
    """Days on which an expert cannot be asked."""

    reach = Reach(shared=POOL)
    consultant = models.ForeignKey(
        Consultant, models.CASCADE, related_name="absences", verbose_name=_("service consultant")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("absence")
        ordering = ("first_day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    @property
    def thread(self) -> UUID:
        """It is told of on the consultant's page."""
        return self.consultant_id
