"""People of a picture as engineers of the problem: skills, papers, and when they are away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import ceil

from aftersail.dispatch.engine.clock import DAY_MINUTES, Clock
from aftersail.dispatch.engine.outside import Brought
from aftersail.dispatch.rules.needs import HeldCertificate
from aftersail.dispatch.rules.planning import Picture, Planned, Work
from aftersail.dispatch.rules.rest import HOURS_A_DAY, rested_at
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.engines.dispatch import Certificate, Engineer, Span
from aftersail.engines.dispatch.problem import OPEN_END
from aftersail.people.rules.travel import Place, journey


def engineer_of(
    one: Planned, pinned: list[Work], picture: Picture, clock: Clock, row: Mapping[str, int], brought: Brought
) -> Engineer:  # fmt: skip
    """Return somebody as an engineer; what is `pinned` is time taken, journeys included.

    One of a partner's people costs what the partner asks, brings what is `brought`, and has no hours of ours to be counted.
    """
    off = [
        Span(n * DAY_MINUTES, (n + 1) * DAY_MINUTES)
        for n, day in enumerate(clock.days)
        if day not in one.on_duty
    ]
    taken = _taken(one, pinned, picture, clock)
    if one.outside:
        return Engineer(
            id=str(one.id), home=row[one.home.port], skills=brought.skills, certificates=brought.certificates, kits=brought.tools,
            absences=_merged(off + taken), charges={str(id): float(cost) for id, cost in one.outside.charges.items()},
        )  # fmt: skip
    hours = sum(day in one.on_duty for day in clock.days) * HOURS_A_DAY
    return Engineer(
        id=str(one.id), home=row[one.home.port], skills=one.skills,
        certificates=tuple(_certificate(held, clock) for held in one.certificates), absences=_merged(off + taken), kits=one.tools,
        regular_minutes=max(1, int(hours * 60) - sum(span.end - span.begin for span in taken)),
    )  # fmt: skip


def _taken(one: Planned, pinned: list[Work], picture: Picture, clock: Clock) -> list[Span]:
    """Return the stretches promised for good, each with the journeys there and back home where the place is known, and the rest after a night."""
    stretches = [(each.starts_at, each.ends_at, each.place) for each in one.taken]
    for work in pinned:
        members = work.pledge.members if work.pledge else ()
        stretches += [(since, until, work.port) for who, since, until in members if who == one.id]
    found = []
    for since, until, place in stretches:
        there = 0 if place is None else _way_minutes(one.home, place, picture)
        back = 0 if place is None else _way_minutes(place, one.home, picture)
        begin, end = max(0, clock.working(since) - there), clock.working(until, up=True) + back
        end = max(end, clock.working(rested_at(since, until), up=True))
        if begin < end:
            found.append(Span(begin, end))
    return found


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda each: each.begin):
        if merged and span.begin <= merged[-1].end:
            merged[-1] = Span(merged[-1].begin, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _certificate(held: HeldCertificate, clock: Clock) -> Certificate:
    """Return a paper that is valid from the morning of its first day to the evening of its last."""
    last = OPEN_END if held.expires_on == date.max else clock.working(_midnight(held.expires_on, 1))
    return Certificate(held.kind, clock.working(_midnight(held.valid_from, 0)), last)


def _midnight(day: date, later: int) -> datetime:
    return datetime.combine(day, datetime.min.time(), LOCAL) + timedelta(days=later)


def _way_minutes(start: Place, ship: Place, picture: Picture) -> int:
    return ceil(journey(start, ship, picture.table).hours * 60)
