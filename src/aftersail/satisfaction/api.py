"""Satisfaction cards for programs."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.cases.queries.finding import case_by_id
from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.intake.states import Channel
from aftersail.satisfaction import actions, queries
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.permissions import HANDS_OUT, READERS, reads_words
from aftersail.satisfaction.states import RECORDERS, CardEvent, CardState, DeclineCode, Item

router = Router(tags=["satisfaction"])
FIELDS = (
    "id", "version", "case_id", "visit_id", "event", "state", "handed_out_at", "answered_at", "channel", "overall", "nps",
    "effort", "comment", "decline_code",
)  # fmt: skip


class CardOut(Schema):
    """A card; the customer's words are left out for roles that do not read them."""

    id: UUID
    version: int
    case_id: UUID
    visit_id: UUID | None
    event: CardEvent
    state: CardState
    handed_out_at: datetime
    answered_at: datetime | None
    channel: str
    overall: int | None
    nps: int | None
    effort: int | None
    comment: str
    decline_code: str


class OneCardOut(CardOut):
    """A card with its scored items."""

    items: dict[str, int]


class Answers(Schema):
    """What the customer answered; only `overall` is needed. The desk adds channel and respondent."""

    version: int = Field(ge=1, le=2**31 - 1)
    overall: int = Field(ge=1, le=5)
    nps: int | None = Field(None, ge=0, le=10)
    effort: int | None = Field(None, ge=1, le=7)
    items: dict[Item, int] = Field(default_factory=dict)
    comment: str = Field("", max_length=2000)
    respondent: str = Field("", max_length=60)
    respondent_post: str = Field("", max_length=60)
    channel: Channel | None = None


class Refusal(Schema):
    """Why no answer will come."""

    version: int = Field(ge=1, le=2**31 - 1)
    code: DeclineCode
    note: str = Field("", max_length=300)


class HandingOut(Schema):
    """Whom to ask: the customer of a case. `id` is made by the caller."""

    id: UUID
    case_id: UUID


def _told(request: SignedInRequest, row: dict[str, Any]) -> dict[str, Any]:
    return row if reads_words(request.user) else row | {"comment": ""}


def _one(request: SignedInRequest, card: SatisfactionCard) -> dict[str, Any]:
    row = {name: getattr(card, name) for name in FIELDS}
    return _told(request, row) | {"items": dict(card.items.values_list("item", "score"))}


@router.get("/cards", response=Listing[CardOut])
@audience(*READERS, scope="satisfaction:read")
def list_cards(
    request: SignedInRequest, paging: Query[Paging], state: CardState | None = None
) -> HttpResponse:
    """Cards, the newest first."""
    rows = queries.cards_for(request.user)
    rows = rows.filter(state=state) if state else rows
    return listing(
        rows, FIELDS, paging=paging, order="-handed_out_at", shaped=lambda row: _told(request, row)
    )


@router.get("/cards/{uuid:card_id}", response=OneCardOut)
@audience(*READERS, scope="satisfaction:read")
def read_card(request: SignedInRequest, card_id: UUID) -> dict[str, Any]:
    """One card with its answers."""
    return _one(request, queries.card_by_id(request.user, card_id))


@router.post("/cards/{uuid:card_id}/answer", response=OneCardOut)
@audience(*RECORDERS, scope="satisfaction:write")
def answer_card(request: SignedInRequest, card_id: UUID, data: Answers) -> dict[str, Any]:
    """Answer as the customer, or write down what the customer said."""
    card = queries.card_by_id(request.user, card_id)
    said = data.dict(exclude={"version", "items", "channel"})
    items = {Item(item).value: score for item, score in data.items.items()}
    channel = data.channel.value if data.channel else ""
    actions.answer_card(
        by=request.user, card=card, at=timezone.now(), seen=data.version, items=items, channel=channel, **said
    )
    return _one(request, card)


@router.post("/cards/{uuid:card_id}/decline", response=OneCardOut)
@audience(*RECORDERS, scope="satisfaction:write")
def decline_card(request: SignedInRequest, card_id: UUID, data: Refusal) -> dict[str, Any]:
    """Record with a code that no answer will come."""
    card = queries.card_by_id(request.user, card_id)
    actions.decline_card(
        by=request.user, card=card, code=data.code, note=data.note, at=timezone.now(), seen=data.version
    )
    return _one(request, card)


@router.post("/cards", response={201: OneCardOut})
@audience(*HANDS_OUT, scope="satisfaction:write")
def hand_out_card(request: SignedInRequest, data: HandingOut) -> tuple[int, dict[str, Any]]:
    """Hand out a card now; while one of this kind is open, or the id is known, that card answers."""
    case = case_by_id(request.user, data.case_id)
    card = actions.hand_out_card(
        by=request.user, case=case, event=CardEvent.AD_HOC, at=timezone.now(), id=data.id
    )
    return 201, _one(request, card)
