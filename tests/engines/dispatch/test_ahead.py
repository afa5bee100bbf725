"""What a worker compiles before anybody plans is what planning needs."""

from __future__ import annotations

from aftersail.engines.dispatch import Effort, LivePlan, published_at, replan, solve
from aftersail.engines.dispatch.ahead import compile_ahead, is_compiled
from aftersail.engines.dispatch.kernel import anneal, load, options
from tests.engines.dispatch.small import by_lot


def test_nothing_is_left_to_compile_after_compiling_ahead():
    compile_ahead()
    assert is_compiled()
    outermost = (anneal.anneal, options.options, load.load)
    before = [len(one.signatures) for one in outermost]
    asked = by_lot(5)
    plan = solve(asked, Effort(iterations=5)).plan
    id, *_others = plan
    rest = {other: each for other, each in plan.items() if other != id}
    live = LivePlan.of(asked, rest)
    if id in live.compiled.row_of_order:
        live.insertions(id)
    replan(published_at(asked, rest, 0), rest, Effort(iterations=5))
    assert [len(one.signatures) for one in outermost] == before
    assert all(before)
