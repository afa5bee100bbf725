"""Route of the search across records."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.core.api.envelope import JSON, to_json
from aftersail.core.attention import address_of
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.search import search

router = Router(tags=["search"])


class Found(Schema):
    """A record that matches."""

    subject_type: str
    subject_id: UUID
    title: str
    detail: str
    at: datetime
    url: str


class FoundList(Schema):
    """The newest records that match, in the envelope of lists; a search is never continued, only narrowed."""

    items: list[Found]
    next: None = None
    count: int
    count_capped: bool


class Words(Schema):
    """What is looked for."""

    q: str = Field(max_length=200, description="Words or hanzi; every one must match")
    limit: int = Field(20, ge=1, le=100)


@router.get("/search", response=FoundList, summary="Search across records")
@audience(*EVERYONE, scope="search:read")
def find(request: SignedInRequest, words: Query[Words]) -> HttpResponse:
    """Find records by words, Chinese or English, among those the account may see."""
    found = search(request.user, words.q.replace("\x00", ""), limit=words.limit + 1)
    items = [
        {"subject_type": f.subject_type, "subject_id": f.subject_id, "title": f.title, "detail": f.detail, "at": f.at,
         "url": address_of(f.subject_type, f.subject_id)}
        for f in found[: words.limit]
    ]  # fmt: skip
    body = {"items": items, "next": None, "count": len(items), "count_capped": len(found) > words.limit}
    return HttpResponse(to_json(body), content_type=JSON)
