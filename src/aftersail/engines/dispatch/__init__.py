"""Who does which order when, with whom, and why.

Method: ruin and recreate under simulated annealing on routes that teams and precedence tie together. Guarantees: every
plan keeps every rule of `check`; what has started, locks and announced times stay; the same seed and number of
iterations give the same plan; input that cannot be planned is named by `diagnose` and the rest is planned. It fails with
ValueError on problems that contradict themselves, and gives no proof of optimality. `docs/engines/dispatch.md` says more.

What needs the compiled kernel is loaded when first asked for: numba takes a second and 100 MB.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from aftersail.engines.dispatch.axis import Axis, absences
from aftersail.engines.dispatch.check import Broken, Verdict, Violation, check, violations
from aftersail.engines.dispatch.check_replan import check_replan
from aftersail.engines.dispatch.diagnose import Diagnosis, Flaw, diagnose
from aftersail.engines.dispatch.hours import Journey, Mode, Place, TravelRules, journey, travel_between
from aftersail.engines.dispatch.measures import Measures, measures
from aftersail.engines.dispatch.plan import Assignment, Cost, Plan
from aftersail.engines.dispatch.price import price
from aftersail.engines.dispatch.problem import (
    Certificate,
    Engineer,
    Lock,
    Order,
    Problem,
    Published,
    Slot,
    Span,
    Store,
    Travel,
    Window,
)
from aftersail.engines.dispatch.remedy import Remedy, remedied
from aftersail.engines.dispatch.rules import Failure, Rule
from aftersail.engines.dispatch.solve import Effort, Ended, Progress, Solution, solve
from aftersail.engines.dispatch.weights import Weights

if TYPE_CHECKING:
    from aftersail.engines.dispatch.explanation import Explanation, Move, explain, judge_move
    from aftersail.engines.dispatch.live import Displaced, Insertion, LivePlan
    from aftersail.engines.dispatch.regions import (
        Merged,
        Patch,
        Region,
        merge,
        region_of,
        repair_seams,
        solve_region,
        split,
    )
    from aftersail.engines.dispatch.replanning import (
        Change,
        Changed,
        Replanned,
        begun_orders,
        changes,
        published_at,
        replan,
    )
    from aftersail.engines.dispatch.unserved import Reason, reason_unserved

_LATER = {
    "explanation": ("Explanation", "Move", "explain", "judge_move"),
    "live": ("Displaced", "Insertion", "LivePlan"),
    "regions": ("Merged", "Patch", "Region", "merge", "region_of", "repair_seams", "solve_region", "split"),
    "replanning": ("Change", "Changed", "Replanned", "begun_orders", "changes", "published_at", "replan"),
    "unserved": ("Reason", "reason_unserved"),
}
_ROOM = {name: room for room, names in _LATER.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _ROOM:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_ROOM[name]}"), name)


__all__ = [
    "Assignment", "Axis", "Broken", "Certificate", "Change", "Changed", "Cost", "Diagnosis", "Displaced", "Effort",
    "Ended", "Engineer", "Explanation", "Failure", "Flaw", "Insertion", "Journey", "LivePlan", "Lock", "Measures", "Merged", "Mode",
    "Move", "Order", "Patch", "Place", "Plan", "Problem", "Progress", "Published", "Reason", "Region", "Remedy",
    "Replanned", "Rule", "Slot", "Solution", "Span", "Store", "Travel", "TravelRules", "Verdict", "Violation", "Weights", "Window",
    "absences", "begun_orders", "changes", "check", "check_replan", "diagnose", "explain", "journey", "judge_move", "measures", "merge",
    "price", "published_at", "reason_unserved", "region_of", "remedied", "repair_seams", "replan", "solve", "solve_region", "split",
    "travel_between", "violations",
]  # fmt: skip
