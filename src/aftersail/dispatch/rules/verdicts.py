"""The verdict before the drop: for one person and one day, may the work begin, what speaks against it, what needs a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.verdicts import Reason
from aftersail.dispatch.rules.needs import Candidate, OrderNeed, Refusal
from aftersail.dispatch.rules.ranking import earliest_start
from aftersail.dispatch.rules.rest import is_rested
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.dispatch.rules.timetable import Timetable, timetable_of, whole_minute
from aftersail.people.rules.travel import TravelTable

FIRST_HOUR, LAST_HOUR = time(8), time(20)
"""Work is begun between these hours, unless the ship's window opens later that day."""

Kind = Literal["first", "reason", "no"]

WORDS: dict[str, Reason] = {
    "first": pgettext_lazy("verdict", "fits"),
    "other": pgettext_lazy("verdict", "not first"),
    "window": pgettext_lazy("verdict", "window"),
    "calendar": pgettext_lazy("verdict", "ship busy"),
    "rest": pgettext_lazy("verdict", "long day"),
    "roster": pgettext_lazy("verdict", "off duty"),
    "skill": pgettext_lazy("verdict", "skill"),
    "certificate": pgettext_lazy("verdict", "certificate"),
    "leave": pgettext_lazy("verdict", "leave"),
    "clash": pgettext_lazy("verdict", "clash"),
    "boarding_permit": pgettext_lazy("verdict", "permit"),
    "distance": pgettext_lazy("verdict", "too far"),
    "past": pgettext_lazy("verdict", "past"),
    "team": pgettext_lazy("verdict", "team"),
    "waits": pgettext_lazy("verdict", "too early"),
}
"""One word a cell has room for, by rule."""


@dataclass(frozen=True, slots=True)
class DayVerdict:
    """What a drop on a day would meet: `first` needs nothing, `reason` a sentence from the planner, `no` is refused."""

    kind: Kind
    rule: str
    reasons: tuple[Reason, ...] = ()
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a verdict is asked for: the need with the ship's window, the instant, who is proposed first, blocked days.

    lead_key: who goes now, when a promise is moved; nobody asks why that person stays. people: whom a drop sends alone
    although the order asks for so many. waits: what the work waits for, and until when if that is known.
    """

    need: OrderNeed
    now: datetime
    table: TravelTable
    best_key: str = ""
    best_name: str = ""
    lead_key: str = ""
    blocked: frozenset[date] = frozenset()
    keep: time | None = None
    people: int = 1
    waits: tuple[tuple[datetime | None, Reason], ...] = ()
    other: Reason = field(init=False)
    """That somebody else is proposed first: one sentence for the whole board."""

    def __post_init__(self) -> None:
        other = format_lazy(_("{best} is proposed first."), best=self.best_name)
        object.__setattr__(self, "other", other)


OVER = DayVerdict("no", "past", (_("This day is over."),))
OUTSIDE = _("Outside the ship's window.")
LASTING = frozenset({"past", "leave", "certificate", "boarding_permit"})
"""Refusals that are the same on one day as on the next."""

BLOCKED = _("The user's calendar blocks this day.")


def need_on(asked: Asked, day: date) -> OrderNeed | None:
    """Return what is asked of whoever begins on a day; None where the day is over."""
    earliest, latest = _span(asked, day)
    return None if latest < asked.now else replace(asked.need, earliest=earliest, latest=latest)


def row_verdicts(
    asked: Asked, candidate: Candidate, needs: Sequence[OrderNeed | None]
) -> list[tuple[int, DayVerdict]]:
    """Judge one person for some days in a row; equal refusals side by side are told once, with how many days.

    needs: what is asked on each of the days (`need_on`), the same for everybody.
    """
    times = timetable_of(asked.need, candidate, asked.table)
    if candidate.skills.get(asked.need.skill, 0) < asked.need.level:
        return [(len(needs), _judged(asked, candidate, needs[-1], times))]
    runs: list[tuple[int, DayVerdict]] = []
    for need in needs:
        told = _judged(asked, candidate, need, times)
        days, before = runs[-1] if runs else (0, told)
        if days and told.kind == before.kind == "no" and told.rule == before.rule and told.rule in LASTING:
            runs[-1] = (days + 1, before)
        else:
            runs.append((1, told))
    return runs


def _judged(asked: Asked, candidate: Candidate, need: OrderNeed | None, times: Timetable) -> DayVerdict:
    if need is None:
        return OVER
    start = earliest_start(need, candidate, asked.now, need.latest, times)
    before: list[tuple[str, Reason]] = []
    if isinstance(start, Refusal) and start.rule == "roster":
        before.append(("roster", start.reason))
        start = earliest_start(need, replace(candidate, days_off=frozenset()), asked.now, need.latest, times)
    if isinstance(start, Refusal):
        return DayVerdict("no", start.rule, (start.reason,))
    return _reasoned(asked, candidate, times, start, before)


def _span(asked: Asked, day: date) -> tuple[datetime, datetime]:
    """Return between which instants work may begin on a day."""
    earliest = datetime.combine(day, asked.keep or FIRST_HOUR, LOCAL)
    opens = asked.need.earliest
    if opens.astimezone(LOCAL).date() == day:
        earliest = max(earliest, whole_minute(opens))
    for at, _reason in asked.waits:
        if at is not None and at.astimezone(LOCAL).date() == day:
            earliest = max(earliest, whole_minute(at))
    latest = max(earliest, datetime.combine(day, LAST_HOUR, LOCAL))
    # In UTC, as promises are read: instants of two zones are slow to compare.
    return earliest.astimezone(UTC), latest.astimezone(UTC)


def _reasoned(
    asked: Asked, candidate: Candidate, times: Timetable, starts_at: datetime, before: list[tuple[str, Reason]]
) -> DayVerdict:  # fmt: skip
    """Gather what the planner must give a reason for."""
    need, told = asked.need, before
    ends_at = starts_at + need.work
    if not need.earliest <= starts_at <= need.latest:
        told.append(("window", OUTSIDE))
    if asked.blocked:
        first, last = starts_at.astimezone(LOCAL).date(), ends_at.astimezone(LOCAL).date()
        if any(first <= day <= last for day in asked.blocked):
            told.append(("calendar", BLOCKED))
    rested = is_rested(times.hours, starts_at, ends_at, times.way_to_start(starts_at).hours)
    told += [("rest", reason) for reason in rested.reasons]
    if asked.best_key and candidate.key not in {asked.best_key, asked.lead_key}:
        told.append(("other", asked.other))
    told += [("waits", reason) for at, reason in asked.waits if at is None or starts_at < at]
    if asked.people > 1:
        told.append(("team", format_lazy(_("The order asks for {n} people: send them together from its page, or say why one goes alone."), n=asked.people)))  # fmt: skip
    if not told:
        return DayVerdict("first", "first", (), starts_at)
    return DayVerdict("reason", told[0][0], tuple(reason for _rule, reason in told), starts_at)
