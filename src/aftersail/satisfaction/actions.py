"""Handing out cards, answering and declining them; an answer is given once and never edited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import Case
from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.intake.states import Channel
from aftersail.satisfaction import permissions, rules
from aftersail.satisfaction.events import CardAnswered, CardDeclined, CardHandedOut
from aftersail.satisfaction.models import CardItem, SatisfactionCard
from aftersail.satisfaction.queries import served_on, tries_since
from aftersail.satisfaction.states import CardEvent, CardState, DeclineCode, Item, subject_of
from aftersail.visits.models import Visit

SCALES = {"overall": (1, 5), "nps": (0, 10), "effort": (1, 7)}


@transaction.atomic
def hand_out_card(
    *,
    by: Account | None,
    case: Case,
    event: str,
    at: datetime,
    visit: Visit | None = None,
    id: UUID | None = None,
) -> SatisfactionCard:
    """Put the questions to the customer; a second call for the same visit, or remote help, returns the first card.

    `by` is None where a signed visit or a remote solution asks for the card by itself.
    """
    if by is not None:
        require(permissions.may_hand_out(by))
    known = SatisfactionCard.objects.filter(pk=id, case=case).first() if id else None
    known = known or _known_card(case, event, visit)
    if known is not None:
        return known
    card = SatisfactionCard(id=id or new_id(), case=case, visit=visit, event=event, handed_out_at=at)
    card.save(force_insert=True)
    record(CardHandedOut(occasion=CardEvent(event).value), by=by, about=card, at=at)
    return card


@transaction.atomic
def answer_card(
    *,
    by: Account | None,
    card: SatisfactionCard,
    overall: int,
    at: datetime,
    items: Mapping[str, int] | None = None,
    nps: int | None = None,
    effort: int | None = None,
    comment: str = "",
    respondent: str = "",
    respondent_post: str = "",
    channel: str = "",
    seen: int | None = None,
) -> SatisfactionCard:
    """Keep what the customer answered; only `overall` (1–5) is needed.

    items: scores 1–5 by `Item`. nps: 0–10. effort: 1–7. channel: needed where the desk writes down an answer.
    Refuses the people whose work is judged, and a card that is settled.
    """
    scores = {item: score for item, score in (items or {}).items() if score is not None}
    asked = (
        ALLOWED
        if by is None or not by.is_house or respondent.strip()
        else refuse(_("Name the person who gave the answer."))
    )
    allowed = permissions.may_answer(by, card, channel=channel, served=served_on(card))
    require(all_of(allowed, asked, _on_scale(overall=overall, nps=nps, effort=effort, **scores)))
    by_desk = by is not None and by.is_house
    own_way = Channel.QR if by is None else Channel.PORTAL
    card.change(
        seen, state=CardState.ANSWERED, answered_at=at, overall=overall, nps=nps, effort=effort, entered_by=by,
        comment=comment.strip()[:2000], channel=channel if by_desk else own_way,
        respondent=(respondent.strip() or (by.name if by else ""))[:60], respondent_post=respondent_post.strip()[:60],
    )  # fmt: skip
    CardItem.objects.bulk_create(
        CardItem(card=card, item=item, subject=subject_of(item), score=score)
        for item, score in scores.items()
    )
    record(CardAnswered(channel=Channel(card.channel).value, by_desk=by_desk), by=by, about=card, at=at)
    return card


@transaction.atomic
def decline_card(
    *,
    by: Account | None,
    card: SatisfactionCard,
    code: str,
    at: datetime,
    note: str = "",
    seen: int | None = None,
) -> SatisfactionCard:
    """Record with a code that no answer will come (R85)."""
    lawful = rules.may_decline(code, note=note, tries=tries_since(card))
    require(all_of(permissions.may_decline(by, card, served=served_on(card)), lawful))
    card.change(
        seen,
        state=CardState.DECLINED,
        answered_at=at,
        decline_code=code,
        decline_note=note.strip()[:300],
        entered_by=by,
    )
    record(CardDeclined(reason=DeclineCode(code).value, note=note.strip()), by=by, about=card, at=at)
    return card


def _known_card(case: Case, event: str, visit: Visit | None) -> SatisfactionCard | None:
    if visit is not None:
        return SatisfactionCard.objects.filter(visit=visit).first()
    if event == CardEvent.REMOTE:
        return SatisfactionCard.objects.filter(case=case, event=event).first()
    return SatisfactionCard.objects.filter(case=case, event=event, state=CardState.OPEN).first()


def _on_scale(**scores: Any) -> Verdict:
    unknown = [name for name in scores if name not in SCALES and name not in Item.values]
    if unknown:
        return refuse(_("The card has no such question."))
    for name, score in scores.items():
        low, high = SCALES.get(name, (1, 5))
        if score is not None and not low <= score <= high:
            return refuse(_("A score lies outside its scale."))
    return ALLOWED if scores.get("overall") is not None else refuse(_("Give the overall score."))
