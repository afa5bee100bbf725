"""Where an order could go: every gap of every qualified engineer's route, and the cheapest place for one person.

A gap gives the interval of starts that break nothing; its cost is the detour, the load and the person's own price.
"""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.cost import (
    back_cost,
    between_cost,
    extra_load,
    out_cost,
    stay_cost,
    time_cost,
)
from aftersail.engines.dispatch.kernel.detours import least_detour
from aftersail.engines.dispatch.kernel.errands import gaps_with_calls
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.labels import clear_of_absences
from aftersail.engines.dispatch.kernel.reach import in_reach, nearest_first
from aftersail.engines.dispatch.kernel.routes import leg_minutes
from aftersail.engines.dispatch.kernel.tables import FAR, NEVER, WITHOUT_STOCK, Scratch, State, Tables


@compiled
def bounds(tables: Tables, state: State, order: int, window: int) -> tuple[int, int, int, int]:
    """What precedence and a window leave: earliest start, latest end, latest start before, earliest start behind.

    The last two keep cycles out: whatever comes before must start before whatever comes behind. An earliest
    start of FAR says that an order before is not served.
    """
    begin, end = tables.windows[window].begin, tables.windows[window].end
    first, second = -FAR, FAR
    for i in range(tables.orders[order].before_from, tables.orders[order].before_to):
        other = tables.before[i]
        if not state.orders[other].served:
            return FAR, 0, 0, 0
        begin = max(begin, state.orders[other].start + tables.orders[other].duration)
        first = max(first, state.orders[other].start)
    for i in range(tables.orders[order].behind_from, tables.orders[order].behind_to):
        other = tables.behind[i]
        if state.orders[other].served:
            end = min(end, state.orders[other].latest)
            second = min(second, state.orders[other].start)
    return begin, end, first, second


@compiled
def push_cost(tables: Tables, state: State, order: int, node: int, end: int) -> float:
    """What it costs those behind `node` in one route when `order` ends at `end` before them."""
    cost = 0.0
    behind = tables.order_of[node]
    arrival = end + leg_minutes(tables, state, order, behind)
    while arrival > state.orders[behind].start:
        cost += time_cost(tables, behind, arrival) - time_cost(tables, behind, state.orders[behind].start)
        node = state.nodes[node].following
        then = tables.order_of[node]
        if then < 0:
            break
        arrival += tables.orders[behind].duration + leg_minutes(tables, state, behind, then)
        behind = then
    return cost


@compiled
def detour_cost(
    tables: Tables, state: State, order: int, engineer: int, before: int, behind: int, start: int
) -> float:
    """What a route gains in cost by going past the order, -1 standing for home."""
    home, place, ship = tables.engineers[engineer].home, state.orders[order].place, tables.orders[order].ship
    end = start + tables.orders[order].duration
    cost = stay_cost(tables, home, place, start, end)
    if before < 0:
        cost += out_cost(tables, home, place, start)
    else:
        left = state.orders[before].start + tables.orders[before].duration
        cost += between_cost(
            tables, home, state.orders[before].place, tables.orders[before].ship, left, place, ship, start
        )
    if behind < 0:
        cost += back_cost(tables, home, place, end)
        if before >= 0:
            cost -= back_cost(tables, home, state.orders[before].place, left)
        return cost
    arrival = max(state.orders[behind].start, end + leg_minutes(tables, state, order, behind))
    to, ship_to = state.orders[behind].place, tables.orders[behind].ship
    cost += between_cost(tables, home, place, ship, end, to, ship_to, arrival)
    if before < 0:
        return cost - out_cost(tables, home, to, state.orders[behind].start)
    return cost - between_cost(
        tables,
        home,
        state.orders[before].place,
        tables.orders[before].ship,
        left,
        to,
        ship_to,
        state.orders[behind].start,
    )


@inlined
def gap_starts(
    tables: Tables, state: State, order: int, engineer: int, before: int, behind: int, begin: int, end: int
) -> tuple[int, int]:
    """Earliest and latest start of the order between two works of an engineer's route, -1 standing for home."""
    duration = tables.orders[order].duration
    if before < 0:
        ready = (
            tables.orders[order].floor
            + tables.minutes[tables.engineers[engineer].home, state.orders[order].place]
        )
    else:
        ready = max(tables.orders[order].floor, state.orders[before].start + tables.orders[before].duration)
        ready += leg_minutes(tables, state, before, order)
    start = clear_of_absences(tables, engineer, max(begin, ready), duration)
    last = end - duration
    if behind >= 0:
        last = min(last, state.orders[behind].latest - leg_minutes(tables, state, order, behind) - duration)
    return start, last


