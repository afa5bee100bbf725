"""Orders that no plan can hold whoever is there: circles of precedence, references to nothing."""

from __future__ import annotations

from aftersail.engines.dispatch.problem import Problem
from aftersail.engines.dispatch.work import Work, works_of


def circles(works: tuple[Work, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the circles of precedence, each as the ids of its orders (strongly connected works, Tarjan 1972)."""
    if not any(work.after for work in works):
        return ()
    row = {order: i for i, work in enumerate(works) for order in work.orders}
    before = [[row[order] for order in work.after if order in row] for work in works]
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    found: list[tuple[str, ...]] = []
    for root in range(len(works)):
        if root in index:
            continue
        path = [(root, iter(before[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while path:
            node, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    ring = stack[stack.index(node) :]
                    del stack[stack.index(node) :]
                    if len(ring) > 1 or node in before[node]:
                        found.append(tuple(order for i in sorted(ring) for order in works[i].orders))
            elif step not in index:
                index[step] = low[step] = len(index)
                stack.append(step)
                path.append((step, iter(before[step])))
            elif step in stack:
                low[node] = min(low[node], index[step])
    return tuple(found)


def unplannable_orders(problem: Problem, works: tuple[Work, ...] | None = None) -> frozenset[str]:
    """Ids of orders in a circle, after one that is not there, at a place that is not there, or together but apart.

    works: the works of the problem, where they are known already.
    """
    works = works_of(problem) if works is None else works
    known, places = {order.id for order in problem.orders}, len(problem.travel.minutes)
    bad = {order for circle in circles(works) for order in circle}
    for work in works:
        if not known.issuperset(work.after) or any(not 0 <= window.place < places for window in work.windows):
            bad.update(work.orders)
    ships = {order.id: order.ship for order in problem.orders}
    bad.update(order for work in works for order in work.orders if len({ships[o] for o in work.orders}) > 1)
    return frozenset(bad)
