"""Second factors: taking them into use, checking them, taking them away. Which roles must have one is a setting."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from aftersail.core.accounts import may_administer
from aftersail.core.doors import totp
from aftersail.core.doors.events import (
    AuthenticatorAdded,
    AuthenticatorRemoved,
    PasskeyRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SecondFactorsReset,
)
from aftersail.core.doors.sealing import seal, unseal
from aftersail.core.log import record
from aftersail.core.models import Account, Passkey, RecoveryCode, SecondFactor
from aftersail.core.one_line import one_line
from aftersail.core.refusals import Forbidden, NotThere
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, refuse, require

PURPOSE = "authenticator"
RECOVERY_CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Without letters that look like others."""

LOCKED_FOR = timedelta(minutes=15)


class Locked(Refused):
    """Too many wrong codes; wait (HTTP 429)."""


def must_have_one(account: Account) -> bool:
    """Whether the house asks people in one of the account's roles for a second factor."""
    return not account.role_set.isdisjoint(settings.SECOND_FACTOR_ROLES)


def has_one(account: Account) -> bool:
    """Whether the account has an authenticator app or a passkey in use."""
    return _authenticator(account) is not None or Passkey.objects.filter(account=account).exists()


def has_authenticator(account: Account) -> bool:
    """Whether the account has an authenticator app in use."""
    return _authenticator(account) is not None


def codes_left(account: Account) -> int:
    """Return how many recovery codes have not been used."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


def _authenticator(account: Account) -> SecondFactor | None:
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()


@transaction.atomic
def begin_authenticator(*, by: Account) -> str:
    """Return the secret of an authenticator app to be taken into use; the same until it is confirmed."""
    factor, _fresh = SecondFactor.objects.select_for_update().get_or_create(account=by)
    if factor.confirmed_at is not None:
        raise Refused([_("An authenticator app is in use already. Remove it first.")])
    if not factor.sealed_secret:
        factor.sealed_secret = seal(totp.new_secret(), PURPOSE)
        factor.save(update_fields=["sealed_secret"])
    return unseal(factor.sealed_secret, PURPOSE)


@transaction.atomic
def confirm_authenticator(*, by: Account, code: str, at: datetime) -> list[str]:
    """Take the app into use once it has shown a right code; return new recovery codes, seen this once."""
    factor = SecondFactor.objects.select_for_update().filter(account=by, confirmed_at=None).first()
    if factor is None or not factor.sealed_secret:
        raise Refused([_("Begin anew: there is no authenticator app to be confirmed.")])
    step = totp.matching_step(unseal(factor.sealed_secret, PURPOSE), _digits(code), at)
    if step is None:
        raise Refused(
            [
                _(
                    "This is not the code that the app shows now. Check the telephone's clock and type the newest."
                )
            ]
        )
    factor.confirmed_at, factor.last_step = at, step
    factor.save(update_fields=["confirmed_at", "last_step"])
    record(AuthenticatorAdded(), by=by, about=by, at=at)
    return make_recovery_codes(by=by, at=at)


@transaction.atomic
def remove_authenticator(*, by: Account, at: datetime) -> None:
    """Stop using the authenticator app."""
    factor = SecondFactor.objects.select_for_update().filter(account=by, confirmed_at__isnull=False).first()
    if factor is None:
        raise Refused([_("No authenticator app is in use.")])
    require(_may_do_without(by, apps=0, passkeys=Passkey.objects.filter(account=by).count()))
    factor.delete()
    record(AuthenticatorRemoved(), by=by, about=by, at=at)
    _forget_codes_without_a_factor(by)


@transaction.atomic
def remove_passkey(*, by: Account, passkey_id: UUID, at: datetime) -> str:
    """Stop using one of one's own passkeys; return its name."""
    mine = Passkey.objects.select_for_update().filter(account=by)
    passkey = mine.filter(pk=passkey_id).first()
    if passkey is None:
        raise NotThere([_("There is no such passkey.")])
    require(_may_do_without(by, apps=int(has_authenticator(by)), passkeys=mine.count() - 1))
    passkey.delete()
    record(PasskeyRemoved(passkey_name=passkey.name), by=by, about=by, at=at)
    _forget_codes_without_a_factor(by)
    return passkey.name


