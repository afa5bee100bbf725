"""Compiling the kernel before anybody waits for it, `python -m aftersail.engines.dispatch.ahead`; what comes of it stays on disk.

Compiled anew only where this version of the kernel never was on this machine; that takes the better part of a minute.
"""

from __future__ import annotations

import os
from pathlib import Path

from aftersail.engines.dispatch.problem import Engineer, Order, Problem, Slot, Travel, Window
from aftersail.engines.dispatch.solve import Effort, solve


def compile_ahead() -> None:
    """Plan a tiny fortnight, ask for the best ways to insert an order, and replan: all that is ever compiled."""
    from aftersail.engines.dispatch.live import LivePlan
    from aftersail.engines.dispatch.replanning import published_at, replan

    problem = _smallest()
    first, *_others = problem.orders
    plan = solve(problem, Effort(iterations=20)).plan
    rest = {id: each for id, each in plan.items() if id != first.id}
    LivePlan.of(problem, rest).insertions(first.id)
    replan(published_at(problem, rest, 0), rest, Effort(iterations=5))


def is_compiled() -> bool:
    """Whether this version of the kernel has been compiled on this machine to its outermost function."""
    from aftersail.engines.dispatch.kernel.jit import CACHE_FOLDER

    return any(Path(CACHE_FOLDER).glob("**/options.options-*.nbi"))


def _smallest() -> Problem:
    alone, two = (Slot("sonar", 1),), (Slot("sonar", 1), Slot("sonar", 1))
    orders = tuple(
        Order(f"order {n}", f"ship {n % 2}", 120, (Window(0, 3000, 0),), slots, due=600)
        for n, slots in enumerate((alone, two, alone))
    )
    engineers = tuple(Engineer(f"engineer {n}", 1, {"sonar": 2}) for n in range(3))
    return Problem(orders, engineers, Travel(((0, 30), (30, 0)), ((0.0, 60.0), (60.0, 0.0))))


if __name__ == "__main__":
    os.nice(19)
    if not is_compiled():
        compile_ahead()
