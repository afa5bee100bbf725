"""Compiling a Typst template with its data and pictures into a tagged archive PDF, the same bytes every time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from aftersail.core.typesetting.fonts import document_fonts
from aftersail.core.typesetting.text import printable

TEMPLATE_FILES = ("*.typ", "*.svg")
HOUSE = Path(__file__).with_name("house")
"""The house style, beside every template: `house.typ` and the built-in mark."""


def typeset(
    template: Path,
    *,
    data: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    font_paths: Sequence[Path],
    created_at: datetime,
) -> bytes:
    """Compile one template to PDF/A-2a bytes.

    `data` reaches the template as the JSON string `sys.inputs.data`, never as code; `pictures` become files beside
    the template under their keys (such as `photo-0.jpg`); `created_at` (aware) is the document's date, so equal
    arguments give equal bytes. Raises FontsMissing, and typst.TypstError when the template itself is wrong.
    """
    fonts = document_fonts(font_paths)
    moment = created_at.astimezone(UTC).replace(microsecond=0)
    created = [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second]
    payload = {**printable(dict(data), fonts), "created": created}
    with TemporaryDirectory(prefix="aftersail-typeset-") as folder:
        root = Path(folder)
        for folder_of in (HOUSE, template.parent):
            for pattern in TEMPLATE_FILES:
                for file in folder_of.glob(pattern):
                    shutil.copyfile(file, root / file.name)
        for name, content in pictures.items():
            (root / name).write_bytes(content)
        return _compile(root, template.name, payload, fonts.loaded, moment)


def _compile(
    root: Path, name: str, payload: Mapping[str, Any], fonts: typst.Fonts, moment: datetime
) -> bytes:
    result = typst.compile(
        str(root / name),
        root=str(root),
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(payload, ensure_ascii=False, sort_keys=True)},
        pdf_standards="a-2a",
        timestamp=moment,
    )
    if not isinstance(result, bytes):
        raise TypeError("Typst returned no single PDF")
    return result
