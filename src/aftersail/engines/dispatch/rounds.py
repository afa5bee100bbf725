"""A search in rounds: each warms up and cools down, and after each the routes seen in all of them are put together.

Only where no two routes are tied, and for several rounds of some length; else there is one round, and no route is
remembered.
"""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.cost import price_all
from aftersail.engines.dispatch.kernel.route_pool import route_pool
from aftersail.engines.dispatch.kernel.settle import copy_all
from aftersail.engines.dispatch.kernel.tables import Scratch, State, Tables
from aftersail.engines.dispatch.partition import partition, pool_for
from aftersail.engines.dispatch.solve import Effort

LENGTH, MOST = 500, 16
"""Iterations of a round for each order at least, and rounds at most."""
BEGIN = 0.02
"""The share of a time limit after which the speed of the search is known well enough to count rounds."""
TEMPERED = 0.3
"""How warm, of the warmth of others, a round begins that goes on from a plan worth keeping."""
WAIT = 0.1
"""The share of a time limit that a programme may take at most; it takes a second at a hundred orders."""


class Rounds:
    """How many rounds a search has, which one it is in, and the pool of the routes of all."""

    def __init__(self, tables: Tables, effort: Effort) -> None:
        self.pool = route_pool(0, 1)
        self._tables, self._effort = tables, effort
        self._count, self._at, self._warm, self._counted = 1, 0, 1.0, False

    def count(self, done: int, share: float) -> None:
        """Decide how many rounds there are, once `done` iterations tell how many there will be in all."""
        sure = self._effort.seconds is None or share >= BEGIN
        if self._counted or not sure:
            return
        self._counted = True
        total = self._effort.iterations if self._effort.seconds is None else done / share
        rounds = int(min(MOST, (total or 0) / (LENGTH * max(1, len(self._tables.orders)))))
        if rounds > 1:
            self.pool = pool_for(self._tables)
        self._count = rounds if len(self.pool.keys) else 1

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return self._count > 1

    def temperature(self, warm: float, cold: float, share: float) -> float:
        """The temperature at a share of the search that lies in this round, or at this round's end."""
        phase = min(1.0, share * self._count - self._at)
        warm *= self._warm
        return float(warm * (cold / warm) ** phase)

    def ended(self, share: float) -> bool:
        """Whether the round is over and another follows."""
        return self._at + 1 < self._count and share * self._count >= self._at + 1

    def next(
        self,
        share: float,
        states: tuple[State, State, State],
        scratch: Scratch,
        cost: float,
        best_cost: float,
    ) -> tuple[float, float]:
        """Put routes together and begin the next round; `states` are work, settled and best; return current and best cost."""
        work, settled, best = states
        self._at = min(self._count - 1, int(share * self._count))
        seconds = None if self._effort.seconds is None else WAIT * self._effort.seconds
        better = partition(self._tables, self.pool, best, best_cost, seconds)
        if better is not None:
            copy_all(better, best)
            best_cost = float(price_all(self._tables, best))
        goes_on = better is not None or self._at == self._count - 1
        self._warm = TEMPERED if goes_on else 1.0
        if not goes_on:
            return cost, best_cost
        copy_all(best, work)
        copy_all(best, settled)
        scratch.engineers.version += 1
        return best_cost, best_cost
