"""Pictures of signatures, drawn by chance: few files, used by many visits through their content hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from math import cos, sin

from PIL import Image, ImageDraw

from aftersail.web.demo.dice import Dice

SIZE = (360, 120)
PICTURES = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file by content."""

    content: bytes
    sha256: str


def draw_pictures(seed: int) -> list[Picture]:
    """Return a few dozen drawn signatures."""
    return [_drawn(Dice(seed, f"signature/{n}")) for n in range(PICTURES)]


def _drawn(dice: Dice) -> Picture:
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    x = 24.0
    for _stroke in range(dice.randrange(3, 6)):
        height, speed, turns = dice.uniform(14, 34), dice.uniform(5, 11), dice.uniform(1.5, 4.0)
        points = [
            (x + speed * t + 9 * sin(turns * t / 2), 62 + height * cos(turns * t / 1.7) * (1 - t / 14))
            for t in (n / 6 for n in range(60))
        ]
        pen.line(points, fill=20, width=3, joint="curve")
        x += dice.uniform(52, 84)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), hashlib.sha256(out.getvalue()).hexdigest())
