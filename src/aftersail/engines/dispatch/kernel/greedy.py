"""A first plan: orders by priority and promise, each where it costs least."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.recreate import LATER
from aftersail.engines.dispatch.kernel.sorting import sort_by_key
from aftersail.engines.dispatch.kernel.tables import Scratch, State, Tables
from aftersail.engines.dispatch.kernel.team import insert_best


@compiled
def greedy(tables: Tables, state: State, scratch: Scratch) -> None:
    """Insert every order that is not in the plan, kept ones first, then the costliest to leave out, then by due time."""
    n = len(tables.orders)
    for order in range(n):
        scratch.key[order] = (
            min(tables.orders[order].due * 1e-9, 1.0)
            - tables.orders[order].unserved
            + LATER * tables.orders[order].level
        )
        if tables.orders[order].kept:
            scratch.key[order] -= 1000 * LATER
        scratch.pool[order] = order
    sort_by_key(scratch.pool, scratch.key, 0, n)
    for i in range(n):
        order = scratch.pool[i]
        if not state.orders[order].served and tables.orders[order].able:
            most = 1e17 if tables.orders[order].kept else tables.orders[order].unserved
            insert_best(tables, state, scratch, order, 0.0, most)
