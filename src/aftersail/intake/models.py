"""Requests: what a customer said, in their words, before anybody judged it."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import Customer, Equipment, Vessel, Yard
from aftersail.fleet.states import LifecycleStage, Severity, UserPhase
from aftersail.intake.states import Channel, MailOutcome, MailRefusal, RequestState
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
    reporter_mail = models.EmailField(_("e-mail"), blank=True)
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


class ReceivedMail(Record):
    """A mail that reached the service's mailbox, and what became of it; the mail as it came lies on the shelf.

    Mails that became no request are seen by those who see everything.
    """

    reach = Reach(through=("request",))
    key = models.CharField(max_length=200, unique=True)
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    sender_name = models.CharField(_("sender's name"), max_length=60, blank=True)
    subject = models.CharField(_("mail subject"), max_length=250, blank=True)
    text = models.TextField(_("mail text"), blank=True)
    received_at = models.DateTimeField(_("received"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=MailOutcome)
    refusal = models.CharField(_("why not"), max_length=12, choices=MailRefusal, blank=True)
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name=_("request")
    )
    left_out = models.JSONField(_("files left out"), default=list)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("received mail")
        ordering = ("-received_at",)
        indexes = (
            models.Index(fields=("-received_at", "-id"), name="mails_newest"),
            models.Index(fields=("sender", "-received_at"), name="mails_of_sender"),
        )

    def __str__(self) -> str:
        return self.subject or self.sender


class MailboxState(Record):
    """How far the mailbox has been read, and how the last reading went; one row."""

    reach = Reach(shared="how the connection to the mailbox fares; holds no content")
    only = models.BooleanField(default=True, unique=True, editable=False)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    polled_at = models.DateTimeField(_("last asked"), null=True)
    succeeded_at = models.DateTimeField(_("last read"), null=True)
    last_error = models.CharField(_("last failure"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mailbox state")

    def __str__(self) -> str:
        return str(self.last_uid)
