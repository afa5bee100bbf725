"""What there is to discover in the demo: five things that went wrong and that the figures show (see docs/demo.md)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

WEAR_OUT_MODEL = "GD-500"
WEAR_OUT_FAULT = "wear_out"
WEAR_OUT_SHAPE = 3.2
WEAR_OUT_SCALE_HOURS = 17_000.0
"""A seal of one generator model wears out: failures follow a Weibull process with this shape (β > 1) and scale."""

BATCH_MODEL = "HS-220"
BATCH_FAULT = "batch"
BATCH_YARD = "YD-03"
BATCH = "2402"
BATCH_EVENTS_PER_UNIT = 3.0
"""Directional valves of one batch, flushed badly at one yard, jam again and again."""

OVERLOADED_STATION = "ZS"
LENT_OUT = 8
SURGE = 2.3
"""In one summer a station lends most of its engineers away while more ships than usual call: it arrives late."""

SHORT_OF_SKILL = ("TJ", "MON")
SHORT_FIX_RATE = 0.38
"""The first engineer of a station has the level on paper for a family, and seldom repairs it at the first visit."""

SLIPPING_CUSTOMER = "C017"
SLIPPING_SINCE_MONTHS = 11
"""One customer is less and less content, and calls less and less."""


def busy_season(today: date) -> tuple[date, date]:
    """Return the last complete June to August."""
    year = today.year if today >= date(today.year, 9, 1) else today.year - 1
    return date(year, 6, 1), date(year, 8, 31)


def slipped(at: datetime, present: datetime) -> float:
    """Return how far the slipping customer has slipped at an instant: 0 before it began, 1 now."""
    whole = timedelta(days=SLIPPING_SINCE_MONTHS * 30.44)
    return min(1.0, max(0.0, 1 - (present - at) / whole))
