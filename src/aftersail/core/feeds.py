"""Calendar feeds: whose days they show, gathered from later chapters, and the secret addresses under which they are read."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.core.log import record
from aftersail.core.models import Account, CalendarFeed
from aftersail.core.once import made_before
from aftersail.core.one_line import one_line
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Refused

MOST = 20
BACK, AHEAD = timedelta(days=90), timedelta(days=400)
READ_NOTED_EVERY = timedelta(minutes=10)
Kind = CalendarFeed.Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar: from an instant to an instant, or from a day through a day.

    uid: the same for the same thing for ever. revision: grows with every change. A cancelled thing stays, as such.
    """

    uid: str
    starts: datetime | date
    ends: datetime | date
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    revision: int = 0
    cancelled: bool = False


class Provider(Protocol):
    """Gives what an account may see now of one calendar, between two instants."""

    def __call__(
        self, account: Account, team_id: UUID | None, since: datetime, until: datetime
    ) -> Iterable[Entry]:
        """Return the entries; `team_id` is None for the account's own days."""


_providers: list[Provider] = []
_teams: list[Callable[[Account], list[tuple[UUID, str]]]] = []


def provides(provider: Provider) -> None:
    """Add a chapter's entries to feeds; called from an app's `ready`."""
    _providers.append(provider)


def teams_from(lister: Callable[[Account], list[tuple[UUID, str]]]) -> None:
    """Say which teams an account may have a feed of; called from an app's `ready`."""
    _teams.append(lister)


def teams_of(account: Account) -> list[tuple[UUID, str]]:
    """Return the teams whose days an account may see now."""
    return [team for lister in _teams for team in lister(account)]


@dataclass(frozen=True)
class FeedMade(Event):
    """A calendar feed was made; its address is nowhere."""

    label: ClassVar[Any] = _("Made the calendar feed %(feed_name)s")
    feed_name: str


@dataclass(frozen=True)
class FeedRenewed(Event):
    """A calendar feed got a new address."""

    label: ClassVar[Any] = _("Renewed the address of the calendar feed %(feed_name)s")
    feed_name: str


@dataclass(frozen=True)
class FeedRevoked(Event):
    """A calendar feed is no longer read by anybody."""

    label: ClassVar[Any] = _("Revoked the calendar feed %(feed_name)s")
    feed_name: str


def digest_of(secret: str) -> str:
    """Return what is kept of a feed's secret; secrets are long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_feed(
    *, by: Account, id: UUID, kind: str, team_id: UUID | None, name: str, at: datetime
) -> tuple[CalendarFeed, str]:
    """Make a feed and return it with the secret part of its address, seen this once."""
    if (known := made_before(CalendarFeed, id)) and known.account_id == by.pk:
        return known, ""
    name = one_line(name, 60)
    if kind not in Kind.values:
        raise Refused([_("There is no such kind of feed.")])
    if kind == Kind.TEAM and team_id not in dict(teams_of(by)):
        raise Refused([_("This team's days are not yours to see. Choose another.")])
    if CalendarFeed.objects.filter(account=by, revoked_at=None).count() >= MOST:
        raise Refused([_("You have 20 feeds already. Revoke one first.")])
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed(
        id=id, account=by, kind=kind, team_id=team_id if kind == Kind.TEAM else None, language=by.language,
        name=name or (dict(teams_of(by)).get(team_id, "") if team_id else "") or str(Kind(kind).label), digest=digest_of(secret),
    )  # fmt: skip
    feed.save(force_insert=True)
    record(FeedMade(feed_name=feed.name), by=by, about=by, at=at)
    return feed, secret


@transaction.atomic
def renew_feed(*, by: Account, feed_id: UUID, at: datetime) -> tuple[CalendarFeed, str]:
    """Give a feed a new address, seen this once; the old one leads nowhere from now on."""
    feed = _own(by, feed_id)
    secret = secrets.token_urlsafe(32)
    feed.digest, feed.revoked_at = digest_of(secret), None
    feed.save(update_fields=["digest", "revoked_at"])
    record(FeedRenewed(feed_name=feed.name), by=by, about=by, at=at)
    return feed, secret


@transaction.atomic
def revoke_feed(*, by: Account, feed_id: UUID, at: datetime) -> CalendarFeed:
    """End a feed at once; ending it again changes nothing."""
    feed = _own(by, feed_id)
    if feed.revoked_at is None:
        feed.revoked_at = at
        feed.save(update_fields=["revoked_at"])
        record(FeedRevoked(feed_name=feed.name), by=by, about=by, at=at)
    return feed


def _own(by: Account, feed_id: UUID) -> CalendarFeed:
    feed = CalendarFeed.objects.select_for_update().filter(account=by, pk=feed_id).first()
    if feed is None:
        raise NotThere([_("There is no such feed.")])
    return feed


def feed_behind(secret: str, at: datetime) -> CalendarFeed | None:
    """Return the feed with this secret, unless it is revoked or its owner's account closed; to be asked as the system."""
    living = CalendarFeed.objects.select_related("account").filter(revoked_at=None, account__is_active=True)
    feed = living.filter(digest=digest_of(secret)).first()
    if feed is not None and (feed.last_read_at is None or at - feed.last_read_at > READ_NOTED_EVERY):
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=at)
    return feed


def entries_of(feed: CalendarFeed, at: datetime) -> list[Entry]:
    """Return what the feed's owner may see now; to be asked within the owner's own scope.

    Raises `NotThere` when the team is no longer the owner's to see.
    """
    account = feed.account
    if feed.kind == Kind.TEAM and feed.team_id not in dict(teams_of(account)):
        raise NotThere
    found = [
        entry for provider in _providers for entry in provider(account, feed.team_id, at - BACK, at + AHEAD)
    ]
    return sorted(found, key=lambda entry: entry.uid)
