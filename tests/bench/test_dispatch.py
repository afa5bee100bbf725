"""The instances of planning become problems with the same rules and the same cost."""

from __future__ import annotations

import json

from aftersail.engines.dispatch import Effort, check, solve
from bench.dispatch import run
from bench.dispatch.by_hand import first_come, nearest_free
from bench.dispatch.chart import Curve, drawn
from bench.dispatch.compared import as_they_come, figures
from bench.dispatch.core import core_of, starts_of
from bench.dispatch.fortnight import fortnight
from bench.dispatch.marine import plan_for_checker, problem_of

INSTANCE = {
    "name": "tiny",
    "travel_min": [[0, 100], [100, 0]],
    "same_port_min": 30,
    "home_min": 15,
    "horizon_min": 6000,
    "engineers": [
        {"home_port": 0, "level": [3, 1], "leave": [0, 600]},
        {"home_port": 1, "level": [1, 2], "leave": None},
    ],
    "work_orders": [
        {
            "ship": 0, "port": 0, "slots": [{"skill": 0, "level": 3}, {"skill": 1, "level": 1}], "duration": 120,
            "release": 0, "deadline": 2000, "due": 700, "weight": 2, "after": None, "steward": 0,
        },
        {
            "ship": 0, "port": 0, "slots": [{"skill": 0, "level": 1}], "duration": 60,
            "release": 0, "deadline": 3000, "due": 3000, "weight": 1, "after": 0, "steward": None,
        },
    ],
    "cost": {"travel_per_min": 0.1, "late_per_weight_min": 0.5, "unserved_per_weight": 400, "steward_missed": 12},
}  # fmt: skip


def test_a_plan_costs_what_the_rules_of_the_instances_say():
    problem = problem_of(INSTANCE)
    solution = solve(problem, Effort(iterations=100))
    plan = plan_for_checker(solution.plan)
    assert plan[0] == (600, [0, 1])
    assert plan[1][0] == 720
    cost = check(problem, solution.plan).cost
    assert cost.late == 0.5 * 2 * 20
    assert round(cost.travel, 6) == 0.1 * (15 + 15 + 100 + 100)


def test_the_core_keeps_single_people_and_hard_windows_and_routes_start_as_early_as_can_be():
    core = core_of(INSTANCE)
    assert [len(order["slots"]) for order in core["work_orders"]] == [1, 1]
    assert all(engineer["leave"] is None for engineer in core["engineers"])
    assert starts_of(core, [[0, 1], []]) == {0: (15, [0]), 1: (135, [0])}
    assert INSTANCE["engineers"][0]["leave"] == [0, 600]


def test_absent_instances_are_said_and_skipped(tmp_path):
    (row,) = run(data=tmp_path, only=("full",))
    assert "skipped" in row["case"]
    json.dumps(row)


def test_a_chart_names_its_lines(tmp_path):
    drawn(tmp_path / "chart.svg", "Cost", "seconds", [Curve("50", ((0.1, 2.0), (1.0, 1.0)))])
    text = (tmp_path / "chart.svg").read_text()
    assert "<polyline" in text
    assert ">50<" in text


def test_the_fortnight_is_the_same_from_the_same_seed_and_every_way_to_plan_it_keeps_the_rules():
    problem, came = fortnight(orders=60)
    assert (problem, came) == fortnight(orders=60)
    for planned in (nearest_free, first_come, lambda a, b: as_they_come(a, b, 1.0)):
        plan = planned(problem, came)
        assert check(problem, plan).violations == ()
        told = {metric: value for metric, value, _unit in figures(problem, plan)}
        assert told["orders left out"] == len(problem.orders) - len(plan)
        assert told["travel"] > 0


def test_by_hand_nobody_sets_out_before_the_order_came_in_and_the_order_of_receipt_decides():
    problem, came = fortnight(orders=60)
    people = {one.id: one for one in problem.engineers}
    at = dict(zip((order.id for order in problem.orders), came, strict=True))
    first = {}
    for id, each in sorted(nearest_free(problem, came).items(), key=lambda item: item[1].start):
        first.setdefault(each.team[0], (id, each.start))
    for who, (id, start) in first.items():
        order = next(one for one in problem.orders if one.id == id)
        home = people[who].home
        assert start - problem.travel.minutes[home][order.windows[0].place] >= max(0, at[id])
