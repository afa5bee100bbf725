"""Facts about planning some days at once: what goes into it, what comes out, and what is told of the rest."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from aftersail.cases.models import WorkOrder
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions.locking import lock_assignment
from aftersail.dispatch.engine.problem import brief_of
from aftersail.dispatch.rules.planning import SETTLING
from aftersail.dispatch.rules.timeline import LOCAL
from aftersail.fleet.models import UserTask, Vessel
from aftersail.people.models import Leave, StaffSkill

DAYS = 14


def open_for_days(story, days=12):
    return {"window_until": story.now + timedelta(days=days)}


def sentences(kept):
    with translation.override("en"):
        return [str(one) for one in kept]


def test_R38_planning_sends_whoever_has_the_skill_and_is_there_within_the_window(story, planning):
    orders = [story.order(**open_for_days(story)) for _n in range(3)]
    with as_system():
        Leave.objects.create(
            staff=story.world.staff["second_engineer"], first_day=timezone.localdate(), last_day=timezone.localdate() + timedelta(DAYS)
        )  # fmt: skip
    made = planning.plan()
    assert {step.order_id for step in made.steps} == {order.pk for order in orders}
    able = {story.world.staff[name].pk for name in ("engineer", "other_engineer")}
    for step in made.steps:
        assert step.staff_id in able, "nobody on leave or below the level is planned"
        assert step.starts_at >= story.now + SETTLING
        assert step.ends_at <= story.now + timedelta(days=12)
        assert 8 <= step.starts_at.astimezone(LOCAL).hour < 18
        assert step.why
    assert made.left_out == ()
    assert sum(made.cost_after.values()) < sum(made.cost_before.values())


def test_R69_small_orders_of_one_hull_become_one_visit(story, planning):
    case = story.case()
    orders = [story.order(case, work_hours=Decimal(1), **open_for_days(story)) for _n in range(4)]
    with as_system():
        WorkOrder.objects.update(due_at=None)  # nothing presses: one visit costs least
    made = planning.plan()
    steps = sorted(made.steps, key=lambda one: one.starts_at)
    assert len(steps) == len(orders)
    assert len({step.staff_id for step in steps}) == 1
    assert [a.ends_at for a in steps[:-1]] == [b.starts_at for b in steps[1:]], (
        "one after another, without a gap"
    )
    assert any("same ship" in told for told in sentences(steps[0].why))


def test_R42_the_ships_own_service_manager_goes_where_it_costs_little(story, planning):
    order = story.order(**open_for_days(story))
    for name in ("engineer", "second_engineer"):
        with as_system():
            Vessel.objects.filter(pk=story.world.vessel.pk).update(steward=story.world.staff[name])
        step = planning.step(planning.plan(), order)
        assert step.staff_id == story.world.staff[name].pk
        assert any("service manager" in told for told in sentences(step.why))


def test_R38_what_cannot_be_planned_is_named_with_the_way_out_and_the_rest_is_planned(story, planning):
    fine = story.order(**open_for_days(story))
    hard = story.order(level=4, **open_for_days(story))
    over = story.order(
        window_from=story.now - timedelta(hours=4), window_until=story.now + timedelta(hours=1)
    )
    short = story.order(
        window_from=story.now + timedelta(days=5), window_until=story.now + timedelta(days=5, hours=2)
    )
    beyond = story.order(
        window_from=planning.line.ends_at - timedelta(hours=3), window_until=planning.line.ends_at + timedelta(days=9)
    )  # fmt: skip
    made = planning.plan()
    assert {step.order_id for step in made.steps} == {fine.pk}
    told = {one.number: sentences([one.reason])[0] for one in made.left_out}
    assert "nobody chosen has Radar at level 4" in told[hard.number]
    assert "over" in told[over.number]
    assert told[short.number].startswith(short.number)
    assert "goes on after these days" in told[beyond.number]
    assert all(number in reason for number, reason in told.items()), "every sentence names its order"


def test_R38_an_order_left_out_for_want_of_time_says_so_and_what_would_help(story, planning):
    with as_system():
        StaffSkill.objects.exclude(staff=story.world.staff["engineer"]).delete()
    begin = planning.day(story, 1, 9)
    window = {"window_from": begin, "window_until": begin + timedelta(hours=6)}
    orders = [story.order(work_hours=Decimal(4), **window) for _n in range(2)]
    made = planning.plan()
    (left,) = made.left_out
    assert len(made.steps) == 1
    assert left.number in {order.number for order in orders}
    assert sentences([left.reason]) == ["No free stretch lies in the ship's window."]
    assert any(told.startswith("Agree with the ship on a window until") for told in sentences(left.ways_out))


def test_R38_promises_stay_locked_ones_to_the_minute(story, planning):
    begin = planning.day(story, 1, 9)
    case = story.case()
    locked = story.order(case, **open_for_days(story))
    made = story.assign(locked, who="second_engineer", starts_at=begin, ends_at=begin + timedelta(hours=4), override_reason="船长点名")  # fmt: skip
    with entered(planning.account.scope()):
        lock_assignment(by=planning.account, assignment=made, reason="船长点名", at=timezone.now())
    waits = story.order(case, **open_for_days(story))
    found = planning.plan()
    assert {step.order_id for step in found.steps} == {waits.pk}
    assert locked.number not in {one.number for one in found.left_out}


def test_R38_hours_that_the_planner_cannot_hold_are_kept_free_of_other_work(story, planning):
    """A promise at night and a team are left as they are, and their people are not sent elsewhere meanwhile."""
    begin = planning.day(story, 1, 16)
    team = story.order(**open_for_days(story))
    lead, along = story.world.staff["engineer"], story.world.staff["second_engineer"]
    story.assign(team, starts_at=begin, ends_at=begin + timedelta(hours=8), team=[along])
    with as_system():
        StaffSkill.objects.exclude(staff__in=[lead, along]).delete()
    waits = story.order(window_from=begin - timedelta(hours=8), window_until=begin + timedelta(hours=4), work_hours=Decimal(5))  # fmt: skip
    brief = brief_of(planning.picture())
    assert brief.fixed == {str(team.pk)}
    step = planning.step(planning.plan(), waits)
    assert step.ends_at <= begin


def test_R37_days_that_the_users_calendar_blocks_are_kept_free(story, planning):
    order = story.order(**open_for_days(story))
    last = planning.picture().days[-2]
    with as_system():
        UserTask.objects.create(
            vessel=story.world.vessel, first_day=timezone.localdate(), last_day=last, effect="blocks", level="fleet"
        )  # fmt: skip
    made = planning.plan()
    told = [step for step in made.steps if step.order_id == order.pk]
    assert all(timezone.localdate(step.starts_at) > last for step in told)
    assert told or made.left_out


def test_the_picture_takes_as_many_queries_for_six_orders_as_for_two(story, planning):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            planning.picture()
        return len(queries)

    def grow(count):
        for number in range(count):
            order = story.order(**open_for_days(story))
            begin = planning.day(story, number + grow.day, 9)
            hours = {"starts_at": begin, "ends_at": begin + timedelta(hours=2)}
            story.assign(order, **hours, override_reason="熟悉该船")
            story.order(**open_for_days(story))
        grow.day += count

    grow.day = 0
    grow(1)
    few = asked()
    grow(2)
    assert asked() == few


def test_R38_overdue_orders_are_planned_late_rather_than_left_out_and_work_ends_before_the_evening(
    story, planning
):
    """What is overdue already is no reason to leave an order out for good."""
    orders = [story.order(work_hours=Decimal(3), **open_for_days(story)) for _n in range(12)]
    with as_system():
        WorkOrder.objects.update(due_at=story.now - timedelta(days=60))
        StaffSkill.objects.exclude(staff=story.world.staff["engineer"]).delete()
    made = planning.plan()
    assert {step.order_id for step in made.steps} == {order.pk for order in orders}
    for step in made.steps:
        assert timezone.localdate(step.starts_at) == timezone.localdate(step.ends_at)


def test_days_on_which_nobody_is_on_duty_are_refused_in_words(story, planning):
    with as_system():
        for staff in story.world.staff.values():
            Leave.objects.create(staff=staff, first_day=planning.line.first, last_day=planning.line.last)
    story.order(**open_for_days(story))
    with pytest.raises(Refused, match=r"on duty|当班"):
        planning.plan()
