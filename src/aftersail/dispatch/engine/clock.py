"""The axis of a plan: instants to working minutes and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Refused
from aftersail.dispatch.rules.planning import Picture
from aftersail.engines.dispatch import Axis, Span

FIRST_MINUTE, LAST_MINUTE = 8 * 60, 18 * 60
"""A planner's day: work and journeys lie between eight and six."""

DAY_MINUTES = LAST_MINUTE - FIRST_MINUTE


@dataclass(frozen=True, slots=True)
class Clock:
    """Instants to working minutes of the axis and back; the axis has only days on which somebody is on duty."""

    origin: datetime
    axis: Axis

    @classmethod
    def of(cls, picture: Picture) -> Clock:
        """Return the clock of a picture; Refused where nobody is on duty in its days."""
        if not picture.days:
            raise Refused([_("Nobody chosen is on duty in these days. Choose other days or more stations.")])
        begins = [(day - picture.line.first).days * 1440 for day in picture.days]
        spans = tuple(Span(begin + FIRST_MINUTE, begin + LAST_MINUTE) for begin in begins)
        return cls(picture.line.starts_at, Axis(spans))

    def working(self, at: datetime, *, up: bool = False) -> int:
        """Return the working minutes before an instant; with `up` a part of a minute counts as a whole one."""
        minutes = (at - self.origin) / timedelta(minutes=1)
        return self.axis.working(ceil(minutes) if up else int(minutes // 1))

    def begins(self, working: int) -> datetime:
        """Return when work begins that starts at a working minute."""
        return self.origin + timedelta(minutes=self.axis.calendar(working))

    def ends(self, working: int) -> datetime:
        """Return when work ends that lasts up to a working minute: the evening, not the next morning."""
        return self.origin + timedelta(minutes=self.axis.ending(working))

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether a stretch of hours begins and ends within working time, on whole minutes."""
        begin, end = self.working(starts_at), self.working(ends_at)
        return begin < end and self.begins(begin) == starts_at and self.ends(end) == ends_at
