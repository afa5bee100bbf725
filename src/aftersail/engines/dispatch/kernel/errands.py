"""Gaps of a route that may call at a store: before its call, behind it, or with a call on the way there.

Paid waiting is judged by the segments before and behind a gap: exact for routes that are not tied to others.
"""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import LENGTH, WAITING, calls_before, has_stores
from aftersail.engines.dispatch.kernel.cost import extra_load, fare, stay_cost, stop_cost, time_cost
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.labels import clear_of_absences
from aftersail.engines.dispatch.kernel.stock import (
    fits,
    head_at,
    joined,
    know,
    may_save,
    tail_at,
    way_minutes,
)
from aftersail.engines.dispatch.kernel.tables import NEVER, Scratch, State, Tables

BEFORE, BEHIND, ON_THE_WAY, NO = 0, 1, 2, 3
"""Where an order stands to the call of a route: before it (or there is none), behind it, the call is made on the way to it; nowhere."""


@inlined
def ended(tables: Tables, state: State, order: int) -> int:
    """When an order ends."""
    return int(state.orders[order].start + tables.orders[order].duration)


@inlined
def ways_in(passed: bool, at_call: bool, calls: bool, enough: bool, stores: bool) -> tuple[int, int]:
    """The one or two ways to put an order into a gap, as BEFORE and so on.

    `passed`: the call lies before the gap; `at_call`: it is made on the way to the work behind the gap; `calls`: the route
    has one; `enough`: what is left is enough for the order.
    """
    if at_call:
        return (BEFORE if enough else NO), ON_THE_WAY
    if passed or enough:
        return BEHIND, NO
    return (ON_THE_WAY if stores and not calls else NO), NO


@compiled
def errand_starts(
    tables: Tables,
    state: State,
    order: int,
    engineer: int,
    before: int,
    behind: int,
    how: int,
    at_call: bool,
    opens: int,
    closes: int,
) -> tuple[int, int]:
    """Earliest and latest start of an order in a gap, -1 standing for home."""
    ready = tables.orders[order].floor
    if before >= 0:
        ready = max(ready, ended(tables, state, before))
    ready += way_minutes(tables, state, engineer, before, order, how == ON_THE_WAY)
    duration = tables.orders[order].duration
    last = closes - duration
    if behind >= 0:
        minutes = way_minutes(tables, state, engineer, order, behind, at_call and how == BEFORE)
        last = min(last, state.orders[behind].latest - minutes - duration)
    return clear_of_absences(tables, engineer, max(opens, ready), duration), last


@compiled
def errand_detour(
    tables: Tables,
    state: State,
    order: int,
    engineer: int,
    before: int,
    behind: int,
    how: int,
    at_call: bool,
    start: int,
) -> float:
    """What a route gains in cost by going past the order, waiting aside."""
    end = start + tables.orders[order].duration
    left, arrival = 0, 0
    if before >= 0:
        left = ended(tables, state, before)
    into, out = how == ON_THE_WAY, at_call and how == BEFORE
    if behind >= 0:
        arrival = max(
            state.orders[behind].start, end + way_minutes(tables, state, engineer, order, behind, out)
        )
    cost = stay_cost(tables, tables.engineers[engineer].home, state.orders[order].place, start, end)
    cost += stop_cost(tables, state, engineer, before, order, into, left, start)
    cost += stop_cost(tables, state, engineer, order, behind, out, end, arrival)
    if behind >= 0:
        arrival = state.orders[behind].start
    return float(cost - stop_cost(tables, state, engineer, before, behind, at_call, left, arrival))


@compiled
def longer(
    tables: Tables,
    state: State,
    scratch: Scratch,
    order: int,
    engineer: int,
    node: int,
    how: int,
    opens: int,
    closes: int,
) -> float:
    """What more paid waiting costs, less where waiting is used, when the order goes behind a node."""
    duration, then = tables.orders[order].duration, state.nodes[node].following
    before, behind = tables.order_of[node], tables.order_of[then]
    at_call = calls_before(tables, state, engineer, then)
    into = way_minutes(tables, state, engineer, before, order, how == ON_THE_WAY)
    out = way_minutes(tables, state, engineer, order, behind, at_call and how == BEFORE)
    whole = joined(
        joined(head_at(tables, state, scratch, order, node), into, (duration, opens, closes - duration)),
        out,
        tail_at(tables, scratch, then),
    )
    depot = len(tables.orders) * state.member.shape[1] + engineer
    more = whole[0] - scratch.lines[depot, LENGTH] - into - out - duration
    more += way_minutes(tables, state, engineer, before, behind, at_call)
    return float(tables.prices[0].waiting * max(more, -scratch.lines[depot, WAITING]))


@compiled
def pushed(tables: Tables, state: State, engineer: int, node: int, arrival: int) -> float:
    """What it costs when the work of a node, and those behind it in the route, cannot begin before an arrival."""
    cost = 0.0
    while tables.order_of[node] >= 0:
        behind = tables.order_of[node]
        if arrival <= state.orders[behind].start:
            break
        cost += time_cost(tables, behind, arrival) - time_cost(tables, behind, state.orders[behind].start)
        node = state.nodes[node].following
        if tables.order_of[node] >= 0:
            called = calls_before(tables, state, engineer, node)
            arrival += tables.orders[behind].duration
            arrival += way_minutes(tables, state, engineer, behind, tables.order_of[node], called)
    return cost


