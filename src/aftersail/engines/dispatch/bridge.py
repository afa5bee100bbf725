"""Plans in and out of the kernel: from ids to rows and back."""

from __future__ import annotations

import numpy as np

from aftersail.engines.dispatch.compile import Compiled
from aftersail.engines.dispatch.kernel.calm import calm_starts
from aftersail.engines.dispatch.kernel.cost import price_all
from aftersail.engines.dispatch.kernel.load import load
from aftersail.engines.dispatch.kernel.settle import copy_touched
from aftersail.engines.dispatch.kernel.tables import Scratch, State, copied, empty_state
from aftersail.engines.dispatch.plan import Assignment, Plan


def state_of(compiled: Compiled, plan: Plan, scratch: Scratch) -> State:
    """Return the state of a plan, with what has started even where the plan lacks it; what no longer fits is left out."""
    tables, problem = compiled.tables, compiled.problem
    wanted = dict(plan)
    for told in problem.published:
        if told.started:
            wanted[told.order] = Assignment(told.start, told.team, told.calls)
    rows: list[tuple[int, int, int, list[int], list[int]]] = []
    slots = tables.candidate_at.shape[1] - 1
    for i, work in enumerate(compiled.works):
        assignment = wanted.get(work.id)
        if assignment is None:
            continue
        window = _window_of(compiled, i, assignment.start)
        team = _candidates_of(compiled, i, assignment)
        if window >= 0 and team is not None:
            callers = [who for who, _place in assignment.calls if compiled.store is not None]
            calls = [int(member in callers) for member in assignment.team]
            rows.append((assignment.start, i, window, team, calls + [0] * (slots - len(calls))))
    rows.sort(key=lambda row: (tables.orders[row[1]].floor >= 0, row[0], tables.orders[row[1]].level, row[1]))
    state = empty_state(tables)
    if rows:
        load(
            tables,
            state,
            scratch,
            np.array([row[1] for row in rows]),
            np.array([row[2] for row in rows]),
            np.array([row[3] for row in rows]).reshape(len(rows), -1),
            np.array([row[4] for row in rows]).reshape(len(rows), -1),
        )
    copy_touched(scratch, copied(state), state)
    price_all(tables, state)
    return state


def _window_of(compiled: Compiled, row: int, start: int) -> int:
    """The window that a start lies in, or else the first that ends after it; -1 for none."""
    tables = compiled.tables
    low, high = int(tables.orders[row].windows_from), int(tables.orders[row].windows_to)
    for window in range(low, high):
        if (
            tables.windows[window].begin <= start
            and start + tables.orders[row].duration <= tables.windows[window].end
        ):
            return window
    for window in range(low, high):
        if start < tables.windows[window].end:
            return window
    return -1


def _candidates_of(compiled: Compiled, row: int, assignment: Assignment) -> list[int] | None:
    """The candidate rows of a team, the spans chosen that hold its start where there are several; None if any is none."""
    tables = compiled.tables
    slots = tables.candidate_at.shape[1] - 1
    if len(assignment.team) != tables.orders[row].members:
        return None
    chosen = []
    for k, member in enumerate(assignment.team):
        low, high = int(tables.candidate_at[row, k]), int(tables.candidate_at[row, k + 1])
        engineer = compiled.row_of_engineer.get(member, -1)
        own = [low + int(i) for i in np.flatnonzero(tables.candidates.engineer[low:high] == engineer)]
        if not own:
            return None
        chosen.append(next((c for c in own if assignment.start < tables.candidates[c].end), own[-1]))
    return chosen + [0] * (slots - len(chosen))


def plan_of(compiled: Compiled, state: State) -> dict[str, Assignment]:
    """Return the plan of a state; orders that go together have the team of the whole, each its own start."""
    plan: dict[str, Assignment] = {}
    engineers = compiled.problem.engineers
    starts = state.orders.start
    if compiled.tables.prices[0].waiting > 0:
        starts = np.zeros(len(compiled.works), np.int64)
        calm_starts(compiled.tables, state, starts)
    for i in np.flatnonzero(state.orders.served):
        work = compiled.works[i]
        team = tuple(engineers[e].id for e in state.member[i, : len(work.needs)])
        calls = calls_of(compiled, state, int(i))
        for order, offset in zip(work.orders, work.offsets, strict=True):
            plan[order] = Assignment(int(starts[i]) + offset, team, () if offset else calls)
    return plan


def calls_of(compiled: Compiled, state: State, row: int) -> tuple[tuple[str, int], ...]:
    """The members of a work's team who call at a store on their way to it, each with the store's place."""
    if compiled.store is None:
        return ()
    tables, slots, found = compiled.tables, state.member.shape[1], []
    for k in range(len(compiled.works[row].needs)):
        engineer, node = int(state.member[row, k]), row * slots + k
        if state.engineers[engineer].call != node:
            continue
        before = int(tables.order_of[state.nodes[node].leading])
        place = state.orders[before].place if before >= 0 else tables.engineers[engineer].home
        store = int(compiled.store[place, state.orders[row].place])
        found.append((compiled.problem.engineers[engineer].id, store))
    return tuple(found)
