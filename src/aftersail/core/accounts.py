"""Accounts: opening, changing and closing them, their passwords, and what they may reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.core.log import record
from aftersail.core.models import AccessGrant, Account, Organisation, OrganisationKind
from aftersail.core.once import made_before
from aftersail.core.reachable import latest_end
from aftersail.core.refusals import Forbidden
from aftersail.core.roles import CUSTOMER_SIDE, HOUSE, Role
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, all_of, refuse, require

FITTING: dict[str, frozenset[str]] = {
    OrganisationKind.HOUSE: frozenset(HOUSE),
    OrganisationKind.CUSTOMER: frozenset(CUSTOMER_SIDE),
    OrganisationKind.YARD: frozenset({Role.YARD}),
    OrganisationKind.SUPPLIER: frozenset({Role.SUPPLIER}),
}
CHANGEABLE = ("name", "name_en", "email", "organisation", "roles", "language", "is_active")


@dataclass(frozen=True)
class AccountOpened(Event):
    """An account was opened."""

    label: ClassVar[Any] = _("Opened the account %(username)s")
    username: str
    roles: list[str]
    organisation: str


@dataclass(frozen=True)
class AccountChanged(Event):
    """An account's particulars, roles or standing were changed; `before` and `after` hold what differs."""

    label: ClassVar[Any] = _("Changed the account %(username)s")
    username: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class PasswordSet(Event):
    """A password was set; the password itself is nowhere."""

    label: ClassVar[Any] = _("Set the password of %(username)s")
    username: str


@dataclass(frozen=True)
class AccessGranted(Event):
    """An account was let reach something."""

    label: ClassVar[Any] = _("Let %(username)s reach %(kind)s %(target_id)s")
    username: str
    kind: str
    target_id: str
    until: datetime | None
    reason: str


@dataclass(frozen=True)
class AccessWithdrawn(Event):
    """An account no longer reaches something."""

    label: ClassVar[Any] = _("Withdrew %(kind)s %(target_id)s from %(username)s")
    username: str
    kind: str
    target_id: str


def may_administer(by: Account) -> Verdict:
    """Only administrators keep accounts."""
    return ALLOWED if by.has_role(Role.ADMIN) else refuse(_("Only an administrator may change accounts."))


def roles_fit(organisation_kind: str, roles: Iterable[str]) -> Verdict:
    """Say whether the roles belong to the organisation's side: no customer is made a dispatcher by a slip."""
    held = set(roles)
    if not held:
        return refuse(_("Choose at least one role."))
    if held - set(Role.values):
        return refuse(_("There is no such role."))
    if held - FITTING[organisation_kind]:
        return refuse(
            _(
                "These roles do not fit the organisation: a customer's people are crew or fleet managers, and so on."
            )
        )
    return ALLOWED


@transaction.atomic
def open_account(
    *,
    by: Account,
    username: str,
    name: str,
    organisation: Organisation,
    roles: list[str],
    password: str,
    at: datetime,
    name_en: str = "",
    email: str = "",
    language: str = "zh-hans",
    account_id: UUID | None = None,
) -> Account:
    """Open an account; with an id that exists already, return that account unchanged."""
    _require_administrator(by)
    if account_id and (known := made_before(Account, account_id)):
        return known
    draft = Account(username=username.strip(), name=name.strip(), name_en=name_en.strip(), email=email,
                    organisation=organisation, roles=sorted(set(roles)), language=language)  # fmt: skip
    if account_id:
        draft.id = account_id
    return _opened(draft, password, by=by, at=at)


@transaction.atomic
def open_first_account(
    *, house: str, username: str, name: str, password: str, at: datetime, house_en: str = "", language: str
) -> Account:
    """Enter the maker's house and its first administrator, who opens all other accounts.

    Only where nobody has an account yet, for there is nobody to ask for leave; else `Refused`.
    """
    if Account.objects.exists():
        raise Refused([_("There are accounts already. An administrator opens further ones under Accounts.")])
    require(ALLOWED if house.strip() else refuse(_("Give the name of the house.")))
    organisation = Organisation(name=house.strip(), name_en=house_en.strip(), kind=OrganisationKind.HOUSE)
    organisation.save(force_insert=True)
    draft = Account(
        username=username.strip(), name=name.strip(), organisation=organisation, roles=[Role.ADMIN], language=language
    )  # fmt: skip
    return _opened(draft, password, by=None, at=at)


def _opened(draft: Account, password: str, *, by: Account | None, at: datetime) -> Account:
    """Open a drafted account, if it may be opened so, and log it."""
    require(
        all_of(
            _name_free(draft.username),
            _named(draft),
            roles_fit(draft.organisation.kind, draft.roles),
            _password_strong(password, draft),
        )
    )
    draft.set_password(password)
    draft.save(force_insert=True)
    opened = AccountOpened(username=draft.username, roles=draft.roles, organisation=draft.organisation.name)
    record(opened, by=by, about=draft, at=at)
    return draft


