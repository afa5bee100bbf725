"""What has come to stand against promises since they were made, so that they cannot be kept as they are; pure (R84)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext

from aftersail.dispatch.rules.plan_sentences import Sentence, sentence, sentence_kept
from aftersail.dispatch.rules.timeline import LOCAL, local_minute
from aftersail.people.rules.travel import DEFAULT_TABLE, Place, TravelTable, journey


@dataclass(frozen=True, slots=True)
class Held:
    """A promise of one person as threats are looked for.

    explained: somebody gave a reason when it was made, and the window has not moved since. busy_until: when work that
    has begun is expected to end. owed: the part that arrives last, and its day. away, blocked: (first, last) days of the person's leave and of the user's calendar.
    """

    order_id: UUID
    assignment_id: UUID
    version: int
    number: str
    staff_id: UUID
    who: str
    vessel_id: UUID
    port: Place
    starts_at: datetime
    ends_at: datetime
    window: tuple[datetime, datetime]
    begun: bool = False
    explained: bool = False
    busy_until: datetime | None = None
    away: tuple[tuple[date, date], ...] = ()
    blocked: tuple[tuple[date, date], ...] = ()
    owed: tuple[str, date] | None = None


@dataclass(frozen=True, slots=True)
class Threat:
    """A promise that cannot be kept, and why; `version` is the promise's as it was looked at."""

    order_id: UUID
    assignment_id: UUID
    version: int
    number: str
    why: Sentence

    def as_json(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        return {
            "order": str(self.order_id), "assignment": str(self.assignment_id), "version": self.version,
            "number": self.number, "why": self.why.as_json(),
        }  # fmt: skip

    def calling(self, who: str) -> Threat:
        """Return the same, where it names the person of the promise by this name."""
        args = tuple((name, who if name == "who" else value) for name, value in self.why.args)
        return replace(self, why=Sentence(self.why.code, args))


def threat_kept(kept: Mapping[str, Any]) -> Threat:
    """Return a kept threat."""
    why = sentence_kept(kept["why"])
    return Threat(UUID(kept["order"]), UUID(kept["assignment"]), kept["version"], kept["number"], why)


def threats_of(promises: Sequence[Held], table: TravelTable = DEFAULT_TABLE) -> list[Threat]:
    """Return one threat for each promise that cannot be kept, in the order of time; what has begun is never one.

    The weightiest is told: leave, then the ship's window, the user's calendar, a part that comes later, work before it that
    goes on.
    """
    by_person: dict[UUID, list[Held]] = {}
    for one in promises:
        by_person.setdefault(one.staff_id, []).append(one)
    found = []
    for one in sorted(promises, key=lambda each: (each.starts_at, each.number)):
        if not one.begun and (why := _why(one, by_person[one.staff_id], table)) is not None:
            found.append(Threat(one.order_id, one.assignment_id, one.version, one.number, why))
    return found


def _why(one: Held, mine: Sequence[Held], table: TravelTable) -> Sentence | None:
    first, last = _day(one.starts_at), _day(one.ends_at - timedelta(seconds=1))
    if span := _touching(one.away, first, last):
        return sentence("on_leave", who=one.who, first=span[0].isoformat(), last=span[1].isoformat())
    opens, closes = one.window
    if not one.explained and not opens <= one.starts_at <= one.ends_at <= closes:
        return sentence("window_is", since=local_minute(opens), until=local_minute(closes))
    if not one.explained and (span := _touching(one.blocked, first, last)):
        return sentence("calendar_blocks", first=span[0].isoformat(), last=span[1].isoformat())
    if not one.explained and one.owed and first < one.owed[1]:
        return sentence("part_later", part=one.owed[0], day=one.owed[1].isoformat())
    for other in mine:
        if other.begun and other.busy_until and other.busy_until > other.ends_at:
            hours = 0.0 if other.vessel_id == one.vessel_id else journey(other.port, one.port, table).hours
            if other.starts_at <= one.starts_at < other.busy_until + timedelta(hours=hours):
                return sentence(
                    "busy_until", who=one.who, order=other.number, until=local_minute(other.busy_until)
                )
    return None


def _touching(spans: Iterable[tuple[date, date]], first: date, last: date) -> tuple[date, date] | None:
    return next(((begin, end) for begin, end in sorted(spans) if begin <= last and end >= first), None)


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


def told_of(threats: Iterable[Threat]) -> str:
    """Return threats in one line, in the language in force: each cause with how many promises it touches.

    `郑海 is on leave 2026-12-03 – 2026-12-05. 2 promises cannot be kept.`
    """
    causes = Counter(one.why for one in threats)
    return " ".join(
        f"{why} " + ngettext("%(n)s promise cannot be kept.", "%(n)s promises cannot be kept.", n) % {"n": n}
        for why, n in causes.items()
    )
