"""Small line charts as SVG: logarithmic below, labelled at the lines' ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, BELOW, RIGHT, ABOVE = 720, 400, 60, 50, 110, 40
COLOURS = ("#0b3c5d", "#1d8a99", "#d95f02", "#7570b3", "#66a61e", "#a6761d")


@dataclass(frozen=True)
class Curve:
    """A named line of points."""

    name: str
    points: tuple[tuple[float, float], ...]


def drawn(path: Path, title: str, below: str, curves: Sequence[Curve]) -> None:
    """Write a chart of the curves."""
    points = [(max(x, 1e-3), y) for curve in curves for x, y in curve.points]
    if not points:
        return
    low_x, high_x = log10(min(x for x, _y in points)), log10(max(x for x, _y in points))
    low_y, high_y = min(y for _x, y in points), max(y for _x, y in points)

    def at(x: float, y: float) -> tuple[float, float]:
        across = (log10(max(x, 1e-3)) - low_x) / ((high_x - low_x) or 1)
        up = (y - low_y) / ((high_y - low_y) or 1)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BELOW - up * (HEIGHT - BELOW - ABOVE)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>',
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 12}" text-anchor="end">{escape(below)} (logarithmic)</text>',
    ]
    for i in range(5):
        y = low_y + i * (high_y - low_y) / 4
        _x, height = at(10**low_x, y)
        parts.append(f'<path d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{height + 4:.1f}" text-anchor="end">{y:.3g}</text>')
    for power in range(int(low_x) - 1, int(high_x) + 2):
        if low_x <= power <= high_x:
            across, _y = at(10**power, low_y)
            parts.append(
                f'<text x="{across:.1f}" y="{HEIGHT - BELOW + 18}" text-anchor="middle">{10**power:g}</text>'
            )
    for curve, colour in zip(curves, COLOURS * len(curves), strict=False):
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in curve.points))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
        if curve.points:
            x, y = at(*curve.points[-1])
            parts.append(f'<text x="{x + 5:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(curve.name)}</text>')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>"]), encoding="utf8")
