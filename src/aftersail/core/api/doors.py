"""Routes about second factors, calendar feeds and mail of the calling account; and the administrator's part of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.doors import entering, factors, identities
from aftersail.core.feeds import make_feed, renew_feed, revoke_feed
from aftersail.core.mail import preferences
from aftersail.core.mail.preferences import Mode
from aftersail.core.models import Account, CalendarFeed, OutsideIdentity, Passkey
from aftersail.core.refusals import Forbidden
from aftersail.core.roles import Role
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused

router = Router(tags=["doors"])
WRITE = "account:write"
ADMIN_WRITE = "accounts:write"
Hour = Field(ge=0, le=23)


class SecurityOut(Schema):
    """By what the account proves itself beside the password."""

    authenticator: bool
    passkeys: int
    recovery_codes_left: int
    required: bool


class SecretOut(Schema):
    """The secret of an authenticator app to be confirmed."""

    secret: str


class CodeIn(Schema):
    """A code of the app, or a recovery code."""

    code: str = Field(max_length=20)


class CodesOut(Schema):
    """New recovery codes, shown this once."""

    codes: list[str]


class PasskeyOut(Schema):
    """A passkey in use."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class FeedOut(Schema):
    """A calendar feed without its address."""

    id: UUID
    kind: str
    team_id: UUID | None
    name: str
    created_at: datetime
    revoked_at: datetime | None
    last_read_at: datetime | None


class FeedIn(Schema):
    """A calendar feed to be made; the same `id` sent twice makes one."""

    id: UUID
    kind: Literal[tuple(CalendarFeed.Kind.values)] = "person"  # type: ignore[valid-type]
    team_id: UUID | None = None
    name: str = Field("", max_length=60)


class FeedMadeOut(Schema):
    """A feed with its path, shown this once; empty when the id was used before."""

    id: UUID
    path: str


class MailChoice(Schema):
    """When one is written to."""

    modes: dict[str, Literal[tuple(Mode.values)]]  # type: ignore[valid-type]
    digest_hour: int = Hour
    quiet_from: int = Hour
    quiet_until: int = Hour


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(min_length=1, max_length=200)


class IdentityIn(Schema):
    """The name under which another house knows an account."""

    provider: str = Field(min_length=1, max_length=200, description="`directory`, or the issuer's address")
    subject: str = Field(min_length=1, max_length=255)


class IdentityOut(IdentityIn):
    """A link to another house."""

    id: UUID
    created_at: datetime
    last_used_at: datetime | None


def _in_person(request: SignedInRequest) -> Account:
    """Return the account; a program with a token may not change by what a person proves themselves."""
    if getattr(request, "token", None) is not None:
        raise Forbidden([_("A token cannot change second factors.")])
    return request.user


@router.get("/me/security", response=SecurityOut, summary="My second factors")
@audience(*EVERYONE)
def read_security(request: SignedInRequest) -> SecurityOut:
    """Tell by what the account proves itself."""
    account = request.user
    return SecurityOut(
        authenticator=factors.has_authenticator(account), passkeys=account.passkeys.count(),
        recovery_codes_left=factors.codes_left(account), required=factors.must_have_one(account),
    )  # fmt: skip


@router.post("/me/authenticator", response=SecretOut, summary="Begin to use an authenticator app")
@audience(*EVERYONE, scope=WRITE)
def begin_authenticator(request: SignedInRequest) -> SecretOut:
    """Return the secret to be given to the app; it counts once confirmed."""
    return SecretOut(secret=factors.begin_authenticator(by=_in_person(request)))


@router.post("/me/authenticator/confirm", response=CodesOut, summary="Confirm the authenticator app")
@audience(*EVERYONE, scope=WRITE)
def confirm_authenticator(request: SignedInRequest, given: CodeIn) -> CodesOut:
    """Take the app into use by its first code."""
    codes = factors.confirm_authenticator(by=_in_person(request), code=given.code, at=timezone.now())
    request.session[entering.TWO_STEPS] = True
    return CodesOut(codes=codes)


@router.post("/me/authenticator/remove", response={204: None}, summary="Stop using the authenticator app")
@audience(*EVERYONE, scope=WRITE)
def remove_authenticator(request: SignedInRequest, given: CodeIn) -> tuple[int, None]:
    """Stop using the app, proving oneself once more."""
    account = _in_person(request)
    if not factors.check_code(account=account, code=given.code, at=timezone.now()):
        raise Refused([_("Type a code that the app shows now, or a recovery code, to remove the app.")])
    factors.remove_authenticator(by=account, at=timezone.now())
    return 204, None


@router.post("/me/recovery-codes", response=CodesOut, summary="Make new recovery codes")
@audience(*EVERYONE, scope=WRITE)
def make_recovery_codes(request: SignedInRequest) -> CodesOut:
    """Make new recovery codes; the ones before are void."""
    return CodesOut(codes=factors.make_recovery_codes(by=_in_person(request), at=timezone.now()))


