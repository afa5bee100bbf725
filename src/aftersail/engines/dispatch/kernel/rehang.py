"""Calls at a store while a plan is improved: taken out with what depends on them, dropped when not needed, moved."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calling import call_cost, call_limit, paid
from aftersail.engines.dispatch.kernel.calls import LEFT
from aftersail.engines.dispatch.kernel.chance import chance
from aftersail.engines.dispatch.kernel.errands import ended
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.labels import relabel
from aftersail.engines.dispatch.kernel.routes import set_call, unlink
from aftersail.engines.dispatch.kernel.stock import head_at, joined, know, tail_at, way_minutes
from aftersail.engines.dispatch.kernel.tables import ROUTES, Scratch, State, Tables

DROPPED = 0.1
"""The chance that the call of a route that is ruined is taken out with what depends on it."""


@inlined
def _may_move(tables: Tables, state: State, engineer: int) -> bool:
    """Whether a route has a call that nobody is on the way to yet."""
    call = state.engineers[engineer].call
    return bool(call >= 0 and tables.orders[tables.order_of[call]].floor >= 0)


@compiled
def ruin_calls(tables: Tables, state: State, scratch: Scratch) -> None:
    """Take out some of the calls of touched routes with the orders that depend on them, and those not needed any more."""
    i = 0
    while i < scratch.counts[ROUTES]:
        engineer = scratch.routes[i]
        i += 1
        if _may_move(tables, state, engineer):
            if chance(scratch.random) < DROPPED:
                _take_dependants(tables, state, scratch, engineer)
            depot = len(tables.orders) * state.member.shape[1] + engineer
            if call_limit(tables, state, scratch, -1, depot) == depot:
                set_call(tables, state, scratch, engineer, -1)


@compiled
def _take_dependants(tables: Tables, state: State, scratch: Scratch, engineer: int) -> None:
    """Take out what does not fit without the call; what must stay is passed over."""
    items, room = tables.stock.shape[1], len(scratch.lines) - 1
    depot = len(tables.orders) * state.member.shape[1] + engineer
    for i in range(items):
        scratch.lines[room, LEFT + i] = tables.stock[depot, i]
    node = state.nodes[depot].following
    while node != depot:
        then, enough = state.nodes[node].following, True
        for i in range(items):
            if tables.stock[node, i] > 0 and tables.stock[node, i] > scratch.lines[room, LEFT + i]:
                enough = False
        if enough or tables.orders[tables.order_of[node]].kept:
            for i in range(items):
                scratch.lines[room, LEFT + i] -= tables.stock[node, i]
        else:
            unlink(tables, state, scratch, tables.order_of[node])
        node = then


@compiled
def rehang_calls(tables: Tables, state: State, scratch: Scratch) -> None:
    """Make the call of every touched route where it costs least."""
    i = 0
    while i < scratch.counts[ROUTES]:
        engineer = scratch.routes[i]
        i += 1
        if _may_move(tables, state, engineer):
            _rehang(tables, state, scratch, engineer)


@compiled
def _rehang(tables: Tables, state: State, scratch: Scratch, engineer: int) -> None:
    depot = len(tables.orders) * state.member.shape[1] + engineer
    call = state.engineers[engineer].call
    limit = call_limit(tables, state, scratch, -1, depot)
    if limit == state.nodes[depot].following:
        return
    set_call(tables, state, scratch, engineer, -1)
    relabel(tables, state, scratch)
    best, best_node = 1e17, call
    if limit != depot:
        know(tables, state, scratch, engineer)
        node = depot
        while node != limit:
            then = state.nodes[node].following
            cost = _cost_of_call(tables, state, scratch, engineer, node, then)
            if cost < best:
                best, best_node = cost, then
            node = then
    else:
        best_node = -1
    set_call(tables, state, scratch, engineer, best_node)
    if not relabel(tables, state, scratch) and best_node != call:
        set_call(tables, state, scratch, engineer, call)
        relabel(tables, state, scratch)


@compiled
def _cost_of_call(
    tables: Tables, state: State, scratch: Scratch, engineer: int, node: int, then: int
) -> float:
    """What a call between two neighbours costs; 1e17 where those behind would be too late."""
    before, behind = tables.order_of[node], tables.order_of[then]
    past = way_minutes(tables, state, engineer, before, behind, True)
    straight = way_minutes(tables, state, engineer, before, behind, False)
    left = ended(tables, state, before) if before >= 0 else 0
    arrival = max(tables.orders[behind].floor, left) + past
    if arrival > state.orders[behind].latest:
        return 1e17
    cost = call_cost(tables, state, engineer, before, behind, left, max(arrival, state.orders[behind].start))
    if tables.prices[0].waiting > 0:
        depot = len(tables.orders) * state.member.shape[1] + engineer
        whole = joined(head_at(tables, state, scratch, behind, node), past, tail_at(tables, scratch, then))
        cost += paid(tables, scratch, depot, whole[0], past - straight)
    return cost
