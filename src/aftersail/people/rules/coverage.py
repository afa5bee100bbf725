"""Whether a port is covered, and whether its station can be on board within the promised time (R16, R26)."""

from __future__ import annotations

from dataclasses import dataclass

from aftersail.people.rules.travel import DEFAULT_TABLE, Journey, Place, TravelTable, journey


@dataclass(frozen=True, slots=True)
class Way:
    """From a station to a port: its rank there, the journey, and the hours left of the target (negative: too far)."""

    station: str
    rank: int
    journey: Journey
    margin_hours: float | None


@dataclass(frozen=True, slots=True)
class PortCover:
    """How a port is covered: `primary`, `backup` only, or `none`; ways in the order of rank."""

    state: str
    ways: tuple[Way, ...]

    @property
    def primary(self) -> Way | None:
        """The way of the station that answers for the port."""
        return next((way for way in self.ways if way.rank == 1), None)

    @property
    def late(self) -> bool | None:
        """Whether nobody who covers the port is on board within the target; None without a target or a station."""
        margins = [way.margin_hours for way in self.ways if way.margin_hours is not None]
        return None if not margins else max(margins) < 0


def cover_of(
    port: Place,
    stations: list[tuple[str, int, Place, float | None]],
    *,
    table: TravelTable = DEFAULT_TABLE,
) -> PortCover:
    """Judge one port: `stations` are (code, rank, place, promised on-site hours or None) of those that cover it.

    A station in Qingdao is on board in Dalian 6.5 h after setting out (339 km, by rail): 17.5 h are left of 24.
    """
    ways = []
    for code, rank, place, promised in sorted(stations, key=lambda one: one[1]):
        way = journey(place, port, table)
        ways.append(Way(code, rank, way, None if promised is None else promised - way.hours))
    state = "primary" if any(way.rank == 1 for way in ways) else "backup" if ways else "none"
    return PortCover(state, tuple(ways))


def has_circle(parents: dict[object, object | None], start: object) -> bool:
    """Whether following the parents from `start` leads back to it."""
    seen, one = {start}, parents.get(start)
    while one is not None:
        if one in seen:
            return True
        seen.add(one)
        one = parents.get(one)
    return False


def under(parents: dict[object, object | None], root: object) -> set[object]:
    """Return a node and everything below it in a tree given as child → parent."""
    found = {root}
    grown = True
    while grown:
        more = {child for child, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found