@compiled
def best_gap(
    tables: Tables,
    state: State,
    order: int,
    candidate: int,
    begin: int,
    end: int,
    first: int,
    second: int,
    best: float,
    detour: float,
) -> tuple[float, int, int]:
    """The cheapest gap of one candidate's route: cost, start and node before; the node is -1 if none is below `best`.

    `detour` is what the route gains at least, below 0 where nights away are saved.
    """
    engineer = tables.candidates[candidate].engineer
    duration = tables.orders[order].duration
    own = tables.orders[order].fixed_cost + tables.candidates[candidate].price
    own += extra_load(tables, state, order, engineer)
    opens, closes = max(begin, tables.candidates[candidate].begin), min(end, tables.candidates[candidate].end)
    best_start, best_node = -1, -1
    node = depot = len(tables.orders) * state.member.shape[1] + engineer
    while True:
        before, then = tables.order_of[node], state.nodes[node].following
        behind = tables.order_of[then]
        if before >= 0 and _too_late(tables, state, before, closes - duration, second):
            break
        if behind < 0 or (
            state.orders[behind].latest >= opens + duration and state.orders[behind].start > first
        ):
            least = detour
            if tables.prices[0].lodging <= 0:
                # Without lodging the detour costs the same at any start: most gaps are too dear and need no more.
                least = detour_cost(tables, state, order, engineer, before, behind, opens)
            start, last = FAR, -FAR
            if own + time_cost(tables, order, opens) + least < best:
                start, last = gap_starts(tables, state, order, engineer, before, behind, opens, closes)
            if start <= last and own + time_cost(tables, order, start) + least < best:
                cost = own + time_cost(tables, order, start)
                cost += detour_cost(tables, state, order, engineer, before, behind, start)
                if cost < best and behind >= 0:
                    cost += push_cost(tables, state, order, then, start + duration)
                if cost < best:
                    best, best_start, best_node = cost, start, node
        node = then
        if node == depot:
            break
    return best, best_start, best_node


@inlined
def _too_late(tables: Tables, state: State, before: int, last: int, second: int) -> bool:
    """Whether nothing behind this order can be in time, or must not come behind it."""
    start = state.orders[before].start
    return bool(start >= second or start + tables.orders[before].duration > last)


@compiled
def best_single(
    tables: Tables, state: State, scratch: Scratch, order: int, blink: float, most: float
) -> tuple[float, int, int, int, int]:
    """The cheapest gap for an order of one person: cost, start, candidate, node before, window; NEVER above `most`.

    `blink` is the chance to overlook an engineer.
    """
    best, best_start, best_candidate, best_node, best_window = most, -1, -1, -1, -1
    fixed = tables.orders[order].fixed_cost
    for window in range(tables.orders[order].windows_from, tables.orders[order].windows_to):
        begin, end, first, second = bounds(tables, state, order, window)
        if begin + tables.orders[order].duration > end:
            continue
        state.orders[order].place = tables.windows[window].place
        count = in_reach(tables, state, scratch, order, 0, begin, blink)
        at = 0
        while at < count and scratch.bound[scratch.reach[at]] + fixed < best:
            candidate = tables.candidate_at[order, 0] + scratch.reach[at]
            place = state.orders[order].place
            detour = least_detour(tables, state, scratch, tables.candidates[candidate].engineer, place)
            cost, start, node = best_gap(
                tables, state, order, candidate, begin, end, first, second, best, detour
            )
            if node >= 0:
                best, best_start, best_candidate, best_node, best_window = (
                    cost,
                    start,
                    candidate,
                    node,
                    window,
                )
            at += 1
            if at == 1:
                count = nearest_first(scratch, count, best - fixed)
    return (best if best_candidate >= 0 else NEVER), best_start, best_candidate, best_node, best_window


@compiled
def candidate_gaps(
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
    """Append the gaps of one candidate's route to the scratch; return their number and the least cost so far.

    `limits` are those of `bounds`.
    """
    if len(tables) > WITHOUT_STOCK:
        return gaps_with_calls(tables, state, scratch, order, slot, candidate, limits, count, least, spread)
    begin, end, first, second = limits
    engineer, duration = tables.candidates[candidate].engineer, tables.orders[order].duration
    own = tables.candidates[candidate].price + extra_load(tables, state, order, engineer)
    opens, closes = max(begin, tables.candidates[candidate].begin), min(end, tables.candidates[candidate].end)
    node = depot = len(tables.orders) * state.member.shape[1] + engineer
    while count < len(scratch.gaps):
        before, then = tables.order_of[node], state.nodes[node].following
        behind = tables.order_of[then]
        if before >= 0 and _too_late(tables, state, before, closes - duration, second):
            break
        if behind < 0 or (
            state.orders[behind].latest >= opens + duration and state.orders[behind].start > first
        ):
            start, last = gap_starts(tables, state, order, engineer, before, behind, opens, closes)
            if start <= last:
                cost = own + detour_cost(tables, state, order, engineer, before, behind, start)
                key = cost + time_cost(tables, order, start)
                least = min(least, key)
                if key <= least + spread:
                    gap = scratch.gaps[count]
                    gap.slot, gap.candidate, gap.node = slot, candidate, node
                    gap.begin, gap.end = start, last
                    gap.before, gap.behind = before, behind
                    scratch.gap_cost[count] = cost
                    count += 1
        node = then
        if node == depot:
            break
    return count, least


@compiled
def collect_gaps(
    tables: Tables, state: State, scratch: Scratch, order: int, window: int, blink: float, spread: float
) -> int:
    """Write every gap of every candidate for every slot in one window into the scratch and return their number.

    Engineers who are barred get no gap in the first slot; gaps that cost over `spread` more than the slot's cheapest yet,
    lateness included, are left out. `gap_cost` leaves out what depends on the start: lateness and pushing those behind.
    """
    limits = bounds(tables, state, order, window)
    if limits[0] + tables.orders[order].duration > limits[1]:
        return 0
    state.orders[order].place = tables.windows[window].place
    count = 0
    for k in range(tables.orders[order].members):
        found, least, at = count, NEVER, 0
        many = in_reach(tables, state, scratch, order, k, limits[0], blink)
        while at < many and scratch.bound[scratch.reach[at]] <= least + spread:
            candidate = tables.candidate_at[order, k] + scratch.reach[at]
            count, least = candidate_gaps(
                tables, state, scratch, order, k, candidate, limits, count, least, spread
            )
            at += 1
            if at == 1:
                many = nearest_first(scratch, many, least + spread)
        if count == found:
            return 0
    return count
