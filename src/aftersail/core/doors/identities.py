"""Names under which other houses know our accounts: linked by the administrator, or by a verified e-mail address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.accounts import AccountChanged, may_administer, roles_fit
from aftersail.core.doors.configured import DIRECTORY
from aftersail.core.doors.events import IdentityLinked, IdentityUnlinked
from aftersail.core.log import record
from aftersail.core.models import Account, OutsideIdentity
from aftersail.core.one_line import one_line
from aftersail.core.refusals import Forbidden, NotThere
from aftersail.core.verdicts import Refused


@transaction.atomic
def link_identity(
    *, by: Account | None, account: Account, provider: str, subject: str, at: datetime
) -> OutsideIdentity:
    """Let another house vouch for an account; `by` is None when a verified e-mail address did it."""
    if by is not None:
        _require_administrator(by)
    provider, subject = one_line(provider, 200), one_line(subject, 255)
    if provider == DIRECTORY:  # directories know no letter case, and sign-in names are taken in one
        subject = subject.lower()
    if not provider or not subject:
        raise Refused([_("Give the name under which the other house knows the person.")])
    try:
        with transaction.atomic():
            made = OutsideIdentity.objects.create(account=account, provider=provider, subject=subject)
    except IntegrityError as error:
        raise Refused([_("This name is linked to an account already.")]) from error
    event = IdentityLinked(username=account.username, provider=provider, subject=subject)
    record(event, by=by, about=account, at=at)
    return made


@transaction.atomic
def unlink_identity(*, by: Account, account: Account, identity_id: UUID, at: datetime) -> None:
    """Let another house vouch for an account no more."""
    _require_administrator(by)
    found = OutsideIdentity.objects.filter(account=account, pk=identity_id).first()
    if found is None:
        raise NotThere([_("There is no such link.")])
    found.delete()
    event = IdentityUnlinked(username=account.username, provider=found.provider, subject=found.subject)
    record(event, by=by, about=account, at=at)


def account_known_as(provider: str, subject: str) -> Account | None:
    """Return the account linked to a name, open or closed."""
    found = OutsideIdentity.objects.select_related("account__organisation").filter(
        provider=provider, subject=subject
    )
    identity = found.first()
    return identity.account if identity else None


def account_with_address(email: str) -> Account | None:
    """Return the one open account with this e-mail address; None when there is none, or more than one."""
    if not email:
        return None
    found = list(
        Account.objects.filter(email__iexact=email, is_active=True).select_related("organisation")[:2]
    )
    return found[0] if len(found) == 1 else None


@transaction.atomic
def take_over_roles(account: Account, roles: list[str], at: datetime) -> None:
    """Give an account the roles that the other house's groups say.

    Raises `Refused` when they say none, or roles that do not fit the account's organisation.
    """
    if not roles:
        raise Refused([_("None of your groups gives you a role here. Ask the administrator.")])
    if not roles_fit(account.organisation.kind, roles):
        raise Refused([_("The roles of your groups do not fit your organisation. Ask the administrator.")])
    if sorted(account.roles) == sorted(roles):
        return
    before = list(account.roles)
    account.change(roles=sorted(roles))
    account.__dict__.pop("role_set", None)
    event = AccountChanged(
        username=account.username, before={"roles": before}, after={"roles": sorted(roles)}
    )
    record(event, by=None, about=account, at=at)


def note_use(provider: str, subject: str, at: datetime) -> None:
    """Keep when a link was last used."""
    OutsideIdentity.objects.filter(provider=provider, subject=subject).update(last_used_at=at)


def _require_administrator(by: Account) -> None:
    if not (verdict := may_administer(by)):
        raise Forbidden(verdict.reasons)
