"""A drawn signature as the pad sends it."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image, ImageDraw


def _drawn() -> str:
    picture = Image.new("RGBA", (120, 40), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(8, 30), (40, 8), (70, 32), (112, 10)], fill=(10, 20, 60, 255), width=3)
    out = BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


PNG = _drawn()
