"""Devices that work at sea, and every command they ever sent, with what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.people.models import Station
from aftersail.visits.states import CommandOutcome, Settlement


class FieldDevice(Record):
    """A phone or tablet of one person; its commands are numbered from 1 without gaps.

    key_sealed: what its own store is encrypted with, handed to whoever signs in as its owner. station: its owner's.
    """

    reach = Reach(columns=("station_id",), own="account")
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="field_devices", verbose_name=_("account")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("station")
    )
    name = models.CharField(_("name"), max_length=80)
    key_sealed = models.CharField(max_length=200, blank=True)
    received = models.PositiveBigIntegerField(_("commands received"), default=0)
    happened_at = models.DateTimeField(_("last command happened"), null=True, blank=True)
    skew_s = models.BigIntegerField(_("clock behind by, in seconds"), default=0)
    seen_at = models.DateTimeField(_("last heard of"))
    cut_off_at = models.DateTimeField(_("cut off"), null=True, blank=True)
    cut_off_by = models.CharField(_("cut off by"), max_length=60, blank=True)
    cut_off_reason = models.CharField(_("why it was cut off"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("field device")
        ordering = ("account", "name")

    def __str__(self) -> str:
        return self.name


class FieldCommand(Record):
    """What a device asked for, as it was sent, and the verdict; kept whatever the verdict is.

    number: its place among the device's commands. made_at: by the device's clock; happened_at: as the server reckons
    it. theirs: the record as it stood here when the command conflicted with it. station: its maker's. settled: what a
    person decided about one that was not done.
    """

    reach = Reach(columns=("station_id",), own="account")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("account"))
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("station")
    )
    device = models.ForeignKey(
        FieldDevice, models.PROTECT, related_name="commands", verbose_name=_("device"), db_index=False
    )
    number = models.PositiveBigIntegerField(_("number"))
    kind = models.CharField(_("command"), max_length=40)
    visit_id = models.UUIDField(_("visit"), db_index=True)
    body = models.JSONField(_("content"), default=dict)
    made_at = models.DateTimeField(_("made, by the device"))
    happened_at = models.DateTimeField(_("happened"))
    clock_doubtful = models.BooleanField(_("clock doubtful"), default=False)
    received_at = models.DateTimeField(_("received here"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=CommandOutcome)
    reasons = models.JSONField(_("reasons"), default=list)
    theirs = models.JSONField(_("as it stands here"), null=True, blank=True)
    answer = models.JSONField(_("answer to the device"), null=True, blank=True)
    settled = models.CharField(_("what was decided"), max_length=10, choices=Settlement, blank=True)
    settled_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    settled_by = models.CharField(_("decided by"), max_length=60, blank=True)
    settled_note = models.CharField(_("remark on the decision"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("field command")
        ordering = ("device", "number")
        constraints = (
            models.UniqueConstraint(fields=("device", "number"), name="field_commands_are_numbered_once"),
        )
        indexes = (
            models.Index(
                fields=("-received_at",), name="field_commands_not_done",
                condition=models.Q(settled="") & ~models.Q(outcome=CommandOutcome.DONE),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}. {self.kind}"
