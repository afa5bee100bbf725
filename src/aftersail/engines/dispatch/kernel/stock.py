"""What is known of a route besides its labels: what is left of the stock, and how long its segments take.

Only problems with stock or paid waiting use this (`calls.py`). Segments joined in constant time: Vidal et al. 2013.
"""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import FRESH, LEFT, LENGTH, WAITING, row_from
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.routes import leg_minutes
from aftersail.engines.dispatch.kernel.tables import FAR, NEVER, Scratch, State, Tables


@inlined
def way_minutes(tables: Tables, state: State, engineer: int, before: int, behind: int, called: bool) -> int:
    """Minutes between two works of an engineer's route, -1 standing for home, straight on or past a store."""
    home = tables.engineers[engineer].home
    if before < 0:
        if behind < 0:
            return 0
        return int(tables.minutes[row_from(tables, home, called), state.orders[behind].place])
    if behind < 0:
        return int(tables.minutes[state.orders[before].place, home])
    return leg_minutes(tables, state, before, behind, called)


@inlined
def fits(tables: Tables, scratch: Scratch, node: int, depot: int) -> bool:
    """Whether what is left of an engineer's stock before any call is enough for one more node."""
    enough = True
    for i in range(tables.stock.shape[1]):
        if tables.stock[node, i] > 0 and tables.stock[node, i] > scratch.lines[depot, LEFT + i]:
            enough = False
    return enough


@inlined
def may_save(tables: Tables, scratch: Scratch, depot: int) -> float:
    """The most that one order more can save a route: paid waiting, or nights away, of which only a closer look tells."""
    if tables.prices[0].lodging > 0:
        return NEVER
    return float(tables.prices[0].waiting * scratch.lines[depot, WAITING])


@inlined
def joined(one: tuple[int, int, int], minutes: int, then: tuple[int, int, int]) -> tuple[int, int, int]:
    """Two segments, one after another: duration, earliest departure without waiting, latest departure in time."""
    reach = one[0] + minutes
    wait = max(then[1] - reach - one[2], 0)
    return (
        one[0] + then[0] + minutes + wait,
        max(then[1] - reach, one[1]) - wait,
        min(then[2] - reach, one[2]),
    )


@inlined
def at_home(floor: int) -> tuple[int, int, int]:
    """The segment of being at home from an instant on."""
    return 0, floor, FAR


@inlined
def stays(tables: Tables, order: int) -> bool:
    """Whether an order begins as early as can be although its engineer might wait at home: others wait for it."""
    return bool(
        tables.orders[order].members > 1
        or tables.orders[order].pinned
        or tables.orders[order].behind_from < tables.orders[order].behind_to
    )


@compiled
def segment_of(tables: Tables, state: State, order: int) -> tuple[int, int, int]:
    """The segment of one order; whoever others wait for begins as early as can be."""
    duration, start = tables.orders[order].duration, state.orders[order].start
    if stays(tables, order):
        return duration, start, start
    return duration, state.orders[order].opens, max(start, state.orders[order].closes - duration)


@compiled
def head_at(tables: Tables, state: State, scratch: Scratch, order: int, node: int) -> tuple[int, int, int]:
    """The segment of a route that ends at a node, or that of being at home; `order` only tells when work may begin."""
    if tables.order_of[node] < 0:
        return at_home(max(0, tables.orders[order].floor))
    return scratch.lines[node, 0], scratch.lines[node, 1], scratch.lines[node, 2]


@compiled
def tail_at(tables: Tables, scratch: Scratch, node: int) -> tuple[int, int, int]:
    """The segment of a route that begins at a node, or that of being at home."""
    if tables.order_of[node] < 0:
        return at_home(-FAR)
    return scratch.lines[node, 3], scratch.lines[node, 4], scratch.lines[node, 5]


@compiled
def know(tables: Tables, state: State, scratch: Scratch, engineer: int) -> None:
    """Find what is left before the call, and the segments of a route, unless they are known."""
    items = tables.stock.shape[1]
    depot = len(tables.orders) * state.member.shape[1] + engineer
    if scratch.lines[depot, FRESH] == scratch.engineers[engineer].version:
        return
    scratch.lines[depot, FRESH] = scratch.engineers[engineer].version
    for i in range(items):
        scratch.lines[depot, LEFT + i] = tables.stock[depot, i]
    node, call = state.nodes[depot].following, state.engineers[engineer].call
    while node not in (depot, call):
        for i in range(items):
            scratch.lines[depot, LEFT + i] -= tables.stock[node, i]
        node = state.nodes[node].following
    if tables.prices[0].waiting > 0:
        _measure(tables, state, scratch, engineer, depot)


@compiled
def _measure(tables: Tables, state: State, scratch: Scratch, engineer: int, depot: int) -> None:
    """Find the segments, the length and the waiting of a route."""
    call = state.engineers[engineer].call
    length = on_the_way = work = 0
    before, node = depot, state.nodes[depot].following
    while node != depot:
        order = tables.order_of[node]
        minutes = way_minutes(tables, state, engineer, tables.order_of[before], order, node == call)
        head = joined(
            head_at(tables, state, scratch, order, before), minutes, segment_of(tables, state, order)
        )
        scratch.lines[node, 0], scratch.lines[node, 1], scratch.lines[node, 2] = head
        on_the_way += minutes
        work += tables.orders[order].duration
        length = head[0]
        before, node = node, state.nodes[node].following
    if before != depot:
        minutes = way_minutes(tables, state, engineer, tables.order_of[before], -1, False)
        on_the_way += minutes
        length += minutes
    scratch.lines[depot, WAITING] = length - on_the_way - work
    scratch.lines[depot, LENGTH] = length
    behind, node = depot, before
    while node != depot:
        order = tables.order_of[node]
        minutes = way_minutes(tables, state, engineer, order, tables.order_of[behind], behind == call)
        tail = joined(segment_of(tables, state, order), minutes, tail_at(tables, scratch, behind))
        scratch.lines[node, 3], scratch.lines[node, 4], scratch.lines[node, 5] = tail
        behind, node = node, state.nodes[node].leading
