"""Vessels and the dates of their lives."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.customers import Customer, Yard
from aftersail.fleet.models.functions import FunctionCodeScheme
from aftersail.fleet.states import HullStage, MilestoneKind
from aftersail.people.models import Port, Staff, Station


class Vessel(Record):
    """A hull, from the yard on.

    `open_to_yard` names the yard while it may still see the hull; handover empties it, `built_by` stays.
    """

    reach = Reach(columns=("id", "customer_id", "open_to_yard_id", "station_id"), glimpse=True)
    hull_code = models.CharField(_("hull code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    imo_number = models.CharField(_("IMO number"), max_length=7, blank=True)
    vessel_type = models.CharField(_("type"), max_length=60, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="vessels", verbose_name=_("customer"))
    built_by = models.ForeignKey(
        Yard, models.PROTECT, null=True, blank=True, related_name="built", verbose_name=_("built by")
    )
    open_to_yard = models.ForeignKey(
        Yard, models.PROTECT, null=True, blank=True, related_name="open_hulls", verbose_name=_("open to yard")
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vessels",
        verbose_name=_("covering station"),
    )
    home_port = models.ForeignKey(
        Port, models.PROTECT, null=True, blank=True, related_name="home_of", verbose_name=_("home port")
    )
    lies_at = models.ForeignKey(
        Port, models.PROTECT, null=True, blank=True, related_name="lying", verbose_name=_("lies at")
    )
    steward = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stewarded",
        verbose_name=_("service manager"),
    )
    deputy = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="deputised", verbose_name=_("deputy")
    )
    code_scheme = models.ForeignKey(
        FunctionCodeScheme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vessels",
        verbose_name=_("function code scheme"),
    )
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)
    retired_on = models.DateField(_("retired"), null=True, blank=True)
    stage = models.CharField(
        _("stage of life"), max_length=20, choices=HullStage, default=HullStage.DESIGN, editable=False
    )

    class Meta:
        verbose_name = _("vessel")
        ordering = ("hull_code",)
        constraints = (
            models.UniqueConstraint(
                fields=("imo_number",), condition=~models.Q(imo_number=""), name="imo_number_is_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.hull_code} {self.name}"


class Milestone(Record):
    """One planned and actual date of a hull."""

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, related_name="milestones", verbose_name=_("vessel"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MilestoneKind)
    planned_on = models.DateField(_("planned"), null=True, blank=True)
    actual_on = models.DateField(_("actual"), null=True, blank=True)
    reason = models.CharField(
        _("reason of the last change"),
        max_length=200,
        blank=True,
        help_text=_("Needed when a planned date moves."),
    )

    class Meta:
        verbose_name = _("milestone")
        ordering = ("planned_on",)
        constraints = (models.UniqueConstraint(fields=("vessel", "kind"), name="milestone_is_kept_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.actual_on or self.planned_on}"
