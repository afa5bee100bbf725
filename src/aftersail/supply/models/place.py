"""Where stock lies: a tree of warehouses, shelves, kits and onboard spares, and how much should lie there."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import Vessel
from aftersail.people.models import Staff, Station
from aftersail.supply.models.part import Part
from aftersail.supply.states import PlaceKind


class StockPlace(Record):
    """A place in which stock lies.

    `keys` are the stations whose people see it: every station for the house's stores, so that one station finds what
    another has; none for a ship's onboard spares, which are seen with the ship.
    """

    reach = Reach(keys="keys", through=("vessel",))
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PlaceKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="places", verbose_name=_("part of")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="stock_places", verbose_name=_("station")
    )
    holder = models.OneToOneField(
        Staff, models.PROTECT, null=True, blank=True, related_name="kit", verbose_name=_("kit of")
    )
    vessel = models.ForeignKey(
        Vessel, models.PROTECT, null=True, blank=True, related_name="stock_places", verbose_name=_("vessel")
    )
    keys = ArrayField(models.UUIDField(), default=list, editable=False)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("stock place")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def reach_keys(self) -> list[UUID]:
        """Return who may see rows that follow this place: the stations, or whoever sees the ship."""
        return [*self.keys, *(self.vessel.reach_keys() if self.vessel else [])]


class StockLevel(Record):
    """How low a part may fall in a place, and up to what it is filled then."""

    reach = Reach(through=("place",))
    place = models.ForeignKey(
        StockPlace, models.CASCADE, related_name="levels", verbose_name=_("place"), db_index=False
    )
    part = models.ForeignKey(Part, models.CASCADE, related_name="levels", verbose_name=_("part"))
    reorder_point = models.PositiveIntegerField(_("reorder point"))
    order_up_to = models.PositiveIntegerField(_("order up to"))

    class Meta:
        verbose_name = _("stock level")
        ordering = ("place", "part")
        constraints = (
            models.UniqueConstraint(fields=("place", "part"), name="level_is_set_once"),
            models.CheckConstraint(
                condition=Q(order_up_to__gt=F("reorder_point")),
                name="order_up_to_is_above_reorder_point",
                violation_error_message=_("“Order up to” must be above the reorder point."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.part.number} @ {self.place.code}"
