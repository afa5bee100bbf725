"""Why this one: the best alternatives with their cost parts, and for everybody else the first rule that fails."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aftersail.engines.dispatch.check import Verdict, Violation, check
from aftersail.engines.dispatch.exclude import first_failure
from aftersail.engines.dispatch.live import Displaced, LivePlan
from aftersail.engines.dispatch.plan import Assignment, Cost, Plan
from aftersail.engines.dispatch.price import price
from aftersail.engines.dispatch.problem import Lock, Problem
from aftersail.engines.dispatch.rules import Failure


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to do an order: the parts of the plan's cost beyond those of the plan as it is, and who is pushed."""

    assignment: Assignment
    difference: Cost
    displaced: tuple[Displaced, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """An engineer who could not fill a slot, and the first rule that says so."""

    engineer: str
    slot: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class Explanation:
    """What spoke for an assignment.

    `worth`: parts of the cost of doing the order as planned, against leaving it out (`unserved` is what that saves).
    `alternatives` are sorted by cost and do not hold the plan's own way.
    """

    order: str
    assignment: Assignment
    worth: Cost
    alternatives: tuple[Alternative, ...]
    excluded: tuple[Excluded, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What a move by hand costs and breaks.

    `breaks`: rules broken by the moved order itself. `displaced`: orders that would begin later; `lost`: orders that
    would no longer fit. `difference`: cost of the plan after it, less that of the plan before. `plan`: the plan after.
    """

    breaks: tuple[Violation, ...]
    displaced: tuple[Displaced, ...]
    lost: tuple[str, ...]
    difference: Cost
    plan: dict[str, Assignment]


def explain(problem: Problem, plan: Plan, order: str, *, how_many: int = 5) -> Explanation:
    """Explain one assignment of a plan; KeyError where the plan lacks the order."""
    own = plan[order]
    live = LivePlan.of(problem, plan)
    row = live.compiled.row_of_order[order]
    before = price(problem, live.plan)
    kept = live.plan
    live.take_out(row)
    without = live.plan
    found = []
    for insertion in live.insertions(live.compiled.works[row].id, how_many + 1):
        if set(insertion.assignment.team) == set(own.team):
            continue
        tried = live.plan_with(insertion)
        if tried is not None:
            difference = price(problem, tried).minus(before)
            found.append(Alternative(insertion.assignment, difference, insertion.displaced))
    excluded = []
    for k in range(len(live.compiled.works[row].needs)):
        for engineer in problem.engineers:
            failure = None if engineer.id in own.team else first_failure(live, row, k, engineer)
            if failure is not None:
                excluded.append(Excluded(engineer.id, k, failure))
    worth = price(problem, kept).minus(price(problem, without))
    found.sort(key=lambda each: each.difference.total)
    return Explanation(order, own, worth, tuple(found[:how_many]), tuple(excluded))


def judge_move(problem: Problem, plan: Plan, order: str, team: tuple[str, ...], start: int) -> Move:
    """Say what it costs and breaks to give an order to a team at a start; orders behind it move along if they can."""
    moved = {**plan, order: Assignment(start, team)}
    broken = {violation for violation in check(problem, moved).violations if violation.order == order}
    before: Verdict = check(problem, plan)
    held = tuple(lock for lock in problem.locks if lock.order != order)
    asked = replace(problem, locks=(*held, Lock(order, team, start)))
    after = LivePlan.of(asked, moved).plan
    orders = {each.id: each for each in problem.orders}
    displaced = tuple(
        Displaced(id, after[id].team, after[id].start - each.start)
        for id, each in plan.items()
        if id != order and id in after and after[id].start > each.start
    )
    lost = tuple(id for id in moved if id in orders and id not in after)
    breaks = tuple(sorted(broken, key=str))
    return Move(breaks, displaced, lost, price(problem, after).minus(before.cost), after)
