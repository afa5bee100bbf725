"""How people rise and move: criteria of the grades, promotions, postings along the product's life."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.people.models.kinds import CertificateKind
from aftersail.people.models.places import Station
from aftersail.people.models.staff import Grade, OfStaff, Staff


class GradeCriterion(Record):
    """What a person must show to be promoted into a grade (R53); an empty line asks nothing."""

    reach = Reach(shared="the ladder is told to everybody who may climb it")
    grade = models.CharField(_("grade"), max_length=12, choices=Grade, unique=True)
    least_months = models.PositiveSmallIntegerField(_("months in the grade below"), default=0)
    least_field_hours = models.PositiveIntegerField(_("hours of work on board"), default=0)
    least_ftfr_percent = models.DecimalField(
        _("first-time fix rate (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    least_skills = models.PositiveSmallIntegerField(_("number of skills"), default=0)
    skill_level = models.PositiveSmallIntegerField(_("at level"), default=2)
    certificate_kinds = models.ManyToManyField(
        CertificateKind, related_name="+", blank=True, verbose_name=_("certificates")
    )

    class Meta:
        verbose_name = _("criteria of a grade")
        ordering = ("least_field_hours", "grade")
        constraints = (
            models.CheckConstraint(
                condition=Q(skill_level__range=(1, 4)),
                name="grade_asks_for_a_real_level",
                violation_error_message=_("A level lies between 1 and 4."),
            ),
            models.CheckConstraint(
                condition=Q(least_ftfr_percent=None) | Q(least_ftfr_percent__range=(0, 100)),
                name="grade_asks_for_a_percentage",
                violation_error_message=_("A rate lies between 0 and 100 percent."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_grade_display())


class Promotion(OfStaff, Record):
    """A step up the ladder, with what was shown for it."""

    reach = Reach(shared="promotions are announced in the house; no rating in it")
    staff = models.ForeignKey(
        Staff, models.PROTECT, related_name="promotions", verbose_name=_("staff member"), db_index=False
    )
    to_grade = models.CharField(_("to grade"), max_length=12, choices=Grade)
    from_grade = models.CharField(_("from grade"), max_length=12, choices=Grade, blank=True, editable=False)
    promoted_on = models.DateField(_("promoted"))
    grounds = models.TextField(_("what was shown for it"), max_length=600)

    class Meta:
        verbose_name = _("promotion")
        ordering = ("-promoted_on",)
        constraints = (
            models.UniqueConstraint(fields=("staff", "to_grade"), name="promoted_into_a_grade_once"),
        )

    def __str__(self) -> str:
        return f"{self.staff} → {self.get_to_grade_display()}"


class ChainStage(models.TextChoices):
    """The links of the chain along which people are posted (R34)."""

    DESIGN = "design", _("Product design")
    PRODUCTION = "production", _("Production")
    COMMISSIONING = "commissioning", _("Commissioning")
    AFTER_SALES = "after_sales", _("After-sales service")


class Posting(OfStaff, Record):
    """A stretch of time in which a person works at one link of the chain."""

    reach = Reach(shared="who works where is told in the house's directory")
    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="postings", verbose_name=_("staff member"), db_index=False
    )
    stage = models.CharField(_("link of the chain"), max_length=14, choices=ChainStage)
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("station")
    )
    task = models.CharField(_("task"), max_length=120)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("posting")
        ordering = ("-first_day",)
        constraints = (
            models.UniqueConstraint(fields=("staff", "first_day"), name="posting_begins_once"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="posting_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff} · {self.get_stage_display()} · {self.first_day}"
