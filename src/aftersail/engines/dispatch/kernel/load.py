"""Taking over a plan: each order behind those that its team has already, in the order of time."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.labels import relabel
from aftersail.engines.dispatch.kernel.routes import unlink
from aftersail.engines.dispatch.kernel.tables import SEEDS, Ints, Scratch, State, Tables
from aftersail.engines.dispatch.kernel.team import place_team


@compiled
def append(tables: Tables, state: State, scratch: Scratch, order: int, window: int, team: Ints) -> bool:
    """Put an order at the end of its team's routes; False, and nothing changed, where it cannot be done in time.

    `team` [K] holds a candidate for each slot.
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
        ready = tables.orders[order].floor
        if before < 0:
            ready += tables.minutes[tables.engineers[engineer].home, state.orders[order].place]
        else:
            ready = max(ready, state.orders[before].start + tables.orders[before].duration)
            if (
                tables.orders[before].ship != tables.orders[order].ship
                or state.orders[before].place != state.orders[order].place
            ):
                ready += tables.minutes[state.orders[before].place, state.orders[order].place]
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
def load(tables: Tables, state: State, scratch: Scratch, sequence: Ints, windows: Ints, teams: Ints) -> int:
    """Append orders in the given sequence with windows [.] and teams [., K]; return how many could not be kept."""
    lost = 0
    for i in range(len(sequence)):
        if not append(tables, state, scratch, sequence[i], windows[i], teams[i]):
            lost += 1
    return lost
