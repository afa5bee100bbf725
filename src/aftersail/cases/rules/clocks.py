"""The response, on-site and restoration clocks of a case: what is due, what is left, what was met (R84)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from aftersail.cases.rules.pauses import Pause, merged_pauses, pausing_now
from aftersail.cases.rules.stamps import CaseStamps
from aftersail.core.calendar import RoundTheClock, ServiceCalendar, aware_utc
from aftersail.fleet.rules import ServiceTarget

ESCALATE_AT = (50, 80, 100, 150)
AT_SEA = "at_sea"
ALWAYS = RoundTheClock()
ROUNDING = timedelta(milliseconds=1)

ClockKind = Literal["response", "onsite", "restore", "permanent"]


class ClockState(StrEnum):
    """How a clock stands; an overdue one is missed even while it still runs."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock at one instant; hours are those of the clock's own calendar, pauses taken out.

    While a clock is paused ``due_at`` is where it would fall if the pause ended now.
    ``left_hours`` is negative when overdue. All None for a clock that does not apply.
    """

    kind: ClockKind
    state: ClockState
    started_at: datetime | None = None
    due_at: datetime | None = None
    stopped_at: datetime | None = None
    paused_reason: str = ""
    elapsed_hours: float | None = None
    left_hours: float | None = None
    used_percent: float | None = None

    @property
    def escalation(self) -> int:
        """The highest threshold of 50, 80, 100, 150 % that an open clock has reached; 0 below or when stopped."""
        if self.stopped_at is not None or self.used_percent is None:
            return 0
        return max((step for step in ESCALATE_AT if self.used_percent >= step), default=0)


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the clocks of a case are reckoned from.

    ``onsite_factor`` multiplies the on-site hours by nearness; None where the time is by agreement (overseas).
    ``onsite_requested_at`` is when a visit was first asked for (None: no visit is needed so far).
    ``restore_due_at`` holds for targets kept until delivery or as quoted. ``temporary_signed`` says that the
    user signed the temporary restoration; ``permanent_due_at`` then replaces the restoration date.
    """

    stamps: CaseStamps
    target: ServiceTarget
    pauses: tuple[Pause, ...] = ()
    onsite_requested_at: datetime | None = None
    ship_at_sea: bool = False
    onsite_factor: float | None = 1.0
    restore_due_at: datetime | None = None
    temporary_signed: bool = False
    permanent_due_at: datetime | None = None


def case_clocks(facts: ClockFacts, working: ServiceCalendar, now: datetime) -> tuple[Clock, ...]:
    """Response, on-site and restoration clocks at ``now``, and the permanent one after a temporary repair.

    Response and on-site hours run around the clock for 24×7 targets (S1, S2) and in working hours otherwise;
    restoration days are calendar days. Worked number: reported 08:00, restore in 3 days, ship away for
    24 h meanwhile: due 4 days after the report at 08:00.
    """
    clocks = (
        response_clock(facts, working, now),
        onsite_clock(facts, working, now),
        restore_clock(facts, now),
    )
    if facts.temporary_signed and facts.stamps.temp_restored is not None:
        return (*clocks, permanent_clock(facts, now))
    return clocks


def response_clock(facts: ClockFacts, working: ServiceCalendar, now: datetime) -> Clock:
    """From report to a human, substantive answer; it never pauses.

    Where nobody stamped an answer, arrival or restoration is one. A question (S4) is due at the end of its
    n-th working day after the report.
    """
    target, stamps = facts.target, facts.stamps
    answered = stamps.responded or stamps.arrived or stamps.temp_restored or stamps.restored
    if target.response_hours is not None:
        calendar = _calendar_of(target, working)
        return _running("response", calendar, stamps.reported, target.response_hours, answered, (), now)
    if target.answer_working_days is not None:
        day = working.add_working_days(working.local_date(stamps.reported), target.answer_working_days)
        allowed = working.working_hours_between(stamps.reported, working.end_of_day(day))
        return _running("response", working, stamps.reported, allowed, answered, (), now)
    return Clock("response", ClockState.NOT_APPLICABLE)


