"""Putting orders back, one after another in an order chosen by lot."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.chance import below, chance
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.rehang import rehang_calls
from aftersail.engines.dispatch.kernel.sorting import sort_by_key
from aftersail.engines.dispatch.kernel.tables import TOUCHED, WITHOUT_STOCK, Scratch, State, Tables
from aftersail.engines.dispatch.kernel.team import insert_best

KINDS = 6
LATER = 1e9
"""Added to the key for every order that must come before."""
OTHERS = 12
"""How many of those left out for longer are tried again, in one of `RARELY` rounds: most of them will not fit."""
RARELY = 4


@compiled
def sort_key(tables: Tables, scratch: Scratch, order: int, kind: int) -> float:
    """The smaller, the earlier an order is inserted."""
    noise = chance(scratch.random)
    key = noise
    if kind == 1:
        key = -tables.orders[order].unserved * (1.0 + 0.3 * noise)
    elif kind == 2:
        key = min(float(tables.orders[order].due), LATER / 10) + 200 * noise
    elif kind == 3:
        key = (
            tables.candidate_at[order, tables.orders[order].members]
            - tables.candidate_at[order, 0]
            - 1000.0 * tables.orders[order].members
        )
    elif kind == 4:
        first = tables.orders[order].windows_from
        room = tables.windows[first].end - tables.windows[first].begin - tables.orders[order].duration
        key = min(float(room), LATER / 10)
    elif kind == 5:
        key = -tables.orders[order].duration * tables.orders[order].members * (0.7 + 0.6 * noise)
    return float(key + LATER * tables.orders[order].level)


@compiled
def recreate(tables: Tables, state: State, scratch: Scratch, blink: float) -> None:
    """Insert the orders taken out and some of those left out before, each at its cheapest, if that is worth it."""
    n = len(tables.orders)
    kind = below(scratch.random, KINDS)
    count, others = 0, 0
    for i in range(scratch.counts[TOUCHED]):
        order = scratch.touched[i]
        if not state.orders[order].served and tables.orders[order].able:
            scratch.pool[count] = order
            scratch.key[order] = sort_key(tables, scratch, order, kind)
            count += 1
    begin = below(scratch.random, n)
    again = n if below(scratch.random, RARELY) == 0 else 0
    for i in range(again):
        order = begin + i if begin + i < n else begin + i - n
        if (
            not state.orders[order].served
            and tables.orders[order].able
            and not scratch.orders[order].is_touched
        ):
            scratch.pool[count] = order
            scratch.key[order] = sort_key(tables, scratch, order, kind)
            count += 1
            others += 1
            if others >= OTHERS:
                break
    sort_by_key(scratch.pool, scratch.key, 0, count)
    for i in range(count):
        order = scratch.pool[i]
        insert_best(tables, state, scratch, order, blink, tables.orders[order].unserved)
    if len(tables) > WITHOUT_STOCK:
        rehang_calls(tables, state, scratch)