@compiled
def judged(
    tables: Tables,
    state: State,
    scratch: Scratch,
    order: int,
    engineer: int,
    node: int,
    how: int,
    opens: int,
    closes: int,
    own: float,
    best: float,
) -> tuple[float, int]:
    """Cost and start of an order behind a node; NEVER where it is not below `best`. `own`: what does not depend on the gap."""
    then = state.nodes[node].following
    before, behind = tables.order_of[node], tables.order_of[then]
    at_call = calls_before(tables, state, engineer, then)
    depot = len(tables.orders) * state.member.shape[1] + engineer
    saved = may_save(tables, scratch, depot)
    if own - saved + time_cost(tables, order, opens) >= best:
        return NEVER, 0
    start, last = errand_starts(tables, state, order, engineer, before, behind, how, at_call, opens, closes)
    cost = own + time_cost(tables, order, start)
    if start > last or cost - saved >= best:
        return NEVER, 0
    cost += errand_detour(tables, state, order, engineer, before, behind, how, at_call, start)
    if tables.prices[0].waiting > 0 and cost - saved < best:
        cost += longer(tables, state, scratch, order, engineer, node, how, opens, closes)
    if cost < best and behind >= 0:
        out = way_minutes(tables, state, engineer, order, behind, at_call and how == BEFORE)
        cost += pushed(tables, state, engineer, then, start + tables.orders[order].duration + out)
    return (cost, start) if cost < best else (NEVER, 0)


@compiled
def gap_with_calls(
    tables: Tables,
    state: State,
    scratch: Scratch,
    order: int,
    engineer: int,
    limits: tuple[int, int, int, int],
    own: float,
    best: float,
) -> tuple[float, int, int, int]:
    """The cheapest gap of one route for an order of one person: cost, start, node before, call; node -1 for none."""
    opens, closes, first, second = limits
    best_start, best_node, best_call = -1, -1, -1
    slots, duration = state.member.shape[1], tables.orders[order].duration
    node = depot = len(tables.orders) * slots + engineer
    know(tables, state, scratch, engineer)
    home, least = tables.engineers[engineer].home, own + time_cost(tables, order, opens)
    least -= may_save(tables, scratch, depot)
    if least >= best:
        return best, best_start, best_node, best_call
    call, passed = state.engineers[engineer].call, False
    enough, stores = fits(tables, scratch, order * slots, depot), has_stores(tables)
    while True:
        then = state.nodes[node].following
        before, behind = tables.order_of[node], tables.order_of[then]
        passed |= node == call
        if before >= 0 and (
            state.orders[before].start >= second or ended(tables, state, before) > closes - duration
        ):
            break
        if behind < 0 or (
            state.orders[behind].latest >= opens + duration and state.orders[behind].start > first
        ):
            one, other = ways_in(passed, then == call, call >= 0, enough, stores)
            for how in (one, other):
                if how == NO:
                    continue
                if tables.prices[0].lodging <= 0:
                    # Without lodging the detour costs the same at any start: most gaps are too dear and need no more.
                    way = fare(tables, state, home, before, order, how == ON_THE_WAY)
                    way += fare(tables, state, home, order, behind, then == call and how == BEFORE)
                    if least + way - fare(tables, state, home, before, behind, then == call) >= best:
                        continue
                cost, start = judged(
                    tables, state, scratch, order, engineer, node, how, opens, closes, own, best
                )
                if cost < best:
                    best, best_start, best_node = cost, start, node
                    best_call = order * slots if how == ON_THE_WAY else -1
        node = then
        if node == depot:
            break
    return best, best_start, best_node, best_call


@compiled
def gaps_with_calls(
    tables: Tables,
    state: State,
    scratch: Scratch,
    order: int,
    slot: int,
    candidate: int,
    limits: tuple[int, int, int, int],
    count: int,
    least: float,
    spread: float,
) -> tuple[int, float]:
    """Append the gaps of one candidate's route to the scratch, as `candidate_gaps` does."""
    begin, end, first, second = limits
    engineer, duration = tables.candidates[candidate].engineer, tables.orders[order].duration
    own = tables.candidates[candidate].price + extra_load(tables, state, order, engineer)
    opens, closes = max(begin, tables.candidates[candidate].begin), min(end, tables.candidates[candidate].end)
    know(tables, state, scratch, engineer)
    slots = state.member.shape[1]
    node = depot = len(tables.orders) * slots + engineer
    call, passed = state.engineers[engineer].call, False
    enough, stores = fits(tables, scratch, order * slots + slot, depot), has_stores(tables)
    while count + 1 < len(scratch.gaps):
        then = state.nodes[node].following
        before, behind = tables.order_of[node], tables.order_of[then]
        passed |= node == call
        if before >= 0 and (
            state.orders[before].start >= second or ended(tables, state, before) > closes - duration
        ):
            break
        if behind < 0 or (
            state.orders[behind].latest >= opens + duration and state.orders[behind].start > first
        ):
            one, other = ways_in(passed, then == call, call >= 0, enough, stores)
            for how in (one, other):
                if how == NO:
                    continue
                at_call = then == call
                start, last = errand_starts(
                    tables, state, order, engineer, before, behind, how, at_call, opens, closes
                )
                if start > last:
                    continue
                cost = own
                cost += errand_detour(tables, state, order, engineer, before, behind, how, at_call, start)
                key = cost + time_cost(tables, order, start)
                least = min(least, key)
                if key <= least + spread:
                    gap = scratch.gaps[count]
                    gap.slot, gap.candidate, gap.node = slot, candidate, node
                    gap.begin, gap.end = start, last
                    gap.before, gap.behind = before, behind
                    gap.call = order * slots + slot if how == ON_THE_WAY else -1
                    scratch.gap_cost[count] = cost
                    count += 1
        node = then
        if node == depot:
            break
    return count, least
