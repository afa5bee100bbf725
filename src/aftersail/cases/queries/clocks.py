"""Rows to clocks: what is due on a case now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from aftersail.cases import rules
from aftersail.cases.models import Case, Suspension
from aftersail.cases.states import CaseState, SuspensionReason
from aftersail.core.calendar import WorkingCalendar
from aftersail.core.models import CalendarDay
from aftersail.core.prepared import Prepared
from aftersail.fleet.queries.baselines import house_default
from aftersail.fleet.rules import Nearness, ServiceTarget, default_targets, nearness_of

CLOCK_NAMES: dict[str, Any] = {
    "response": _("Response"),
    "onsite": _("On site"),
    "restore": _("Restore"),
    "permanent": _("Permanent repair"),
}
OVER = frozenset({CaseState.CLOSED, CaseState.MERGED, CaseState.REJECTED, CaseState.CANCELLED})
SUSPENSIONS = Prepared(lambda case_id: Suspension.objects.filter(case=case_id), UUID)
STAMPS = (
    "reported",
    "acknowledged",
    "responded",
    "dispatched",
    "ship_available",
    "arrived",
    "temp_restored",
    "restored",
    "confirmed",
    "closed",
)


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A clock as a page shows it (see `{% clock %}`)."""

    kind: str
    label: Any
    state: str
    left: timedelta | None
    due_at: datetime | None
    reason: Any
    used_percent: float | None


def house_calendar() -> WorkingCalendar:
    """Return the working calendar with the days on which this house departs from the public one."""
    calendar = cache.get("house_calendar")
    if calendar is None:
        days = list(CalendarDay.objects.values_list("day", "working"))
        calendar = WorkingCalendar(
            extra_working=frozenset(day for day, working in days if working),
            extra_off=frozenset(day for day, working in days if not working),
        )
        cache.set("house_calendar", calendar, 60)
    return calendar


def stamps_of(case: Case) -> rules.CaseStamps:
    """Return the stamps of a case."""
    return rules.CaseStamps(**{name: getattr(case, f"{name}_at") for name in STAMPS})


def pauses_of(case: Case) -> list[Suspension]:
    """Return the suspensions of a case, read once for each case at hand."""
    if case.pauses is None:
        case.pauses = SUSPENSIONS.rows(case.pk)
    return case.pauses


def facts_of(case: Case, suspensions: Iterable[Suspension] | None = None) -> rules.ClockFacts:
    """Return what the clocks of a case are reckoned from."""
    rows = pauses_of(case) if suspensions is None else suspensions
    return rules.ClockFacts(
        stamps=stamps_of(case),
        target=ServiceTarget(
            response_hours=_number(case.response_hours),
            onsite_hours=_number(case.onsite_hours),
            restore_days=_number(case.restore_days),
            answer_working_days=case.answer_working_days,
            calendar="24x7" if case.around_the_clock else "working",
            rule_code=case.baseline_code,
        ),
        pauses=tuple(rules.Pause(row.reason, row.from_at, row.until_at) for row in rows),
        onsite_requested_at=case.onsite_asked_at,
        onsite_factor=_onsite_factor(case),
        temporary_signed=case.temp_signed,
        permanent_due_at=case.permanent_due_at,
    )


def clocks_of(
    case: Case, now: datetime, suspensions: Iterable[Suspension] | None = None
) -> tuple[rules.Clock, ...]:
    """Return the clocks of a case at an instant; a case not yet triaged has none."""
    if not case.baseline_code:
        return ()
    return rules.case_clocks(facts_of(case, suspensions), house_calendar(), now)


def shown_clocks(
    case: Case, now: datetime, suspensions: Iterable[Suspension] | None = None
) -> list[ShownClock]:
    """Return the clocks that apply, in the shape that pages draw; on a case that is over nothing runs any more."""
    over = case.state in OVER
    clocks = [c for c in clocks_of(case, now, suspensions) if c.state != rules.ClockState.NOT_APPLICABLE]
    return [_shown(clock) for clock in clocks if not over or clock.stopped_at is not None]


def due_instants(case: Case, now: datetime) -> dict[str, datetime | None]:
    """Return the due instants to store on a case, for lists: each clock's, and the next one still running."""
    clocks = {clock.kind: clock for clock in clocks_of(case, now)}
    due = {f"{kind}_due_at": clock.due_at for kind, clock in clocks.items() if kind != "permanent"}
    running = [
        clock.due_at
        for clock in clocks.values()
        if clock.due_at and clock.stopped_at is None and clock.state != rules.ClockState.NOT_APPLICABLE
    ]
    return {**due, "next_due_at": None if case.state in OVER else min(running, default=None)}


def _onsite_factor(case: Case) -> float | None:
    """The factor as promised at triage; where none was kept, by where the ship lies now."""
    if case.nearness:
        return _number(case.onsite_factor)
    nearness = _nearness(case)
    return 1.0 if nearness is None else default_targets().factor(nearness)


def onsite_factor_of(case: Case, on: date) -> tuple[str, Decimal | None]:
    """Return how near the station sees the ship, and by what the on-site hours are multiplied under that day's edition."""
    nearness = _nearness(case)
    if nearness is None:
        return "", None
    edition = house_default(on)
    if edition is None:
        factor = default_targets().factor(nearness)
        return nearness, None if factor is None else Decimal(str(factor))
    factors = {
        "same_port": edition.same_port_factor,
        "same_area": edition.same_area_factor,
        "other_area": edition.other_area_factor,
    }
    return nearness, factors.get(nearness)


def _nearness(case: Case) -> Nearness | None:
    station, port = case.station, case.vessel.lies_at or case.vessel.home_port
    if station is None or port is None:
        return None
    return nearness_of(
        station_port=str(station.port_id),
        station_area=str(station.area_id),
        ship_port=str(port.pk),
        ship_area=str(port.area_id),
    )


def _shown(clock: rules.Clock) -> ShownClock:
    stopped = clock.stopped_at is not None
    state = {"missed": "missed" if stopped else "overdue"}.get(clock.state, str(clock.state))
    left = None if clock.left_hours is None else timedelta(hours=clock.left_hours)
    reason = (
        SuspensionReason(clock.paused_reason).label if clock.paused_reason in SuspensionReason.values else ""
    )
    return ShownClock(
        clock.kind, CLOCK_NAMES[clock.kind], state, left, clock.due_at, reason, clock.used_percent
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
