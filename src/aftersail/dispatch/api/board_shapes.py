"""Shapes of the board's routes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Field, Schema

from aftersail.dispatch.api.shapes import Moment
from aftersail.dispatch.queries.board import BoardAsked
from aftersail.dispatch.rules.timeline import Timeline

Version = Annotated[int | None, Field(ge=1, le=2**31 - 1)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class Part(Schema):
    """Which part of the board: first day (today by default), days, and whose rows."""

    first: Day | None = None
    days: int = Field(14, ge=1, le=28)
    station: UUID | None = None
    area: UUID | None = None
    skill: UUID | None = None

    def asked(self) -> BoardAsked:
        """Return the question as the page asks it."""
        line = Timeline(self.first or timezone.localdate(), self.days)
        return BoardAsked(line, self.station, self.area, self.skill)


class HoursLoadOut(Schema):
    """Hours booked or asked for, hours there are, and the share; null without capacity."""

    booked_hours: float
    capacity_hours: float
    share: float | None


class PromiseOut(Schema):
    """A promise on the board; of an order that the account may not see only the hours are known."""

    id: UUID | None
    version: int
    order_id: UUID | None
    number: str
    starts_at: datetime
    ends_at: datetime
    travel_hours: float
    lead: bool
    locked: bool
    lock_reason: str
    conflicts: list[str]


class PersonOut(Schema):
    """One row of the board."""

    staff_id: UUID
    name: str
    station_id: UUID
    promises: list[PromiseOut]
    leaves: list[tuple[date, date]]
    days_off: list[date]
    loads: list[HoursLoadOut]


class DispatchBoardOut(Schema):
    """The board: its days, the Mondays of its weeks, everybody, and the orders that wait."""

    days: list[date]
    working: list[bool]
    weeks: list[date]
    people: list[PersonOut]
    waiting: list[UUID]
    waiting_count: int


class VerdictOut(Schema):
    """What sending somebody on a day would meet: `first` needs nothing, `reason` a reason, `no` is refused."""

    staff_id: UUID
    day: date
    kind: str
    rule: str
    reasons: list[str]
    starts_at: datetime | None


class PromiseMoveIn(Schema):
    """Who goes at which hours instead; the same `id` again moves once."""

    id: UUID | None = None
    version: Version = None
    staff_id: UUID
    starts_at: Moment
    ends_at: Moment
    override_reason: str = Field("", max_length=300)


class LockIn(Schema):
    """Why a promise must stay as it is."""

    version: Version = None
    reason: str = Field(max_length=300)


class UnlockIn(Schema):
    """The version that was seen."""

    version: Version = None


class UndoIn(Schema):
    """Which entry of the log is taken back: one's own last."""

    entry: int = Field(ge=1, le=2**62)


class ChangeOut(Schema):
    """One thing that happened to a promise lately."""

    at: datetime
    who: str
    own: bool
    told: str


class WatchOut(Schema):
    """The state of the board as a short mark, what changed in ten minutes, and who else has it open."""

    mark: str
    others: list[str]
    changes: list[ChangeOut]


class AreaOut(Schema):
    """One area's demand against capacity by week, and its yards' demand in hours."""

    code: str
    name: str
    loads: list[HoursLoadOut]
    yards: dict[str, list[float]]


class ConflictOut(Schema):
    """What stands against a promise: who, which days, why."""

    staff_id: UUID
    name: str
    assignment_id: UUID
    rule: str
    reason: str
    first_day: date
    last_day: date


class WeeksLoadOut(Schema):
    """The load board: Mondays, areas, conflicts by name and dates."""

    weeks: list[date]
    areas: list[AreaOut]
    conflicts: list[ConflictOut]
