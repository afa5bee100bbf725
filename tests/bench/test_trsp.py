"""Technician routing: the file is read, plans are lawful by the instances' own rules, the checker finds what is wrong."""

from __future__ import annotations

import pytest

from aftersail.engines.dispatch import Effort, solve
from bench.dispatch import run
from bench.dispatch.trsp import problem_of, routes_of
from bench.dispatch.trsp_check import read, score

TEXT = """TINY.4_2-2-1-1

INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
2      2       1       1

DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS
0    0     3     0      1000   0      [] \t[] \t[]
1    0     0     0      1000   0      [0] \t[0] \t[1]
2    90    0     0      1000   0      [0,1] \t[] \t[5]
3    4     0     100    200    10     [0] \t[0] \t[1]
4    4     3     0      1000   10     [0] \t[] \t[1]
5    8     0     0      20     10     [0] \t[] \t[0]
"""


@pytest.fixture
def tiny(tmp_path):
    path = tmp_path / "TINY.4_2-2-1-1.txt"
    path.write_text(TEXT)
    return read(path)


def test_the_file_is_read_as_it_is_written(tiny):
    assert tiny.name == "TINY"
    assert (list(tiny.technicians), list(tiny.requests)) == ([1, 2], [3, 4, 5])
    assert tiny.stops[2].skills == (0, 1)
    assert tiny.distance(1, 4) == 5


def test_working_time_counts_from_the_latest_departure_that_delays_nothing(tiny):
    """Out 8 by minute 20 for 5, back 4 to 3 at minute 100, where 66 are waited; then past the depot, 5, to 4 and home."""
    total, bad = score(tiny, {1: [5, 3, 0, 4]})
    assert bad == ()
    assert total == pytest.approx((100 - 12) + 10 + 5 + 4 + 10 + 5)


def test_what_is_wrong_is_found(tiny):
    def wrong(routes):
        return " ".join(score(tiny, routes)[1])

    assert "request 3 is served 0 times" in wrong({1: [5, 4]})
    assert "request 4 is served 2 times" in wrong({1: [5, 3, 0, 4], 2: [4]})
    assert "lacks a part at 4" in wrong({1: [5, 3, 4]})
    assert "lacks a tool at 3" in wrong({2: [3], 1: [5, 4]})
    assert "late at 5" in wrong({2: [5], 1: [3, 0, 4]})
    assert "calls at the depot 2 times" in wrong({1: [5, 0, 3, 0, 4]})


def test_the_engine_finds_the_best_plan_of_a_tiny_instance(tiny):
    plan = solve(problem_of(tiny), Effort(iterations=200)).plan
    total, bad = score(tiny, routes_of(plan))
    assert bad == ()
    by_hand = min(
        score(tiny, routes)[0]
        for routes in (
            {1: [5, 3, 0, 4]},
            {1: [5, 0, 3, 4]},
            {1: [0, 5, 3, 4]},
            {1: [5, 4, 0, 3]},
            {1: [5, 0, 4, 3]},
            {1: [5, 3], 2: [4]},
        )
        if not score(tiny, routes)[1]
    )
    assert total <= by_hand + 1e-9


def test_absent_instances_are_said_and_skipped(tmp_path):
    (row,) = run(data=tmp_path, only=("trsp",))
    assert "skipped" in row["case"]
