"""How long a journey takes and what it costs, by the quickest of road, rail and air."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType
from typing import Literal

Mode = Literal["none", "local", "road", "rail", "air", "agreed"]
EARTH_RADIUS_KM = 6371.0088
FARTHEST_KM = 20_040
"""Half the circumference of the earth: no port lies farther."""


@dataclass(frozen=True, slots=True)
class Place:
    """A port with its coordinates in degrees; ships at anchor take longer to reach than a gate."""

    port: str
    latitude: float
    longitude: float
    at_anchor: bool = False

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError("latitude lies within ±90 and longitude within ±180 degrees")


@dataclass(frozen=True, slots=True)
class ModeRow:
    """One way to travel: hours = setup + detour·km / speed, within its bounds; fare = fixed + per km."""

    setup_hours: float
    detour: float
    km_per_hour: float
    fixed_cny: float
    cny_per_km: float
    least_km: float = 0.0
    most_hours: float = float("inf")

    def hours(self, km: float) -> float | None:
        """Hours for a great-circle distance; None where the mode does not serve it."""
        hours = self.setup_hours + self.detour * km / self.km_per_hour
        return None if km < self.least_km or hours > self.most_hours else hours

    def farthest_km(self) -> int:
        """The longest distance, in whole km, that the mode serves; 0 where none."""
        if self.most_hours == float("inf"):
            return FARTHEST_KM
        reached = int((self.most_hours - self.setup_hours) * self.km_per_hour / self.detour) + 1
        while reached > 0 and self.hours(reached) is None:
            reached -= 1
        return max(reached, 0)


DEFAULT_MODES: Mapping[Mode, ModeRow] = MappingProxyType(
    {
        "road": ModeRow(0.3, 1.30, 70, 0, 1.30, most_hours=6),
        "rail": ModeRow(1.5, 1.25, 190, 30, 0.60),
        "air": ModeRow(3.8, 1.05, 700, 180, 0.90, least_km=400),
    }
)
"""Judgement, not measurement: an installation replaces them by its own."""


@dataclass(frozen=True, slots=True)
class TravelTable:
    """Speeds, fares and access times; ``agreed_hours`` overrides single pairs of ports, both ways alike."""

    modes: Mapping[Mode, ModeRow] = field(default_factory=lambda: DEFAULT_MODES)
    gate_hours: float = 0.5
    anchorage_hours: float = 2.0
    same_port_hours: float = 0.5
    lodging_cny_a_night: float = 350.0
    agreed_hours: Mapping[frozenset[str], float] = field(default_factory=dict)
    known: dict[tuple[Place, Place], Journey] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The journeys asked for before: judging a board asks for the same few a thousand times."""


DEFAULT_TABLE = TravelTable()


def unserved_km(modes: Mapping[Mode, ModeRow]) -> int | None:
    """The shortest distance, in whole km, that no mode serves; None where every port can be reached.

    Road up to six hours and air from 400 km on leave 307 km out: 0.3 h + 1.3 · 307 km ÷ 70 km/h is more than six.
    """
    km = 1
    while km <= FARTHEST_KM:
        serving = [row.farthest_km() for row in modes.values() if row.hours(km) is not None]
        if not serving:
            return km
        km = max(serving) + 1
    return None


@dataclass(frozen=True, slots=True)
class Journey:
    """One way: quickest mode, hours door to ship, great-circle km, fare in CNY."""

    mode: Mode
    hours: float
    km: float
    fare_cny: float


def great_circle_km(one: Place, other: Place) -> float:
    """Great-circle distance by the haversine formula (Qingdao 36.07 N 120.33 E – Dalian 38.93 N 121.65 E: 339 km)."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(other.longitude - one.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def journey(start: Place, ship: Place, table: TravelTable = DEFAULT_TABLE) -> Journey:
    """The quickest journey from a port to a ship, access to the ship included.

    Within one port it takes half an hour at the quay and the boat's time at anchor. ValueError when the
    table serves the distance by no mode.
    """
    found = table.known.get((start, ship))
    if found is None:
        found = table.known[start, ship] = _journey(start, ship, table)
    return found


def _journey(start: Place, ship: Place, table: TravelTable) -> Journey:
    access = table.anchorage_hours if ship.at_anchor else table.gate_hours
    if start.port == ship.port:
        return Journey("local", access if ship.at_anchor else table.same_port_hours, 0.0, 0.0)
    km = great_circle_km(start, ship)
    agreed = table.agreed_hours.get(frozenset({start.port, ship.port}))
    if agreed is not None:
        return Journey("agreed", agreed + access, km, _cheapest_fare(km, table))
    served = [(hours, mode) for mode, row in table.modes.items() if (hours := row.hours(km)) is not None]
    if not served:
        raise ValueError(f"no mode of travel serves {km:.0f} km")
    hours, mode = min(served)
    return Journey(mode, hours + access, km, _fare(table.modes[mode], km))


def _fare(row: ModeRow, km: float) -> float:
    return row.fixed_cny + row.cny_per_km * row.detour * km


def _cheapest_fare(km: float, table: TravelTable) -> float:
    return min((_fare(row, km) for row in table.modes.values()), default=0.0)
