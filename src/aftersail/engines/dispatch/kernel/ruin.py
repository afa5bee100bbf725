"""What is taken out of a plan: strings of related routes, related orders, a ship, a route, or orders at random."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.chance import below, chance
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.rehang import ruin_calls
from aftersail.engines.dispatch.kernel.routes import unlink
from aftersail.engines.dispatch.kernel.tables import TOUCHED, WITHOUT_STOCK, Scratch, State, Tables

STRINGS, RELATED, ROUTE, SHIP = 0.45, 0.75, 0.87, 0.92
"""Shares of the kinds of ruin, as bounds of one random number; the rest is random orders."""
LONGEST_STRING = 10


@compiled
def take_out(tables: Tables, state: State, scratch: Scratch, order: int) -> int:
    """Take out an order unless it must stay; return how many were."""
    if not state.orders[order].served or tables.orders[order].kept:
        return 0
    unlink(tables, state, scratch, order)
    return 1


@compiled
def sweep(tables: Tables, state: State, scratch: Scratch) -> None:
    """Take out what waits for something unserved, until nothing does."""
    found = True
    while found:
        found = False
        for i in range(scratch.counts[TOUCHED]):
            order = scratch.touched[i]
            if state.orders[order].served:
                continue
            for j in range(tables.orders[order].behind_from, tables.orders[order].behind_to):
                if state.orders[tables.behind[j]].served:
                    unlink(tables, state, scratch, tables.behind[j])
                    found = True


@compiled
def take_string(tables: Tables, state: State, scratch: Scratch, order: int, length: int) -> int:
    """Take out a string of consecutive orders that holds the given one from the route of one of its team."""
    slots = state.member.shape[1]
    node = order * slots + below(scratch.random, tables.orders[order].members)
    for _ in range(below(scratch.random, length)):
        before = state.nodes[node].leading
        if tables.order_of[before] < 0:
            break
        node = before
    count = 0
    for _ in range(length):
        there = tables.order_of[node]
        if there < 0:
            break
        node = state.nodes[node].following
        count += take_out(tables, state, scratch, there)
    return count


@compiled
def take_strings(tables: Tables, state: State, scratch: Scratch, origin: int, wanted: int) -> int:
    """Take out strings from the routes of related orders."""
    length, count = 1 + below(scratch.random, min(LONGEST_STRING, wanted)), 0
    if state.orders[origin].served:
        count += take_string(tables, state, scratch, origin, length)
    for i in range(tables.near.shape[1]):
        order = tables.near[origin, i]
        if count >= wanted:
            break
        if state.orders[order].served and not scratch.orders[order].is_touched:
            count += take_string(tables, state, scratch, order, 1 + below(scratch.random, length))
    return count


@compiled
def take_related(
    tables: Tables, state: State, scratch: Scratch, origin: int, wanted: int, aboard: bool
) -> int:
    """Take out most of the nearest orders, or all of one ship."""
    count = take_out(tables, state, scratch, origin)
    for i in range(tables.near.shape[1]):
        order = tables.near[origin, i]
        if aboard:
            if tables.orders[order].ship == tables.orders[origin].ship:
                count += take_out(tables, state, scratch, order)
        elif count >= wanted:
            break
        elif chance(scratch.random) < 0.6:
            count += take_out(tables, state, scratch, order)
    return count


@compiled
def ruin(tables: Tables, state: State, scratch: Scratch, mean: float) -> int:
    """Take about `mean` orders out; return how many."""
    n, count = len(tables.orders), 0
    wanted = 1 + int(chance(scratch.random) * 2 * mean)
    origin, kind = below(scratch.random, n), chance(scratch.random)
    if kind < STRINGS:
        count = take_strings(tables, state, scratch, origin, wanted)
    elif kind < RELATED:
        count = take_related(tables, state, scratch, origin, wanted, False)
    elif kind < ROUTE:
        if state.orders[origin].served:
            count = take_string(tables, state, scratch, origin, 2 * LONGEST_STRING)
    elif kind < SHIP:
        count = take_related(tables, state, scratch, origin, wanted, True)
    else:
        for _ in range(wanted):
            count += take_out(tables, state, scratch, below(scratch.random, n))
    if len(tables) > WITHOUT_STOCK:
        ruin_calls(tables, state, scratch)
    sweep(tables, state, scratch)
    return count
