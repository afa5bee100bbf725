"""Routes about the account that calls."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from aftersail.core.accounts import change_own_password
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.models import Account
from aftersail.core.refusals import Forbidden

router = Router(tags=["me"])


class Me(Schema):
    """Who calls, and in which roles."""

    id: UUID
    username: str
    name: str
    name_en: str
    organisation: str
    roles: list[str]
    language: str
    version: int
    scopes: list[str] | None = Field(None, description="Scopes of the token; null for a person's session")


class MeChange(Schema):
    """What people change about their own account."""

    language: Literal["zh-hans", "en"]


class PasswordChange(Schema):
    """One's own password, old and new."""

    present: str = Field(max_length=200)
    password: str = Field(max_length=200)


@router.get("/me", response=Me, summary="Who am I")
@audience(*EVERYONE)
def read_me(request: SignedInRequest) -> Me:
    """Return the calling account."""
    return _me(request)


@router.patch("/me", response=Me, summary="Change my language")
@audience(*EVERYONE, scope="account:write")
def change_me(request: SignedInRequest, change: MeChange) -> Me:
    """Change what people may change about their own account."""
    if request.user.language != change.language:
        request.user.change(language=change.language)
    return _me(request)


@router.post("/me/password", response={204: None}, summary="Change my password")
@audience(*EVERYONE, scope="account:write")
def change_password(request: SignedInRequest, change: PasswordChange) -> tuple[int, None]:
    """Change one's own password; a program may not."""
    if getattr(request, "token", None) is not None:
        raise Forbidden([_("A token cannot change a password.")])
    change_own_password(by=request.user, present=change.present, password=change.password, at=timezone.now())
    return 204, None


def _me(request: SignedInRequest) -> Me:
    account: Account = request.user
    token = getattr(request, "token", None)
    return Me(
        id=account.pk, username=account.username, name=account.name, name_en=account.name_en,
        organisation=account.organisation.name, roles=list(account.roles), language=account.language,
        version=account.version, scopes=list(token.scopes) if token is not None else None,
    )  # fmt: skip
