"""When a person is told by mail: pure arithmetic of digests and quiet hours, and what they chose."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account, MailPreference
from aftersail.core.verdicts import Refused

SALT = "stop mail"


class Mode(models.TextChoices):
    """How soon one is told by mail."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("In the daily digest")
    NEVER = "never", _("Never")


HOUSE_DEFAULT = Mode.DAILY


def kinds() -> list[tuple[str, Any]]:
    """Return the kinds of news: one for each chapter that tells of something, with its name."""
    from aftersail.core.events import Event

    telling = {
        name.split(".")[0]
        for name, kind in Event.registry.items()
        if kind.tells_followers or kind.for_customer
    }
    return [
        (config.label, config.verbose_name)
        for config in apps.get_app_configs()
        if config.name.startswith("aftersail.") and config.label in telling - {"core"}
    ]


def kind_of(event: str) -> str:
    """Return the kind of news of an event's name."""
    return event.split(".")[0]


def preference_of(account: Account) -> MailPreference:
    """Return what the account chose, or the house's default, unsaved."""
    return MailPreference.objects.filter(account=account).first() or MailPreference(account=account)


def mode_of(preference: MailPreference, event: str) -> str:
    """Return how soon news of an event is mailed."""
    if preference.stopped_at is not None:
        return Mode.NEVER
    chosen = preference.modes.get(kind_of(event))
    return str(chosen) if chosen in Mode.values else str(HOUSE_DEFAULT)


def due_at(preference: MailPreference, event: str, born_at: datetime, *, urgent: bool) -> datetime | None:
    """Return when news born at an instant is to be mailed; None for never.

    Urgent news go at once, through quiet hours and past the digest, unless the person wants no mail of the kind.
    """
    mode = mode_of(preference, event)
    if mode == Mode.NEVER:
        return None
    if urgent:
        return born_at
    if mode == Mode.DAILY:
        return next_hour(born_at, preference.digest_hour)
    return after_quiet(born_at, preference.quiet_from, preference.quiet_until)


def next_hour(at: datetime, hour: int) -> datetime:
    """Return the next instant after `at` at which the house's clock shows a full hour."""
    local = timezone.localtime(at)
    there = timezone.make_aware(datetime.combine(local.date(), time(hour)))
    return (
        there
        if there > at
        else timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time(hour)))
    )


def after_quiet(at: datetime, quiet_from: int, quiet_until: int) -> datetime:
    """Return `at`, or the end of the quiet hours in which it lies, by the house's clock."""
    hour = timezone.localtime(at).hour
    if quiet_from == quiet_until:
        return at
    inside = (
        quiet_from <= hour < quiet_until
        if quiet_from < quiet_until
        else hour >= quiet_from or hour < quiet_until
    )
    return next_hour(at, quiet_until) if inside else at


def choose(
    *, by: Account, modes: dict[str, str], digest_hour: int, quiet_from: int, quiet_until: int
) -> MailPreference:
    """Keep what a person chose for their own mail; choosing ends a stop."""
    if set(modes) - {kind for kind, _label in kinds()} or set(modes.values()) - set(Mode.values):
        raise Refused([_("There is no such kind of news, or no such way of being told.")])
    if not all(0 <= hour <= 23 for hour in (digest_hour, quiet_from, quiet_until)):
        raise Refused([_("Hours run from 0 to 23.")])
    values = {
        "modes": modes, "digest_hour": digest_hour, "quiet_from": quiet_from, "quiet_until": quiet_until, "stopped_at": None,
    }  # fmt: skip
    kept, _fresh = MailPreference.objects.update_or_create(account=by, defaults=values)
    return kept


def stop_secret(account: Account) -> str:
    """Return what stands in the link by which a mail's reader stops the mails without signing in."""
    return signing.dumps(str(account.pk), salt=SALT)


def account_to_stop(secret: str) -> Account | None:
    """Return whose mails a link stops; None for a link that is not ours."""
    try:
        return Account.objects.filter(pk=signing.loads(secret, salt=SALT)).first()
    except signing.BadSignature:
        return None


def stop(account: Account, at: datetime) -> None:
    """Send an account no more notices; what it chose is kept for the day it wants them again."""
    MailPreference.objects.update_or_create(account=account, defaults={"stopped_at": at})
