"""Routes seen during a search, to choose anew among them (`partition.py`); only where no two routes are tied."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.tables import (
    ENGINEER_STATE,
    ORDER_STATE,
    ROUTES,
    Floats,
    Ints,
    Records,
    Scratch,
    State,
    Tables,
    records,
)

PLACES, LONGEST = 1 << 13, 32
"""How many routes are remembered at most, and of how many orders."""


class RoutePool(NamedTuple):
    """C routes, each at the place that its hash says, L orders long at most; C is 0 where nothing is to be remembered.

    Of the routes of one engineer through the same orders only the cheapest is kept.
    """

    keys: NDArray[np.uint64]  # [C] hash of the engineer and the orders, 0 for an empty place
    plans: Floats  # [C] cost of the best plan that the route was seen in
    costs: Floats  # [C] of the route and its orders
    owners: Ints  # [C] engineers
    lengths: Ints  # [C]
    sequence: Ints  # [C, L] orders
    orders: Records  # ORDER_STATE [C · L]
    people: Records  # ENGINEER_STATE [C]


def route_pool(places: int, longest: int) -> RoutePool:
    """Return an empty pool of so many places, a power of two or 0, for routes of so many orders at most."""
    return RoutePool(
        keys=np.zeros(places, np.uint64),
        plans=np.zeros(places),
        costs=np.zeros(places),
        owners=np.zeros(places, np.int64),
        lengths=np.zeros(places, np.int64),
        sequence=np.zeros((places, longest), np.int64),
        orders=records(places * longest, ORDER_STATE),
        people=records(places, ENGINEER_STATE),
    )


@compiled
def mixed(number: int) -> np.uint64:
    """A number scattered over 64 bits (the end of splitmix64, Steele et al. 2014)."""
    x = np.uint64(number + 1) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@compiled
def remember(tables: Tables, state: State, pool: RoutePool, engineer: int, plan: float) -> None:
    """Keep an engineer's route, seen in a plan of that cost, unless its place holds one of a better plan."""
    slots, longest = state.member.shape[1], pool.sequence.shape[1]
    depot = len(tables.orders) * slots + engineer
    node, key, length = state.nodes[depot].following, mixed(len(tables.orders) + engineer), 0
    cost = state.engineers[engineer].cost
    while node != depot:
        order = tables.order_of[node]
        key += mixed(order)
        cost += state.orders[order].cost
        length += 1
        node = state.nodes[node].following
    if length == 0 or length > longest:
        return
    place = int(key & np.uint64(len(pool.keys) - 1))
    if pool.keys[place] == key:
        pool.plans[place] = min(pool.plans[place], plan)
        if cost > pool.costs[place] - 1e-9:
            return
    elif pool.keys[place] != np.uint64(0) and pool.plans[place] < plan:
        return
    else:
        pool.plans[place] = plan
    pool.keys[place], pool.costs[place] = key, cost
    pool.owners[place], pool.lengths[place] = engineer, length
    pool.people[place] = state.engineers[engineer]
    node = state.nodes[depot].following
    for i in range(length):
        order = tables.order_of[node]
        pool.sequence[place, i] = order
        pool.orders[place * longest + i] = state.orders[order]
        node = state.nodes[node].following


@compiled
def remember_touched(tables: Tables, state: State, scratch: Scratch, pool: RoutePool, plan: float) -> None:
    """Keep every route that differs from the settled state."""
    for i in range(scratch.counts[ROUTES]):
        remember(tables, state, pool, scratch.routes[i], plan)


@compiled
def remember_all(tables: Tables, state: State, pool: RoutePool, plan: float) -> None:
    """Keep every route of a plan."""
    for engineer in range(len(tables.engineers)):
        remember(tables, state, pool, engineer, plan)
