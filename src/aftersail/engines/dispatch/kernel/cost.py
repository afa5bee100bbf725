"""What orders and routes cost; a plan's cost is the sum of both."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import calls_before, row_from
from aftersail.engines.dispatch.kernel.calm import calm_start
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.stock import way_minutes
from aftersail.engines.dispatch.kernel.tables import NEVER, WITHOUT_STOCK, State, Tables


@inlined
def time_cost(tables: Tables, order: int, start: int) -> float:
    """Lateness against the promise and against what was told; never falls with a later start."""
    cost = 0.0
    over = start + tables.orders[order].duration - tables.orders[order].due
    if over > 0:
        cost += tables.orders[order].late * over
    over = start - tables.orders[order].told
    if over > 0:
        cost += tables.orders[order].later * over
    return float(cost)


@inlined
def load_cost(tables: Tables, engineer: int, work: int) -> float:
    """Overtime, and the squared share of the regular minutes taken."""
    share = work / tables.engineers[engineer].regular
    cost = tables.prices[0].unevenness * share * share
    over = work - tables.engineers[engineer].regular
    if over > 0:
        cost += tables.prices[0].overtime * over
    return float(cost)


@compiled
def extra_load(tables: Tables, state: State, order: int, engineer: int) -> float:
    """What more work costs an engineer, NEVER beyond the limit."""
    work = state.engineers[engineer].work + tables.orders[order].duration
    if work > tables.engineers[engineer].limit:
        return NEVER
    return load_cost(tables, engineer, work) - load_cost(tables, engineer, state.engineers[engineer].work)


@compiled
def order_cost(tables: Tables, state: State, order: int) -> float:
    """The part of the cost that belongs to an order."""
    if not state.orders[order].served:
        return float(tables.orders[order].unserved)
    return float(
        tables.orders[order].fixed_cost
        + state.orders[order].team_cost
        + time_cost(tables, order, state.orders[order].start)
    )


@inlined
def nights_out(tables: Tables, home: int, place: int, start: int) -> int:
    """Nights between leaving home as late as possible and beginning work."""
    depart = max(0, start - tables.minutes[home, place])
    return int(max(0, start // tables.prices[0].day - depart // tables.prices[0].day))


@inlined
def nights_back(tables: Tables, home: int, place: int, end: int) -> int:
    """Nights between the end of work and being home."""
    return int(
        (end + tables.minutes[place, home] - 1) // tables.prices[0].day - (end - 1) // tables.prices[0].day
    )


@inlined
def stay_cost(tables: Tables, home: int, place: int, start: int, end: int) -> float:
    """Lodging for the nights during one work; whoever lives near goes home."""
    if tables.prices[0].lodging <= 0 or tables.minutes[place, home] <= tables.prices[0].near_home:
        return 0.0
    return float(
        tables.prices[0].lodging * ((end - 1) // tables.prices[0].day - start // tables.prices[0].day)
    )


@inlined
def out_cost(tables: Tables, home: int, place: int, start: int) -> float:
    """The way from home to the first work."""
    cost = tables.cost[home, place] + tables.prices[0].boarding
    if tables.prices[0].lodging > 0:
        cost += tables.prices[0].lodging * nights_out(tables, home, place, start)
    return float(cost)


@inlined
def back_cost(tables: Tables, home: int, place: int, end: int) -> float:
    """The way home after the last work."""
    cost = tables.cost[place, home]
    if tables.prices[0].lodging > 0:
        cost += tables.prices[0].lodging * nights_back(tables, home, place, end)
    return float(cost)


@compiled
def between_cost(
    tables: Tables, home: int, place: int, ship: int, end: int, next_place: int, next_ship: int, start: int
) -> float:
    """The way from one work to the next: straight on, or by way of home where that is cheaper and there is time."""
    same = ship == next_ship and place == next_place
    straight = 0.0 if same else tables.cost[place, next_place] + tables.prices[0].boarding
    if tables.prices[0].lodging <= 0:
        return float(straight)
    straight += tables.prices[0].lodging * max(
        0, start // tables.prices[0].day - (end - 1) // tables.prices[0].day
    )
    if end + tables.minutes[place, home] + tables.minutes[home, next_place] > start:
        return float(straight)
    home_again = back_cost(tables, home, place, end) + out_cost(tables, home, next_place, start)
    return float(min(straight, home_again))


@inlined
def fare(tables: Tables, state: State, home: int, before: int, behind: int, called: bool) -> float:
    """The way between two works of a route, -1 standing for home, where nights away cost nothing."""
    if behind < 0:
        return float(tables.cost[state.orders[before].place, home]) if before >= 0 else 0.0
    there = state.orders[behind].place
    if before < 0:
        return float(tables.cost[row_from(tables, home, called), there] + tables.prices[0].boarding)
    here = state.orders[before].place
    if not called and here == there and tables.orders[before].ship == tables.orders[behind].ship:
        return 0.0
    return float(tables.cost[row_from(tables, here, called), there] + tables.prices[0].boarding)


@compiled
def stop_cost(
    tables: Tables,
    state: State,
    engineer: int,
    before: int,
    behind: int,
    called: bool,
    left: int,
    start: int,
) -> float:
    """The way between two works of a route, -1 standing for home, straight on or past a store; no waiting."""
    home = tables.engineers[engineer].home
    if tables.prices[0].lodging <= 0:
        return fare(tables, state, home, before, behind, called)
    if behind < 0:
        return back_cost(tables, home, state.orders[before].place, left) if before >= 0 else 0.0
    place, ship = state.orders[behind].place, tables.orders[behind].ship
    if before < 0:
        return out_cost(tables, row_from(tables, home, called), place, start)
    here = state.orders[before].place
    if not called:
        return between_cost(tables, home, here, tables.orders[before].ship, left, place, ship, start)
    straight = tables.cost[row_from(tables, here, True), place] + tables.prices[0].boarding
    day = tables.prices[0].day
    return float(straight + tables.prices[0].lodging * max(0, start // day - (left - 1) // day))


@compiled
def waited(
    tables: Tables, state: State, engineer: int, before: int, behind: int, called: bool, left: int, start: int
) -> float:
    """Paid waiting between two works; by way of home, where that is cheaper, nobody waits."""
    minutes = start - left - way_minutes(tables, state, engineer, before, behind, called)
    price = tables.prices[0].waiting * max(0, minutes)
    if tables.prices[0].lodging <= 0 or price <= 0 or called:
        return float(price)
    home, here, there = (
        tables.engineers[engineer].home,
        state.orders[before].place,
        state.orders[behind].place,
    )
    if left + tables.minutes[here, home] + tables.minutes[home, there] > start:
        return float(price)
    straight = fare(tables, state, home, before, behind, False)
    day = tables.prices[0].day
    straight += tables.prices[0].lodging * max(0, start // day - (left - 1) // day)
    by_home = back_cost(tables, home, here, left) + out_cost(tables, home, there, start)
    return float(min(straight + price, by_home) - min(straight, by_home))


@compiled
def calm_route_cost(tables: Tables, state: State, engineer: int, depot: int) -> float:
    """What a route costs when everybody sets out as late as is harmless and may call at a store; from its end on."""
    home, cost = tables.engineers[engineer].home, 0.0
    node = state.nodes[depot].leading
    start = state.orders[tables.order_of[node]].start
    while node != depot:
        order = tables.order_of[node]
        place, end = state.orders[order].place, start + tables.orders[order].duration
        if state.nodes[node].following == depot:
            cost += back_cost(tables, home, place, end)
        cost += stay_cost(tables, home, place, start, end)
        called = calls_before(tables, state, engineer, node)
        node = state.nodes[node].leading
        before, left = tables.order_of[node], 0
        if before >= 0:
            minutes = way_minutes(tables, state, engineer, before, order, called)
            last = start - minutes - tables.orders[before].duration
            last = calm_start(tables, state, before, last)
            left = last + tables.orders[before].duration
            cost += waited(tables, state, engineer, before, order, called, left, start)
        cost += stop_cost(tables, state, engineer, before, order, called, left, start)
        if before >= 0:
            start = last
    return float(cost + load_cost(tables, engineer, state.engineers[engineer].work))


@compiled
def route_cost(tables: Tables, state: State, engineer: int) -> float:
    """Travel, boarding, lodging and load of one engineer."""
    slots = state.member.shape[1]
    depot = len(tables.orders) * slots + engineer
    node = state.nodes[depot].following
    if node == depot:
        return 0.0
    if len(tables) > WITHOUT_STOCK:
        return calm_route_cost(tables, state, engineer, depot)
    home = tables.engineers[engineer].home
    order = tables.order_of[node]
    cost = out_cost(tables, home, state.orders[order].place, state.orders[order].start)
    while True:
        end = state.orders[order].start + tables.orders[order].duration
        cost += stay_cost(tables, home, state.orders[order].place, state.orders[order].start, end)
        node = state.nodes[node].following
        if node == depot:
            break
        then = tables.order_of[node]
        cost += between_cost(
            tables,
            home,
            state.orders[order].place,
            tables.orders[order].ship,
            end,
            state.orders[then].place,
            tables.orders[then].ship,
            state.orders[then].start,
        )
        order = then
    cost += back_cost(tables, home, state.orders[order].place, end)
    return float(cost + load_cost(tables, engineer, state.engineers[engineer].work))


@compiled
def price_all(tables: Tables, state: State) -> float:
    """Find the cost of every order and route anew and return the total."""
    total = 0.0
    for order in range(len(tables.orders)):
        state.orders[order].cost = order_cost(tables, state, order)
        total += state.orders[order].cost
    for engineer in range(len(tables.engineers)):
        state.engineers[engineer].cost = route_cost(tables, state, engineer)
        total += state.engineers[engineer].cost
    return total