def onsite_clock(facts: ClockFacts, working: ServiceCalendar, now: datetime) -> Clock:
    """From the request for a visit, or the ship's return from sea if later, to the arrival on board.

    A fault restored in time without a visit leaves nothing to arrive for: not applicable.
    """
    hours, stamps = facts.target.onsite_hours, facts.stamps
    if hours is None or facts.onsite_factor is None or facts.onsite_requested_at is None:
        return Clock("onsite", ClockState.NOT_APPLICABLE)
    allowed = hours * facts.onsite_factor
    if facts.ship_at_sea and stamps.ship_available is None and stamps.arrived is None:
        return Clock("onsite", ClockState.PAUSED, None, None, None, AT_SEA, 0.0, allowed, 0.0)
    start = max(facts.onsite_requested_at, stamps.ship_available or facts.onsite_requested_at)
    calendar = _calendar_of(facts.target, working)
    stopped = stamps.arrived or stamps.restored
    clock = _running("onsite", calendar, start, allowed, stopped, facts.pauses, now)
    spared = stamps.arrived is None and clock.state == ClockState.MET
    return Clock("onsite", ClockState.NOT_APPLICABLE) if spared else clock


def restore_clock(facts: ClockFacts, now: datetime) -> Clock:
    """From report to restoration; a temporary one stops it only when the user signed for it."""
    stamps, target = facts.stamps, facts.target
    stopped = stamps.temp_restored if facts.temporary_signed and stamps.temp_restored else stamps.restored
    if target.restore_days is not None:
        return _running(
            "restore", ALWAYS, stamps.reported, target.restore_days * 24, stopped, facts.pauses, now
        )
    return _until("restore", stamps.reported, facts.restore_due_at, stopped, now)


def permanent_clock(facts: ClockFacts, now: datetime) -> Clock:
    """From a signed temporary restoration to the permanent one, by the date agreed for it."""
    return _until("permanent", facts.stamps.temp_restored, facts.permanent_due_at, facts.stamps.restored, now)


def _calendar_of(target: ServiceTarget, working: ServiceCalendar) -> ServiceCalendar:
    return ALWAYS if target.calendar == "24x7" else working


def _until(
    kind: ClockKind, start: datetime | None, due: datetime | None, stopped: datetime | None, now: datetime
) -> Clock:
    """A clock with an agreed date instead of an allowance; it does not pause."""
    if start is None or due is None or due <= start:
        return Clock(kind, ClockState.NOT_APPLICABLE)
    return _running(kind, ALWAYS, start, (due - start) / timedelta(hours=1), stopped, (), now)


def _running(
    kind: ClockKind,
    calendar: ServiceCalendar,
    start: datetime,
    allowed_hours: float,
    stopped: datetime | None,
    pauses: Sequence[Pause],
    now: datetime,
) -> Clock:
    """Reckon a clock that applies; ``stopped`` before ``start`` counts as stopped at once."""
    start, end = aware_utc(start), aware_utc(stopped if stopped is not None else now)
    end = max(start, end)
    breaks = merged_pauses(pauses, start, end)
    paused = sum(calendar.working_hours_between(begin, finish) for begin, finish in breaks)
    elapsed = calendar.working_hours_between(start, end) - paused
    due = _due(calendar, start, allowed_hours, breaks)
    reason = "" if stopped is not None else pausing_now(pauses, end)
    if end - due > ROUNDING:
        state = ClockState.MISSED
    elif stopped is not None:
        state = ClockState.MET
    else:
        state = ClockState.PAUSED if reason else ClockState.RUNNING
    used = 100 * elapsed / allowed_hours if allowed_hours else 100.0
    stop = None if stopped is None else end
    return Clock(kind, state, start, due, stop, reason, elapsed, allowed_hours - elapsed, used)


def _due(
    calendar: ServiceCalendar,
    start: datetime,
    allowed_hours: float,
    breaks: Sequence[tuple[datetime, datetime]],
) -> datetime:
    """The instant at which the allowance is used up, walking around the pauses."""
    left = allowed_hours
    for begin, finish in breaks:
        before = calendar.working_hours_between(start, begin)
        if left <= before:
            break
        left -= before
        start = aware_utc(finish)
    return calendar.add_working_hours(start, left)
