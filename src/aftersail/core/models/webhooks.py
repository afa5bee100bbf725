"""Webhooks: which program is called when something happens, and how each call went."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models.mail import MailState
from aftersail.core.record import Record


class WebhookSubscription(Record):
    """A program that wants to be called, for which events; its secret is sealed with the installation's key."""

    reach = Reach(shared="every action asks whether somebody outside listens; holds no business content")
    name = models.CharField(_("name"), max_length=60)
    url = models.CharField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=60), verbose_name=_("events told"), default=list)
    sealed_secret = models.CharField(max_length=400)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("webhook")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(Record):
    """One call: of which log entry, how far it has come, what the other side answered. The payload is made when sent."""

    reach = Reach(shared="bookkeeping of calls: the name of an event and an answer's status, no content")
    webhook = models.ForeignKey(
        WebhookSubscription, models.CASCADE, related_name="deliveries", db_index=False
    )
    entry_id = models.BigIntegerField()
    event = models.CharField(_("event told"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("times tried"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_status = models.PositiveSmallIntegerField(_("answer of the program"), null=True)
    last_error = models.CharField(_("last failure"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("webhook delivery")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("webhook", "entry_id"), name="called_once_for_an_entry"),
        )
        indexes = (
            models.Index(fields=("next_at",), condition=models.Q(state="waiting"), name="calls_to_be_made"),
        )

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook_id}"
