"""Two ways in which a dispatcher plans without an optimiser, order by order as they come in; both honestly done.

Whoever plans by hand looks at everybody who has the skill and is on duty, at the whole of each person's calendar (a gap between two
promises is found, journeys from the promise before and on to the next one included), and takes the earliest start in the ship's window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from aftersail.engines.dispatch import Assignment, Engineer, Order, Problem, Window


@dataclass(frozen=True, slots=True)
class Booked:
    """Work in somebody's calendar."""

    start: int
    end: int
    ship: str
    place: int


@dataclass(slots=True)
class Calendars:
    """Everybody's calendar while orders are booked one after another."""

    problem: Problem
    booked: dict[str, list[Booked]] = field(default_factory=dict)

    def earliest(self, one: Engineer, order: Order, came: int) -> int | None:
        """Return the earliest start at which somebody fits an order in; None where they cannot, or lack the skill."""
        slot = order.slots[0]
        if one.home is None or one.skills.get(slot.skill, 0) < slot.level:
            return None
        mine = self.booked.get(one.id, [])
        for window in order.windows:
            for n in range(len(mine) + 1):
                start = self._in_gap(one, order, mine, n, came, window)
                if start is not None:
                    return start
        return None

    def _in_gap(
        self, one: Engineer, order: Order, mine: list[Booked], n: int, came: int, window: Window
    ) -> int | None:
        """Fit an order in before the n-th entry: nobody sets out before the order came in."""
        before, after = mine[n - 1] if n else None, mine[n] if n < len(mine) else None
        start = max(window.begin, self._there_at(one, before, order, came, window.place))
        latest = window.end - order.duration
        if after is not None:
            latest = min(latest, after.start - order.duration - self._onward(order, window.place, after))
        for away in one.absences:
            if start < away.end and away.begin < start + order.duration:
                start = away.end
        return start if start <= latest else None

    def _there_at(self, one: Engineer, before: Booked | None, order: Order, came: int, place: int) -> int:
        assert one.home is not None  # asked before
        if before is None:
            return came + self.problem.travel.minutes[one.home][place]
        same = (before.ship, before.place) == (order.ship, place)
        return max(before.end, came) + (0 if same else self.problem.travel.minutes[before.place][place])

    def _onward(self, order: Order, place: int, after: Booked) -> int:
        if (after.ship, after.place) == (order.ship, place):
            return 0
        return self.problem.travel.minutes[place][after.place]

    def book(self, one: Engineer, order: Order, start: int) -> None:
        """Enter an order into a calendar."""
        entry = Booked(start, start + order.duration, order.ship, order.windows[0].place)
        self.booked[one.id] = sorted([*self.booked.get(one.id, []), entry], key=lambda each: each.start)


Choice = Callable[[Order, list[tuple[Engineer, int]]], tuple[Engineer, int]]
"""Who of those who could go, with their earliest starts, is sent."""


def nearest_free(problem: Problem, came: tuple[int, ...]) -> dict[str, Assignment]:
    """Send the nearest qualified person who can be there before the promise; where nobody can, whoever is there first."""

    def choose(order: Order, could: list[tuple[Engineer, int]]) -> tuple[Engineer, int]:
        due = order.due
        in_time = [each for each in could if due is None or each[1] + order.duration <= due]
        if not in_time:
            return min(could, key=lambda each: (each[1], each[0].id))
        minutes = problem.travel.minutes
        return min(
            in_time,
            key=lambda each: (minutes[each[0].home or 0][order.windows[0].place], each[1], each[0].id),
        )

    return _one_by_one(problem, came, choose)


def first_come(problem: Problem, came: tuple[int, ...]) -> dict[str, Assignment]:
    """Send the first who is free of the station that covers the port; another station's only where nobody of it can."""

    def choose(order: Order, could: list[tuple[Engineer, int]]) -> tuple[Engineer, int]:
        to_ship = [row[order.windows[0].place] for row in problem.travel.minutes]
        homes = {one.home for one in problem.engineers if one.home is not None}
        by_distance = sorted(homes, key=lambda home: (to_ship[home], home))
        for home in by_distance:
            own = [each for each in could if each[0].home == home]
            if own:
                return min(own, key=lambda each: (each[1], each[0].id))
        return could[0]

    return _one_by_one(problem, came, choose)


def _one_by_one(problem: Problem, came: tuple[int, ...], choose: Choice) -> dict[str, Assignment]:
    calendars, plan = Calendars(problem), dict[str, Assignment]()
    for at, order in _in_order_of_receipt(problem, came):
        could = [
            (one, start)
            for one in problem.engineers
            if (start := calendars.earliest(one, order, max(0, at))) is not None
        ]
        if could:
            one, start = choose(order, could)
            calendars.book(one, order, start)
            plan[order.id] = Assignment(start, (one.id,))
    return plan


def _in_order_of_receipt(problem: Problem, came: tuple[int, ...]) -> Iterable[tuple[int, Order]]:
    return sorted(zip(came, problem.orders, strict=True), key=lambda each: (each[0], each[1].id))
