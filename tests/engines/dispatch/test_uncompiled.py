"""Without numba the same code runs, slowly, says so, and makes the same plan."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from aftersail.engines.dispatch import Effort, solve
from tests.engines.dispatch.small import by_lot

CHECKOUT = Path(__file__).resolve().parents[3]
SCRIPT = """
import json, sys, warnings
sys.modules["numba"] = None
warnings.simplefilter("always")
with warnings.catch_warnings(record=True) as said:
    from aftersail.engines.dispatch import Effort, solve
    from aftersail.engines.dispatch import LivePlan
from tests.engines.dispatch.small import by_lot
plan = solve(by_lot(5, 6, 4), Effort(iterations=5)).plan
told = any("numba is not installed" in str(each.message) for each in said)
print(json.dumps([told, {id: [each.start, each.team] for id, each in plan.items()}]))
"""


def test_without_numba_the_plan_is_the_same_and_the_lack_is_told():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    told, plan = json.loads(done.stdout.splitlines()[-1])
    assert told
    compiled = solve(by_lot(5, 6, 4), Effort(iterations=5)).plan
    assert plan == {id: [each.start, list(each.team)] for id, each in compiled.items()}
