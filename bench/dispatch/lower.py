"""What no plan can cost less than: a bound by column generation, every member of a team on a clock of their own.

A marine instance is relaxed: the members of a team may work on an order at different times, each paying their share of its
lateness, and an order that follows another waits only as long as that one takes at the earliest. Every route of every
engineer is then a column of a linear programme that fills each slot. At any values of the slots, the values, less what
routes and orders left out could still gain by them, are a bound (Lübbecke and Desrosiers 2005), which is reckoned anew from
the values alone: nothing that the solver of the programme says is trusted. Values are smoothed (Wentges 1997).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array

from bench.dispatch.lower_routes import (
    BITS,
    LABELS,
    PRICES,
    SLICE,
    TIMES,
    TooManyLabels,
    grow,
    returned,
)

REMEMBERED = 10
"""How many orders near an order are remembered when a route has come there."""
ROOM = 3_000_000
"""Labels of one engineer at most."""
ROUTES = 60
"""Routes of one engineer taken into the programme at once."""
SMOOTH = 0.7
"""The share of the best values yet in those that routes are sought with."""
CLOSE = 1e-4
"""The bound is good enough when it is so near the value of the programme, which it cannot exceed."""
FEW = 5
"""Fewer routes than these at once: it is time to seek them exactly."""


@dataclass(frozen=True)
class Bound:
    """`value`: no plan costs less; `relaxed`: the programme's own value; seconds of the processor."""

    value: float
    relaxed: float
    seconds: float


def lower_bound(
    instance: dict[str, Any], seconds: float = 600, clock: Callable[[], float] = process_time
) -> Bound:
    """Return the best bound found within so many seconds; -inf if not even one was."""
    started, relaxed = clock(), Relaxed(instance)
    best, best_values, exact, share = -np.inf, np.zeros(len(relaxed.needs)), False, SMOOTH
    while True:
        value, values, spared = relaxed.solved()
        tried = share * best_values + (1 - share) * values if exact else values
        least, added = relaxed.extend(tried, values, spared, exact)
        if exact and relaxed.bound(tried, least) > best:
            best, best_values = relaxed.bound(tried, least), tried
        elif exact and not added and share == 0:
            break
        elif exact and not added:
            share = max(0.0, share - SMOOTH / 2)
        if best >= value - CLOSE * abs(value) or clock() - started > seconds:
            break
        if not exact and added < FEW:
            exact, best_values = True, values
    return Bound(best, value, clock() - started)


