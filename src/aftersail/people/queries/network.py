"""The network of stations: which port is covered by whom, how far, against which promise (R16, R26)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import Any, cast
from uuid import UUID

from aftersail.core.models import Account
from aftersail.core.prepared import Prepared
from aftersail.people.contributed import OnsiteTarget
from aftersail.people.models import AgreedJourney, Coverage, Port, Station, TravelMode
from aftersail.people.queries import area_with_parts
from aftersail.people.rules.chart import Label, on_chart, place_labels, spot
from aftersail.people.rules.coverage import PortCover, Way, cover_of
from aftersail.people.rules.travel import DEFAULT_MODES, Mode, ModeRow, Place, TravelTable

NAME_WIDTH = 21.0
"""Width of a Chinese character of a name on the chart; a Latin letter takes about half."""


def travel_table() -> TravelTable:
    """Return the house's ways to travel, with the journeys that it has agreed on."""
    rows = AGREED.rows()
    return TravelTable(
        modes=modes_of(MODES.rows()),
        agreed_hours={frozenset({one, other}): float(hours) for one, other, hours in rows},
    )


AGREED = Prepared(
    lambda: AgreedJourney.objects.values_list("first_port__code", "second_port__code", "travel_hours")
)
MODES = Prepared(lambda: TravelMode.objects.all())


def modes_of(rows: Iterable[TravelMode]) -> dict[Mode, ModeRow]:
    """Return the ways to travel: those entered, and for the others the defaults that ship with the product."""
    modes = dict(DEFAULT_MODES)
    for row in rows:
        mode = cast("Mode", row.mode)
        if row.in_use:
            modes[mode] = ModeRow(
                float(row.setup_hours), float(row.detour), float(row.km_per_hour), float(row.fixed_cny), float(row.cny_per_km),
                float(row.least_km), inf if row.most_hours is None else float(row.most_hours),
            )  # fmt: skip
        else:
            modes.pop(mode, None)
    return modes


def place_of(port: Port) -> Place:
    """Return a port as the travel rules know it."""
    return Place(port.code, port.latitude, port.longitude)


def nearness_of(station: Station, port: Port) -> str:
    """Return how a station lies to a ship in a port, as the promises tell it apart."""
    if station.port_id == port.pk:
        return "same_port"
    return "same_area" if station.area_id == port.area_id else "other_area"


@dataclass(frozen=True, slots=True)
class CoveredPort:
    """A port with how it is covered, and the stations of its ways."""

    port: Port
    cover: PortCover
    stations: dict[str, Station]

    @property
    def primary(self) -> tuple[Station, Way] | None:
        """The station that answers for the port, and its way."""
        way = self.cover.primary
        return (self.stations[way.station], way) if way else None

    @property
    def backups(self) -> list[tuple[Station, Way]]:
        """The backups in order, with their ways."""
        return [(self.stations[way.station], way) for way in self.cover.ways if way.rank > 1]


def covered_ports(
    account: Account, *, area: Any = None, target: OnsiteTarget | None = None, station: Station | None = None
) -> list[CoveredPort]:
    """Return every port, of an area or of a station, with its coverage; the gravest holes first."""
    ports = Port.objects.visible_to(account).select_related("area")
    if area:
        ports = ports.filter(area__in=area_with_parts(area))
    if station is not None:
        ports = ports.filter(coverage__station=station)
    covers: dict[UUID, list[Coverage]] = defaultdict(list)
    for row in Coverage.objects.visible_to(account).select_related("station__port"):
        covers[row.port_id].append(row)
    table, found = travel_table(), []
    for port in ports:
        rows = covers[port.pk]
        stations = {row.station.code: row.station for row in rows}
        ways = [
            (
                row.station.code,
                row.rank,
                place_of(row.station.port),
                target.promised(nearness_of(row.station, port)) if target else None,
            )
            for row in rows
        ]
        found.append(CoveredPort(port, cover_of(place_of(port), ways, table=table), stations))
    grave = {"none": 0, "backup": 1, "primary": 2}
    return sorted(found, key=lambda one: (grave[one.cover.state], not one.cover.late, one.port.code))


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A port or a station on the chart."""

    record: Any
    x: float
    y: float
    state: str
    label: Label | None = None
    covered: CoveredPort | None = None


@dataclass(frozen=True, slots=True)
class ChartLink:
    """A line from a station to a port that it covers."""

    x1: float
    y1: float
    x2: float
    y2: float
    rank: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn over the coastline; `window` is the part shown; `outside` counts places off the bundled stretch."""

    stations: tuple[ChartMark, ...]
    ports: tuple[ChartMark, ...]
    links: tuple[ChartLink, ...]
    window: tuple[float, float, float, float]
    outside: int


def chart_of(account: Account, ports: list[CoveredPort], *, area: Any = None, english: bool = False) -> Chart:
    """Lay stations, ports and coverage out on the bundled coast."""
    homes = Station.objects.visible_to(account).select_related("port", "area")
    if area:
        inside = area_with_parts(area)
        homes = homes.filter(area__in=inside)
    stations = [one for one in homes if on_chart(one.port.latitude, one.port.longitude)]
    shown = [one for one in ports if on_chart(one.port.latitude, one.port.longitude)]
    spots = {one.code: spot(one.port.latitude, one.port.longitude) for one in stations}
    window = chart_window([*spots.values(), *(spot(one.port.latitude, one.port.longitude) for one in shown)])
    size = 22.0 * window[2] / 1000 + 4
    names = [(one.name_en if english and one.name_en else one.name) for one in stations]
    widths = [len(name) * (0.55 if name.isascii() else 1.0) * size for name in names]
    places = place_labels(
        [(*spots[one.code], width) for one, width in zip(stations, widths, strict=True)],
        size=size,
        gap=size * 0.7,
    )
    station_marks = tuple(
        ChartMark(one, *spots[one.code], "hq" if one.headquarters else "station", label)
        for one, label in zip(stations, places, strict=True)
    )
    port_marks, links = [], []
    for one in shown:
        x, y = spot(one.port.latitude, one.port.longitude)
        state = "late" if one.cover.state == "primary" and one.cover.late else one.cover.state
        port_marks.append(ChartMark(one.port, x, y, state, covered=one))
        for way in one.cover.ways:
            if way.rank <= 2 and way.station in spots and spots[way.station] != (x, y):
                links.append(ChartLink(*spots[way.station], x, y, way.rank))
    outside = len(ports) - len(shown)
    return Chart(station_marks, tuple(port_marks), tuple(links), window, outside)


def chart_window(spots: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return x, y, width and height that hold every spot with a margin, at least 200 wide."""
    if not spots:
        return 0.0, 0.0, 1000.0, 1200.0
    xs, ys = [x for x, _y in spots], [y for _x, y in spots]
    margin = max(60.0, 0.12 * (max(ys) - min(ys)))
    left, top = min(xs) - 1.4 * margin, min(ys) - margin
    width, height = max(xs) + 2.4 * margin - left, max(ys) + margin - top
    width = max(width, 0.7 * height, 200.0)
    height = max(height, 0.55 * width)
    return round(left, 1), round(top, 1), round(width, 1), round(height, 1)
