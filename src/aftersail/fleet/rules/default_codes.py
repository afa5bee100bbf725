"""The failure codes that ship with the product, read from `default_codes.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from aftersail.fleet.states import CodeKind


class DefaultCode(NamedTuple):
    """One code: which question it answers, the code, and its name in Chinese and English."""

    kind: CodeKind
    code: str
    name: str
    name_en: str


@cache
def default_codes() -> tuple[DefaultCode, ...]:
    """Return every default code, by kind; ValueError when the table is malformed."""
    table = tomllib.loads(files("aftersail.fleet").joinpath("default_codes.toml").read_text("utf-8"))
    return tuple(
        DefaultCode(CodeKind(kind), code, name, english)
        for kind, codes in table.items()
        if kind in CodeKind.values
        for code, (name, english) in codes.items()
    )
