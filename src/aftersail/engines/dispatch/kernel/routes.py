"""Routes as rings: who comes before and after whom, linking, unlinking, and the way between two works."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import pass_call_on, row_from
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.tables import ROUTES, SEEDS, TOUCHED, Scratch, State, Tables


@inlined
def leg_minutes(tables: Tables, state: State, first: int, second: int, called: bool = False) -> int:
    """Minutes from one order to another, past a store or straight on; none when the ship has not moved."""
    if called:
        return int(
            tables.minutes[row_from(tables, state.orders[first].place, True), state.orders[second].place]
        )
    if (
        tables.orders[first].ship == tables.orders[second].ship
        and state.orders[first].place == state.orders[second].place
    ):
        return 0
    return int(tables.minutes[state.orders[first].place, state.orders[second].place])


@inlined
def touch_order(scratch: Scratch, order: int) -> None:
    """Remember that an order differs from the settled state."""
    if not scratch.orders[order].is_touched:
        scratch.orders[order].is_touched = True
        scratch.touched[scratch.counts[TOUCHED]] = order
        scratch.counts[TOUCHED] += 1


@inlined
def touch_route(scratch: Scratch, engineer: int) -> None:
    """Remember that a route differs from the settled state."""
    scratch.engineers[engineer].version += 1
    if not scratch.engineers[engineer].touched:
        scratch.engineers[engineer].touched = True
        scratch.routes[scratch.counts[ROUTES]] = engineer
        scratch.counts[ROUTES] += 1


@inlined
def seed(scratch: Scratch, order: int) -> None:
    """Ask for an order's labels to be found anew."""
    scratch.seeds[scratch.counts[SEEDS]] = order
    scratch.counts[SEEDS] += 1


@compiled
def seed_call(tables: Tables, state: State, scratch: Scratch, node: int) -> None:
    """Ask for the labels on both sides of a node to be found anew, since a call is put before it or taken away."""
    if node < 0 or not state.orders[tables.order_of[node]].served:
        return
    seed(scratch, tables.order_of[node])
    before = tables.order_of[state.nodes[node].leading]
    if before >= 0:
        seed(scratch, before)


@compiled
def set_call(tables: Tables, state: State, scratch: Scratch, engineer: int, node: int) -> None:
    """Make the call of a route before another node, -1 for none."""
    seed_call(tables, state, scratch, state.engineers[engineer].call)
    state.engineers[engineer].call = node
    seed_call(tables, state, scratch, node)
    touch_route(scratch, engineer)


@compiled
def unlink(tables: Tables, state: State, scratch: Scratch, order: int) -> None:
    """Take an order out of its team's routes; its neighbours' labels are asked for anew."""
    slots = state.member.shape[1]
    touch_order(scratch, order)
    for k in range(tables.orders[order].members):
        node = order * slots + k
        engineer = state.member[order, k]
        before, behind = state.nodes[node].leading, state.nodes[node].following
        state.nodes[before].following = behind
        state.nodes[behind].leading = before
        state.engineers[engineer].work -= tables.orders[order].duration
        pass_call_on(tables, state, engineer, node, behind)
        touch_route(scratch, engineer)
        if tables.order_of[before] >= 0:
            touch_order(scratch, tables.order_of[before])
            seed(scratch, tables.order_of[before])
        if tables.order_of[behind] >= 0:
            touch_order(scratch, tables.order_of[behind])
            seed(scratch, tables.order_of[behind])
    for i in range(tables.orders[order].before_from, tables.orders[order].before_to):
        seed(scratch, tables.before[i])
    for i in range(tables.orders[order].behind_from, tables.orders[order].behind_to):
        seed(scratch, tables.behind[i])
    state.orders[order].served = False


@compiled
def link(
    tables: Tables, state: State, scratch: Scratch, order: int, slot: int, engineer: int, before: int
) -> None:
    """Put an order's slot into an engineer's route behind a node."""
    node = order * state.member.shape[1] + slot
    behind = state.nodes[before].following
    state.nodes[before].following = node
    state.nodes[node].following = behind
    state.nodes[behind].leading = node
    state.nodes[node].leading = before
    state.member[order, slot] = engineer
    state.engineers[engineer].work += tables.orders[order].duration
    touch_order(scratch, order)
    touch_route(scratch, engineer)
    if tables.order_of[before] >= 0:
        touch_order(scratch, tables.order_of[before])
    if tables.order_of[behind] >= 0:
        touch_order(scratch, tables.order_of[behind])
