"""Hours and cost of travel between places by road, rail, air and ferry, from great-circle distance; pairs can be overridden.

The constants are judgement, not measurement: an installation replaces them by its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import asin, cos, inf, radians, sin, sqrt

from aftersail.engines.dispatch.problem import Travel

EARTH_RADIUS_KM = 6371.0088


class Mode(StrEnum):
    """How somebody travels."""

    LOCAL = "local"
    ROAD = "road"
    RAIL = "rail"
    AIR = "air"
    FERRY = "ferry"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Place:
    """A port, an anchorage or a home, in degrees; `access_hours` from its station to a ship (gate 0.5, anchorage 2)."""

    id: str
    latitude: float
    longitude: float
    access_hours: float = 0.5

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180) or self.access_hours < 0:
            raise ValueError(
                "latitude lies within ±90, longitude within ±180 degrees, access takes no less than nothing"
            )


@dataclass(frozen=True, slots=True)
class Way:
    """One mode: hours = setup + (detour · km + around · km over sea) / speed; fare = fixed + per km of that way."""

    setup_hours: float
    detour: float
    around: float
    km_per_hour: float
    fare_fixed: float
    fare_per_km: float
    least_km: float = 0.0
    most_hours: float = inf
    by_land: bool = True


ROAD = Way(0.3, 1.30, 1.5, 70, 0, 1.30, most_hours=6)
RAIL = Way(1.5, 1.25, 1.5, 190, 30, 0.60)
AIR = Way(3.8, 1.05, 0.0, 700, 180, 0.90, least_km=400, by_land=False)


@dataclass(frozen=True, slots=True)
class TravelRules:
    """The ways and the pairs that are agreed otherwise.

    `sea_km` holds km over sea of pairs of place ids (none: 0), `ferries` the pairs with a ferry and its sea km, `agreed`
    the hours of pairs; all both ways alike. `sea_share`: above this share of sea, no road or rail.
    """

    ways: Mapping[Mode, Way] = field(
        default_factory=lambda: {Mode.ROAD: ROAD, Mode.RAIL: RAIL, Mode.AIR: AIR}
    )
    sea_km: Mapping[frozenset[str], float] = field(default_factory=dict)
    ferries: Mapping[frozenset[str], float] = field(default_factory=dict)
    agreed: Mapping[frozenset[str], float] = field(default_factory=dict)
    ferry_setup_hours: float = 1.5
    ferry_km_per_hour: float = 33.0
    ferry_fare_per_km: float = 1.0
    sea_share: float = 0.7
    same_place_hours: float = 0.5
    hour_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Journey:
    """One way from a place to a ship at another: mode, hours with access, cost (fare and the price of the hours)."""

    mode: Mode
    hours: float
    cost: float


def great_circle_km(one: Place, other: Place) -> float:
    """Haversine distance (Qingdao 36.07 N 120.33 E – Dalian 38.93 N 121.65 E: 339 km)."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(other.longitude - one.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def journey(start: Place, ship: Place, rules: TravelRules) -> Journey:
    """The quickest way from a place to a ship; ValueError where no mode serves the pair.

    Worked: 200 km over land by road 0.3 + 260 / 70 = 4.01 h, by rail 1.5 + 250 / 190 = 2.82 h: rail, with the gate 3.32 h.
    """
    if start.id == ship.id:
        hours = max(rules.same_place_hours, ship.access_hours)
        return Journey(Mode.LOCAL, hours, hours * rules.hour_cost)
    pair, km = frozenset((start.id, ship.id)), great_circle_km(start, ship)
    offers = _offers(pair, km, rules)
    if pair in rules.agreed:
        fare = min((fare for _hours, fare, _mode in offers), default=0.0)
        offers = [(rules.agreed[pair], fare, Mode.AGREED)]
    if not offers:
        raise ValueError(f"no mode of travel serves {km:.0f} km from {start.id} to {ship.id}")
    hours, fare, mode = min(offers)
    return Journey(mode, hours + ship.access_hours, fare + (hours + ship.access_hours) * rules.hour_cost)


def _offers(pair: frozenset[str], km: float, rules: TravelRules) -> list[tuple[float, float, Mode]]:
    """Hours, fare and mode of every way that serves a pair."""
    sea = min(km, rules.sea_km.get(pair, 0.0))
    offers = []
    for mode, way in rules.ways.items():
        if way.by_land and km > 0 and sea / km > rules.sea_share:
            continue
        length = way.detour * km + way.around * sea
        hours = way.setup_hours + length / way.km_per_hour
        if km >= way.least_km and hours <= way.most_hours:
            offers.append((hours, way.fare_fixed + way.fare_per_km * length, mode))
    if pair in rules.ferries:
        hours = rules.ferry_setup_hours + rules.ferries[pair] / rules.ferry_km_per_hour
        offers.append((hours, rules.ferry_fare_per_km * rules.ferries[pair], Mode.FERRY))
    return offers


def travel_between(places: Sequence[Place], rules: TravelRules) -> Travel:
    """The table of travel between places, minutes rounded up; their number in `Travel` is their number here."""
    ways = [[journey(start, ship, rules) for ship in places] for start in places]
    minutes = tuple(tuple(-int(-60 * way.hours // 1) for way in row) for row in ways)
    return Travel(minutes, tuple(tuple(way.cost for way in row) for row in ways))
