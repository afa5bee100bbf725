"""The cheapest team: one gap for each slot, distinct people, one common start; by branch and bound over sorted gaps."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calling import best_with_calls
from aftersail.engines.dispatch.kernel.cost import time_cost
from aftersail.engines.dispatch.kernel.insertion import best_single, collect_gaps, push_cost
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.labels import relabel
from aftersail.engines.dispatch.kernel.routes import link, seed, seed_call, set_call, unlink
from aftersail.engines.dispatch.kernel.sorting import sort_by_key
from aftersail.engines.dispatch.kernel.tables import (
    FAR,
    NEVER,
    WITHOUT_STOCK,
    Scratch,
    State,
    Tables,
)

PATIENCE = 4000
"""Steps of the search for one team; far more than the median needs."""
MEETING = 10.0
"""A team of cheap gaps is good enough if lateness and pushing others cost less than so many times their spread."""
WIDE = 10.0
"""How much farther than the cheap gaps to look where those do not meet."""


@compiled
def rank_gaps(tables: Tables, scratch: Scratch, order: int, count: int) -> None:
    """Sort the collected gaps of each slot by cost, and sum what the slots still to fill cost at least."""
    size = tables.orders[order].members
    scratch.slots[size].segment = count
    for i in range(count - 1, -1, -1):
        scratch.slots[scratch.gaps[i].slot].segment = i
    scratch.slots[size].tail = 0.0
    for k in range(size - 1, -1, -1):
        begin, end = scratch.slots[k].segment, scratch.slots[k + 1].segment
        for i in range(begin, end):
            scratch.rank[i] = i
        sort_by_key(scratch.rank, scratch.gap_cost, begin, end)
        scratch.slots[k].tail = scratch.slots[k + 1].tail + scratch.gap_cost[scratch.rank[begin]]


@compiled
def common_start(tables: Tables, scratch: Scratch, order: int, start: int) -> int:
    """The first start from the given one on at which the chosen team is there throughout."""
    duration = tables.orders[order].duration
    moved = True
    while moved:
        moved = False
        for k in range(tables.orders[order].members):
            engineer = tables.candidates[scratch.gaps[scratch.slots[k].chosen].candidate].engineer
            for i in range(tables.engineers[engineer].absences_from, tables.engineers[engineer].absences_to):
                if start < tables.absences[i].end and start + duration > tables.absences[i].begin:
                    start = tables.absences[i].end
                    moved = True
    return start


@compiled
def _fits(tables: Tables, state: State, scratch: Scratch, order: int, k: int, gap: int) -> bool:
    """Whether a gap goes with those chosen for the slots before; writes what the team then allows."""
    engineer = tables.candidates[scratch.gaps[gap].candidate].engineer
    for j in range(k):
        if tables.candidates[scratch.gaps[scratch.slots[j].chosen].candidate].engineer == engineer:
            return False
    here = scratch.slots[k]
    here.begin, here.end = scratch.gaps[gap].begin, scratch.gaps[gap].end
    before, behind = scratch.gaps[gap].before, scratch.gaps[gap].behind
    here.first = state.orders[before].start if before >= 0 else -FAR
    here.second = state.orders[behind].start if behind >= 0 else FAR
    if k > 0:
        last = scratch.slots[k - 1]
        here.begin, here.end = max(here.begin, last.begin), min(here.end, last.end)
        here.first, here.second = max(here.first, last.first), min(here.second, last.second)
    here.chosen = gap
    return bool(here.begin <= here.end and here.first < here.second)


@compiled
def team_cost(tables: Tables, state: State, scratch: Scratch, order: int, start: int) -> float:
    """What the chosen team costs from a start, pushing those behind included."""
    cost = time_cost(tables, order, start)
    for k in range(tables.orders[order].members):
        gap = scratch.slots[k].chosen
        cost += scratch.gap_cost[gap]
        if scratch.gaps[gap].behind >= 0:
            node = state.nodes[scratch.gaps[gap].node].following
            cost += push_cost(tables, state, order, node, start + tables.orders[order].duration)
    return cost


@compiled
def search_team(
    tables: Tables, state: State, scratch: Scratch, order: int, count: int, most: float
) -> tuple[float, int]:
    """Find the cheapest team among the collected gaps; cost and start, NEVER above `most`; the team into the scratch."""
    rank_gaps(tables, scratch, order, count)
    size, best, best_start = tables.orders[order].members, most, -1
    k, patience = 0, PATIENCE
    scratch.slots[0].at = scratch.slots[0].segment
    scratch.slots[0].spent = 0.0
    while k >= 0 and patience > 0:
        patience -= 1
        at = scratch.slots[k].at
        scratch.slots[k].at += 1
        if at >= scratch.slots[k + 1].segment:
            k -= 1
            continue
        gap = scratch.rank[at]
        spent = scratch.slots[k].spent + scratch.gap_cost[gap]
        if spent + scratch.slots[k + 1].tail >= best:
            k -= 1
            continue
        if not _fits(tables, state, scratch, order, k, gap):
            continue
        if spent + scratch.slots[k + 1].tail + time_cost(tables, order, scratch.slots[k].begin) >= best:
            continue
        if k + 1 < size:
            k += 1
            scratch.slots[k].spent = spent
            scratch.slots[k].at = scratch.slots[k].segment
            continue
        start = common_start(tables, scratch, order, scratch.slots[k].begin)
        if start > scratch.slots[k].end:
            continue
        cost = team_cost(tables, state, scratch, order, start)
        if cost < best:
            best, best_start = cost, start
            for j in range(size):
                gap = scratch.slots[j].chosen
                scratch.slots[j].candidate, scratch.slots[j].node = (
                    scratch.gaps[gap].candidate,
                    scratch.gaps[gap].node,
                )
                scratch.slots[j].call = scratch.gaps[gap].call
    return (best, best_start) if best_start >= 0 else (NEVER, -1)


@compiled
def place_team(tables: Tables, state: State, scratch: Scratch, order: int, window: int, start: int) -> bool:
    """Put an order into the plan with the team in the scratch; False when labels then contradict each other."""
    state.orders[order].place = tables.windows[window].place
    state.orders[order].opens, state.orders[order].closes = (
        tables.windows[window].begin,
        tables.windows[window].end,
    )
    state.orders[order].team_cost = 0.0
    for k in range(tables.orders[order].members):
        candidate = scratch.slots[k].candidate
        link(tables, state, scratch, order, k, tables.candidates[candidate].engineer, scratch.slots[k].node)
        state.orders[order].opens = max(state.orders[order].opens, tables.candidates[candidate].begin)
        state.orders[order].closes = min(state.orders[order].closes, tables.candidates[candidate].end)
        state.orders[order].team_cost += tables.candidates[candidate].price
        if len(tables) > WITHOUT_STOCK and scratch.slots[k].call >= 0:
            state.engineers[tables.candidates[candidate].engineer].call = scratch.slots[k].call
    state.orders[order].served = True
    state.orders[order].start, state.orders[order].latest = -1, -1
    seed(scratch, order)
    return relabel(tables, state, scratch)


@compiled
def best_team(
    tables: Tables, state: State, scratch: Scratch, order: int, blink: float, most: float, spread: float
) -> tuple[float, int, int]:
    """The cheapest team below `most` over all windows: cost, start, window; the team into the scratch, start -1 for none."""
    best, best_start, best_window = most, -1, -1
    for window in range(tables.orders[order].windows_from, tables.orders[order].windows_to):
        count = collect_gaps(tables, state, scratch, order, window, blink, spread)
        if count == 0:
            continue
        cost, start = search_team(tables, state, scratch, order, count, best)
        if start >= 0:
            best, best_start, best_window = cost, start, window
            for k in range(tables.orders[order].members):
                slot = scratch.slots[k]
                slot.best_candidate, slot.best_node, slot.best_call = slot.candidate, slot.node, slot.call
    return best, best_start, best_window


@compiled
def insert_with_calls(
    tables: Tables, state: State, scratch: Scratch, order: int, blink: float, most: float
) -> float:
    """Insert an order of one person, with a call at a store where one is needed; as `insert_best` does."""
    cost, start, candidate, node, window = best_with_calls(tables, state, scratch, order, blink, most)
    if candidate < 0:
        return NEVER
    scratch.slots[0].candidate, scratch.slots[0].node = candidate, node
    engineer = tables.candidates[candidate].engineer
    call = state.engineers[engineer].call
    if scratch.slots[0].call >= 0:
        seed_call(tables, state, scratch, scratch.slots[0].call)
    if place_team(tables, state, scratch, order, window, start):
        return cost
    # A call and an order put in at once may, where routes are tied, push others too far.
    unlink(tables, state, scratch, order)
    set_call(tables, state, scratch, engineer, call)
    relabel(tables, state, scratch)
    return NEVER


@compiled
def insert_best(
    tables: Tables, state: State, scratch: Scratch, order: int, blink: float, most: float
) -> float:
    """Insert an order where it costs least, if that is below `most`; return the estimated cost or NEVER."""
    if tables.orders[order].members == 1:
        if len(tables) > WITHOUT_STOCK:
            return insert_with_calls(tables, state, scratch, order, blink, most)
        cost, start, candidate, node, window = best_single(tables, state, scratch, order, blink, most)
        if candidate < 0:
            return NEVER
        scratch.slots[0].candidate, scratch.slots[0].node = candidate, node
        place_team(tables, state, scratch, order, window, start)
        return cost
    fixed, spread = tables.orders[order].fixed_cost, tables.prices[0].spread
    best, start, window = best_team(tables, state, scratch, order, blink, most - fixed, spread)
    if start < 0 or best - scratch.slots[0].tail > MEETING * spread:
        # The cheap gaps do not meet in time, or only late: look at dearer ones.
        best, start, window = best_team(tables, state, scratch, order, blink, most - fixed, WIDE * spread)
    if start < 0:
        best, start, window = best_team(tables, state, scratch, order, blink, most - fixed, NEVER)
    if start < 0:
        return NEVER
    for k in range(tables.orders[order].members):
        slot = scratch.slots[k]
        slot.candidate, slot.node, slot.call = slot.best_candidate, slot.best_node, slot.best_call
    place_team(tables, state, scratch, order, window, start)
    return float(best + fixed)
