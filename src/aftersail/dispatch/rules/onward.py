"""Where somebody sets out from: from the ship of the promise before, if it is known where that lies, else from home."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from aftersail.dispatch.rules.needs import Busy, Candidate, OrderNeed
from aftersail.people.rules.travel import Journey, TravelTable, journey

LOCAL = ZoneInfo("Asia/Shanghai")
THERE = Journey("local", 0.0, 0.0, 0.0)
"""The way to a ship on board of which somebody is already."""


def way_after(need: OrderNeed, busy: Busy, from_home: Journey, table: TravelTable) -> Journey:
    """Return the journey to the ship after a promise; leave and promises of an unknown place end at home.

    Home in Qingdao, the promise before in Shanghai, the next ship in Shanghai too: half an hour, not the way from Qingdao.
    """
    if busy.place is None:
        return from_home
    if busy.ship and busy.ship == need.vessel and busy.place.port == need.ship.port:
        return THERE
    return journey(busy.place, need.ship, table)


def way_on_the_day(
    need: OrderNeed, candidate: Candidate, starts_at: datetime, from_home: Journey, table: TravelTable
) -> Journey:
    """Return the journey that a start takes: from the promise that ends last before it on the same local day, else from home."""
    day = starts_at.astimezone(LOCAL).date()
    before = [
        busy
        for busy in candidate.assignments
        if busy.ends_at <= starts_at and busy.ends_at.astimezone(LOCAL).date() == day
    ]
    if not before:
        return from_home
    return way_after(need, max(before, key=lambda busy: busy.ends_at), from_home, table)
