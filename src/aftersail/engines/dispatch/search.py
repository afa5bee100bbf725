"""The search itself: piece by piece, cooling as the budget is spent, telling how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from aftersail.engines.dispatch.bridge import plan_of, state_of
from aftersail.engines.dispatch.compile import Compiled, compile_problem
from aftersail.engines.dispatch.kernel.anneal import anneal
from aftersail.engines.dispatch.kernel.cost import price_all
from aftersail.engines.dispatch.kernel.greedy import greedy
from aftersail.engines.dispatch.kernel.settle import copy_touched
from aftersail.engines.dispatch.kernel.tables import Scratch, State, copied, scratch_for
from aftersail.engines.dispatch.plan import Plan
from aftersail.engines.dispatch.problem import Problem
from aftersail.engines.dispatch.rounds import Rounds
from aftersail.engines.dispatch.solve import Effort, Ended, Progress, Solution, Watch


def plan_from(
    problem: Problem, effort: Effort, begin: Plan, watch: Watch | None, clock: Callable[[], float]
) -> Solution:
    """Take over what fits of a plan, insert the rest greedily, and search."""
    compiled = compile_problem(problem)
    scratch = scratch_for(compiled.tables, effort.seed)
    state = state_of(compiled, begin, scratch)
    greedy(compiled.tables, state, scratch)
    settle(compiled, state, scratch)
    return search(compiled, state, scratch, effort, watch, clock)


def settle(compiled: Compiled, state: State, scratch: Scratch) -> float:
    """Forget what was touched and price the state anew."""
    copy_touched(scratch, copied(state), state)
    return float(price_all(compiled.tables, state))


def search(
    compiled: Compiled,
    state: State,
    scratch: Scratch,
    effort: Effort,
    watch: Watch | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Solution:
    """Improve a settled state, which is worked on, within the effort."""
    tables = compiled.tables
    settled, best = copied(state), copied(state)
    cost = best_cost = float(price_all(tables, best))
    ended, done, started = Ended.BUDGET, 0, clock()
    rounds, (warm, cold) = Rounds(tables, effort), _temperatures(compiled, effort)
    piece, share = max(1, min(200, 20000 // max(1, len(compiled.works)))), 0.0
    rate = spent = 0.0
    while share < 1.0 and len(compiled.works) > 0:
        rounds.count(done, share)
        if effort.iterations is not None:
            piece = min(piece, effort.iterations - done)
            ahead = min(1.0, share + piece / effort.iterations)
        if effort.seconds is not None:
            # Where there is one round, each piece cools as if it took all the time spent, and the next begins warmer again.
            takes = rate * piece if rounds.several else spent
            ahead = min(1.0, share + takes / effort.seconds)
        cost, best_cost = anneal(
            tables,
            state,
            settled,
            best,
            scratch,
            rounds.pool,
            piece,
            rounds.temperature(warm, cold, share),
            rounds.temperature(warm, cold, max(share, min(1.0, ahead))),
            effort.removed,
            effort.blink,
            cost,
            best_cost,
        )
        done += piece
        now = clock() - started
        rate, spent = (now - spent) / piece, now
        if effort.seconds is not None:
            share = now / effort.seconds
            piece = max(1, min(4 * piece, int(effort.seconds / 100 / max(rate, 1e-9))))
        if effort.iterations is not None:
            share = max(share if effort.seconds is not None else 0.0, done / effort.iterations)
        if rounds.ended(share):
            cost, best_cost = rounds.next(share, (state, settled, best), scratch, cost, best_cost)
            spent = clock() - started
        if watch and watch(Progress(min(1.0, share), done, now, best_cost), lambda: plan_of(compiled, best)):
            ended = Ended.CANCELLED
            break
    plan = plan_of(compiled, best)
    unserved = tuple(order.id for order in compiled.problem.orders if order.id not in plan)
    return Solution(plan, float(price_all(tables, best)), done, ended, unserved)


def _temperatures(compiled: Compiled, effort: Effort) -> tuple[float, float]:
    """The temperatures in money: so many legs of mean cost between two places."""
    cost = compiled.tables.cost[: compiled.tables.cost.shape[1]]
    leg = float(cost.mean()) if cost.size else 1.0
    return effort.warm * max(leg, 1e-6), effort.cold * max(leg, 1e-6)
