"""Routes for administrators: accounts and what they reach."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from aftersail.core import accounts
from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.routes import add_master
from aftersail.core.models import AccessGrant, Account, Organisation
from aftersail.core.organisations import ORGANISATIONS
from aftersail.core.roles import Role
from aftersail.core.verdicts import Refused

router = Router(tags=["accounts"])
READ, WRITE = "accounts:read", "accounts:write"
Language = Literal["zh-hans", "en"]


class AccountOut(Schema):
    """An account."""

    id: UUID
    username: str
    name: str
    name_en: str
    email: str
    organisation_id: UUID
    organisation: str
    roles: list[str]
    language: str
    is_active: bool
    version: int
    created_at: datetime


class AccountIn(Schema):
    """An account to be opened."""

    id: UUID | None = Field(None, description="Made by the caller; sent twice, it opens one account")
    username: str = Field(max_length=60)
    name: str = Field(max_length=60)
    name_en: str = Field("", max_length=60)
    email: str = Field("", max_length=254)
    organisation_id: UUID
    roles: list[Role] = Field(min_length=1, max_length=20)
    language: Language = "zh-hans"
    password: str = Field(max_length=200)


class AccountChange(Schema):
    """What changes; fields left out stay."""

    version: int = Field(ge=1, le=2**31 - 1)
    name: str | None = Field(None, min_length=1, max_length=60)
    name_en: str | None = Field(None, max_length=60)
    email: str | None = Field(None, max_length=254)
    organisation_id: UUID | None = None
    roles: list[Role] | None = Field(None, min_length=1, max_length=20)
    language: Language | None = None
    is_active: bool | None = None


class PasswordIn(Schema):
    """A new password."""

    password: str = Field(max_length=200)


class GrantIn(Schema):
    """Something an account may reach."""

    kind: str = Field(max_length=20, pattern=r"^[a-z_]+$")
    target_id: UUID
    glimpse: bool = False
    until: AwareDatetime | None = None
    reason: str = Field("", max_length=200)


class GrantOut(Schema):
    """Something an account reaches."""

    id: int
    kind: str
    target_id: UUID
    glimpse: bool
    until: datetime | None
    reason: str


FIELDS = {name: "organisation__name" if name == "organisation" else name for name in AccountOut.model_fields}


add_master(router, ORGANISATIONS)


@router.get("/accounts", response=Listing[AccountOut], summary="Accounts")
@audience(Role.ADMIN, scope=READ)
def list_accounts(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List every account."""
    return listing(Account.objects.all(), FIELDS, paging=paging, order="username")


@router.post("/accounts", response={201: AccountOut}, summary="Open an account")
@audience(Role.ADMIN, scope=WRITE)
def create_account(request: SignedInRequest, wanted: AccountIn) -> tuple[int, dict[str, Any]]:
    """Open an account."""
    values = wanted.model_dump(mode="json", exclude={"id", "organisation_id"})
    account = accounts.open_account(
        by=request.user,
        organisation=_organisation(wanted.organisation_id),
        at=timezone.now(),
        account_id=wanted.id,
        **values,
    )
    return 201, _out(account)


@router.get("/accounts/{uuid:account_id}", response=AccountOut, summary="One account")
@audience(Role.ADMIN, scope=READ)
def read_account(request: SignedInRequest, account_id: UUID) -> dict[str, Any]:
    """Return one account."""
    return _out(get_object_or_404(Account, pk=account_id))


@router.patch("/accounts/{uuid:account_id}", response=AccountOut, summary="Change an account")
@audience(Role.ADMIN, scope=WRITE)
def change_account(request: SignedInRequest, account_id: UUID, change: AccountChange) -> dict[str, Any]:
    """Change an account's particulars, roles or standing."""
    values = {
        k: v
        for k, v in change.model_dump(mode="json", exclude_unset=True).items()
        if v is not None and k != "version"
    }
    if "organisation_id" in values:
        values["organisation"] = _organisation(UUID(values.pop("organisation_id")))
    account = get_object_or_404(Account, pk=account_id)
    return _out(
        accounts.change_account(
            by=request.user, account=account, at=timezone.now(), seen=change.version, **values
        )
    )


@router.post("/accounts/{uuid:account_id}/password", response={204: None}, summary="Set a password")
@audience(Role.ADMIN, scope=WRITE)
def set_password(request: SignedInRequest, account_id: UUID, wanted: PasswordIn) -> tuple[int, None]:
    """Give an account a new password."""
    account = get_object_or_404(Account, pk=account_id)
    accounts.set_password(by=request.user, account=account, password=wanted.password, at=timezone.now())
    return 204, None


@router.get(
    "/accounts/{uuid:account_id}/grants", response=Listing[GrantOut], summary="What an account reaches"
)
@audience(Role.ADMIN, scope=READ)
def list_grants(request: SignedInRequest, account_id: UUID, paging: Query[Paging]) -> HttpResponse:
    """List the grants of an account itself."""
    account = get_object_or_404(Account, pk=account_id)
    rows = AccessGrant.objects.filter(account=account)
    return listing(rows, tuple(GrantOut.model_fields), paging=paging, order="id")


@router.post(
    "/accounts/{uuid:account_id}/grants", response={201: GrantOut}, summary="Let an account reach something"
)
@audience(Role.ADMIN, scope=WRITE)
def create_grant(request: SignedInRequest, account_id: UUID, wanted: GrantIn) -> tuple[int, AccessGrant]:
    """Let an account reach something; the same again renews it."""
    account = get_object_or_404(Account, pk=account_id)
    return 201, accounts.grant_access(
        by=request.user, account=account, at=timezone.now(), **wanted.model_dump()
    )


@router.delete(
    "/accounts/{uuid:account_id}/grants/{int:grant_id}", response={204: None}, summary="Withdraw access"
)
@audience(Role.ADMIN, scope=WRITE)
def delete_grant(request: SignedInRequest, account_id: UUID, grant_id: int) -> tuple[int, None]:
    """Take back what an account was let reach."""
    grant = get_object_or_404(AccessGrant, pk=grant_id, account_id=account_id)
    accounts.withdraw_access(by=request.user, grant=grant, at=timezone.now())
    return 204, None


def _organisation(organisation_id: UUID) -> Organisation:
    found: Organisation | None = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise Refused([_("There is no such organisation.")])
    return found


def _out(account: Account) -> dict[str, Any]:
    values = {name: getattr(account, name) for name in FIELDS if name != "organisation"}
    return values | {"organisation": account.organisation.name}
