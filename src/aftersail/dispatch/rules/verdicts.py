"""The verdict before the drop: for one person and one day, may the work begin, what speaks against it, what needs a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.verdicts import Reason
from aftersail.dispatch.rules.needs import Candidate, OrderNeed, Refusal
from aftersail.dispatch.rules.onward import way_to_start
from aftersail.dispatch.rules.ranking import earliest_start, whole_minute
from aftersail.dispatch.rules.rest import is_rested
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.people.rules.travel import TravelTable, journey

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


def day_verdict(asked: Asked, candidate: Candidate, day: date) -> DayVerdict:
    """Judge one person for work that begins on one day, by the rules by which the drop will be judged."""
    earliest, latest = _span(asked, day)
    if latest < asked.now:
        return DayVerdict("no", "past", (_("This day is over."),))
    need = replace(asked.need, earliest=earliest, latest=latest)
    answer = _answer(asked, need, candidate)
    if isinstance(answer, Refusal) and answer.rule == "roster":
        called_in = _answer(asked, need, replace(candidate, days_off=frozenset()))
        if not isinstance(called_in, Refusal):
            return _reasoned(asked, candidate, *called_in, before=[("roster", answer.reason)])
        answer = called_in
    if isinstance(answer, Refusal):
        return DayVerdict("no", answer.rule, (answer.reason,))
    return _reasoned(asked, candidate, *answer, before=[])


def row_verdicts(asked: Asked, candidate: Candidate, days: Sequence[date]) -> list[tuple[int, DayVerdict]]:
    """Judge one person for some days in a row; equal refusals side by side are told once, with how many days."""
    if candidate.skills.get(asked.need.skill, 0) < asked.need.level:
        return [(len(days), day_verdict(asked, candidate, days[-1]))]
    told = [day_verdict(asked, candidate, day) for day in days]
    runs: list[tuple[int, DayVerdict]] = []
    for (kind, rule), same in groupby(told, key=lambda one: (one.kind, one.rule)):
        found = list(same)
        if kind == "no" and rule in {"past", "leave", "certificate", "boarding_permit"}:
            runs.append((len(found), found[0]))
        else:
            runs += [(1, one) for one in found]
    return runs


def _span(asked: Asked, day: date) -> tuple[datetime, datetime]:
    """Return between which instants work may begin on a day."""
    earliest = datetime.combine(day, asked.keep or FIRST_HOUR, LOCAL)
    opens = asked.need.earliest
    if opens.astimezone(LOCAL).date() == day:
        earliest = max(earliest, whole_minute(opens))
    for at, _reason in asked.waits:
        if at is not None and at.astimezone(LOCAL).date() == day:
            earliest = max(earliest, whole_minute(at))
    return earliest, max(earliest, datetime.combine(day, LAST_HOUR, LOCAL))


def _answer(asked: Asked, need: OrderNeed, candidate: Candidate) -> Refusal | tuple[datetime, float]:
    way = journey(candidate.place, need.ship, asked.table)
    start = earliest_start(need, candidate, asked.now, need.latest, way, asked.table)
    if isinstance(start, Refusal):
        return start
    return start, way_to_start(need, candidate, start, way, asked.table).hours


def _reasoned(
    asked: Asked, candidate: Candidate, starts_at: datetime, travel_hours: float, *, before: list[tuple[str, Reason]]
) -> DayVerdict:  # fmt: skip
    """Gather what the planner must give a reason for."""
    need, told = asked.need, list(before)
    ends_at = starts_at + timedelta(hours=need.duration_hours)
    if not need.earliest <= starts_at <= need.latest:
        told.append(("window", _("Outside the ship's window.")))
    first, last = starts_at.astimezone(LOCAL).date(), ends_at.astimezone(LOCAL).date()
    if any(first <= day <= last for day in asked.blocked):
        told.append(("calendar", _("The user's calendar blocks this day.")))
    rested = is_rested(
        ((one.starts_at, one.ends_at) for one in candidate.assignments), starts_at, ends_at, travel_hours
    )
    told += [("rest", reason) for reason in rested.reasons]
    if asked.best_key and candidate.key not in {asked.best_key, asked.lead_key}:
        told.append(("other", format_lazy(_("{best} is proposed first."), best=asked.best_name)))
    told += [("waits", reason) for at, reason in asked.waits if at is None or starts_at < at]
    if asked.people > 1:
        told.append(("team", format_lazy(_("The order asks for {n} people: send them together from its page, or say why one goes alone."), n=asked.people)))  # fmt: skip
    if not told:
        return DayVerdict("first", "first", (), starts_at)
    return DayVerdict("reason", told[0][0], tuple(reason for _rule, reason in told), starts_at)
