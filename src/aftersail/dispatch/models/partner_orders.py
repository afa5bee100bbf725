"""Work orders in the hands of a partner: what the partner is told, agrees to, reports, and how it was judged."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import Case, WorkOrder
from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.dispatch.states import PartnerOrderState
from aftersail.people.models import Partner


class PartnerOrder(Record):
    """A work order given to a partner.

    It holds its own copy of what the partner must know, because a partner reaches neither order nor case nor ship;
    `keys` are the ids whose holders see the row: those of the case, and the partner. A trigger of the database
    refuses a partner outside its scope or after its papers end.
    """

    reach = Reach(keys="keys")
    keys = ArrayField(models.UUIDField(), verbose_name=_("seen by"))
    order = models.ForeignKey(
        WorkOrder, models.PROTECT, related_name="partner_orders", verbose_name=_("work order")
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="partner_orders", verbose_name=_("case"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="orders", verbose_name=_("partner"), db_index=False
    )
    state = models.CharField(
        _("state"), max_length=12, choices=PartnerOrderState, default=PartnerOrderState.OFFERED
    )
    number = models.CharField(_("number"), max_length=40)
    vessel_name = models.CharField(_("vessel"), max_length=120)
    port_name = models.CharField(_("port"), max_length=60)
    scope = models.TextField(_("scope of work"), max_length=4000)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    agreed_cost_cny = models.DecimalField(
        _("agreed cost"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    reason = models.CharField(_("why a partner"), max_length=300)
    offered_at = models.DateTimeField(_("offered"))
    answered_at = models.DateTimeField(_("answer given"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported"), null=True, blank=True)
    report = models.TextField(_("what was done"), max_length=4000, blank=True)
    work_hours = models.DecimalField(_("work (h)"), max_digits=6, decimal_places=1, null=True, blank=True)
    actual_cost_cny = models.DecimalField(
        _("actual cost"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    reworks = models.PositiveSmallIntegerField(_("times sent back"), default=0)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("partner order")
        ordering = ("-offered_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="partner_order_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(agreed_cost_cny__gte=0) & (Q(actual_cost_cny=None) | Q(actual_cost_cny__gte=0)),
                name="partner_cost_is_not_negative",
            ),
            models.UniqueConstraint(
                fields=("order",),
                condition=Q(state__in=("offered", "accepted", "reported", "confirmed")),
                name="order_is_given_to_one_partner",
            ),
        )
        indexes = (models.Index(fields=("partner", "confirmed_at"), name="partner_orders_done"),)

    def __str__(self) -> str:
        return self.number

    @property
    def thread(self) -> UUID:
        """It is told of on the case's timeline."""
        return self.case_id

    def reach_keys(self) -> list[UUID]:
        """Return the ids whose holders may see what happens to this order."""
        return list(self.keys)
