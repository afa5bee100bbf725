"""The small trend line beside a figure, drawn as SVG paths from a list of values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

Value = int | float | Decimal | None


def runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Split points at the gaps, because a missing period is not a value to draw through."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def trend_points(values: Sequence[Value], width: float, height: float) -> list[tuple[float, float] | None]:
    """Place values in a box of `width` × `height`, the smallest at the bottom; None stays None."""
    known = [float(v) for v in values if v is not None]
    if not known:
        return []
    low, span = min(known), max(known) - min(known)
    step = width / max(len(values) - 1, 1)
    return [
        None
        if v is None
        else (round(i * step, 1), round(height - ((float(v) - low) / span if span else 0.5) * height, 1))
        for i, v in enumerate(values)
    ]


def trend_svg(values: Sequence[Value], width: int = 96, height: int = 28) -> str:
    """Return an `<svg>` for at least two known values, else an empty string."""
    pad = 3
    points = trend_points(values, width - 2 * pad, height - 2 * pad)
    if sum(p is not None for p in points) < 2:
        return ""
    shifted = [None if p is None else (p[0] + pad, p[1] + pad) for p in points]
    lines = "".join(
        '<polyline class="spark-line" points="{}"/>'.format(" ".join(f"{x:g},{y:g}" for x, y in run))
        for run in runs(shifted)
    )
    last_x, last_y = next(p for p in reversed(shifted) if p is not None)
    return (
        f'<svg class="spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">'
        f'{lines}<circle class="spark-dot" cx="{last_x:g}" cy="{last_y:g}" r="2.5"/></svg>'
    )
