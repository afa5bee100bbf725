"""Calendar minutes to working minutes and back: nights and closed days are cut out of the planner's axis."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from aftersail.engines.dispatch.problem import Span


@dataclass(frozen=True, slots=True)
class Axis:
    """The working spans of the calendar, in minutes since any origin, sorted and apart; minute 0 begins the first.

    Worked: spans 480–1080 and 1920–2520 (08:00–18:00 on two days): calendar 1080, 1500 and 1920 are all axis minute 600,
    and axis minute 600 is calendar 1920.
    """

    spans: tuple[Span, ...]
    _begins: tuple[int, ...] = field(init=False, repr=False)
    _before: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("an axis needs working time")
        if any(one.end > other.begin for one, other in zip(self.spans, self.spans[1:], strict=False)):
            raise ValueError("working spans must be sorted and must not overlap")
        object.__setattr__(self, "_begins", tuple(span.begin for span in self.spans))
        lengths = (span.end - span.begin for span in self.spans)
        object.__setattr__(self, "_before", (0, *accumulate(lengths)))

    def working(self, calendar: int) -> int:
        """Working minutes before a calendar minute; outside working time, those up to the next span."""
        i = bisect_right(self._begins, calendar) - 1
        if i < 0:
            return 0
        span = self.spans[i]
        return self._before[i] + min(calendar, span.end) - span.begin

    def calendar(self, working: int) -> int:
        """The calendar minute at which a working minute begins; beyond the last span, its end and as much more."""
        if working < 0:
            raise ValueError("working minutes begin at 0")
        i = bisect_right(self._before, working) - 1
        if i >= len(self.spans):
            return self.spans[-1].end + working - self._before[-1]
        return self.spans[i].begin + working - self._before[i]

    def ending(self, working: int) -> int:
        """The calendar minute at which work ends that lasts up to a working minute: the evening, not the next morning."""
        return self.calendar(working - 1) + 1 if working > 0 else self.calendar(0)


def absences(axis: Axis, shifts: Iterable[Span], *, days_in_a_row: int | None = None) -> tuple[Span, ...]:
    """What a person with these calendar shifts is absent from, in working minutes of the axis.

    With `days_in_a_row`, every further working span of the axis is rest until one has passed without a shift.
    """
    own = sorted(shifts, key=lambda span: span.begin)
    there: list[Span] = []
    row = 0
    for span in axis.spans:
        parts = [
            Span(max(shift.begin, span.begin), min(shift.end, span.end))
            for shift in own
            if max(shift.begin, span.begin) < min(shift.end, span.end)
        ]
        if not parts or (days_in_a_row is not None and row >= days_in_a_row):
            row = 0
            continue
        row += 1
        there += parts
    free, missing = 0, []
    for part in there:
        begin, end = axis.working(part.begin), axis.working(part.end)
        if begin > free:
            missing.append(Span(free, begin))
        free = max(free, end)
    whole = sum(span.end - span.begin for span in axis.spans)
    if free < whole:
        missing.append(Span(free, whole))
    return tuple(missing)
