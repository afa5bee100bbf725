"""Consultations: which service consultant was asked into which case, until when, and what came of it (R50–R52)."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models.case import Case
from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.people.models import Consultant


class Consultation(Record):
    """An invitation of a consultant into a case; a trigger of the database refuses one against the papers."""

    reach = Reach(through=("case",))
    case = models.ForeignKey(Case, models.CASCADE, related_name="consultations", verbose_name=_("case"))
    consultant = models.ForeignKey(
        Consultant, models.PROTECT, related_name="consultations", verbose_name=_("service consultant")
    )
    question = models.CharField(_("what we want to know"), max_length=500)
    on_board = models.BooleanField(_("boards the ship"), default=False)
    invited_at = models.DateTimeField(_("invited"))
    until = models.DateTimeField(_("access until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    hours = models.DecimalField(_("hours signed for"), max_digits=5, decimal_places=1, null=True, blank=True)
    attitude = models.PositiveSmallIntegerField(_("service attitude"), null=True, blank=True)
    expertise = models.PositiveSmallIntegerField(_("professional level"), null=True, blank=True)
    assessed_at = models.DateTimeField(_("assessed"), null=True, blank=True)
    assessed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assessed by")
    )

    class Meta:
        verbose_name = _("consultation")
        ordering = ("-invited_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=F("invited_at")), name="consultation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(hours=None, attitude=None, expertise=None, assessed_at=None, assessed_by=None)
                | Q(
                    hours__gt=0,
                    attitude__range=(1, 5),
                    expertise__range=(1, 5),
                    assessed_at__isnull=False,
                    assessed_by__isnull=False,
                ),
                name="consultation_is_assessed_whole",
            ),
            models.UniqueConstraint(
                fields=("case", "consultant"),
                condition=Q(ended_at=None),
                name="consultant_is_invited_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultant_id} {self.invited_at:%Y-%m-%d}"

    @property
    def thread(self) -> UUID:
        """It is told of on the case's timeline."""
        return self.case_id
