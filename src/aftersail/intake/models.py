"""Requests: what a customer said, in their words, before anybody judged it."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import Customer, Equipment, Vessel, Yard
from aftersail.fleet.states import LifecycleStage, Severity, UserPhase
from aftersail.intake.states import Channel, RequestState
from aftersail.people.models import Station


def new_tracking_code() -> str:
    """Return the code with which a guest follows their report (80 bits, no look-alike letters)."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(16))


class Request(Record):
    """One message from a customer; words stay as they came.

    `customer`, `open_to_yard` and `station` are copied from the vessel as keys of isolation; a request about an
    unknown vessel is seen by dispatch alone until the vessel is named.
    """

    reach = Reach(columns=("vessel_id", "customer_id", "open_to_yard_id", "station_id", "id"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=RequestState, default=RequestState.RECEIVED)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    text = models.TextField(_("what happened"), max_length=8000)
    user_phase = models.CharField(_("phase"), max_length=12, choices=UserPhase, blank=True)
    severity_felt = models.CharField(_("how bad, as reported"), max_length=2, choices=Severity, blank=True)
    vessel = models.ForeignKey(
        Vessel, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("vessel")
    )
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("equipment")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("customer")
    )
    open_to_yard = models.ForeignKey(Yard, models.PROTECT, null=True, blank=True, related_name="+")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("station")
    )
    stage = models.CharField(_("lifecycle stage"), max_length=20, choices=LifecycleStage, blank=True)
    vessel_text = models.CharField(_("vessel, as named"), max_length=120, blank=True)
    equipment_text = models.CharField(_("equipment, as named"), max_length=120, blank=True)
    reporter_name = models.CharField(_("reported by"), max_length=60)
    reporter_post = models.CharField(_("post"), max_length=60, blank=True)
    reporter_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    occurred_at = models.DateTimeField(_("occurred"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    reported_by = models.UUIDField(null=True)
    language = models.CharField(max_length=8, default="zh-hans")
    tracking_code = models.CharField(max_length=20, unique=True, default=new_tracking_code, editable=False)
    answer = models.TextField(_("our answer"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("request")
        ordering = ("-received_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(vessel=None) | ~models.Q(stage=""),
                name="request_carries_a_lifecycle_stage",
            ),
        )
        indexes = (models.Index(fields=("state", "-received_at"), name="requests_waiting"),)

    def __str__(self) -> str:
        return self.number
