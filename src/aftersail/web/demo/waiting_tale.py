"""Orders that still wait at the present: their ships can be reached in the days ahead."""

from __future__ import annotations

from datetime import datetime, timedelta

from aftersail.cases.models import WorkOrder
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.telling import CaseTale


def ship_waits_too(story: CaseTale, order: WorkOrder, until: datetime) -> None:
    """Let the window of an order that waits past the present lie ahead, as its ship would say by then."""
    present = story.stage.present
    if until <= present or order.window_until > present + timedelta(days=3):
        return
    # Dice of its own: the rest of the history stays as it was told.
    dice = Dice(story.stage.seed, f"window/{order.number}")
    order.window_from = present + timedelta(hours=dice.randrange(4, 96))
    order.window_until = order.window_from + timedelta(days=dice.randrange(3, 14))
