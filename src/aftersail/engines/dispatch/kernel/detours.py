"""The least that a route can gain in cost by going past a place, kept until the route changes.

Most engineers are far from most orders: a bound that is known already leaves them out before any gap is looked at.
"""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.cost import back_cost, between_cost, out_cost
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.tables import NEVER, Scratch, State, Tables


@inlined
def least_detour(tables: Tables, state: State, scratch: Scratch, engineer: int, place: int) -> float:
    """A lower bound, in money, for the detour of any order at a place in any gap of a route; below 0 where nights are saved."""
    if scratch.detour_version[engineer, place] != scratch.engineers[engineer].version:
        scratch.detour[engineer, place] = _found(tables, state, engineer, place)
        scratch.detour_version[engineer, place] = scratch.engineers[engineer].version
    return float(scratch.detour[engineer, place])


@inlined
def _way(tables: Tables, start: int, place: int) -> float:
    """What going to another place costs at least; nothing at the same place, where the ship may be the same."""
    return float(0.0 if start == place else tables.cost[start, place])


@compiled
def _found(tables: Tables, state: State, engineer: int, place: int) -> float:
    """The bound, gap by gap: new legs without boarding and nights, the old leg as it is priced."""
    home = tables.engineers[engineer].home
    out, back = tables.cost[home, place], tables.cost[place, home]
    node = depot = len(tables.orders) * state.member.shape[1] + engineer
    least, before = NEVER, -1
    while True:
        node = state.nodes[node].following
        behind = tables.order_of[node]
        to = (
            back
            if behind < 0
            else min(
                _way(tables, place, state.orders[behind].place),
                back + tables.cost[home, state.orders[behind].place],
            )
        )
        if before < 0:
            gain = out + to
            if behind >= 0:
                gain -= out_cost(tables, home, state.orders[behind].place, state.orders[behind].start)
        else:
            at, left = state.orders[before].place, state.orders[before].start + tables.orders[before].duration
            gain = min(_way(tables, at, place), tables.cost[at, home] + out) + to
            if behind < 0:
                gain -= back_cost(tables, home, at, left)
            else:
                gain -= between_cost(
                    tables, home, at, tables.orders[before].ship, left,
                    state.orders[behind].place, tables.orders[behind].ship, state.orders[behind].start,
                )  # fmt: skip
        least = min(least, gain)
        if node == depot:
            return float(least)
        before = behind
