"""Leaving out who cannot be cheap enough overlooks nobody: the cheapest place is that of a look at every gap of everybody."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aftersail.engines.dispatch import Certificate, Effort, Slot, solve
from aftersail.engines.dispatch.bridge import state_of
from aftersail.engines.dispatch.compile import compile_problem
from aftersail.engines.dispatch.kernel.insertion import best_gap, best_single, bounds
from aftersail.engines.dispatch.kernel.labels import relabel
from aftersail.engines.dispatch.kernel.ruin import sweep, take_out
from aftersail.engines.dispatch.kernel.tables import NEVER, scratch_for
from aftersail.engines.dispatch.search import settle
from tests.engines.dispatch.small import by_lot, engineer, order, problem


def _at_every_gap(tables, state, work):
    """The least cost of a work for one person, over all windows, candidates and gaps."""
    least, row = NEVER, tables.orders[work]
    for window in range(row.windows_from, row.windows_to):
        limits = bounds(tables, state, work, window)
        if limits[0] + row.duration > limits[1]:
            continue
        state.orders[work].place = tables.windows[window].place
        for candidate in range(tables.candidate_at[work, 0], tables.candidate_at[work, 1]):
            cost, _start, node = best_gap(tables, state, work, candidate, *limits, NEVER, -1e6)
            least = min(least, cost) if node >= 0 else least
    return least


@given(st.integers(0, 10**6))
@example(46)
@example(231)
@settings(max_examples=40, deadline=None)
def test_the_cheapest_place_is_found_though_most_people_are_not_looked_at(seed):
    asked = by_lot(seed)
    plan = solve(asked, Effort(iterations=60)).plan
    compiled = compile_problem(asked)
    tables, scratch = compiled.tables, scratch_for(compiled.tables, 1)
    state = state_of(compiled, plan, scratch)
    settle(compiled, state, scratch)
    for work in range(len(tables.orders)):
        if tables.orders[work].members > 1 or not take_out(tables, state, scratch, work):
            continue
        sweep(tables, state, scratch)
        relabel(tables, state, scratch)
        found = best_single(tables, state, scratch, work, 0.0, NEVER)[0]
        assert found == pytest.approx(_at_every_gap(tables, state, work))


def test_one_person_with_papers_of_many_spans_is_as_many_candidates():
    papers = tuple(Certificate("gas", 1000 * n, 1000 * n + 500) for n in range(5))
    asked = problem(
        (order("w", slots=(Slot("sonar", 1, frozenset({"gas"})),)),),
        (engineer("zhang", certificates=papers),),
    )
    tables = compile_problem(asked).tables
    assert tables.candidate_at[0, 1] == 5
    assert len(scratch_for(tables, 1).reach) == 5
    assert solve(asked, Effort(iterations=5)).unserved == ()
