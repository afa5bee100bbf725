"""The one call at a store that a route may make; problems without stock or paid waiting leave all of this aside.

Before the call a route lives on what its engineer carries, behind it nothing is lacking: where an order stands in either
part does not matter.

Tables with stock are of another type (`with_stock`), for which everything is compiled once more. How many fields they have
is known then: what stands behind `if len(tables) > WITHOUT_STOCK` is neither compiled nor asked in problems without stock.
"""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.jit import inlined
from aftersail.engines.dispatch.kernel.tables import WITHOUT_STOCK, State, Tables

FRESH, WAITING, LENGTH, LEFT = 0, 1, 2, 3
"""In `Scratch.lines`, a depot's row: the version of the route that the rest is of, its waiting and length, what is left of each
item before the call.

The row of an order's node: duration, earliest and latest departure of the segment that ends there, then of the one that begins there.
"""


@inlined
def row_from(tables: Tables, place: int, called: bool) -> int:
    """The row of the travel tables for leaving a place, straight on or past a store."""
    return place + tables.minutes.shape[1] if called else place


@inlined
def has_stores(tables: Tables) -> bool:
    """Whether there is a store to call at."""
    return bool(tables.minutes.shape[0] > tables.minutes.shape[1])


@inlined
def calls_before(tables: Tables, state: State, engineer: int, node: int) -> bool:
    """Whether an engineer calls at a store on the way to a node."""
    if len(tables) == WITHOUT_STOCK:
        return False
    return bool(state.engineers[engineer].call == node)


@inlined
def pass_call_on(tables: Tables, state: State, engineer: int, node: int, behind: int) -> None:
    """When a node leaves a route: a call before it is made before the next one, or no more where that is home."""
    if calls_before(tables, state, engineer, node):
        state.engineers[engineer].call = behind if tables.order_of[behind] >= 0 else -1
