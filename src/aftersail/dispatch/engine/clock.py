"""The axis of a plan: instants to working minutes and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Refused
from aftersail.dispatch.rules.planning import Picture
from aftersail.dispatch.rules.rest import WORK_FROM, WORK_UNTIL
from aftersail.engines.dispatch import Axis, Span

FIRST_MINUTE, LAST_MINUTE = WORK_FROM.hour * 60, WORK_UNTIL.hour * 60
"""A planner's day: work and journeys lie between eight and six."""

DAY_MINUTES = LAST_MINUTE - FIRST_MINUTE


Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Clock:
    """Instants to working minutes of the axis and back; the axis has only days on which somebody is on duty."""

    origin: datetime
    axis: Axis
    days: tuple[date, ...]
    _utc: datetime = field(init=False, repr=False)
    _bounds: tuple[Stretch, ...] = field(init=False, repr=False)
    _held: dict[Stretch, Span | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the origin in UTC, as rows come, and when days begin and end: thousands of instants are compared."""
        object.__setattr__(self, "_utc", self.origin.astimezone(UTC))
        begins = [self._utc + timedelta(minutes=span.begin) for span in self.axis.spans]
        bounds = tuple((begin, begin + timedelta(minutes=DAY_MINUTES)) for begin in begins)
        object.__setattr__(self, "_bounds", bounds)

    @classmethod
    def of(cls, picture: Picture) -> Clock:
        """Return the clock of a picture; Refused where nobody is on duty in its days."""
        days = picture.days
        if not days:
            raise Refused([_("Nobody chosen is on duty in these days. Choose other days or more stations.")])
        begins = [(day - picture.line.first).days * 1440 for day in days]
        spans = tuple(Span(begin + FIRST_MINUTE, begin + LAST_MINUTE) for begin in begins)
        return cls(picture.line.starts_at, Axis(spans), days)

    def working(self, at: datetime, *, up: bool = False) -> int:
        """Return the working minutes before an instant; with `up` a part of a minute counts as a whole one."""
        since = at - self._utc
        begun = up and (since.seconds % 60 or since.microseconds)
        return self.axis.working(since.days * 1440 + since.seconds // 60 + (1 if begun else 0))

    def begins(self, working: int) -> datetime:
        """Return when work begins that starts at a working minute."""
        return self.origin + timedelta(minutes=self.axis.calendar(working))

    def ends(self, working: int) -> datetime:
        """Return when work ends that lasts up to a working minute: the evening, not the next morning."""
        return self.origin + timedelta(minutes=self.axis.ending(working))

    def bounds(self, day: int) -> Stretch:
        """Return when the work of a day of the axis begins and ends at the earliest and the latest."""
        return self._bounds[day]

    def held(self, starts_at: datetime, ends_at: datetime) -> Span | None:
        """Return a stretch of hours in working minutes; None where it does not begin and end within working time, on whole minutes."""
        stretch = starts_at, ends_at
        if stretch not in self._held:
            begin, end = self.working(starts_at), self.working(ends_at)
            holds = begin < end and self.begins(begin) == starts_at and self.ends(end) == ends_at
            self._held[stretch] = Span(begin, end) if holds else None
        return self._held[stretch]
