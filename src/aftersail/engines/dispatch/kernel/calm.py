"""Setting out as late as is harmless: starts that are told and priced where waiting is paid (Savelsbergh 1992)."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import calls_before
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.labels import before_absences
from aftersail.engines.dispatch.kernel.stock import stays, way_minutes
from aftersail.engines.dispatch.kernel.tables import FAR, Ints, State, Tables


@compiled
def calm_start(tables: Tables, state: State, order: int, last: int) -> int:
    """The latest start up to `last` that makes nothing late; the earliest where waiting is free or others wait for the order."""
    start, duration = state.orders[order].start, tables.orders[order].duration
    if tables.prices[0].waiting <= 0 or stays(tables, order):
        return int(start)
    due, told = tables.orders[order].due - duration, tables.orders[order].told
    if start > due or start > told:
        return int(start)
    last = min(min(last, state.orders[order].closes - duration), min(due, told))
    return int(max(start, before_absences(tables, state, order, last)))


@compiled
def calm_starts(tables: Tables, state: State, starts: Ints) -> None:
    """Write the start of every order that is served."""
    slots = state.member.shape[1]
    for engineer in range(len(tables.engineers)):
        depot = len(tables.orders) * slots + engineer
        node, behind, last = state.nodes[depot].leading, depot, -FAR
        while node != depot:
            order = tables.order_of[node]
            if behind != depot:
                called = calls_before(tables, state, engineer, behind)
                last = starts[tables.order_of[behind]] - tables.orders[order].duration
                last -= way_minutes(tables, state, engineer, order, tables.order_of[behind], called)
            starts[order] = calm_start(tables, state, order, last)
            behind, node = node, state.nodes[node].leading
