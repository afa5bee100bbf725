"""The best ways to insert one order, each with another lead, and a trial of one of them."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.insertion import collect_gaps
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.settle import copy_touched
from aftersail.engines.dispatch.kernel.tables import NEVER, Ints, Scratch, State, Tables
from aftersail.engines.dispatch.kernel.team import place_team, search_team


@compiled
def options(tables: Tables, state: State, scratch: Scratch, order: int, found: Ints) -> int:
    """Write up to len(found) options, the cheapest first, each with another person in the first slot.

    `found` [., 2 + 3K]: window, start, then candidate, node before and call for each slot. Returns how many there are.
    The plan is not changed.
    """
    count = 0
    for i in range(len(found)):
        best = NEVER
        for window in range(tables.orders[order].windows_from, tables.orders[order].windows_to):
            gaps = collect_gaps(tables, state, scratch, order, window, 0.0, NEVER)
            if gaps == 0:
                continue
            cost, start = search_team(tables, state, scratch, order, gaps, best)
            if start < 0:
                continue
            best = cost
            found[i, 0], found[i, 1] = window, start
            for k in range(tables.orders[order].members):
                found[i, 2 + 3 * k], found[i, 3 + 3 * k] = scratch.slots[k].candidate, scratch.slots[k].node
                found[i, 4 + 3 * k] = scratch.slots[k].call
        if best >= NEVER:
            break
        scratch.engineers[tables.candidates[found[i, 2]].engineer].barred = True
        count += 1
    for i in range(count):
        scratch.engineers[tables.candidates[found[i, 2]].engineer].barred = False
    return count


@compiled
def take_option(tables: Tables, state: State, scratch: Scratch, order: int, option: Ints) -> bool:
    """Insert an order as an option says; what changes is left marked as touched."""
    for k in range(tables.orders[order].members):
        scratch.slots[k].candidate, scratch.slots[k].node = option[2 + 3 * k], option[3 + 3 * k]
        scratch.slots[k].call = option[4 + 3 * k]
    return place_team(tables, state, scratch, order, option[0], option[1])


@compiled
def go_back(scratch: Scratch, settled: State, state: State) -> None:
    """Undo what is marked as touched."""
    copy_touched(scratch, settled, state)
