"""The marine instances, their checker, and the engine run on them for so many processor seconds."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

from aftersail.engines.dispatch import Effort, check, solve
from bench.dispatch.marine import plan_for_checker, problem_of, read

Plan = dict[int, tuple[int, list[int]]]


class WrongPlan(RuntimeError):
    """A plan breaks a rule: no figure is taken from it."""


@dataclass(frozen=True)
class Run:
    """Cost by the instances' checker, orders left out, and the best cost over processor seconds."""

    cost: float
    unserved: int
    trace: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Instances:
    """The instances of a folder."""

    folder: Path

    @cached_property
    def checker(self) -> ModuleType:
        """The folder's own checker."""
        spec = importlib.util.spec_from_file_location("marine_check", self.folder / "check.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError(self.folder / "check.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def there(self, name: str) -> bool:
        """Whether the folder has an instance."""
        return self._path(name).exists()

    def read(self, name: str) -> dict[str, Any]:
        """Return an instance by the end of its name, such as 200-50-1."""
        return read(self._path(name))

    def _path(self, name: str) -> Path:
        return self.folder / f"marine-{name}.json"

    def cost(self, instance: dict[str, Any], plan: Plan) -> float:
        """Cost of a plan; WrongPlan if it breaks a rule."""
        cost, _parts, bad = self.checker.score(instance, plan)
        if bad:
            raise WrongPlan(f"{instance['name']}: {bad[:3]}")
        return float(cost)

    def run(self, instance: dict[str, Any], seconds: float, seed: int = 1) -> Run:
        """Plan an instance for so many processor seconds, and check the plan by both checkers."""
        problem = problem_of(instance)
        solve(problem, Effort(iterations=1))  # compiled, or loaded, before the clock runs
        trace: list[tuple[float, float]] = []
        solution = solve(
            problem,
            Effort(seconds=seconds, seed=seed),
            watch=lambda progress, _best: trace.append((progress.seconds, progress.cost)),
            clock=process_time,
        )
        verdict = check(problem, solution.plan)
        if not verdict.fine:
            raise WrongPlan(f"{instance['name']}: {verdict.violations[:3]}")
        cost = self.cost(instance, plan_for_checker(solution.plan))
        return Run(cost, len(solution.unserved), tuple(trace))
