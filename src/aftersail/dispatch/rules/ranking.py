"""Who could take a work order, in which order of preference, and why the others cannot (R17, R38)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.dispatch.rules.needs import (
    RULES,
    Candidate,
    OrderNeed,
    Proposal,
    Ranking,
    Refusal,
    Weights,
)
from aftersail.dispatch.rules.reasons import load_of, reasons_for
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.dispatch.rules.timetable import AT_ONCE, Timetable, first_start, timetable_of
from aftersail.people.rules.travel import DEFAULT_TABLE, Journey, TravelTable


def rank_candidates(
    need: OrderNeed,
    candidates: Iterable[Candidate],
    now: datetime,
    *,
    table: TravelTable = DEFAULT_TABLE,
    weights: Weights | None = None,
    late_hours: float = 0.0,
) -> Ranking:
    """Judge every candidate; the nearest capable one with time comes first, all else being equal.

    With ``late_hours`` a start up to so many hours after the window (or after ``now``, if the window is past)
    is proposed too, at a price: the second question to ask when nobody can keep the window.
    """
    limit = need.latest if late_hours <= 0 else max(need.latest, now) + timedelta(hours=late_hours)
    judged = [_judge(need, candidate, now, limit, table, weights or Weights()) for candidate in candidates]
    proposals = sorted((one for one in judged if isinstance(one, Proposal)), key=standing)
    order = list(RULES)
    refusals = sorted(
        (one for one in judged if isinstance(one, Refusal)),
        key=lambda refusal: (-order.index(refusal.rule), refusal.candidate.key),
    )
    return Ranking(tuple(proposals), tuple(refusals))


def standing(proposal: Proposal) -> tuple[float, float, str]:
    """Return by what proposals are put in order, the best first."""
    return proposal.score, proposal.travel_hours, proposal.candidate.key


def _judge(
    need: OrderNeed,
    candidate: Candidate,
    now: datetime,
    limit: datetime,
    table: TravelTable,
    weights: Weights,
) -> Proposal | Refusal:
    times = timetable_of(need, candidate, table)
    start = earliest_start(need, candidate, now, limit, times)
    if isinstance(start, Refusal):
        return start
    parts = _cost_parts(need, candidate, times.home, start, now, table, weights)
    return _proposal(need, candidate, times.way_to_start(start), start, parts)


def earliest_start(
    need: OrderNeed, candidate: Candidate, now: datetime, limit: datetime, times: Timetable
) -> datetime | Refusal:
    """Return when an engineer could begin, `limit` at the latest, after the journey from where they are; or why not.

    That is home, or where the last promise ended; after another promise the journey begins where that one ends.
    """
    way = times.way_from(now)
    start = first_start(need, times.taken, now, timedelta(hours=way.hours), candidate.days_off)
    # Who can begin in time even after the journey has the time: only a late start asks what takes it.
    refusal = (
        _lacks_skill(need, candidate)
        or _lacks_certificate(need, candidate, max(need.earliest, now))
        or (_has_no_time(need, candidate, now, limit, times) if start > limit else None)
        or _lacks_permit(need, candidate)
    )
    if refusal:
        return refusal
    if start > limit:
        return _too_far(need, candidate, way, start)
    return _lacks_certificate(need, candidate, start) or start


def _lacks_skill(need: OrderNeed, candidate: Candidate) -> Refusal | None:
    level = candidate.skills.get(need.skill, 0)
    if level >= need.level:
        return None
    reason = format_lazy(
        _("Skill {skill}: level {level}, the work needs {needed}."),
        skill=need.skill,
        level=level,
        needed=need.level,
    )
    return Refusal(candidate, "skill", reason)


def _lacks_certificate(need: OrderNeed, candidate: Candidate, start: datetime) -> Refusal | None:
    if not need.certificates:
        return None
    first = start.astimezone(LOCAL).date()
    last = (start + need.work).astimezone(LOCAL).date()
    for kind in need.certificates:
        held = [one for one in candidate.certificates if one.kind == kind]
        if any(one.valid_from <= first and one.expires_on >= last for one in held):
            continue
        if not held:
            return Refusal(candidate, "certificate", format_lazy(_("Has no certificate {kind}."), kind=kind))
        expiry = max(one.expires_on for one in held).isoformat()
        reason = format_lazy(
            _("Certificate {kind} does not cover the work; it expires on {expiry}."), kind=kind, expiry=expiry
        )
        return Refusal(candidate, "certificate", reason)
    return None


def _has_no_time(
    need: OrderNeed, candidate: Candidate, now: datetime, limit: datetime, times: Timetable
) -> Refusal | None:
    """Leave or another order fills the window, wherever the engineer may be."""
    free_of_leave = first_start(need, times.away, now, AT_ONCE)
    earliest = max(need.earliest, now)
    if free_of_leave > limit >= earliest:
        reason = format_lazy(_("On leave until {until}."), until=_day(free_of_leave))
        return Refusal(candidate, "leave", reason, free_of_leave)
    duty = first_start(need, times.away, now, AT_ONCE, candidate.days_off)
    if duty > limit >= earliest:
        reason = format_lazy(
            _("Off duty by the roster; the next duty begins on {day}."),
            day=duty.astimezone(LOCAL).strftime("%Y-%m-%d"),
        )
        return Refusal(candidate, "roster", reason, duty)
    free = first_start(need, times.without_journeys, now, AT_ONCE, candidate.days_off)
    if free > limit >= earliest:
        orders = ", ".join(
            busy.what
            for busy in candidate.assignments
            if busy.what and busy.ends_at > earliest and busy.starts_at < limit + need.work
        )
        reason = format_lazy(
            _("Booked for {orders}; free from {until}."), orders=orders or "—", until=_minute(free)
        )
        return Refusal(candidate, "clash", reason, free)
    return None


def _lacks_permit(need: OrderNeed, candidate: Candidate) -> Refusal | None:
    if not need.boarding_permit or need.boarding_permit in candidate.boarding_permits:
        return None
    reason = format_lazy(_("Has no boarding permit {permit}. Apply for it."), permit=need.boarding_permit)
    return Refusal(candidate, "boarding_permit", reason)


def _too_far(need: OrderNeed, candidate: Candidate, way: Journey, start: datetime) -> Refusal:
    reason = format_lazy(
        _("{km} km, {hours} h away: can start at {start} at the earliest, the window ends at {latest}."),
        km=f"{way.km:.0f}",
        hours=f"{way.hours:.1f}",
        start=_minute(start),
        latest=_minute(need.latest),
    )
    return Refusal(candidate, "distance", reason, start)


def _cost_parts(
    need: OrderNeed,
    candidate: Candidate,
    way: Journey,
    start: datetime,
    now: datetime,
    table: TravelTable,
    weights: Weights,
) -> dict[str, float]:
    """What speaks against an engineer, in CNY by part; less is better, and no part is less than nothing."""
    hour = timedelta(hours=1)
    waiting = (start - max(need.earliest, now + way.hours * hour)) / hour
    parts = {
        "waiting": max(0.0, waiting) * weights.waiting_hour,
        "late": max(0.0, (start - need.latest) / hour) * weights.late_hour,
        "load": load_of(candidate) * weights.full_load,
    }
    return home_parts(need, way, candidate.coverage_rank, table, weights) | _rounded(parts)


def home_parts(
    need: OrderNeed, way: Journey, coverage_rank: int | None, table: TravelTable, weights: Weights
) -> dict[str, float]:
    """What speaks against everybody of one home, whenever they begin, in CNY by part."""
    nights = 0 if way.mode == "local" else nights_away(need.duration_hours)
    covered = {1: 0.0, None: 1.0}.get(coverage_rank, 0.5)
    return _rounded({
        "fare": 2 * way.fare_cny, "lodging": nights * table.lodging_cny_a_night, "travel": 2 * way.hours * weights.travel_hour,
        "coverage": covered * weights.uncovered,
    })  # fmt: skip


def _rounded(parts: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in parts.items()}


def nights_away(duration_hours: float, hours_a_day: float = 8.0) -> int:
    """Nights on the road for work of so many hours: none for a day's work, one for two days'."""
    return max(0, ceil(duration_hours / hours_a_day) - 1)


def _proposal(
    need: OrderNeed, candidate: Candidate, way: Journey, start: datetime, parts: dict[str, float]
) -> Proposal:
    margin = (need.latest - start) / timedelta(hours=1)
    return Proposal(
        candidate=candidate,
        score=round(sum(parts.values()), 2),
        cost_parts=parts,
        travel_hours=way.hours,
        distance_km=way.km,
        mode=way.mode,
        earliest_start=start,
        ends_at=start + need.work,
        due_margin_hours=margin,
        reasons_for=reasons_for(need, candidate, way, margin),
    )


def _day(at: datetime) -> str:
    """The last day of an absence that ends at this midnight."""
    return (at.astimezone(LOCAL) - timedelta(seconds=1)).strftime("%Y-%m-%d")


def _minute(at: datetime) -> str:
    return at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
