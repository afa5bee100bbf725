"""Reads of satisfaction cards; every list starts from `visible_to`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from aftersail.cases.models import Case
from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.core.roles import Role
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Staff
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.states import CardState
from aftersail.visits.models import HoursEntry

WHOLE = ("case", "case__vessel", "case__equipment", "case__station", "visit", "visit__lead", "entered_by")


def cards_for(account: Account) -> QuerySet[SatisfactionCard]:
    """Return the cards this account may see: a yard those that wait for it and those it answered."""
    seen: QuerySet[SatisfactionCard] = SatisfactionCard.objects.visible_to(account)
    if account.role_set <= {Role.YARD}:
        return seen.filter(Q(state=CardState.OPEN) | Q(entered_by=account))
    return seen


def open_cards_for(account: Account) -> QuerySet[SatisfactionCard]:
    """Return the cards that wait for an answer, oldest first."""
    return cards_for(account).filter(state=CardState.OPEN).order_by("handed_out_at")


def card_by_id(account: Account, card_id: UUID) -> SatisfactionCard:
    """Return one card, or refuse as if it did not exist."""
    found = cards_for(account).select_related(*WHOLE).filter(pk=card_id).first()
    if found is None:
        raise NotThere
    return found


def card_by_token(token: str) -> SatisfactionCard | None:
    """Return the card of an address; to be asked as the system, for guests."""
    return SatisfactionCard.objects.select_related(*WHOLE).filter(token=token).first()


def served_on(card: SatisfactionCard) -> frozenset[UUID]:
    """Return the accounts of the people whose work the card judges.

    Of a visit: who led it, was assigned to it or booked hours on it. Of remote help: the case's owner.
    """
    if card.visit is None:
        people = Q(pk=card.case.owner_id)
    else:
        people = (
            Q(pk=card.visit.lead_id)
            | Q(pk__in=Assignment.objects.filter(order=card.visit.order_id, released_at=None).values("staff"))
            | Q(pk__in=HoursEntry.objects.filter(visit=card.visit_id).values("staff"))
        )
    accounts = Staff.objects.filter(people).exclude(account=None).values_list("account", flat=True)
    return frozenset(accounts)


def card_facts(case: Case) -> dict[str, Any]:
    """Return what the closing of a case must know of its cards: the least settled one decides."""
    cards = list(case.cards.order_by("handed_out_at").values_list("state", "decline_code"))  # type: ignore[attr-defined]
    if not cards:
        return {"card": "none", "decline_code": ""}
    for wanted in (CardState.OPEN, CardState.ANSWERED):
        if any(state == wanted for state, _code in cards):
            return {"card": wanted.value, "decline_code": ""}
    return {"card": CardState.DECLINED.value, "decline_code": cards[-1][1]}


def tries_since(card: SatisfactionCard) -> int:
    """Return how often the customer was called in vain since the card was handed out."""
    return card.case.contacts.filter(reached=False, made_at__gte=card.handed_out_at).count()