@router.get("/me/passkeys", response=Listing[PasskeyOut], summary="My passkeys")
@audience(*EVERYONE)
def list_passkeys(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List one's own passkeys; they are made in the browser."""
    rows = Passkey.objects.filter(account=request.user)
    return listing(rows, tuple(PasskeyOut.model_fields), paging=paging, order="created_at")


@router.delete("/me/passkeys/{uuid:passkey_id}", response={204: None}, summary="Remove a passkey")
@audience(*EVERYONE, scope=WRITE)
def delete_passkey(request: SignedInRequest, passkey_id: UUID) -> tuple[int, None]:
    """Stop using a passkey."""
    factors.remove_passkey(by=_in_person(request), passkey_id=passkey_id, at=timezone.now())
    return 204, None


@router.get("/me/mail", response=MailChoice, summary="When I am written to")
@audience(*EVERYONE)
def read_mail_choice(request: SignedInRequest) -> MailChoice:
    """Tell when one is written to, with the house's default where nothing was chosen."""
    kept = preferences.preference_of(request.user)
    modes = {kind: preferences.mode_of(kept, f"{kind}.") for kind, _label in preferences.kinds()}
    return MailChoice(
        modes=modes, digest_hour=kept.digest_hour, quiet_from=kept.quiet_from, quiet_until=kept.quiet_until
    )


@router.put("/me/mail", response={204: None}, summary="Choose when I am written to")
@audience(*EVERYONE, scope=WRITE)
def choose_mail(request: SignedInRequest, choice: MailChoice) -> tuple[int, None]:
    """Choose when one is written to."""
    preferences.choose(by=request.user, **choice.model_dump())
    return 204, None


@router.get("/feeds", response=Listing[FeedOut], summary="My calendar feeds")
@audience(*EVERYONE)
def list_feeds(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List one's own feeds, revoked ones too."""
    rows = CalendarFeed.objects.filter(account=request.user)
    return listing(rows, tuple(FeedOut.model_fields), paging=paging, order="-created_at")


@router.post("/feeds", response={201: FeedMadeOut}, summary="Make a calendar feed")
@audience(*EVERYONE, scope=WRITE)
def create_feed(request: SignedInRequest, wanted: FeedIn) -> tuple[int, FeedMadeOut]:
    """Make a feed of one's own days or a team's."""
    feed, secret = make_feed(by=request.user, at=timezone.now(), **wanted.model_dump())
    return 201, FeedMadeOut(id=feed.pk, path=f"/calendar/{secret}.ics" if secret else "")


@router.post("/feeds/{uuid:feed_id}/renew", response=FeedMadeOut, summary="Renew a feed's address")
@audience(*EVERYONE, scope=WRITE)
def renew(request: SignedInRequest, feed_id: UUID) -> FeedMadeOut:
    """Give a feed a new address; the old one leads nowhere."""
    feed, secret = renew_feed(by=request.user, feed_id=feed_id, at=timezone.now())
    return FeedMadeOut(id=feed.pk, path=f"/calendar/{secret}.ics")


@router.delete("/feeds/{uuid:feed_id}", response={204: None}, summary="Revoke a calendar feed")
@audience(*EVERYONE, scope=WRITE)
def delete_feed(request: SignedInRequest, feed_id: UUID) -> tuple[int, None]:
    """End a feed at once."""
    revoke_feed(by=request.user, feed_id=feed_id, at=timezone.now())
    return 204, None


@router.post(
    "/accounts/{uuid:account_id}/second-factors/reset", response={204: None}, summary="Reset second factors"
)
@audience(Role.ADMIN, scope=ADMIN_WRITE)
def reset_factors(request: SignedInRequest, account_id: UUID, given: ReasonIn) -> tuple[int, None]:
    """Take every second factor from somebody who has lost them."""
    account = get_object_or_404(Account, pk=account_id)
    with as_system():
        factors.reset_factors(by=request.user, account=account, reason=given.reason, at=timezone.now())
    return 204, None


@router.get(
    "/accounts/{uuid:account_id}/identities", response=Listing[IdentityOut], summary="Names in other houses"
)
@audience(Role.ADMIN, scope="accounts:read")
def list_identities(request: SignedInRequest, account_id: UUID, paging: Query[Paging]) -> HttpResponse:
    """List under which names other houses know an account."""
    account = get_object_or_404(Account, pk=account_id)
    with as_system():
        rows = OutsideIdentity.objects.filter(account=account)
        return listing(rows, tuple(IdentityOut.model_fields), paging=paging, order="created_at")


@router.post(
    "/accounts/{uuid:account_id}/identities", response={201: IdentityOut}, summary="Link to another house"
)
@audience(Role.ADMIN, scope=ADMIN_WRITE)
def create_identity(
    request: SignedInRequest, account_id: UUID, wanted: IdentityIn
) -> tuple[int, OutsideIdentity]:
    """Let another house vouch for an account."""
    account = get_object_or_404(Account, pk=account_id)
    with as_system():
        return 201, identities.link_identity(
            by=request.user, account=account, at=timezone.now(), **wanted.model_dump()
        )


@router.delete(
    "/accounts/{uuid:account_id}/identities/{uuid:identity_id}", response={204: None}, summary="Unlink"
)
@audience(Role.ADMIN, scope=ADMIN_WRITE)
def delete_identity(request: SignedInRequest, account_id: UUID, identity_id: UUID) -> tuple[int, None]:
    """Let another house vouch for an account no more."""
    account = get_object_or_404(Account, pk=account_id)
    with as_system():
        identities.unlink_identity(
            by=request.user, account=account, identity_id=identity_id, at=timezone.now()
        )
    return 204, None
