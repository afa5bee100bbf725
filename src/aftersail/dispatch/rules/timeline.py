"""Where a stretch of time lies on the board: days across, each cut into the same number of slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
SLOTS_A_DAY = 6
"""Four hours each; the stylesheet has a class for every slot of four weeks."""

SLOT = timedelta(days=1) / SLOTS_A_DAY


@dataclass(frozen=True, slots=True)
class Timeline:
    """Some local days in a row, from the first midnight to the one after the last day."""

    first: date
    days: int
    starts_at: datetime = field(init=False)
    ends_at: datetime = field(init=False)
    every: tuple[date, ...] = field(init=False, repr=False, compare=False)
    """The days in order."""
    span: tuple[datetime, datetime] = field(init=False, repr=False, compare=False)
    """From when to when in UTC, as promises are read: instants of two zones are slow to compare."""

    def __post_init__(self) -> None:
        """Keep the days, the first midnight and the one after the last: thousands of bars and people ask for them."""
        begins = datetime.combine(self.first, time(), LOCAL)
        object.__setattr__(self, "starts_at", begins)
        object.__setattr__(self, "ends_at", begins + timedelta(days=self.days))
        object.__setattr__(self, "span", (self.starts_at.astimezone(UTC), self.ends_at.astimezone(UTC)))
        every = tuple(self.first + timedelta(days=n) for n in range(self.days))
        object.__setattr__(self, "every", every)

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    def place(self, starts_at: datetime, ends_at: datetime) -> tuple[int, int] | None:
        """Return the first slot, counted from 1, and how many slots a stretch fills; None where it lies outside.

        On a board from Monday: Monday 8:00 to 12:00 is (3, 1); Monday 9:00 to Tuesday 9:00 is (3, 7).
        """
        first, last = self.span
        if ends_at <= first or starts_at >= last:
            return None
        begin = max(0, (starts_at - first) // SLOT)
        end = min(self.days * SLOTS_A_DAY, -((first - ends_at) // SLOT))
        return begin + 1, max(1, end - begin)

    def place_days(self, first: date, last: date) -> tuple[int, int] | None:
        """Return the slots that whole days fill, both included."""
        midnight = datetime.combine(first, time(), LOCAL)
        return self.place(midnight, datetime.combine(last + timedelta(days=1), time(), LOCAL))


def local_minute(at: datetime) -> str:
    """Return an instant as kept sentences name it: the local day and minute."""
    return at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
