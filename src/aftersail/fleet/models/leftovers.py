"""What is left over from the yard's time: owed by a side, by a day, and on the warranty list from delivery on (R20)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.customers import Customer, Yard
from aftersail.fleet.models.equipment import Equipment
from aftersail.fleet.models.handover import HandoverItem
from aftersail.fleet.models.vessels import Vessel
from aftersail.fleet.states import HullStage, LeftoverClass, OwedBy, ServiceType
from aftersail.people.models import Station


class Leftover(Record):
    """An item of work left over (遗留问题), later a line of the warranty list (保修项目清单).

    `customer`, `station` and `open_to_yard` are copied from the vessel as keys of isolation; a yard that owes the
    item keeps seeing it when the hull itself is closed to it, so the hull's code stands in the row.
    """

    reach = Reach(columns=("id", "vessel_id", "customer_id", "station_id", "open_to_yard_id", "yard_id"))
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, related_name="leftovers", verbose_name=_("vessel"), db_index=False
    )
    hull_code = models.CharField(_("hull code"), max_length=20, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", editable=False)
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    open_to_yard = models.ForeignKey(
        Yard, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    equipment = models.ForeignKey(
        Equipment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leftovers",
        verbose_name=_("equipment"),
    )
    item = models.ForeignKey(
        HandoverItem, models.SET_NULL, null=True, blank=True, related_name="leftovers", editable=False
    )
    text = models.CharField(_("item"), max_length=300)
    location = models.CharField(_("location"), max_length=80, blank=True)
    weight = models.CharField(_("class"), max_length=8, choices=LeftoverClass, default=LeftoverClass.MINOR)
    owed_by = models.CharField(_("responsible side"), max_length=10, choices=OwedBy, default=OwedBy.MAKER)
    yard = models.ForeignKey(
        Yard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leftovers",
        verbose_name=_("responsible yard"),
    )
    party = models.CharField(_("responsible person or firm"), max_length=120, blank=True)
    due_on = models.DateField(_("due"))
    stage = models.CharField(
        _("found in stage"), max_length=20, choices=HullStage, default=HullStage.COMMISSIONING
    )
    service_type = models.CharField(
        _("service type"), max_length=20, choices=ServiceType, default=ServiceType.COMMISSIONING
    )
    source = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    listed_on = models.DateField(_("on the warranty list since"), null=True, blank=True, editable=False)
    fixed_on = models.DateField(_("put right"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted by the user"), null=True, blank=True)

    class Meta:
        verbose_name = _("leftover item")
        ordering = ("due_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(fixed_on__isnull=False),
                name="leftover_is_put_right_before_accepted",
                violation_error_message=_("An item is put right before it is accepted."),
            ),
        )
        indexes = (models.Index(fields=("vessel", "accepted_on"), name="leftovers_of_vessel"),)

    def __str__(self) -> str:
        return self.text

    def take_keys(self, vessel: Vessel) -> None:
        """Copy from the vessel what decides who sees the row."""
        self.hull_code = vessel.hull_code
        self.customer_id, self.station_id, self.open_to_yard_id = (
            vessel.customer_id,
            vessel.station_id,
            vessel.open_to_yard_id,
        )
