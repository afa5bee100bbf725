"""Who may answer a card, decline it, and read what a customer wrote."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import DESK, Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.intake.states import Channel
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.states import ANSWERERS, CARD, RECORDERS

READERS = frozenset({*DESK, Role.ENGINEER, Role.CREW, Role.FLEET_MANAGER})
"""The yard answers the cards put to it but reads nobody's answers; designers see no personal ratings."""

FIGURE_READERS = frozenset({*DESK, Role.FLEET_MANAGER})
READS_WORDS = frozenset({*DESK, Role.CREW, Role.FLEET_MANAGER})
"""Engineers see the scores of their own work, the customer's words come to them through their manager."""

SEES_PERSONS = frozenset({Role.STATION_MANAGER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR})
HANDS_OUT = frozenset({Role.DISPATCHER, Role.SERVICE_MANAGER, Role.STATION_MANAGER})
TOLD_CHANNELS = (Channel.PHONE, Channel.INTERVIEW, Channel.MAIL, Channel.FAX, Channel.LETTER)
"""The ways by which a customer's answer reaches a desk that writes it down."""


def may_answer(
    by: Account | None, card: SatisfactionCard, *, channel: str, served: Collection[UUID]
) -> Verdict:
    """Whether `by` may enter an answer; `served` are the accounts of the people whose work is judged.

    Nobody rates their own work, not even as the hand that writes (R85). A guest (None) holds the card's address.
    """
    if by is None:
        return _still_open(card)
    if by.pk in served:
        return refuse(
            _(
                "You served on this visit, so you cannot enter its rating. Hand the customer the card's address, or ask the desk to call."
            )
        )
    if not by.is_house:
        return CARD.may("answer", card.state, by.role_set)
    told = (
        ALLOWED
        if channel in TOLD_CHANNELS
        else refuse(_("Say by which channel the customer gave the answer."))
    )
    return all_of(CARD.may("answer", card.state, by.role_set), told)


def may_decline(by: Account | None, card: SatisfactionCard, *, served: Collection[UUID]) -> Verdict:
    """Whether `by` may record that no answer will come."""
    if by is None:
        return _still_open(card)
    if by.pk in served:
        return refuse(_("You served on this visit, so somebody else records that the card was declined."))
    return CARD.may("decline", card.state, by.role_set)


def may_hand_out(by: Account) -> Verdict:
    """Whether this person may hand out a card at any time (R88)."""
    if by.has_role(*HANDS_OUT):
        return ALLOWED
    return refuse(_("Cards are handed out by dispatch, the station or the service manager."))


def reads_words(account: Account) -> bool:
    """Whether the customer's own words are shown to this person."""
    return account.has_role(*READS_WORDS)


def records_for_customer(account: Account) -> bool:
    """Whether this person may write down answers that a customer gave by telephone, letter or face to face."""
    return account.is_house and account.has_role(*RECORDERS)


def answers_for_self(account: Account) -> bool:
    """Whether this person answers as the customer."""
    return account.has_role(*ANSWERERS)


def _still_open(card: SatisfactionCard) -> Verdict:
    if card.state == CARD.initial:
        return ALLOWED
    return refuse(_("This card has been settled already. Thank you; answers are not changed afterwards."))
