"""A fortnight of a service house with seven stations, planned three ways in one run; invented, and the same from the same seed.

52 engineers at seven Chinese ports, 80 ships, 250 orders that come in over the week before and during the fortnight's first
half. An order's hours, skill and level, the ship's days in port and the time promised by severity are drawn; so are leave and
each ship's own service manager. Who does what is judged by the engine's own rules and prices, whoever planned it.
"""

from __future__ import annotations

from random import Random

from aftersail.engines.dispatch import (
    Engineer,
    Order,
    Place,
    Problem,
    Slot,
    Span,
    TravelRules,
    Window,
    travel_between,
)

DAY = 600
"""Working minutes of a day, eight to six."""

DAYS = 14
STATIONS = (
    ("QDG", 36.07, 120.33, 11), ("DLC", 38.93, 121.65, 8), ("SHA", 31.23, 121.49, 12), ("NGB", 29.87, 121.55, 6),
    ("XMN", 24.45, 118.07, 5), ("CAN", 23.10, 113.45, 6), ("ZHA", 21.19, 110.41, 4),
)  # fmt: skip
"""Port, latitude, longitude, engineers."""

PORTS = (*((code, lat, lon) for code, lat, lon, _people in STATIONS), ("TSN", 38.98, 117.75), ("YNT", 37.55, 121.40), ("LYG", 34.75, 119.45),
         ("ZOS", 30.00, 122.10), ("FOC", 26.05, 119.45), ("SZX", 22.50, 113.90), ("HAK", 20.04, 110.34))  # fmt: skip
SKILLS = ("radar", "sonar", "nav", "power", "hydraulics", "comms")
SEVERITIES = ((8.0, 1, 0.06), (4.0, 2, 0.22), (2.0, 5, 0.42), (1.0, 9, 0.30))
"""Priority, days until we promised to be on board and done, share of the orders."""

SHIPS, ORDERS, SEEDS = 80, 250, (11, 12, 13)


def fortnight(*, orders: int = ORDERS, seed: int = SEEDS[0]) -> tuple[Problem, tuple[int, ...]]:
    """Return the problem, and for each order the working minute at which it came in (before 0 for those of the week before)."""
    dice = Random(seed)
    places = tuple(Place(*port) for port in PORTS)
    engineers = _engineers(dice)
    ships = [_ship(dice, n, engineers) for n in range(SHIPS)]
    came, works = [], []
    for n in range(orders):
        ship = dice.choice(ships)
        at = dice.randrange(-5 * DAY, 7 * DAY)
        came.append(at)
        works.append(_order(dice, n, ship, max(0, at)))
    travel = travel_between(places, TravelRules(hour_cost=60.0))
    return Problem(tuple(works), engineers, travel, day_minutes=DAY), tuple(came)


def _engineers(dice: Random) -> tuple[Engineer, ...]:
    found: list[Engineer] = []
    for home, (_code, _lat, _lon, people) in enumerate(STATIONS):
        for _n in range(people):
            first, *others = dice.sample(SKILLS, dice.choice((2, 2, 3)))
            skills = {first: dice.choice((2, 3, 3, 4))} | {one: dice.choice((1, 2, 2, 3)) for one in others}
            away: tuple[Span, ...] = ()
            if dice.random() < 0.2:
                begin = dice.randrange(DAYS - 4) * DAY
                away = (Span(begin, begin + dice.choice((2, 3, 5)) * DAY),)
            away += tuple(Span(day * DAY, (day + 1) * DAY) for day in _weekend(dice))
            found.append(Engineer(
                id=f"E{len(found):02}", home=home, skills=skills, absences=_merged(away), regular_minutes=10 * 480,
            ))  # fmt: skip
    return tuple(found)


def _weekend(dice: Random) -> tuple[int, ...]:
    """The days off of a fortnight: most rest on Saturday and Sunday, some on two days within the week."""
    off = (5, 6) if dice.random() < 0.7 else tuple(sorted(dice.sample(range(5), 2)))
    return tuple(day + 7 * week for week in (0, 1) for day in off)


def _merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda each: each.begin):
        if merged and span.begin <= merged[-1].end:
            merged[-1] = Span(merged[-1].begin, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


Ship = tuple[str, int, tuple[int, int], str]
"""Name, port (ports with a station more often), the minutes in port, the service manager's id."""


def _ship(dice: Random, number: int, engineers: tuple[Engineer, ...]) -> Ship:
    port = dice.randrange(len(STATIONS)) if dice.random() < 0.65 else dice.randrange(len(PORTS))
    arrives = dice.choice((0, 0, 0, 1, 2, 4, 6)) * DAY
    leaves = min(DAYS * DAY, arrives + dice.randrange(4, 13) * DAY)
    near = [one for one in engineers if one.home == port] or list(engineers)
    return f"S{number:02}", port, (arrives, leaves), dice.choice(near).id


def _order(dice: Random, number: int, ship: Ship, came: int) -> Order:
    name, port, (arrives, leaves), steward = ship
    priority, days, _share = dice.choices(SEVERITIES, [share for *_rest, share in SEVERITIES])[0]
    duration = dice.choice((120, 180, 240, 240, 300, 480, 600, 900))
    if came + duration > leaves - 60:  # the ship has sailed: the order is for its next call
        arrives, leaves = came, min(DAYS * DAY, came + 5 * DAY)
    begin = max(arrives, came)
    return Order(
        id=f"O{number:03}", ship=name, duration=duration, windows=(Window(begin, leaves, port),),
        slots=(Slot(dice.choice(SKILLS), dice.choice((1, 1, 2, 2, 3))),), due=begin + days * DAY, priority=priority, steward=steward, is_new=True,
    )  # fmt: skip
