"""Ruin and recreate under simulated annealing (Schrimpf et al. 2000; strings after Christiaens, Vanden Berghe 2020)."""

from __future__ import annotations

import numpy as np

from aftersail.engines.dispatch.kernel.chance import chance
from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.labels import relabel
from aftersail.engines.dispatch.kernel.recreate import recreate
from aftersail.engines.dispatch.kernel.route_pool import RoutePool, remember_touched
from aftersail.engines.dispatch.kernel.ruin import ruin
from aftersail.engines.dispatch.kernel.settle import copy_all, copy_touched, price_touched
from aftersail.engines.dispatch.kernel.tables import Scratch, State, Tables


@compiled
def feasible(tables: Tables, state: State, scratch: Scratch, touched: int) -> bool:
    """Whether everything touched keeps its latest end."""
    for i in range(touched):
        order = scratch.touched[i]
        if (
            state.orders[order].served
            and state.orders[order].start + tables.orders[order].duration > state.orders[order].closes
        ):
            return False
    return True


@compiled
def anneal(
    tables: Tables,
    work: State,
    settled: State,
    best: State,
    scratch: Scratch,
    pool: RoutePool,
    iterations: int,
    warm: float,
    cold: float,
    mean: float,
    blink: float,
    cost: float,
    best_cost: float,
) -> tuple[float, float]:
    """Run some iterations while the temperature falls from `warm` to `cold`; return current and best cost.

    `work` and `settled` hold the current plan, `best` the best one, before and after. A pool with room remembers the routes
    of every plan that is accepted.
    """
    at_best = cost <= best_cost
    cooling = (cold / warm) ** (1.0 / iterations)
    temperature = warm
    for _ in range(iterations):
        ruin(tables, work, scratch, mean)
        relabel(tables, work, scratch)
        recreate(tables, work, scratch, blink)
        change = price_touched(tables, work, scratch)
        threshold = -temperature * np.log(1.0 - chance(scratch.random))
        temperature *= cooling
        if change >= threshold or not feasible(tables, work, scratch, scratch.counts[0]):
            copy_touched(scratch, settled, work)
            continue
        if at_best and change > 1e-9:
            copy_all(settled, best)
            at_best = False
        cost += change
        if len(pool.keys) > 0:
            remember_touched(tables, work, scratch, pool, cost)
        copy_touched(scratch, work, settled)
        if cost < best_cost - 1e-9:
            best_cost = cost
            at_best = True
    if at_best:
        copy_all(settled, best)
    return cost, best_cost
