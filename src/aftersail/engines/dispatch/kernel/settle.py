"""Accepting and undoing: only rows that were touched are priced and copied."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import FRESH
from aftersail.engines.dispatch.kernel.cost import order_cost, route_cost
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.tables import ROUTES, SEEDS, TOUCHED, Scratch, State, Tables


@compiled
def price_touched(tables: Tables, state: State, scratch: Scratch) -> float:
    """Price what was touched and return by how much the total has changed."""
    change = 0.0
    for i in range(scratch.counts[TOUCHED]):
        order = scratch.touched[i]
        cost = order_cost(tables, state, order)
        change += cost - state.orders[order].cost
        state.orders[order].cost = cost
    for i in range(scratch.counts[ROUTES]):
        engineer = scratch.routes[i]
        cost = route_cost(tables, state, engineer)
        change += cost - state.engineers[engineer].cost
        state.engineers[engineer].cost = cost
    return change


@compiled
def copy_touched(scratch: Scratch, source: State, target: State) -> None:
    """Copy the touched rows and forget that they were touched."""
    slots = source.member.shape[1]
    depots = len(source.orders) * slots
    for i in range(scratch.counts[TOUCHED]):
        order = scratch.touched[i]
        scratch.orders[order].is_touched = False
        target.orders[order] = source.orders[order]
        for k in range(slots):
            target.member[order, k] = source.member[order, k]
            target.nodes[order * slots + k] = source.nodes[order * slots + k]
    for i in range(scratch.counts[ROUTES]):
        engineer = scratch.routes[i]
        scratch.engineers[engineer].touched = False
        if scratch.lines.shape[1] > 0:
            scratch.lines[depots + engineer, FRESH] = 0
        target.engineers[engineer] = source.engineers[engineer]
        target.nodes[depots + engineer] = source.nodes[depots + engineer]
    scratch.counts[TOUCHED] = scratch.counts[ROUTES] = scratch.counts[SEEDS] = 0


@compiled
def copy_all(source: State, target: State) -> None:
    """Copy a whole state."""
    for order in range(len(source.orders)):
        target.orders[order] = source.orders[order]
        for k in range(source.member.shape[1]):
            target.member[order, k] = source.member[order, k]
    for node in range(len(source.nodes)):
        target.nodes[node] = source.nodes[node]
    for engineer in range(len(source.engineers)):
        target.engineers[engineer] = source.engineers[engineer]