def _may_do_without(account: Account, *, apps: int, passkeys: int) -> Verdict:
    if apps or passkeys or not must_have_one(account):
        return ALLOWED
    return refuse(_("Your role must have a second factor. Add another one before you remove this one."))


def _forget_codes_without_a_factor(account: Account) -> None:
    if not has_one(account):
        RecoveryCode.objects.filter(account=account).delete()


@transaction.atomic
def make_recovery_codes(*, by: Account, at: datetime) -> list[str]:
    """Return ten new recovery codes, seen this once; the ones before are void."""
    if not has_one(by):
        raise Refused(
            [_("Add an authenticator app or a passkey first; recovery codes stand in for one that is lost.")]
        )
    RecoveryCode.objects.filter(account=by).delete()
    codes = ["".join(secrets.choice(ALPHABET) for _n in range(10)) for _n in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create([RecoveryCode(account=by, digest=digest_of(by, code)) for code in codes])
    record(RecoveryCodesMade(count=len(codes)), by=by, about=by, at=at)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def digest_of(account: Account, code: str) -> str:
    """Return what is kept of a recovery code: a hash keyed with the installation's key and the account."""
    return salted_hmac(f"recovery {account.pk}", code, algorithm="sha256").hexdigest()


def check_code(*, account: Account, code: str, at: datetime) -> bool:
    """Return whether a code of the app, or a recovery code, is right; either works once.

    Raises `Locked` after too many wrong ones, from whatever address they came, even for a right one.
    """
    with transaction.atomic():
        factor, _fresh = SecondFactor.objects.select_for_update().get_or_create(account=account)
        if factor.locked_until is not None and factor.locked_until > at:
            raise Locked([_("Too many wrong codes. Wait 15 minutes, or ask the administrator.")])
        if _app_code(factor, code, at) or _recovery_code(account, code, at):
            SecondFactor.objects.filter(pk=factor.pk).update(failures=0, locked_until=None)
            return True
        failures = factor.failures + 1
        locked = failures >= settings.AXES_FAILURE_LIMIT
        SecondFactor.objects.filter(pk=factor.pk).update(
            failures=0 if locked else F("failures") + 1, locked_until=at + LOCKED_FOR if locked else None
        )
    if locked:
        raise Locked([_("Too many wrong codes. Wait 15 minutes, or ask the administrator.")])
    return False


def _app_code(factor: SecondFactor, code: str, at: datetime) -> bool:
    if factor.confirmed_at is None or len(_digits(code)) != totp.DIGITS:
        return False
    step = totp.matching_step(unseal(factor.sealed_secret, PURPOSE), _digits(code), at)
    if step is None:
        return False
    fresh = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step)
    return bool(fresh)


def _recovery_code(account: Account, code: str, at: datetime) -> bool:
    plain = "".join(c for c in code.lower() if c in ALPHABET)
    unused = RecoveryCode.objects.filter(account=account, digest=digest_of(account, plain), used_at=None)
    if not unused.update(used_at=at):
        return False
    record(RecoveryCodeUsed(left=codes_left(account)), by=account, about=account, at=at)
    return True


@transaction.atomic
def reset_factors(*, by: Account, account: Account, reason: str, at: datetime) -> None:
    """Take every second factor from an account whose owner has lost them; logged with the reason."""
    if not (verdict := may_administer(by)):
        raise Forbidden(verdict.reasons)
    reason = one_line(reason, 200)
    if not reason:
        raise Refused([_("Say how you made sure that it is this person who asks.")])
    SecondFactor.objects.filter(account=account).delete()
    Passkey.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    record(
        SecondFactorsReset(username=account.username, reason=reason),
        by=by,
        about=account,
        at=at,
    )


def _digits(code: str) -> str:
    """Return a code without spaces, full-width digits of a Chinese keyboard as plain ones."""
    plain = "".join(unicodedata.normalize("NFKC", code).split())
    return plain if plain.isascii() else ""
