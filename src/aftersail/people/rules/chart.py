"""Where a place lies on the bundled map, and where its name can stand without covering another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log, pi, tan

WEST, EAST, SOUTH, NORTH = 104.0, 132.0, 14.0, 43.0
"""The stretch of coast that is bundled; `frontend/build/coast.mjs` draws the same."""

WIDTH = 1000.0
SCALE = WIDTH / (EAST - WEST)


def _mercator(latitude: float) -> float:
    return 180 / pi * log(tan(pi / 4 + latitude * pi / 360))


HEIGHT = round((_mercator(NORTH) - _mercator(SOUTH)) * SCALE, 1)


def on_chart(latitude: float, longitude: float) -> bool:
    """Whether a place lies within the bundled stretch."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def spot(latitude: float, longitude: float) -> tuple[float, float]:
    """Return x and y of a place, Mercator, 1000 wide. The corner 43 N 104 E is (0, 0)."""
    x = (longitude - WEST) * SCALE
    return round(x, 1), round((_mercator(NORTH) - _mercator(latitude)) * SCALE, 1)


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside a mark: where it begins or ends, and which end that is."""

    x: float
    y: float
    anchor: str


def place_labels(
    marks: Iterable[tuple[float, float, float]], *, size: float = 22.0, gap: float = 13.0
) -> list[Label]:
    """Return a place for each (x, y, width of the name): right, left, below or above, the first that is free."""
    taken: list[tuple[float, float, float, float]] = []
    found = []
    every = list(marks)
    for x, y, _width in every:
        taken.append((x - gap / 2, y - gap / 2, x + gap / 2, y + gap / 2))
    for x, y, width in every:
        choices = [
            (Label(x + gap, y + size / 3, "start"), (x + gap, y - size / 2, x + gap + width, y + size / 2)),
            (Label(x - gap, y + size / 3, "end"), (x - gap - width, y - size / 2, x - gap, y + size / 2)),
            (
                Label(x, y + gap + size * 0.7, "middle"),
                (x - width / 2, y + gap / 2, x + width / 2, y + gap + size),
            ),
            (Label(x, y - gap, "middle"), (x - width / 2, y - gap - size, x + width / 2, y - gap)),
        ]
        free = [one for one in choices if not any(_meet(one[1], other) for other in taken)]
        label, box = (free or choices)[0]
        taken.append(box)
        found.append(label)
    return found


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
