"""A plan kept ready in memory: compiled once, asked often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aftersail.engines.dispatch.bridge import calls_of, plan_of, state_of
from aftersail.engines.dispatch.compile import Compiled, compile_problem
from aftersail.engines.dispatch.kernel.labels import relabel
from aftersail.engines.dispatch.kernel.options import go_back, options, take_option
from aftersail.engines.dispatch.kernel.routes import unlink
from aftersail.engines.dispatch.kernel.settle import copy_touched, price_touched
from aftersail.engines.dispatch.kernel.tables import TOUCHED, Scratch, State, copied, scratch_for
from aftersail.engines.dispatch.plan import Assignment, Plan
from aftersail.engines.dispatch.problem import Problem


@dataclass(frozen=True, slots=True)
class Displaced:
    """An order that begins later because of another, by how many minutes, and its team."""

    order: str
    team: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Insertion:
    """A way to do an order: who, when, what the plan then costs more, and whom it pushes."""

    order: str
    assignment: Assignment
    cost: float
    displaced: tuple[Displaced, ...]


@dataclass(slots=True)
class LivePlan:
    """The compiled problem with the plan as it stands; `state` is worked on and always brought back to `settled`.

    For one thread. Whoever changes the problem makes a new one.
    """

    compiled: Compiled
    state: State
    settled: State
    scratch: Scratch
    _plan: dict[str, Assignment] | None = None
    """The plan of `settled`, once somebody has asked for it."""

    @classmethod
    def of(cls, problem: Problem, plan: Plan, *, seed: int = 1, teams_stay: bool = False) -> LivePlan:
        """Compile a problem and take over a plan; what no longer fits is left out.

        With `teams_stay` what is planned is compiled for its team and window alone: that is quick, and all that an
        insertion asks for, which only pushes others; but what is taken out then finds no other team.
        """
        compiled = compile_problem(problem, staying=plan if teams_stay else None)
        scratch = scratch_for(compiled.tables, seed)
        state = state_of(compiled, plan, scratch)
        return cls(compiled, state, copied(state), scratch)

    @property
    def plan(self) -> dict[str, Assignment]:
        """The plan as it stands."""
        if self._plan is None:
            self._plan = plan_of(self.compiled, self.settled)
        return dict(self._plan)

    def insertions(self, order: str, how_many: int = 3) -> tuple[Insertion, ...]:
        """The cheapest ways to insert an unserved order, each with another lead; KeyError for an unknown order.

        The order's own unserved price is not subtracted.
        """
        row = self.compiled.row_of_order[order]
        if self.settled.orders[row].served:
            raise ValueError("the order is in the plan already")
        return tuple(self._tried(row, option) for option in self._options(row, how_many))

    def plan_with(self, insertion: Insertion) -> dict[str, Assignment] | None:
        """The plan as it would be with an insertion; None where that is not on offer any more."""
        row = self.compiled.row_of_order[insertion.order]
        option = self._option_of(row, insertion.assignment)
        if option is None:
            return None
        take_option(self.compiled.tables, self.state, self.scratch, row, option)
        alone = not self.compiled.tables.prices[0].waiting > 0  # else the start of one moves those before it
        touched = self.scratch.touched[: self.scratch.counts[TOUCHED]] if alone else None
        plan = {**self.plan, **plan_of(self.compiled, self.state, touched)}
        go_back(self.scratch, self.settled, self.state)
        return plan

    def accept(self, order: str, assignment: Assignment) -> bool:
        """Take an insertion over into the plan; False where it is not on offer any more."""
        row = self.compiled.row_of_order[order]
        option = self._option_of(row, assignment)
        if option is None:
            return False
        take_option(self.compiled.tables, self.state, self.scratch, row, option)
        self._settle()
        return True

    def take_out(self, row: int) -> None:
        """Take a work out of the plan for good."""
        tables = self.compiled.tables
        unlink(tables, self.state, self.scratch, row)
        relabel(tables, self.state, self.scratch)
        self._settle()

    def _settle(self) -> None:
        """Keep what has been touched."""
        price_touched(self.compiled.tables, self.state, self.scratch)
        copy_touched(self.scratch, self.state, self.settled)
        self._plan = None

    def _options(self, row: int, how_many: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        tables = self.compiled.tables
        found = np.zeros((how_many, 2 + 3 * (tables.candidate_at.shape[1] - 1)), np.int64)
        if not tables.orders[row].able:
            return found[:0]
        return found[: options(tables, self.state, self.scratch, row, found)]

    def _option_of(
        self, row: int, assignment: Assignment
    ) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
        """The option that an assignment is: looked for among its lead's first, for each lead has one; then among all."""
        if self.settled.orders[row].served:
            return None
        barred = self.scratch.engineers.barred
        for alone, how_many in ((True, 1), (False, len(self.compiled.problem.engineers))):
            barred[:] = alone
            barred[self.compiled.row_of_engineer[assignment.team[0]]] = False
            found = self._options(row, how_many)
            barred[:] = False
            for option in found:
                if self._matches(row, option, assignment):
                    return option
        return None

    def _matches(
        self, row: int, option: np.ndarray[tuple[int], np.dtype[np.int64]], assignment: Assignment
    ) -> bool:
        """Whether an option has the team and the start of an assignment."""
        people, tables = self.compiled.problem.engineers, self.compiled.tables
        chosen = option[2 : 2 + 3 * len(self.compiled.works[row].needs) : 3]
        team = tuple(people[tables.candidates[c].engineer].id for c in chosen)
        return int(option[1]) == assignment.start and team == assignment.team

    def _tried(self, row: int, option: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Insertion:
        """Insert, see what changes, and go back."""
        tables, scratch = self.compiled.tables, self.scratch
        take_option(tables, self.state, scratch, row, option)
        cost = float(price_touched(tables, self.state, scratch)) + float(tables.orders[row].unserved)
        displaced = []
        for i in sorted(int(each) for each in scratch.touched[: scratch.counts[TOUCHED]]):
            minutes = int(self.state.orders[i].start - self.settled.orders[i].start)
            if i != row and self.state.orders[i].served and minutes > 0:
                displaced.append(Displaced(self.compiled.works[i].id, self._team(i), minutes))
        calls = calls_of(self.compiled, self.state, row)
        assignment = Assignment(int(self.state.orders[row].start), self._team(row), calls)
        go_back(scratch, self.settled, self.state)
        return Insertion(self.compiled.works[row].id, assignment, cost, tuple(displaced))

    def _team(self, row: int) -> tuple[str, ...]:
        people = self.compiled.problem.engineers
        return tuple(people[e].id for e in self.state.member[row, : len(self.compiled.works[row].needs)])
