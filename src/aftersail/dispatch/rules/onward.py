"""Where somebody sets out from: from the ship of the promise before, if it is known where that lies, else from home."""

from __future__ import annotations

from aftersail.dispatch.rules.needs import Busy, OrderNeed
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
