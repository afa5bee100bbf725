"""Partners: bodies outside the house that do service work for us (R21)."""

from __future__ import annotations

from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.isolation import Reach
from aftersail.core.models import Organisation
from aftersail.core.record import Record
from aftersail.people.models.places import Port
from aftersail.people.states import EngagementState

MOST_AT_ONCE = 50
REGISTER = "the whole house must know who may be sent; prices, agreements and scores are kept apart"


class PartnerKind(models.TextChoices):
    """What sort of body a partner is."""

    REPAIR = "repair", _("Repair firm")
    YARD = "yard", pgettext_lazy("partner", "Yard")
    MAKER = "maker", _("Equipment maker")
    INSTITUTE = "institute", _("Institute")


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