@transaction.atomic
def change_account(
    *, by: Account, account: Account, at: datetime, seen: int | None = None, **values: Any
) -> Account:
    """Change an account's particulars, roles or standing. Raises `Stale` when somebody else was faster."""
    _require_administrator(by)
    if unknown := set(values) - set(CHANGEABLE):
        raise ValueError(f"not changeable: {sorted(unknown)}")
    account = Account.objects.select_for_update().get(pk=account.pk)
    differing = {key: value for key, value in values.items() if getattr(account, key) != value}
    before = {key: _shown(getattr(account, key)) for key in differing}
    after = {key: _shown(value) for key, value in differing.items()}
    wanted = {key: values.get(key, getattr(account, key)) for key in CHANGEABLE}
    require(
        all_of(
            roles_fit(wanted["organisation"].kind, wanted["roles"]),
            _house_keeps_a_key(by, account, wanted),
            _mail(wanted["email"]),
        )
    )
    account.change(seen=seen, **differing)
    account.__dict__.pop("role_set", None)
    record(AccountChanged(username=account.username, before=before, after=after), by=by, about=account, at=at)
    return account


@transaction.atomic
def set_password(*, by: Account, account: Account, password: str, at: datetime) -> None:
    """Give an account a new password; its open sessions end."""
    if by.pk != account.pk:
        _require_administrator(by)
    require(_password_strong(password, account))
    account.set_password(password)
    account.save(update_fields=["password"])
    record(PasswordSet(username=account.username), by=by, about=account, at=at)


def change_own_password(*, by: Account, present: str, password: str, at: datetime) -> None:
    """Change one's own password, knowing the present one."""
    if not by.check_password(present):
        raise Refused([_("The present password is not right.")])
    set_password(by=by, account=by, password=password, at=at)


@transaction.atomic
def grant_access(
    *,
    by: Account,
    account: Account,
    kind: str,
    target_id: UUID,
    at: datetime,
    until: datetime | None = None,
    glimpse: bool = False,
    reason: str = "",
) -> AccessGrant:
    """Let an account reach something; the same grant again renews its end and reason."""
    _require_administrator(by)
    if until is not None and until <= at:
        raise Refused([_("The end lies in the past.")])
    until = latest_end(account, at, until)
    given, _fresh = AccessGrant.objects.update_or_create(
        account=account, organisation=None, target_id=target_id, glimpse=glimpse,
        defaults={"kind": kind, "until": until, "reason": reason[:200]},
    )  # fmt: skip
    event = AccessGranted(
        username=account.username, kind=kind, target_id=str(target_id), until=until, reason=reason[:200]
    )
    record(event, by=by, about=account, at=at)
    return given


@transaction.atomic
def withdraw_access(*, by: Account, grant: AccessGrant, at: datetime) -> None:
    """Take back what an account was let reach."""
    _require_administrator(by)
    account = grant.account
    if account is None:
        raise Refused([_("This grant belongs to the whole organisation and follows its ships.")])
    event = AccessWithdrawn(username=account.username, kind=grant.kind, target_id=str(grant.target_id))
    grant.delete()
    record(event, by=by, about=account, at=at)


def _require_administrator(by: Account) -> None:
    if not (verdict := may_administer(by)):
        raise Forbidden(verdict.reasons)


def _name_free(username: str) -> Verdict:
    if not username or len(username) > 60 or not all(c.isalnum() or c in "._-@" for c in username):
        return refuse(_("A sign-in name has 1 to 60 letters, digits, dots, dashes or underscores."))
    taken = Account.objects.filter(username__iexact=username).exists()
    return refuse(_("This sign-in name is taken.")) if taken else ALLOWED


def _named(draft: Account) -> Verdict:
    return all_of(ALLOWED if draft.name else refuse(_("Give the person's name.")), _mail(draft.email))


def _mail(email: str) -> Verdict:
    try:
        if email:
            validate_email(email)
    except ValidationError:
        return refuse(_("The e-mail address is not valid."))
    return ALLOWED


def _password_strong(password: str, account: Account) -> Verdict:
    try:
        validate_password(password, account)
    except ValidationError as error:
        return refuse(*error.messages)
    return ALLOWED


def _house_keeps_a_key(by: Account, account: Account, wanted: dict[str, Any]) -> Verdict:
    """Nobody locks themselves out, and so somebody can always let the others in again."""
    loses = Role.ADMIN not in wanted["roles"] or not wanted["is_active"]
    if account.pk == by.pk and loses:
        return refuse(
            _("You cannot close your own account or give up administration. Ask another administrator.")
        )
    return ALLOWED


def _shown(value: Any) -> Any:
    return str(value) if isinstance(value, Organisation) else value
