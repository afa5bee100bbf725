"""Routes about API tokens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.models import ApiToken
from aftersail.core.tokens import LONGEST_DAYS, make_token, revoke_token

router = Router(tags=["tokens"])
SCOPE = "tokens:write"


class TokenOut(Schema):
    """A token without its key."""

    id: UUID
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class TokenIn(Schema):
    """A token to be made."""

    name: str = Field(max_length=60)
    scopes: list[str] = Field(min_length=1, max_length=100)
    days: int | None = Field(90, ge=1, le=LONGEST_DAYS, description="Days until it expires; null for never")


class TokenMadeOut(TokenOut):
    """A new token with its key, shown this once."""

    key: str


FIELDS = tuple(TokenOut.model_fields)


@router.get("/tokens", response=Listing[TokenOut], summary="My tokens")
@audience(*EVERYONE, scope=SCOPE)
def list_tokens(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List one's own tokens, revoked ones too."""
    return listing(ApiToken.objects.filter(account=request.user), FIELDS, paging=paging, order="-created_at")


@router.post("/tokens", response={201: TokenMadeOut}, summary="Make a token")
@audience(*EVERYONE, scope=SCOPE)
def create_token(request: SignedInRequest, wanted: TokenIn) -> tuple[int, TokenMadeOut]:
    """Make a token; a token can only make tokens within its own scopes."""
    calling = getattr(request, "token", None)
    token, key = make_token(
        by=request.user, name=wanted.name, scopes=wanted.scopes, days=wanted.days, at=timezone.now(),
        within=list(calling.scopes) if calling is not None else None,
    )  # fmt: skip
    return 201, TokenMadeOut(**{name: getattr(token, name) for name in FIELDS}, key=key)


@router.delete("/tokens/{uuid:token_id}", response={204: None}, summary="Revoke a token")
@audience(*EVERYONE, scope=SCOPE)
def delete_token(request: SignedInRequest, token_id: UUID) -> tuple[int, None]:
    """End a token at once."""
    revoke_token(by=request.user, token_id=token_id, at=timezone.now())
    return 204, None
