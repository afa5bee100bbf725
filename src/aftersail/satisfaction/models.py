"""Satisfaction cards: one per service event, answered or declined with a code."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import Case
from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.intake.states import Channel
from aftersail.satisfaction.states import CardEvent, CardState, DeclineCode, Item, Subject
from aftersail.visits.models import Visit


def new_card_token() -> str:
    """Return the unguessable part of a card's address (120 bits)."""
    return secrets.token_urlsafe(15)


SCORE_1_TO_5 = Q(score__range=(1, 5))


class SatisfactionCard(Record):
    """The questions put after a service event, and what came back.

    `entered_by` is who was signed in: the customer, or the desk that wrote down what the customer said on the
    telephone; nobody where the customer answered by the card's own address.
    """

    reach = Reach(through=("case",))
    case = models.ForeignKey(Case, models.CASCADE, related_name="cards", verbose_name=_("case"))
    visit = models.OneToOneField(
        Visit, models.CASCADE, null=True, blank=True, related_name="card", verbose_name=_("visit")
    )
    event = models.CharField(_("event"), max_length=16, choices=CardEvent)
    state = models.CharField(_("state"), max_length=10, choices=CardState, default=CardState.OPEN)
    token = models.CharField(max_length=24, unique=True, default=new_card_token, editable=False)
    handed_out_at = models.DateTimeField(_("handed out"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, blank=True)
    respondent = models.CharField(_("answered by"), max_length=60, blank=True)
    respondent_post = models.CharField(_("post"), max_length=60, blank=True)
    overall = models.PositiveSmallIntegerField(_("overall (1–5)"), null=True, blank=True)
    nps = models.PositiveSmallIntegerField(_("would recommend (0–10)"), null=True, blank=True)
    effort = models.PositiveSmallIntegerField(_("easy to get help (1–7)"), null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    entered_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    decline_note = models.CharField(_("note"), max_length=300, blank=True)
    decline_code = models.CharField(_("declined because"), max_length=16, choices=DeclineCode, blank=True)

    class Meta:
        verbose_name = _("satisfaction card")
        ordering = ("-handed_out_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(overall=None) | Q(overall__range=(1, 5)), name="overall_is_1_to_5"
            ),
            models.CheckConstraint(condition=Q(nps=None) | Q(nps__range=(0, 10)), name="nps_is_0_to_10"),
            models.CheckConstraint(
                condition=Q(effort=None) | Q(effort__range=(1, 7)), name="effort_is_1_to_7"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_code=""), name="decline_has_a_code"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(overall__isnull=False), name="answer_has_an_overall"
            ),
            models.UniqueConstraint(
                fields=("case",), condition=Q(event="remote"), name="one_card_for_remote_help"
            ),
        )
        indexes = (
            models.Index(fields=("-handed_out_at", "-id"), name="cards_newest"),
            models.Index(fields=("answered_at",), condition=Q(state="answered"), name="cards_answered"),
        )

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.handed_out_at:%Y-%m-%d}"

    @property
    def stage(self) -> str:
        """The stage of life that the answer speaks of, as its case was judged; no case is without one (R02)."""
        return self.case.stage

    @property
    def thread(self) -> UUID:
        """The card is told of on the timeline of its case."""
        return self.case_id


class CardItem(Record):
    """One scored item of a card: patience, care, thoroughness (R07); bearing, conduct, skill, knowledge (R31)."""

    reach = Reach(through=("card",))
    card = models.ForeignKey(
        SatisfactionCard, models.CASCADE, related_name="items", verbose_name=_("card"), db_index=False
    )
    item = models.CharField(_("item"), max_length=20, choices=Item)
    subject = models.CharField(_("subject"), max_length=10, choices=Subject)
    score = models.PositiveSmallIntegerField(_("score (1–5)"))

    class Meta:
        verbose_name = _("card item")
        constraints = (
            models.UniqueConstraint(fields=("card", "item"), name="item_is_scored_once"),
            models.CheckConstraint(condition=SCORE_1_TO_5, name="item_score_is_1_to_5"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.score}"
