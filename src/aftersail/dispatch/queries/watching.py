"""What changed on the board lately, by whom, and who else is looking: cheap enough to be asked every few seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from aftersail.cases.events import OrderMoved
from aftersail.cases.models import WorkOrder
from aftersail.core.log import sentence
from aftersail.core.models import Account, LogEntry
from aftersail.core.prepared import SeenBy
from aftersail.dispatch.events import (
    AssignmentLocked,
    AssignmentMoved,
    AssignmentReleased,
    AssignmentUnlocked,
    OrderAssigned,
)
from aftersail.dispatch.models import BoardPresence
from aftersail.people.events import LeaveApproved, LeaveRefused

LOOKING_FOR = timedelta(seconds=45)
"""A colleague who has not been heard of for longer has closed the board."""

SEEN_EVERY = timedelta(seconds=15)
LATELY = timedelta(minutes=10)
MOST_WATCHED, MOST_TOLD = 100, 10

OF_PROMISES = frozenset(
    kind.event_name
    for kind in (OrderAssigned, AssignmentMoved, AssignmentReleased, AssignmentLocked, AssignmentUnlocked)
)
OF_THE_BOARD = OF_PROMISES | {kind.event_name for kind in (OrderMoved, LeaveApproved, LeaveRefused)}
"""What makes a board out of date."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to the board, as its readers are told; `at` is when it was recorded."""

    at: datetime
    who: str
    own: bool
    told: str
    order_id: str


@dataclass(frozen=True, slots=True)
class Watch:
    """The state of the board as a short mark, what changed lately, newest first, and who else has it open.

    tag: changes with anything that is told here, `mark` only when the board itself is out of date.
    """

    mark: str
    tag: str
    changes: tuple[Change, ...]
    others: tuple[str, ...]


def changes_of(order: WorkOrder) -> QuerySet[LogEntry]:
    """Return what happened to the promise of one order, the newest first; asked by actions, under the caller's wall."""
    rows = LogEntry.objects.filter(
        thread_id=order.case_id, event__in=OF_PROMISES, data__order_id=str(order.pk)
    )
    return rows.order_by("-at", "-pk")


def watch(account: Account, now: datetime) -> Watch:
    """Return what a board that polls needs to know; two statements, over the last ten to twenty minutes only.

    The stretch begins on a full ten minutes, so that old entries fall out of the mark together and seldom.
    """
    rows = LATELY_CHANGED.rows(account, _since(now))
    others = tuple(
        BoardPresence.objects.visible_to(account)
        .filter(seen_at__gt=now - LOOKING_FOR)
        .exclude(account=account)
        .order_by("name")
        .values_list("name", flat=True)[:20]
    )
    mark = _mark(one.pk for one in rows)
    tag = _digest([mark, get_language() or "", *others])
    newest = [one for one in rows if one.event in OF_PROMISES][:MOST_TOLD]
    told = tuple(
        Change(one.recorded_at, one.account_name, one.account_id == account.pk, sentence(one), str(one.data.get("order_id", "")))
        for one in newest
    )  # fmt: skip
    return Watch(mark, tag, told, others)


def board_mark(account: Account, now: datetime) -> str:
    """Return the mark of the state of the board alone; one statement."""
    return _mark(pk for (pk,) in LATELY_IDS.rows(account, _since(now)))


def _since(now: datetime) -> datetime:
    return now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0) - LATELY


def _changed(seen: QuerySet[LogEntry], since: datetime) -> QuerySet[LogEntry]:
    rows = seen.filter(recorded_at__gt=since, event__in=sorted(OF_THE_BOARD))
    return rows.order_by("-recorded_at")[:MOST_WATCHED]


LATELY_CHANGED = SeenBy(LogEntry, _changed, datetime)
LATELY_IDS = SeenBy(LogEntry, lambda seen, since: _changed(seen, since).values_list("pk"), datetime)


def _mark(entries: Iterable[int]) -> str:
    return _digest(map(str, entries))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256(",".join(parts).encode()).hexdigest()[:16]


def last_own_drop(account: Account, now: datetime, undoable: frozenset[str]) -> LogEntry | None:
    """Return the newest thing this account did on the board lately, if it can be taken back."""
    newest: LogEntry | None = OWN_DROP.first(account, now - LATELY, account.pk)
    return newest if newest is not None and newest.event in undoable else None


def _own(seen: QuerySet[LogEntry], since: datetime, account: UUID) -> QuerySet[LogEntry]:
    rows = seen.filter(recorded_at__gt=since, account_id=account, event__in=sorted(OF_PROMISES))
    return rows.order_by("-at", "-pk")[:1]


OWN_DROP = SeenBy(LogEntry, _own, datetime, UUID)


def entry_by_id(account: Account, entry_id: int) -> LogEntry | None:
    """Return an entry of the log that this account may see."""
    return LogEntry.objects.visible_to(account).filter(pk=entry_id).first()


def order_of(entry: LogEntry) -> UUID | None:
    """Return the order that an entry is about."""
    try:
        return UUID(str(entry.data.get("order_id", "")))
    except ValueError:
        return None
