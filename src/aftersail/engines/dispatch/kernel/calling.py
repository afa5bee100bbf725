"""One person's order where it costs least, with a call at a store put anywhere into a route that has none."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import LEFT, LENGTH, WAITING, has_stores
from aftersail.engines.dispatch.kernel.chance import chance
from aftersail.engines.dispatch.kernel.cost import extra_load, stop_cost, time_cost
from aftersail.engines.dispatch.kernel.errands import BEHIND, ended, errand_detour, gap_with_calls
from aftersail.engines.dispatch.kernel.insertion import bounds
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.labels import clear_of_absences
from aftersail.engines.dispatch.kernel.stock import (
    fits,
    head_at,
    joined,
    know,
    may_save,
    segment_of,
    tail_at,
    way_minutes,
)
from aftersail.engines.dispatch.kernel.tables import NEVER, Scratch, State, Tables


@compiled
def call_limit(tables: Tables, state: State, scratch: Scratch, node: int, depot: int) -> int:
    """The first node of a route that a call must come before when another node, or -1, does so too.

    The depot when all may come before it, -1 when not even the other one may.
    """
    items, room = tables.stock.shape[1], len(scratch.lines) - 1
    for i in range(items):
        scratch.lines[room, LEFT + i] = tables.stock[depot, i]
        if node >= 0:
            scratch.lines[room, LEFT + i] -= tables.stock[node, i]
            if tables.stock[node, i] > 0 and scratch.lines[room, LEFT + i] < 0:
                return -1
    at = state.nodes[depot].following
    while at != depot:
        for i in range(items):
            scratch.lines[room, LEFT + i] -= tables.stock[at, i]
            if tables.stock[at, i] > 0 and scratch.lines[room, LEFT + i] < 0:
                return int(at)
        at = state.nodes[at].following
    return depot


@inlined
def onwards(tables: Tables, state: State, order: int, start: int, minutes: int, then: int) -> int:
    """The start of the next work when one has begun; after it, so many minutes."""
    arrival = start + tables.orders[order].duration + minutes
    return int(max(state.orders[then].start, arrival))


@compiled
def call_cost(
    tables: Tables, state: State, engineer: int, before: int, behind: int, left: int, start: int
) -> float:
    """What a call on the way between two works costs in travel."""
    past = stop_cost(tables, state, engineer, before, behind, True, left, start)
    return past - stop_cost(tables, state, engineer, before, behind, False, left, start)


@compiled
def paid(tables: Tables, scratch: Scratch, depot: int, whole: int, minutes: int) -> float:
    """What more paid waiting costs when a route takes `whole` from end to end, of which `minutes` more are work and way."""
    if tables.prices[0].waiting <= 0:
        return 0.0
    more = whole - scratch.lines[depot, LENGTH] - minutes
    return float(tables.prices[0].waiting * max(more, -scratch.lines[depot, WAITING]))


@compiled
def order_behind_call(
    tables: Tables,
    state: State,
    scratch: Scratch,
    order: int,
    engineer: int,
    node: int,
    opens: int,
    closes: int,
    own: float,
    best: float,
) -> tuple[float, int, int]:
    """The cheapest gap behind a new call that is made right after `node`, which is not the last one: cost, start, node before."""
    depot, best_start, best_node = len(tables.orders) * state.member.shape[1] + engineer, -1, -1
    saved = may_save(tables, scratch, depot)
    at = state.nodes[node].following
    before, here = tables.order_of[node], tables.order_of[at]
    left = ended(tables, state, before) if before >= 0 else 0
    own += call_cost(tables, state, engineer, before, here, left, state.orders[here].start)
    if own - saved >= best:
        return best, best_start, best_node
    past = way_minutes(tables, state, engineer, before, here, True)
    longer = past - way_minutes(tables, state, engineer, before, here, False)
    head = joined(head_at(tables, state, scratch, here, node), past, segment_of(tables, state, here))
    ready = max(tables.orders[here].floor, left) + past
    duration = tables.orders[order].duration
    start = clear_of_absences(
        tables, engineer, max(state.orders[here].start, ready), tables.orders[here].duration
    )
    while start <= state.orders[here].latest:
        then = state.nodes[at].following
        behind = tables.order_of[then]
        into = way_minutes(tables, state, engineer, here, order, False)
        out = way_minutes(tables, state, engineer, order, behind, False)
        straight = way_minutes(tables, state, engineer, here, behind, False)
        begin = max(opens, start + tables.orders[here].duration + into)
        begin = clear_of_absences(tables, engineer, begin, duration)
        last = closes - duration
        if last < begin:
            break
        if behind >= 0:
            last = min(last, state.orders[behind].latest - out - duration)
        if begin <= last:
            cost = own + time_cost(tables, order, begin)
            cost += errand_detour(tables, state, order, engineer, here, behind, BEHIND, False, begin)
            if cost - saved < best:
                whole = joined(
                    joined(head, into, (duration, opens, closes - duration)),
                    out,
                    tail_at(tables, scratch, then),
                )
                minutes = longer + into + out - straight + duration
                cost += paid(tables, scratch, depot, whole[0], minutes)
            if cost < best:
                best, best_start, best_node = cost, begin, at
        if then == depot:
            break
        start = onwards(tables, state, here, start, straight, behind)
        start = clear_of_absences(tables, engineer, start, tables.orders[behind].duration)
        head = joined(head, straight, segment_of(tables, state, behind))
        at, here = then, behind
    return best, best_start, best_node


@compiled
def order_before_call(
    tables: Tables,
    state: State,
    scratch: Scratch,
    order: int,
    engineer: int,
    node: int,
    limit: int,
    opens: int,
    closes: int,
    own: float,
    best: float,
) -> tuple[float, int, int]:
    """The cheapest new call when the order goes behind `node`: cost, start of the order, node that the call is made before.

    `limit`: the last node that the call may be made before.
    """
    depot, best_start, best_call = len(tables.orders) * state.member.shape[1] + engineer, -1, -1
    saved = may_save(tables, scratch, depot)
    at = state.nodes[node].following
    before, here, duration = tables.order_of[node], order, tables.orders[order].duration
    left = ended(tables, state, before) if before >= 0 else 0
    into = way_minutes(tables, state, engineer, before, order, False)
    ready = max(tables.orders[order].floor, left) + into
    begin = start = clear_of_absences(tables, engineer, max(opens, ready), duration)
    if begin > closes - duration:
        return best, best_start, best_call
    own += time_cost(tables, order, begin)
    own += errand_detour(tables, state, order, engineer, before, tables.order_of[at], BEHIND, False, begin)
    if own - saved >= best:
        return best, best_start, best_call
    minutes = into + duration - way_minutes(tables, state, engineer, before, tables.order_of[at], False)
    minutes += way_minutes(tables, state, engineer, order, tables.order_of[at], False)
    head = joined(head_at(tables, state, scratch, order, node), into, (duration, opens, closes - duration))
    while at != depot:
        then = tables.order_of[at]
        past = way_minutes(tables, state, engineer, here, then, True)
        straight = way_minutes(tables, state, engineer, here, then, False)
        if onwards(tables, state, here, start, past, then) <= state.orders[then].latest:
            end = start + tables.orders[here].duration
            cost = own + call_cost(tables, state, engineer, here, then, end, state.orders[then].start)
            if cost - saved < best:
                whole = joined(head, past, tail_at(tables, scratch, at))
                cost += paid(tables, scratch, depot, whole[0], minutes + past - straight)
            if cost < best:
                best, best_start, best_call = cost, begin, at
        if at == limit:
            break
        start = onwards(tables, state, here, start, straight, then)
        start = clear_of_absences(tables, engineer, start, tables.orders[then].duration)
        if start > state.orders[then].latest:
            break
        head = joined(head, straight, segment_of(tables, state, then))
        at, here = state.nodes[at].following, then
    return best, best_start, best_call


@compiled
def gap_with_new_call(
    tables: Tables,
    state: State,
    scratch: Scratch,
    order: int,
    engineer: int,
    limits: tuple[int, int, int, int],
    own: float,
    best: float,
) -> tuple[float, int, int, int]:
    """The cheapest gap of a route without a call when one is put elsewhere than on the way to the order, as `gap_with_calls`."""
    opens, closes = limits[0], limits[1]
    slots, best_start, best_node, best_call = state.member.shape[1], -1, -1, -1
    node = depot = len(tables.orders) * slots + engineer
    limit = call_limit(tables, state, scratch, order * slots, depot)
    before_call = limit >= 0
    while state.nodes[node].following != depot:
        then = state.nodes[node].following
        if node != depot and ended(tables, state, tables.order_of[node]) > closes:
            break
        cost, start, at = order_behind_call(
            tables, state, scratch, order, engineer, node, opens, closes, own, best
        )
        if cost < best:
            best, best_start, best_node, best_call = cost, start, at, then
        if before_call:
            cost, start, at = order_before_call(
                tables, state, scratch, order, engineer, node, limit, opens, closes, own, best
            )
            if cost < best:
                best, best_start, best_node, best_call = cost, start, node, at
        before_call &= then != limit
        node = then
    return best, best_start, best_node, best_call


@compiled
def best_with_calls(
    tables: Tables, state: State, scratch: Scratch, order: int, blink: float, most: float
) -> tuple[float, int, int, int, int]:
    """The cheapest gap for an order of one person: cost, start, candidate, node before, window; the call into slot 0.

    The cost is NEVER above `most`; `blink` is the chance to overlook an engineer.
    """
    best, best_start, best_candidate, best_node, best_window = most, -1, -1, -1, -1
    slots, depots = state.member.shape[1], len(tables.orders) * state.member.shape[1]
    tied = (
        tables.orders[order].before_from < tables.orders[order].before_to
        or tables.orders[order].behind_from < tables.orders[order].behind_to
    )
    for window in range(tables.orders[order].windows_from, tables.orders[order].windows_to):
        begin, end, first, second = bounds(tables, state, order, window)
        if begin + tables.orders[order].duration > end:
            continue
        state.orders[order].place = tables.windows[window].place
        for candidate in range(tables.candidate_at[order, 0], tables.candidate_at[order, 1]):
            if blink > 0 and chance(scratch.random) < blink:
                continue
            one = tables.candidates[candidate]
            engineer = one.engineer
            load = extra_load(tables, state, order, engineer)
            if load >= NEVER:
                continue
            own = tables.orders[order].fixed_cost + one.price + load
            limits = max(begin, one.begin), min(end, one.end), first, second
            cost, start, node, call = gap_with_calls(
                tables, state, scratch, order, engineer, limits, own, best
            )
            if cost < best:
                best, best_start, best_candidate, best_node, best_window = (
                    cost,
                    start,
                    candidate,
                    node,
                    window,
                )
                scratch.slots[0].call = call
            if tied or state.engineers[engineer].call >= 0 or not has_stores(tables):
                continue
            know(tables, state, scratch, engineer)
            saved = may_save(tables, scratch, depots + engineer)
            if own - saved >= best or fits(tables, scratch, order * slots, depots + engineer):
                continue
            cost, start, node, call = gap_with_new_call(
                tables, state, scratch, order, engineer, limits, own, best
            )
            if cost < best:
                best, best_start, best_candidate, best_node, best_window = (
                    cost,
                    start,
                    candidate,
                    node,
                    window,
                )
                scratch.slots[0].call = call
    return (best if best_candidate >= 0 else NEVER), best_start, best_candidate, best_node, best_window
