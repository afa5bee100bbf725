"""Drafts of plans: what the optimiser proposes for some days, kept until it is published or thrown away."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.people.models import Area, Station


class DraftState(models.TextChoices):
    """How far a draft has come."""

    OPEN = "open", pgettext_lazy("plan", "Open")
    PUBLISHED = "published", pgettext_lazy("plan", "Published")
    DISCARDED = "discarded", pgettext_lazy("plan", "Discarded")
    SUPERSEDED = "superseded", pgettext_lazy("plan", "Superseded")


class PlanDraft(Record):
    """A plan that somebody asked for, made of what that account sees, and for that account alone.

    One that a change made necessary, with a cause, is also read and published by whoever sees everything. cause: the
    promises that cannot be kept, as `rules/threats.py` keeps them. steps, left_out, flaws: as `rules/plans.py` keeps them. cost_before, cost_after: by part. means_before, means_after: hours, nights, money and counts. outcome: by the id of a
    step `{"published": true}` or `{"refused": [reasons]}`, once it was tried.
    """

    reach = Reach(own="account_id")
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="plan_drafts", verbose_name=_("account"), db_index=False
    )
    state = models.CharField(_("state"), max_length=10, choices=DraftState, default=DraftState.OPEN)
    first_day = models.DateField(_("first day"))
    days = models.PositiveSmallIntegerField(_("days"))
    seconds = models.PositiveSmallIntegerField(_("seconds of search"))
    station = models.ForeignKey(
        Station, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("station")
    )
    area = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    cause = models.JSONField(_("cause"), default=list)
    steps = models.JSONField(_("plan steps"), default=list)
    left_out = models.JSONField(_("left out"), default=list)
    flaws = models.JSONField(_("flaws"), default=list)
    cost_before = models.JSONField(_("cost before"), default=dict)
    cost_after = models.JSONField(_("cost after"), default=dict)
    means_before = models.JSONField(_("what the plan before means"), default=dict)
    means_after = models.JSONField(_("what the plan means"), default=dict)
    outcome = models.JSONField(_("outcome"), default=dict)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("draft plan")
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(condition=models.Q(days__gt=0), name="plan_has_days"),
            models.CheckConstraint(
                condition=models.Q(state=DraftState.OPEN, settled_at=None)
                | (~models.Q(state=DraftState.OPEN) & models.Q(settled_at__isnull=False)),
                name="settled_plan_says_when",
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(state=DraftState.OPEN) & ~models.Q(cause=[]),
                name="one_open_replan",
            ),
        )
        indexes = (models.Index(fields=("account", "state"), name="plan_drafts_open"),)

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m-%d} +{self.days}"
