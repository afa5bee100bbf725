"""Printing a weekly plan: people by station, seven days across, A3 landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aftersail.core.typesetting.pdf import typeset

TEMPLATE = Path(__file__).with_name("plan.typ")


@dataclass(frozen=True, slots=True)
class PlanCell:
    """One person's day: lines of text, and how it is shaded (`away`, `rest` or nothing)."""

    lines: tuple[str, ...]
    shade: str = ""


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """What is printed: heads of the columns, by station its load and people with seven cells each."""

    title: str
    subtitle: str
    heads: tuple[str, ...]
    stations: tuple[tuple[str, str, tuple[tuple[str, tuple[PlanCell, ...]], ...]], ...]
    nothing: str
    foot: str


def render_plan(sheet: PlanSheet, *, language: str, at: datetime, font_paths: Sequence[Path]) -> bytes:
    """Return the PDF; equal arguments give equal bytes. Raises FontsMissing."""
    data = {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "heads": list(sheet.heads),
        "stations": [
            {
                "name": name,
                "load": load,
                "people": [
                    {"name": who, "days": [{"lines": list(day.lines), "shade": day.shade} for day in days]}
                    for who, days in people
                ],
            }
            for name, load, people in sheet.stations
        ],
        "nothing": sheet.nothing,
        "foot": sheet.foot,
    }
    return typeset(TEMPLATE, data=data, pictures={}, font_paths=font_paths, created_at=at)