class Relaxed:
    """The relaxed instance: rows are kinds of slots, columns orders left out, then routes."""

    def __init__(self, instance: dict[str, Any]) -> None:
        works, price = instance["work_orders"], instance["cost"]
        self.engineers = instance["engineers"]
        self._orders = _times(instance)
        self._travel = np.array(instance["travel_min"], dtype=np.int64)
        self._price = np.array(
            [(price["travel_per_min"], instance["same_port_min"], instance["home_min"])], dtype=PRICES
        )[0]
        self._rows: dict[tuple[int, int, int], int] = {}
        self._of_order: list[list[int]] = [[] for _ in works]
        needs: list[float] = []
        for order, work in enumerate(works):
            for slot in work["slots"]:
                kind = (order, slot["skill"], slot["level"])
                if kind not in self._rows:
                    self._rows[kind] = len(needs)
                    self._of_order[order].append(len(needs))
                    needs.append(0.0)
                needs[self._rows[kind]] += 1.0
        self.needs = np.array(needs)
        self._steward = np.array([-1 if work["steward"] is None else work["steward"] for work in works])
        self._missed = float(price["steward_missed"])
        self.always = self._missed * float((self._steward >= 0).sum())
        """Every steward is counted as missed; an order served by its own, or left out, is given that back."""
        unserved = [price["unserved_per_weight"] * work["weight"] for work in works]
        self._left_out = np.array(unserved) - np.where(self._steward >= 0, self._missed, 0.0)
        self._near = _memories(self._orders, self._travel)
        self._labels = np.zeros(ROOM, dtype=LABELS)
        self._memory = np.zeros((ROOM, self._near.shape[1]), dtype=np.uint64)
        self._totals = np.zeros(ROOM)
        self._heads = np.zeros(len(works), dtype=np.int64)
        self._slices = np.zeros(1 + int(self._orders["closes"].max()) // SLICE, dtype=np.int64)
        self._costs: list[float] = []
        self._entries: tuple[list[float], list[int], list[int]] = ([], [], [])
        self._seen: set[tuple[int, tuple[int, ...]]] = set()
        for order, rows in enumerate(self._of_order):
            self._add(self._left_out[order], [(row, self.needs[row]) for row in rows])

    def solved(self) -> tuple[float, np.ndarray, np.ndarray]:
        """Solve the programme with the columns so far: its value, the values of slots, and of each engineer's time (0 or less)."""
        slots, shape = len(self.needs), (len(self.needs) + len(self.engineers), len(self._costs))
        data, rows, columns = self._entries
        matrix = csc_array((data, (rows, columns)), shape=shape)
        found = linprog(
            self._costs, A_eq=matrix[:slots], b_eq=self.needs, A_ub=matrix[slots:], b_ub=np.ones(shape[0] - slots),
            bounds=(0, None), method="highs",
        )  # fmt: skip
        if found.status != 0:
            raise RuntimeError(found.message)
        return found.fun + self.always, found.eqlin.marginals, found.ineqlin.marginals

    def bound(self, values: np.ndarray, least: float) -> float:
        """Return the bound at these values, `least` being what routes could gain by them."""
        gains = [
            min(0.0, cost - float(sum(self.needs[row] * values[row] for row in rows)))
            for cost, rows in zip(self._left_out, self._of_order, strict=True)
        ]
        return self.always + float(self.needs @ values) + sum(gains) + least

    def extend(
        self, values: np.ndarray, told: np.ndarray, spared: np.ndarray, exact: bool
    ) -> tuple[float, int]:
        """Seek routes at `values`; add those that gain at the programme's own (`told`, `spared`).

        Returns the sum of what each engineer's best route gains at `values` (0 or less; a bound only if `exact`) and how many
        routes were added.
        """
        least, added = 0.0, 0
        for engineer in range(len(self.engineers)):
            rows = self._best_rows(engineer, values)
            gains, count = self._grown(engineer, rows, values, exact)
            totals = self._totals[:count]
            if not count:
                continue
            least += min(0.0, float(totals.min()))
            best = np.argpartition(totals, min(ROUTES, count - 1))[:ROUTES]
            for at in best[np.isfinite(totals[best])]:
                route = self._route(int(at))
                cost = float(totals[at]) + sum(gains[order] for order in route)
                cost -= self._missed * sum(self._steward[order] == engineer for order in route)
                filled = [rows[order] for order in route]
                key = (engineer, tuple(filled))
                if key in self._seen or cost - told[filled].sum() - spared[engineer] > -1e-6:
                    continue
                self._seen.add(key)
                self._add(cost, [*((row, 1.0) for row in filled), (len(self.needs) + engineer, 1.0)])
                added += 1
        return least, added

    def _best_rows(self, engineer: int, values: np.ndarray) -> dict[int, int]:
        """The slot of each order that an engineer can fill, the one of most value where there are several."""
        level, best = self.engineers[engineer]["level"], {}
        for (order, skill, wanted), row in self._rows.items():
            if level[skill] >= wanted and (order not in best or values[row] > values[best[order]]):
                best[order] = row
        return best

    def _grown(
        self, engineer: int, rows: dict[int, int], values: np.ndarray, exact: bool
    ) -> tuple[np.ndarray, int]:
        gains = np.zeros(len(self._orders))
        for order, row in rows.items():
            gains[order] = values[row] + (self._missed if self._steward[order] == engineer else 0.0)
        able, one = np.array(sorted(rows), dtype=np.int64), self.engineers[engineer]
        leave = np.array(one["leave"] or (0, 0), dtype=np.int64)
        whole = np.full_like(self._near, ~np.uint64(0))
        count = grow(
            self._orders, self._travel, self._price, one["home_port"], leave, able, gains,
            self._near if exact else whole, exact, self._labels, self._memory, self._heads, self._slices,
        )  # fmt: skip
        if count < 0:
            raise TooManyLabels(f"engineer {engineer}: more than {ROOM} labels")
        returned(self._orders, self._travel, self._price, one["home_port"], self._labels, count, self._totals)
        return gains, count

    def _route(self, at: int) -> list[int]:
        route = []
        while at >= 0:
            route.append(int(self._labels[at]["order"]))
            at = int(self._labels[at]["parent"])
        return route

    def _add(self, cost: float, entries: list[tuple[int, float]]) -> None:
        data, rows, columns = self._entries
        for row, value in entries:
            data.append(float(value))
            rows.append(row)
            columns.append(len(self._costs))
        self._costs.append(float(cost))


def _times(instance: dict[str, Any]) -> np.ndarray:
    """The orders; what follows another opens when that one can have ended at the earliest."""
    works, price = instance["work_orders"], instance["cost"]
    orders = np.zeros(len(works), dtype=TIMES)
    for order, work in enumerate(works):
        late = price["late_per_weight_min"] * work["weight"] / len(work["slots"])
        orders[order] = (
            work["release"], work["deadline"], work["due"], work["duration"], late, work["port"], work["ship"]
        )  # fmt: skip
    for _ in works:
        for order, work in enumerate(works):
            if work["after"] is not None:
                before = orders[work["after"]]
                orders[order]["opens"] = max(orders[order]["opens"], before["opens"] + before["duration"])
    return orders


def _memories(orders: np.ndarray, travel: np.ndarray) -> np.ndarray:
    """For each order the bits of those near it, by way and by window."""
    bits = np.zeros((len(orders), 1 + (len(orders) - 1) // BITS), dtype=np.uint64)
    for order, here in enumerate(orders):
        way = travel[here["port"], orders["port"]] + np.where(orders["ship"] == here["ship"], -60, 0)
        apart = np.maximum(orders["opens"] - here["closes"], here["opens"] - orders["closes"])
        for other in np.argsort(way + np.maximum(0, apart) / 10, kind="stable")[:REMEMBERED]:
            bits[order, other // BITS] |= np.uint64(1) << np.uint64(other % BITS)
    return bits
