"""Where somebody sets out from: from the ship of the promise before, if it is known where that lies, else from home."""

from __future__ import annotations

from datetime import datetime

from aftersail.dispatch.rules.needs import Busy, Candidate, OrderNeed
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.people.rules.travel import Journey, TravelTable, journey

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


def way_to_start(
    need: OrderNeed, candidate: Candidate, starts_at: datetime, from_home: Journey, table: TravelTable
) -> Journey:
    """Return the journey that a start takes: from where the last promise of that day ended, else from home.

    Who ended elsewhere the day before stayed there overnight if that is nearer: after a day in Qingdao somebody from
    Shanghai begins the next morning half an hour away, not five hours.
    """
    day = starts_at.astimezone(LOCAL).date()
    ended = [busy for busy in candidate.assignments if busy.ends_at <= starts_at]
    last = max(ended, key=lambda busy: busy.ends_at, default=None)
    if last is None:
        return from_home
    days = (day - last.ends_at.astimezone(LOCAL).date()).days
    onward = way_after(need, last, from_home, table)
    if days == 0:
        return onward
    return min(onward, from_home, key=lambda way: way.hours) if days == 1 else from_home
