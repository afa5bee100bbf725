"""Taking over a plan: each order behind those that its team has already, in the order of time."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import calls_before, row_from
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.labels import relabel
from aftersail.engines.dispatch.kernel.routes import leg_minutes, unlink
from aftersail.engines.dispatch.kernel.stock import fits, know
from aftersail.engines.dispatch.kernel.tables import SEEDS, WITHOUT_STOCK, Ints, Scratch, State, Tables
from aftersail.engines.dispatch.kernel.team import place_team


@compiled
def append(
    tables: Tables, state: State, scratch: Scratch, order: int, window: int, team: Ints, calls: Ints
) -> bool:
    """Put an order at the end of its team's routes; False, and nothing changed, where it cannot be done in time.

    `team` [K] holds a candidate for each slot, `calls` [K] whether they call at a store on their way.
    """
    slots = state.member.shape[1]
    for i in range(tables.orders[order].before_from, tables.orders[order].before_to):
        if not state.orders[tables.before[i]].served:
            return False
    for k in range(tables.orders[order].members):
        engineer = tables.candidates[team[k]].engineer
        if (
            state.engineers[engineer].work + tables.orders[order].duration > tables.engineers[engineer].limit
            and tables.orders[order].floor >= 0
        ):
            return False
        scratch.slots[k].candidate = team[k]
        scratch.slots[k].node = state.nodes[len(tables.orders) * slots + engineer].leading
        scratch.slots[k].call = order * slots + k if calls[k] else -1
        if len(tables) > WITHOUT_STOCK and not _supplied(
            tables, state, scratch, order, k, engineer, calls[k]
        ):
            return False
    place_team(tables, state, scratch, order, window, 0)
    if tables.orders[order].pinned:
        fine = tables.orders[order].floor < 0 or _reachable(tables, state, order)
    else:
        fine = state.orders[order].start + tables.orders[order].duration <= state.orders[order].closes
    if not fine:
        unlink(tables, state, scratch, order)
        relabel(tables, state, scratch)
    scratch.counts[SEEDS] = 0
    return fine


@compiled
def _supplied(
    tables: Tables, state: State, scratch: Scratch, order: int, slot: int, engineer: int, called: int
) -> bool:
    """Whether a member has what the order asks for; what has begun is not judged."""
    if tables.orders[order].floor < 0:
        return True
    if called:
        return bool(state.engineers[engineer].call < 0)
    if state.engineers[engineer].call >= 0:
        return True
    slots = state.member.shape[1]
    know(tables, state, scratch, engineer)
    return fits(tables, scratch, order * slots + slot, len(tables.orders) * slots + engineer)


@compiled
def _reachable(tables: Tables, state: State, order: int) -> bool:
    """Whether a team can be there at a start that is fixed."""
    slots = state.member.shape[1]
    start = state.orders[order].opens
    for i in range(tables.orders[order].before_from, tables.orders[order].before_to):
        first = tables.before[i]
        if state.orders[first].start + tables.orders[first].duration > start:
            return False
    for k in range(tables.orders[order].members):
        engineer = state.member[order, k]
        before = tables.order_of[state.nodes[order * slots + k].leading]
        called = calls_before(tables, state, engineer, order * slots + k)
        ready = tables.orders[order].floor
        if before < 0:
            home = row_from(tables, tables.engineers[engineer].home, called)
            ready += tables.minutes[home, state.orders[order].place]
        else:
            ready = max(ready, state.orders[before].start + tables.orders[before].duration)
            ready += leg_minutes(tables, state, before, order, called)
        if ready > start:
            return False
        for i in range(tables.engineers[engineer].absences_from, tables.engineers[engineer].absences_to):
            if (
                start < tables.absences[i].end
                and start + tables.orders[order].duration > tables.absences[i].begin
            ):
                return False
    return True


@compiled
def load(
    tables: Tables,
    state: State,
    scratch: Scratch,
    sequence: Ints,
    windows: Ints,
    teams: Ints,
    calls: Ints,
) -> int:
    """Append orders in the given sequence with windows [.], teams and calls [., K]; return how many could not be kept."""
    lost = 0
    for i in range(len(sequence)):
        if not append(tables, state, scratch, sequence[i], windows[i], teams[i], calls[i]):
            lost += 1
    return lost
