"""Random events at a running plan: started work never moves, nobody sets out before now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from aftersail.engines.dispatch import (
    Assignment,
    Broken,
    Effort,
    Problem,
    Span,
    Window,
    check,
    check_replan,
    published_at,
    replan,
    solve,
)
from bench.dispatch.instances import Instances
from bench.dispatch.marine import problem_of

FREE_ORDERS = 8


def events(instances: Instances, *, quick: bool) -> Iterator[dict[str, Any]]:
    """Yield how often each rule was broken over events that follow one another; the goal is never."""
    wanted, broken, done = 200 if quick else 10_000, dict.fromkeys(Broken, 0), 0
    lot = Random(1)
    while done < wanted:
        name = lot.choice(["50-15-1", "50-15-2", "50-15-3"])
        if not instances.there(name):
            return
        problem = problem_of(instances.read(name))
        problem = replace(problem, weights=replace(problem.weights, changed_engineer=20, later_minute=0.04))
        held = frozenset(lot.sample([o.id for o in problem.orders], FREE_ORDERS))
        begin = replace(problem, orders=tuple(o for o in problem.orders if o.id not in held))
        plan = solve(begin, Effort(iterations=300, seed=done + 1)).plan
        for step in range(1, 20):
            now = step * 300
            problem = _happened(lot, problem, plan, now, held)
            asked = published_at(problem, plan, now)
            begun = frozenset(told.order for told in asked.published if told.started)
            after = replan(asked, plan, Effort(iterations=60, seed=done + 1)).solution.plan
            for found in check_replan(asked, plan, after, now=now, started=begun, announced=frozenset(plan)):
                broken[found.rule] += 1
            for found in check(asked, after).violations:
                broken[found.rule] += 1
            plan, done = after, done + 1
    case = f"{done:,} random events, 50×15"
    yield {
        "case": case,
        "metric": "started moved",
        "value": broken[Broken.STARTED],
        "goal": 0,
        "met": not broken[Broken.STARTED],
    }
    early = broken[Broken.BEFORE_NOW]
    yield {"case": case, "metric": "departures before now", "value": early, "goal": 0, "met": early == 0}
    rest = sum(broken.values()) - broken[Broken.STARTED] - early
    yield {"case": case, "metric": "other rules broken", "value": rest, "goal": 0, "met": rest == 0}


def _happened(
    lot: Random, problem: Problem, plan: dict[str, Assignment], now: int, held: frozenset[str]
) -> Problem:
    """An overrun, somebody ill who is not at work, a ship that sails early, or an urgent order."""
    begun = {told.order for told in published_at(problem, plan, now).published if told.started}
    kind = lot.randrange(4)
    if kind == 0:
        running = [o.id for o in problem.orders if o.id in begun and plan[o.id].start + o.duration > now]
        late = lot.choice(running) if running else None
        orders = tuple(replace(o, duration=o.duration + 60) if o.id == late else o for o in problem.orders)
        return replace(problem, orders=orders)
    if kind == 1:
        busy = {member for id in begun for member in plan[id].team}
        idle = [e for e in problem.engineers if e.id not in busy]
        ill = lot.choice(idle).id if idle else None
        engineers = tuple(
            replace(e, absences=(*e.absences, Span(now, now + 1200))) if e.id == ill else e
            for e in problem.engineers
        )
        return replace(problem, engineers=engineers)
    if kind == 2:
        waiting = [o.id for o in problem.orders if o.id not in begun]
        early = lot.choice(waiting) if waiting else None
        return replace(problem, orders=tuple(_sails(o, now) if o.id == early else o for o in problem.orders))
    urgent = lot.choice(sorted(held))
    if urgent in plan:
        return problem
    return replace(
        problem,
        orders=tuple(
            replace(o, windows=(Window(now, now + 2400, o.windows[0].place),), due=now + 900, priority=16)
            if o.id == urgent
            else o
            for o in problem.orders
        ),
    )


def _sails(order: Any, now: int) -> Any:
    (window,) = order.windows
    end = max(window.begin + 1, now + 1, window.end - 300)
    return (
        replace(order, windows=(replace(window, end=min(window.end, end)),)) if end > window.begin else order
    )
