"""Plans in and out of the kernel: from ids to rows and back."""

from __future__ import annotations

import numpy as np

from aftersail.engines.dispatch.compile import Compiled
from aftersail.engines.dispatch.kernel.calm import calm_starts
from aftersail.engines.dispatch.kernel.cost import price_all
from aftersail.engines.dispatch.kernel.load import load
from aftersail.engines.dispatch.kernel.settle import copy_touched
from aftersail.engines.dispatch.kernel.tables import Ints, Scratch, State, copied, empty_state
from aftersail.engines.dispatch.plan import Assignment, Plan


def state_of(compiled: Compiled, plan: Plan, scratch: Scratch) -> State:
    """Return the state of a plan, with what has started even where the plan lacks it; what no longer fits is left out."""
    tables, problem = compiled.tables, compiled.problem
    wanted = dict(plan)
    for told in problem.published:
        if told.started:
            wanted[told.order] = Assignment(told.start, told.team, told.calls)
    rows: list[tuple[bool, int, int, int, int, list[int], list[int]]] = []
    begun, levels = (tables.orders.floor < 0).tolist(), tables.orders.level.tolist()
    windows, teams, slots = _Windows(compiled), _Teams(compiled), tables.candidate_at.shape[1] - 1
    for i, work in enumerate(compiled.works):
        assignment = wanted.get(work.id)
        if assignment is None:
            continue
        window = windows.of(i, assignment.start)
        team = teams.of(i, assignment)
        if window >= 0 and team is not None:
            callers = [who for who, _place in assignment.calls if compiled.store is not None]
            calls = [int(member in callers) for member in assignment.team]
            rows.append(
                (
                    not begun[i],
                    assignment.start,
                    levels[i],
                    i,
                    window,
                    team,
                    calls + [0] * (slots - len(calls)),
                )
            )
    rows.sort()
    state = empty_state(tables)
    if rows:
        load(
            tables,
            state,
            scratch,
            np.array([row[3] for row in rows]),
            np.array([row[4] for row in rows]),
            np.array([row[5] for row in rows]).reshape(len(rows), -1),
            np.array([row[6] for row in rows]).reshape(len(rows), -1),
        )
    copy_touched(scratch, copied(state), state)
    price_all(tables, state)
    return state


class _Windows:
    """The windows of works, out of the tables into lists: thousands are looked at one by one."""

    def __init__(self, compiled: Compiled) -> None:
        orders, windows = compiled.tables.orders, compiled.tables.windows
        self._bounds = list(zip(orders.windows_from.tolist(), orders.windows_to.tolist(), strict=True))
        self._duration = orders.duration.tolist()
        self._begin, self._end = windows.begin.tolist(), windows.end.tolist()

    def of(self, row: int, start: int) -> int:
        """The window that a start lies in, or else the first that ends after it; -1 for none."""
        own = range(*self._bounds[row])
        for window in own:
            if self._begin[window] <= start and start + self._duration[row] <= self._end[window]:
                return window
        return next((window for window in own if start < self._end[window]), -1)


class _Teams:
    """The candidates of works, out of the tables into lists."""

    def __init__(self, compiled: Compiled) -> None:
        self._members = compiled.tables.orders.members.tolist()
        self._bounds = compiled.tables.candidate_at.tolist()
        self._engineer = compiled.tables.candidates.engineer
        self._only = self._engineer.tolist()
        self._end = compiled.tables.candidates.end
        self._row = compiled.row_of_engineer

    def of(self, row: int, assignment: Assignment) -> list[int] | None:
        """The candidate rows of a team, the spans chosen that hold its start where there are several; None if any is none."""
        bounds = self._bounds[row]
        if len(assignment.team) != self._members[row]:
            return None
        chosen = []
        for k, member in enumerate(assignment.team):
            low, high = bounds[k], bounds[k + 1]
            if high == low + 1 and self._only[low] == self._row.get(member, -1):
                chosen.append(low)
                continue
            own = (low + np.flatnonzero(self._engineer[low:high] == self._row.get(member, -1))).tolist()
            if not own:
                return None
            chosen.append(next((c for c in own if assignment.start < self._end[c]), own[-1]))
        return chosen + [0] * (len(bounds) - 1 - len(chosen))


def plan_of(compiled: Compiled, state: State, rows: Ints | None = None) -> dict[str, Assignment]:
    """Return the plan of a state, or of some rows of it; orders that go together have the team of the whole, each its own start."""
    plan: dict[str, Assignment] = {}
    ids = [engineer.id for engineer in compiled.problem.engineers]
    wanted = np.flatnonzero(state.orders.served) if rows is None else np.sort(rows[state.orders.served[rows]])
    starts, members = _starts(compiled, state)[wanted].tolist(), state.member[wanted].tolist()
    for i, start, team in zip(wanted.tolist(), starts, members, strict=True):
        work = compiled.works[i]
        people = tuple(ids[e] for e in team[: len(work.needs)])
        calls = calls_of(compiled, state, i)
        for order, offset in zip(work.orders, work.offsets, strict=True):
            plan[order] = Assignment(start + offset, people, () if offset else calls)
    return plan


def _starts(compiled: Compiled, state: State) -> Ints:
    """When each work begins: as early as it may, or as late as waiting is paid for."""
    if not compiled.tables.prices[0].waiting > 0:
        return np.asarray(state.orders.start)
    starts = np.zeros(len(compiled.works), np.int64)
    calm_starts(compiled.tables, state, starts)
    return starts


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
