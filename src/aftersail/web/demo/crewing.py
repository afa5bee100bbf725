"""Who goes on board: the nearest capable engineer with time, never in two places at once."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from aftersail.dispatch.rules import Journey, Place, journey
from aftersail.people.models import Certificate, Port, Staff, Station
from aftersail.people.rules.rosters import Duty, duty_on
from aftersail.web.demo.always import always
from aftersail.web.demo.anomalies import OVERLOADED_STATION, busy_season
from aftersail.web.demo.house import engineer_of_the_demo
from aftersail.web.demo.setting import LOCAL, Setting

Waiting = Callable[[datetime], datetime]
PATIENCE = timedelta(days=4)
PATIENCE_OF_THE_OVERLOADED = timedelta(days=16)
HESITATION = timedelta(hours=56)


@cache
def way(start: tuple[str, float, float], end: tuple[str, float, float]) -> Journey:
    """Return the journey between two ports given by code, latitude and longitude."""
    return journey(Place(*start), Place(*end))


def way_to(station: Station, port: Port) -> Journey:
    """Return the journey from a station to a port."""
    home = station.port
    return way((home.code, home.latitude, home.longitude), (port.code, port.latitude, port.longitude))


@dataclass(frozen=True, slots=True)
class Booking:
    """An engineer's time: on board from `starts_at` to `ends_at`, with the way there and back around it."""

    staff: Staff
    starts_at: datetime
    ends_at: datetime
    way: Journey

    @property
    def sets_out_at(self) -> datetime:
        """When the engineer leaves."""
        return self.starts_at - timedelta(hours=self.way.hours)


class Crewing:
    """The diaries of all engineers."""

    def __init__(self, stage: Setting) -> None:
        self.stage = stage
        self.dice = stage.dice("crewing")
        self.taken: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
        self.boarding: dict[UUID, date] = {
            c.staff_id: always(c.expires_on) for c in stage.sheet.of(Certificate) if c.kind.code == "boarding"
        }
        self.now = stage.begins
        self.roster_begins = stage.present - timedelta(days=70)
        self.due_today = 3
        self.favourite = engineer_of_the_demo(stage).pk
        for staff_id, leaves in stage.leaves.items():
            for leave in leaves:
                first = datetime.combine(leave.first_day, datetime.min.time(), LOCAL).astimezone(UTC)
                self.taken[staff_id].append(
                    (first, first + timedelta(days=(leave.last_day - leave.first_day).days + 1))
                )
            self.taken[staff_id].sort()

    def shown_today(self, station: Station) -> bool:
        """Whether an order given now should be carried out on the last day, for visitors to see the engineer at work."""
        due = self.due_today and station.code == "QD" and self.stage.present - self.now < timedelta(days=4)
        self.due_today -= bool(due)
        return bool(due)

    def book(
        self,
        station: Station,
        port: Port,
        skill: str,
        level: int,
        earliest: datetime,
        hours: float,
        *,
        at_night: bool,
    ) -> Booking | None:
        """Book the engineer who can be on board first; from a backup station only when ours would take too long."""
        wait = _any_hour if at_night else _daylight
        best = self._first(self.stage.engineers[station.code], port, skill, level, earliest, hours, wait)
        patience = PATIENCE_OF_THE_OVERLOADED if station.code == OVERLOADED_STATION else PATIENCE
        if best is None or best.starts_at - earliest > patience:
            others = [
                s for s in self.stage.stations.values() if s.area_id == station.area_id and s.pk != station.pk
            ]
            helpers = [staff for other in others for staff in self.stage.engineers[other.code]]
            asked = earliest + HESITATION if self._overloaded(station, earliest) else earliest
            other = self._first(helpers, port, skill, level, asked, hours, wait)
            best = min((b for b in (best, other) if b), key=lambda b: b.starts_at, default=None)
        if best is None:
            return None
        back = best.ends_at + timedelta(hours=best.way.hours)
        insort(self.taken[best.staff.pk], (best.sets_out_at, back))
        return best

    def _first(
        self,
        people: list[Staff],
        port: Port,
        skill: str,
        level: int,
        earliest: datetime,
        hours: float,
        wait: Waiting,
    ) -> Booking | None:
        found: list[tuple[datetime, int, Booking]] = []
        for place, staff in enumerate(people):
            if self.stage.levels[staff.pk].get(skill, 0) < level:
                continue
            travel = way_to(staff.station, port)
            starts_at = self._gap(
                staff, max(earliest, self.now + timedelta(hours=travel.hours)), hours, travel.hours, wait
            )
            if self.boarding[staff.pk] > starts_at.date() + timedelta(days=2):
                wish = starts_at + timedelta(hours=self.dice.random() * 10 - self._favour(staff, starts_at))
                found.append(
                    (wish, place, Booking(staff, starts_at, starts_at + timedelta(hours=hours), travel))
                )
        return min(found, key=lambda one: one[:2])[2] if found else None

    def _overloaded(self, station: Station, at: datetime) -> bool:
        """Whether the station is in its bad season, in which it asks others for help late."""
        first, last = busy_season(self.stage.today)
        return station.code == OVERLOADED_STATION and first <= at.date() <= last

    def _favour(self, staff: Staff, starts_at: datetime) -> float:
        """Return by how many hours the engineer of the demo is preferred, most of all for the days that visitors see."""
        if staff.pk != self.favourite:
            return 0.0
        return 96.0 if starts_at > self.stage.present - timedelta(days=2) else 12.0

    def _gap(
        self, staff: Staff, earliest: datetime, hours: float, travel_hours: float, wait: Waiting
    ) -> datetime:
        """Return the first suitable hour at which the engineer can be on board for so long."""
        start = self._on_duty(staff, wait(earliest), wait)
        out, whole = timedelta(hours=travel_hours), timedelta(hours=hours + travel_hours)
        for begins, ends in self.taken[staff.pk]:
            if ends <= start - out:
                continue
            if begins >= start + whole:
                break
            start = self._on_duty(staff, wait(ends + out), wait)
        return start

    def _on_duty(self, staff: Staff, start: datetime, wait: Waiting) -> datetime:
        """Return the first suitable hour that is on no day off of the engineer's roster."""
        line = self.stage.rosters.get(staff.pk)
        if line is None or start < self.roster_begins:
            return start
        while duty_on((line,), start.astimezone(LOCAL).date()) is Duty.OFF:
            morning = (start.astimezone(LOCAL) + timedelta(days=1)).replace(
                hour=7, minute=0, second=0, microsecond=0
            )
            start = wait(morning.astimezone(UTC))
        return start


def _any_hour(at: datetime) -> datetime:
    """Return the next quarter of an hour."""
    return at + timedelta(seconds=-at.timestamp() % 900)


def _daylight(at: datetime) -> datetime:
    """Return the next full hour between seven and eighteen o'clock."""
    local = (
        (at + timedelta(minutes=59, seconds=59)).astimezone(LOCAL).replace(minute=0, second=0, microsecond=0)
    )
    if local.hour < 7:
        local = local.replace(hour=7)
    elif local.hour > 18:
        local = (local + timedelta(days=1)).replace(hour=7)
    return local.astimezone(UTC)
