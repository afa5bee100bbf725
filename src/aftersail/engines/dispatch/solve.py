"""Planning: a first plan at once, better ones for as long as is allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter

from aftersail.engines.dispatch.plan import Assignment, Plan
from aftersail.engines.dispatch.problem import Problem


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search. Give `iterations` for the same plan from the same seed, `seconds` for a time limit, or both.

    `warm` and `cold` are the temperatures at the begin and the end, in legs of mean travel cost; `removed` is the mean
    number of orders taken out at once; `blink` the chance to overlook an engineer.
    """

    iterations: int | None = None
    seconds: float | None = None
    seed: int = 1
    warm: float = 1.0
    cold: float = 0.03
    removed: float = 5.0
    blink: float = 0.02

    def __post_init__(self) -> None:
        if self.iterations is None and self.seconds is None:
            raise ValueError("a search needs a number of iterations or a time limit")


class Ended(StrEnum):
    """Why a search ended."""

    BUDGET = "budget"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come: share of the budget, iterations, seconds, best cost."""

    share: float
    iterations: int
    seconds: float
    cost: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The best plan found, its cost as the search reckons it, and how it came about."""

    plan: dict[str, Assignment]
    cost: float
    iterations: int
    ended: Ended
    unserved: tuple[str, ...]


Watch = Callable[[Progress, Callable[[], dict[str, Assignment]]], bool | None]
"""Called now and then with the progress and a function for the best plan; a True answer cancels."""


def solve(
    problem: Problem,
    effort: Effort,
    *,
    begin: Plan | None = None,
    watch: Watch | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Solution:
    """Plan the orders of a problem, from the plan `begin` on where there is one.

    What has started, locks and announced times stay; orders that nobody can do are left out (see `diagnose`).
    `clock` only measures how long a search has run.
    """
    from aftersail.engines.dispatch.search import plan_from  # numba only for whoever plans

    return plan_from(problem, effort, begin or {}, watch, clock)
