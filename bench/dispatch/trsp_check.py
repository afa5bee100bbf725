"""An independent check of plans of the technician routing instances, in plain Python from the instance's file alone.

A plan gives each technician a route: numbers of requests in the order of visits, 0 for the one call at the depot. Times
are found here, not believed: everything as early as can be, the departure then as late as that allows.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from pathlib import Path

SLACK = 1e-7
"""What a time may pass a limit by, for rounding."""


@dataclass(frozen=True)
class Stop:
    """A line of an instance: the depot, a technician's home with what they have, or a request with what it needs."""

    x: float
    y: float
    begin: float
    end: float
    service: float
    skills: tuple[int, ...]
    tools: tuple[int, ...]
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Instance:
    """Stops by their number: 0 the depot, then the technicians, then the requests."""

    name: str
    stops: tuple[Stop, ...]
    technicians: range
    requests: range

    def distance(self, one: int, other: int) -> float:
        """Straight-line distance, which is time too."""
        a, b = self.stops[one], self.stops[other]
        return hypot(a.x - b.x, a.y - b.y)


Routes = Mapping[int, Sequence[int]]
"""The visits of each technician who has any, by the technician's number."""


def read(path: Path) -> Instance:
    """Return the instance of a file."""
    lines = path.read_text(encoding="utf8").splitlines()
    crew = next(i for i, line in enumerate(lines) if line.startswith("CREW COUNT"))
    technicians = int(lines[crew + 1].split()[0])
    stops = []
    for line in lines[crew + 2 :]:
        fields = line.split()
        if not fields or not fields[0].isdigit():
            continue
        x, y, begin, end, service = (float(each) for each in fields[1:6])
        skills, tools, parts = (tuple(literal_eval(each)) for each in fields[6:9])
        stops.append(Stop(x, y, begin, end, service, skills, tools, parts))
    return Instance(
        path.name.split(".")[0],
        tuple(stops),
        range(1, technicians + 1),
        range(technicians + 1, len(stops)),
    )


def score(instance: Instance, routes: Routes) -> tuple[float, tuple[str, ...]]:
    """Return the total working time of a plan, and every rule that it breaks."""
    bad: list[str] = []
    served = [visit for route in routes.values() for visit in route if visit != 0]
    for request in instance.requests:
        if served.count(request) != 1:
            bad.append(f"request {request} is served {served.count(request)} times")
    bad += [f"{visit} is no request" for visit in served if visit not in instance.requests]
    total = 0.0
    for technician, route in routes.items():
        if technician not in instance.technicians:
            bad.append(f"{technician} is no technician")
        elif route:
            bad += _provided(instance, technician, route)
            length, late = _length(instance, technician, route)
            total += length
            bad += late
    return total, tuple(bad)


def _provided(instance: Instance, technician: int, route: Sequence[int]) -> list[str]:
    """Skills, tools and parts: after the call at the depot no tool and no part is lacking, a skill is."""
    who, bad = instance.stops[technician], []
    if route.count(0) > 1:
        bad.append(f"technician {technician} calls at the depot {route.count(0)} times")
    left, called = list(who.parts), False
    for visit in route:
        called |= visit == 0
        stop = instance.stops[visit]
        if visit != 0 and not set(stop.skills) <= set(who.skills):
            bad.append(f"technician {technician} lacks a skill for {visit}")
        if called:
            continue
        if not set(stop.tools) <= set(who.tools):
            bad.append(f"technician {technician} lacks a tool at {visit}")
        left = [have - need for have, need in zip(left, stop.parts, strict=True)]
        if any(have < 0 for have in left):
            bad.append(f"technician {technician} lacks a part at {visit}")
    return bad


def _length(instance: Instance, technician: int, route: Sequence[int]) -> tuple[float, list[str]]:
    """From the latest departure that delays nothing to the return home; windows bound the begin of service."""
    stops, bad = instance.stops, []
    way = [technician, *route, technician]
    begins = [stops[technician].begin]
    for before, visit in pairwise(way):
        service = stops[before].service if before != technician else 0.0
        arrival = begins[-1] + service + instance.distance(before, visit)
        begins.append(max(arrival, stops[visit].begin))
        if begins[-1] > stops[visit].end + SLACK:
            bad.append(f"technician {technician} is late at {visit}")
    latest = begins[-1]
    for i in range(len(way) - 2, -1, -1):
        service = stops[way[i]].service if i > 0 else 0.0
        latest = min(stops[way[i]].end, latest - instance.distance(way[i], way[i + 1]) - service)
    return begins[-1] - latest, bad
