"""What a partner may do for us, where, until when, at what rates, under which agreement (R21)."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.people.models.partners import REGISTER, OfPartner, Partner
from aftersail.people.models.places import Area
from aftersail.people.models.staff import Skill


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
