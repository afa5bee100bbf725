"""The sides on which partners and consultants are measured, their weights, and scores typed in (R22, R51)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.people.models.partners import OfPartner, Partner


class ScoreDimension(models.TextChoices):
    """The four sides on which a partner is measured (R22)."""

    QUALITY = "quality", _("Quality")
    TIME = "time", _("Time")
    COST = "cost", _("Cost")
    SATISFACTION = "satisfaction", _("Satisfaction")


class ConsultantSide(models.TextChoices):
    """The four sides on which a service consultant is measured (R51)."""

    ATTITUDE = "attitude", _("Service attitude")
    EXPERTISE = "expertise", _("Professional level")
    OUTPUT = "output", _("Output value")
    EFFECT = "effect", _("Service effect")


class ScoreWeight(Record):
    """How much a side counts in a partner's or a consultant's score."""

    reach = Reach(shared="weights of the house, no partner in them")
    dimension = models.CharField(
        _("side"), max_length=14, choices=[*ScoreDimension.choices, *ConsultantSide.choices], unique=True
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), validators=[MaxValueValidator(100)], help_text=_("Weights count against one another.")
    )

    class Meta:
        verbose_name = _("weight of a score")
        ordering = ("dimension",)
        constraints = (
            models.CheckConstraint(condition=Q(weight__lte=100), name="score_weight_is_at_most_100"),
        )

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} {self.weight}"


class ScoreEntry(OfPartner):
    """A score typed in for a quarter where no record of ours measures that side."""

    reach = Reach(columns=("partner_id",))
    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="score_entries", verbose_name=_("partner"), db_index=False
    )
    quarter_from = models.DateField(_("first day of the quarter"))
    dimension = models.CharField(_("side"), max_length=14, choices=ScoreDimension)
    score = models.DecimalField(
        _("score (0–100)"),
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    source = models.CharField(_("where the score comes from"), max_length=200)

    class Meta:
        verbose_name = _("score entered")
        ordering = ("-quarter_from", "dimension")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "quarter_from", "dimension"), name="score_is_entered_once_a_quarter"
            ),
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="score_is_0_to_100"),
            models.CheckConstraint(
                condition=Q(quarter_from__day=1, quarter_from__month__in=(1, 4, 7, 10)),
                name="score_is_of_a_quarter",
                violation_error_message=_(
                    "A quarter begins on the first of January, April, July or October."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner} · {self.get_dimension_display()} {self.quarter_from}"
