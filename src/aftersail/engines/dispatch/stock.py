"""From stock and stores to the kernel's tables: what each work uses up, what each engineer carries, the ways past a store."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aftersail.engines.dispatch.kernel.tables import Floats, Ints
from aftersail.engines.dispatch.problem import Problem
from aftersail.engines.dispatch.rules import first_short, usable_stores
from aftersail.engines.dispatch.work import Work

PLENTY = 1 << 40
"""What is carried of a kit: it is not used up."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Minutes and priced cost between places; in rows P to 2P − 1, where there are stores, with a call on the way.

    `store` [P, P]: the place of the store that is called at between two places.
    """

    minutes: Ints
    cost: Floats
    store: Ints | None


def can_supply(problem: Problem, engineer: int, uses: tuple[tuple[str, int], ...]) -> bool:
    """Whether an engineer can ever have the parts of one work: carried, or from a store."""
    return bool(usable_stores(problem)) or first_short(problem.engineers[engineer], uses) is None


def stock_rows(problem: Problem, works: tuple[Work, ...], slots: int) -> Ints | None:
    """Return [node, item]: what is used up at each work and slot, what each engineer carries; None without items.

    An item is a part, or a kit where stores lend it. Paid waiting alone makes one item that nobody needs: both
    are planned by the same, more thorough way of inserting.
    """
    lent = bool(usable_stores(problem))
    parts = {part for work in works for uses in work.uses for part, _quantity in uses}
    kits = {kit for work in works for needs in work.needs for need in needs for kit in need.kits if lent}
    items = [(False, part) for part in sorted(parts)] + [(True, kit) for kit in sorted(kits)]
    if not items and problem.weights.waiting_minute <= 0:
        return None
    rows = np.zeros((len(works) * slots + len(problem.engineers), max(1, len(items))), np.int64)
    column = {item: i for i, item in enumerate(items)}
    for i, work in enumerate(works):
        for k, (needs, uses) in enumerate(zip(work.needs, work.uses, strict=True)):
            for part, quantity in uses:
                rows[i * slots + k, column[False, part]] = quantity
            for kit in {kit for need in needs for kit in need.kits if lent}:
                rows[i * slots + k, column[True, kit]] = 1
    for i, engineer in enumerate(problem.engineers):
        for (is_kit, name), at in column.items():
            carried = PLENTY * (name in engineer.kits) if is_kit else engineer.carries.get(name, 0)
            rows[len(works) * slots + i, at] = carried
    return rows


def ways(problem: Problem) -> Ways:
    """Return the tables of travel; between two places the store is called at that costs least, waiting price included."""
    minutes = np.array(problem.travel.minutes, np.int64).reshape(len(problem.travel.minutes), -1)
    cost = np.array(problem.travel.cost, np.float64).reshape(minutes.shape) * problem.weights.travel
    best: tuple[Ints, Floats, Ints] | None = None
    for store in usable_stores(problem):
        at = store.place
        long = minutes[:, at, None] + store.minutes + minutes[None, at, :]
        dear = cost[:, at, None] + cost[None, at, :]
        if best is None:
            best = long, dear, np.full(minutes.shape, at, np.int64)
            continue
        price = problem.weights.waiting_minute
        better = dear + price * long < best[1] + price * best[0]
        best = (
            np.where(better, long, best[0]),
            np.where(better, dear, best[1]),
            np.where(better, at, best[2]),
        )
    if best is None:
        return Ways(minutes, cost, None)
    return Ways(np.vstack([minutes, best[0]]), np.vstack([cost, best[1]]), best[2])
