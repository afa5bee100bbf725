"""Partners: what they may do for us, where, until when, at what rates, under which agreement, and how well (R21, R22)."""

from __future__ import annotations

from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.isolation import Reach
from aftersail.core.models import Organisation
from aftersail.core.record import Record
from aftersail.people.models.places import Area, Port
from aftersail.people.models.staff import Skill
from aftersail.people.states import EngagementState

MOST_AT_ONCE = 50
REGISTER = "the whole house must know who may be sent; prices, agreements and scores are kept apart"


class PartnerKind(models.TextChoices):
    """What sort of body a partner is."""

    REPAIR = "repair", _("Repair firm")
    YARD = "yard", pgettext_lazy("partner", "Yard")
    MAKER = "maker", _("Equipment maker")
    INSTITUTE = "institute", _("Institute")


class PartnerService(models.TextChoices):
    """The kinds of service that a scope names; the values are those of a case's service type (R20)."""

    COMMISSIONING = "commissioning", _("Installation and commissioning")
    TRIAL_SUPPORT = "trial_support", _("Trial support")
    REPAIR = "repair", _("Equipment repair")
    WARRANTY = "warranty", _("Warranty service")


class RateKind(models.TextChoices):
    """What a price is for."""

    HOUR = "hour", _("an hour of work")
    DAY = "day", _("a day on board")
    TRAVEL = "travel", _("an hour of travel")
    CALL_OUT = "call_out", _("a call-out")


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


class Partner(Record):
    """A body outside the house that does service work for us."""

    reach = Reach(shared=REGISTER)
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PartnerKind, default=PartnerKind.REPAIR)
    organisation = models.OneToOneField(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner",
        verbose_name=_("organisation that signs in"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=EngagementState, default=EngagementState.CANDIDATE
    )
    contact = models.CharField(_("contact person"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    port = models.ForeignKey(
        Port,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("port they set out from"),
        help_text=_(
            "Only a partner with a port, and a price for work, is looked at when the fortnight is planned."
        ),
    )
    people_at_once = models.PositiveSmallIntegerField(
        _("people out at once"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_AT_ONCE)],
        help_text=_("So many of its people can work for us at the same time."),
    )

    class Meta:
        verbose_name = _("partner")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(people_at_once__range=(1, MOST_AT_ONCE)), name="partner_has_people"
            ),
        )

    def __str__(self) -> str:
        return self.name


class OfPartner(Record):
    """Something told of on a partner's page."""

    partner: models.ForeignKey[Partner, Partner]
    partner_id: UUID

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def thread(self) -> UUID:
        """The partner."""
        return self.partner_id


class PartnerScope(OfPartner):
    """What a partner may be sent for; an empty field means every one."""

    reach = Reach(shared=REGISTER)
    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="scopes", verbose_name=_("partner"), db_index=False
    )
    line = models.PositiveSmallIntegerField(_("line number"), default=1)
    skill = models.ForeignKey(
        Skill,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product family or trade"),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    service = models.CharField(_("service"), max_length=20, choices=PartnerService, blank=True)

    class Meta:
        verbose_name = _("scope of a partner")
        ordering = ("partner", "line")
        constraints = (
            models.UniqueConstraint(fields=("partner", "line"), name="partner_scope_has_its_line"),
            models.UniqueConstraint(
                fields=("partner", "skill", "area", "service"),
                nulls_distinct=False,
                name="partner_scope_is_stated_once",
            ),
        )

    def __str__(self) -> str:
        parts = (self.skill, self.area, self.get_service_display())
        return " · ".join(str(part) for part in parts if part) or str(_("everything"))


class PartnerQualification(OfPartner):
    """A certificate of a partner, with its end."""

    reach = Reach(shared=REGISTER)
    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="qualifications", verbose_name=_("partner")
    )
    kind = models.CharField(_("qualification"), max_length=80)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issuer = models.CharField(_("certifying body"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("expires"))

    class Meta:
        verbose_name = _("qualification")
        ordering = ("expires_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("valid_from")),
                name="qualification_ends_after_it_begins",
                violation_error_message=_("A qualification must expire after it becomes valid."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.expires_on}"


class PartnerRate(OfPartner):
    """A price agreed with a partner."""

    reach = Reach(columns=("partner_id",))
    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="rates", verbose_name=_("partner"), db_index=False
    )
    kind = models.CharField(_("price of"), max_length=12, choices=RateKind)
    price_cny = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("rate")
        ordering = ("kind", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "kind", "valid_from"), name="rate_is_agreed_once_for_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="rate_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(condition=Q(price_cny__gte=0), name="rate_is_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.price_cny}"


class PartnerAgreement(OfPartner):
    """The agreement under which a partner works for us."""

    reach = Reach(columns=("partner_id",))
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="agreements", verbose_name=_("partner"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    signed_on = models.DateField(_("signed"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    terms = models.TextField(_("what was agreed"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("partner agreement")
        ordering = ("-starts_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


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
