"""An urgent order into a live plan: the kernel's latency, what a person waits for, and how little else changes.

The kernel is timed on the thread's processor clock: on a busy machine the wall clock measures the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from statistics import mean, quantiles
from time import perf_counter, thread_time
from typing import Any

import numpy as np

from aftersail.engines.dispatch import (
    Assignment,
    Changed,
    Effort,
    LivePlan,
    Order,
    Problem,
    Window,
    check_replan,
    published_at,
    replan,
    solve,
)
from aftersail.engines.dispatch.kernel.options import options
from bench.dispatch.instances import Instances, WrongPlan
from bench.dispatch.marine import problem_of

STABILITY = 20.0
"""Price of a changed engineer, in the money of the instances."""
LATER = 0.04


def urgent(instances: Instances, *, quick: bool) -> Iterator[dict[str, Any]]:
    """Yield latencies over urgent orders into a plan at three tenths of the horizon, and the changes after 250 ms."""
    name, planning, many = ("200-50-1", 3, 10) if quick else ("1000-200-1", 40, 60)
    if not instances.there(name):
        return
    instance = instances.read(name)
    size, now = len(instance["work_orders"]), instance["horizon_min"] * 3 // 10
    base = problem_of(instance)
    base = replace(base, weights=replace(base.weights, changed_engineer=STABILITY, later_minute=LATER))
    plan = solve(base, Effort(seconds=planning)).plan
    kernel, waited, changed, later = [], [], [], []
    for i in range(many):
        asked = published_at(_with_urgent(base, i, now), plan, now)
        live = LivePlan.of(asked, plan)
        row = live.compiled.row_of_order["urgent"]
        found = np.zeros((3, 2 + 2 * (live.compiled.tables.candidate_at.shape[1] - 1)), np.int64)
        for _ in range(20):
            begin = thread_time()
            options(live.compiled.tables, live.state, live.scratch, row, found)
            kernel.append(1000 * (thread_time() - begin))
        begin = perf_counter()
        live.insertions("urgent")
        waited.append(1000 * (perf_counter() - begin))
        if i < many // 2:
            team, moved = _repaired(asked, plan, now)
            changed.append(team)
            later.append(moved)
    case = f"urgent into {name}"
    goal = {} if quick else {"goal": 2.0, "met": quantiles(kernel, n=100)[98] < 2.0}
    yield {
        "case": case,
        "metric": "kernel p50, processor",
        "value": round(quantiles(kernel, n=2)[0], 3),
        "unit": "ms",
        "size": size,
    }
    yield {
        "case": case,
        "metric": "kernel p99, processor",
        "value": round(quantiles(kernel, n=100)[98], 3),
        "unit": "ms",
        "size": size,
    } | goal
    yield {
        "case": case,
        "metric": "three best, p95",
        "value": round(quantiles(waited, n=20)[18], 2),
        "unit": "ms",
        "size": size,
    }
    goal = {} if quick else {"goal": 1.0, "met": mean(changed) <= 1.0}
    yield {
        "case": f"{case}, 250 ms repair",
        "metric": "others' team changed",
        "value": round(mean(changed), 2),
        "size": size,
    } | goal
    yield {
        "case": f"{case}, 250 ms repair",
        "metric": "others later",
        "value": round(mean(later), 2),
        "size": size,
    }


def _with_urgent(problem: Problem, i: int, now: int) -> Problem:
    """The problem with one more order, like its i-th, wanted five hours from now."""
    like = problem.orders[i * 7 % len(problem.orders)]
    order = Order(
        id="urgent",
        ship=like.ship,
        duration=like.duration,
        windows=(Window(now, 6000, like.windows[0].place),),
        slots=like.slots[: 1 + (i % 3 == 0)],
        due=now + like.duration + 300,
        priority=16,
        is_new=True,
    )
    return replace(problem, orders=(*problem.orders, order))


def _repaired(asked: Problem, plan: dict[str, Assignment], now: int) -> tuple[int, int]:
    """Orders that changed team, and that begin later, after a quarter of a second of repair."""
    done = replan(asked, plan, Effort(seconds=0.25, warm=0.2, removed=5))
    begun = frozenset(told.order for told in asked.published if told.started)
    bad = check_replan(asked, plan, done.solution.plan, now=now, started=begun, announced=frozenset(plan))
    if bad:
        raise WrongPlan(f"re-planning: {bad[:3]}")
    others = [each for each in done.changes if each.order != "urgent"]
    teams = sum(each.kind in (Changed.TEAM, Changed.DROPPED) for each in others)
    return teams, sum(each.kind is Changed.LATER for each in others)
