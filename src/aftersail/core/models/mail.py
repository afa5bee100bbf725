"""Mail on its way out, and when a person wants to be written to."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models.account import Account
from aftersail.core.record import Record


class MailState(models.TextChoices):
    """How far a message or a call to another program has come."""

    WAITING = "waiting", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given_up", _("Given up")


class OutgoingMail(Record):
    """A message in the outbox: written in the transaction of what it tells, sent by a worker, tried again."""

    reach = Reach(own="account_id")
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    account = models.ForeignKey(
        Account, models.SET_NULL, null=True, related_name="mails", verbose_name=_("account")
    )
    to = models.EmailField(_("recipient"))
    subject = models.CharField(_("mail subject"), max_length=250)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    message_id = models.CharField(max_length=200, unique=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("times tried"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.CharField(_("last failure"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=("next_at",), condition=models.Q(state="waiting"), name="mail_to_be_sent"),
        )

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"


class MailPreference(Record):
    """When an account is told by mail: at once, once a day, or never, by kind of news; and when it sleeps.

    `modes` holds what differs from the house's default; hours are of the house's time zone. Quiet hours from 22
    until 7 run over midnight; the same hour twice means none.
    """

    reach = Reach(own="account_id")
    account = models.OneToOneField(Account, models.CASCADE, related_name="mail_preference")
    modes = models.JSONField(default=dict)
    digest_hour = models.PositiveSmallIntegerField(
        _("daily digest at"), default=8, validators=[MaxValueValidator(23)]
    )
    quiet_from = models.PositiveSmallIntegerField(
        _("quiet from"), default=22, validators=[MaxValueValidator(23)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("quiet until"), default=7, validators=[MaxValueValidator(23)]
    )
    stopped_at = models.DateTimeField(_("stopped"), null=True)

    class Meta:
        verbose_name = _("mail preference")

    def __str__(self) -> str:
        return str(self.account_id)
