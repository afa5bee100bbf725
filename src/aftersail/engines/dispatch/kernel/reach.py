"""Who could do an order cheaply: every candidate of a slot with the least they can cost, so that most need no closer look."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.chance import chance
from aftersail.engines.dispatch.kernel.cost import extra_load, time_cost
from aftersail.engines.dispatch.kernel.detours import least_detour
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.sorting import sort_by_key
from aftersail.engines.dispatch.kernel.tables import NEVER, WITHOUT_STOCK, Scratch, State, Tables


@compiled
def in_reach(
    tables: Tables, state: State, scratch: Scratch, order: int, slot: int, opens: int, blink: float
) -> int:
    """Write the candidates of a slot into `reach` and the least that each can cost into `bound`, the cheapest first.

    Both count from the slot's first candidate. Returns how many there are; those after the first are in no order.
    """
    count, place = 0, state.orders[order].place
    begin, end = tables.candidate_at[order, slot], tables.candidate_at[order, slot + 1]
    for candidate in range(begin, end):
        if blink > 0 and chance(scratch.random) < blink:
            continue
        engineer = tables.candidates[candidate].engineer
        if slot == 0 and scratch.engineers[engineer].barred:
            continue
        load = extra_load(tables, state, order, engineer)
        if load >= NEVER:
            continue
        bound = tables.candidates[candidate].price + load
        bound += time_cost(tables, order, max(opens, tables.candidates[candidate].begin))
        if len(tables) > WITHOUT_STOCK:
            # An order may save paid waiting, or go with a call: nothing is known without a look at the route.
            bound = -NEVER
        else:
            bound += least_detour(tables, state, scratch, engineer, place)
        scratch.bound[candidate - begin] = bound
        scratch.reach[count] = candidate - begin
        if bound < scratch.bound[scratch.reach[0]]:
            scratch.reach[count] = scratch.reach[0]
            scratch.reach[0] = candidate - begin
        count += 1
    return count


@compiled
def nearest_first(scratch: Scratch, count: int, most: float) -> int:
    """Sort the candidates after the first by the least they can cost, without those above `most`; return how many are left."""
    left = 1
    for i in range(1, count):
        if scratch.bound[scratch.reach[i]] <= most:
            scratch.reach[left] = scratch.reach[i]
            left += 1
    sort_by_key(scratch.reach, scratch.bound, 1, left)
    return left
