"""The map of a day: where our people are sent from and to, on the bundled coast."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from aftersail.core.masters.naming import bare_name, name_at
from aftersail.core.models import Account
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.board import BoardAsked
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.people.models import Port, Station
from aftersail.people.queries import area_with_parts
from aftersail.people.queries.network import chart_window
from aftersail.people.rules.chart import Label, on_chart, place_labels, spot


@dataclass(slots=True)
class PortOfDay:
    """A port at which somebody works on the day: who, for which ship."""

    name: str
    x: float
    y: float
    visits: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DayMap:
    """Stations with their labels, ports with who works there, lines from station to port, the part of the coast shown."""

    day: date
    stations: list[tuple[str, float, float, bool, Label]]
    ports: list[PortOfDay]
    links: list[tuple[float, float, float, float]]
    window: tuple[float, float, float, float]
    outside: int


def day_map(account: Account, asked: BoardAsked, day: date) -> DayMap:
    """Return the promises of one day on the coast; four statements."""
    line = Timeline(day, 1)
    homes = Station.objects.visible_to(account).select_related("port")
    if asked.area:
        homes = homes.filter(area__in=area_with_parts(asked.area))
    stations = {one.pk: one for one in homes if on_chart(one.port.latitude, one.port.longitude)}
    rows = Assignment.objects.visible_to(account).filter(
        released_at=None, starts_at__lt=line.ends_at, ends_at__gt=line.starts_at
    )
    if asked.station:
        rows = rows.filter(staff__station=asked.station)
    elif asked.area:
        rows = rows.filter(staff__station__in=list(stations))
    sent = list(rows.order_by("staff__number").values_list(
        "order__port_id", "staff__station_id", name_at("staff__name"), "order__case__vessel__hull_code"
    ))  # fmt: skip
    ports, outside = _ports({port for port, *_rest in sent}), 0
    links: set[tuple[float, float, float, float]] = set()
    for port_id, station_id, name, hull in sent:
        port = ports.get(port_id)
        if port is None:
            outside += 1
            continue
        port.visits.append(f"{name} {hull}")
        home = stations.get(station_id)
        if (
            home is not None
            and (way := (*spot(home.port.latitude, home.port.longitude), port.x, port.y))[:2] != way[2:]
        ):
            links.add(way)
    spots = {pk: spot(one.port.latitude, one.port.longitude) for pk, one in stations.items()}
    window = chart_window([*spots.values(), *((one.x, one.y) for one in ports.values())])
    size = 22.0 * window[2] / 1000 + 4
    names = {pk: bare_name(one) for pk, one in stations.items()}
    labels = place_labels(
        [(*spots[pk], len(name) * (0.55 if name.isascii() else 1.0) * size) for pk, name in names.items()],
        size=size, gap=size * 0.7,
    )  # fmt: skip
    marks = [
        (names[pk], *spots[pk], one.headquarters, label)
        for (pk, one), label in zip(stations.items(), labels, strict=True)
    ]
    return DayMap(day, marks, list(ports.values()), sorted(links), window, outside)


def _ports(ids: set[UUID]) -> dict[UUID, PortOfDay]:
    found = {}
    for pk, name, latitude, longitude in Port.objects.filter(pk__in=ids).values_list("pk", name_at("name"), "latitude", "longitude"):  # fmt: skip
        if on_chart(latitude, longitude):
            found[pk] = PortOfDay(name, *spot(latitude, longitude))
    return found
