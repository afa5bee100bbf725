"""Facts about what orders wait for: parts that are owed, an order before them, a visit that they share, tools."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone

from aftersail.cases.actions.needs import Needs, change_needs
from aftersail.cases.models import WorkOrder
from aftersail.cases.rules.ties import Tie, waits_in_a_circle
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions import replanning
from aftersail.dispatch.engine import plan
from aftersail.dispatch.engine.problem import brief_of
from aftersail.dispatch.models import Assignment, PlanDraft
from aftersail.dispatch.queries.verdicts import board_verdicts
from aftersail.dispatch.rules.timeline import LOCAL, Timeline
from aftersail.people.models import StaffSkill
from aftersail.supply.actions import issues
from aftersail.supply.models import Tool
from tests.dispatch.test_planning import open_for_days, sentences
from tests.dispatch.test_replanning import work_off
from tests.dispatch.test_teams import published
from tests.supply.conftest import stores  # noqa: F401 - the fixture is shared


@pytest.fixture
def owes(story, stores):  # noqa: F811
    """Ask for bolts for an order; the store has none, so that they are backordered until a day."""

    def owe(order, expected_on=None, *, approved=True):
        with as_system():
            manager, engineer = story.account("manager"), story.account("engineer")
            issue = issues.request_parts(
                by=engineer, id=new_id(), part=stores.bolt, quantity=2, place=stores.store, at=story.now,
                work_ref=order.pk, work_number=order.number,
            )  # fmt: skip
            if approved:
                issues.approve_issue(by=manager, issue=issue, at=story.now, expected_on=expected_on)
            return issue

    return owe


def left_of(made, order):
    return next(one for one in made.left_out if one.order_id == order.pk)


def midnight(day):
    return datetime.combine(day, datetime.min.time(), LOCAL)


def test_R69_an_order_begins_once_its_part_is_there(story, planning, owes):
    order = story.order(**open_for_days(story))
    day = planning.picture().days[4]
    owes(order, day)
    step = planning.step(planning.plan(), order)
    assert step.starts_at >= midnight(day)
    assert f"Begins once Bolt is there, on {day.isoformat()}." in sentences(step.why)


def test_R69_a_part_that_arrives_after_the_window_is_the_reason_told(story, planning, owes):
    order = story.order(**open_for_days(story, 6))
    day = timezone.localdate() + timedelta(days=9)
    owes(order, day)
    told = sentences([left_of(planning.plan(), order).reason])[0]
    assert told.startswith(f"{order.number}: Bolt arrives on {day.isoformat()}, and the ship's window")


def test_R69_a_part_owed_without_a_day_keeps_the_order_out_with_the_way_out(story, planning, owes):
    order, fine = story.order(**open_for_days(story)), story.order(**open_for_days(story))
    issue = owes(order)
    made = planning.plan()
    assert [step.order_id for step in made.steps] == [fine.pk]
    assert "nobody has said when it arrives" in sentences([left_of(made, order).reason])[0]
    by = story.account("manager")
    with as_system():
        issues.expect_parts(
            by=by, issue=issue, expected_on=timezone.localdate(), at=story.now, note="供方电话"
        )
        assert issue.expected_on == timezone.localdate()
        with pytest.raises(Refused):
            issues.expect_parts(
                by=by, issue=issue, expected_on=timezone.localdate() - timedelta(days=1), at=story.now
            )
    assert {step.order_id for step in planning.plan().steps} == {order.pk, fine.pk}


def test_R69_a_part_that_arrives_today_is_not_overdue_late_in_the_evening(story, planning, owes):
    order, today = story.order(**open_for_days(story)), timezone.localdate()
    owes(order, today)
    late = replace(planning.picture(), earliest=midnight(today + timedelta(days=1)) + timedelta(hours=1))
    assert [step.order_id for step in plan(late, seconds=0, iterations=300).steps] == [order.pk]


def test_R69_parts_asked_for_that_the_store_lacks_are_owed_and_those_it_has_are_not(
    story,
    planning,
    owes,
    stores,  # noqa: F811
):
    order = story.order(**open_for_days(story))
    owes(order, approved=False)
    assert not planning.plan().steps
    with as_system():
        stores.put(5)
    assert [step.order_id for step in planning.plan().steps] == [order.pk]


def test_R69_an_arrival_day_that_has_passed_asks_for_a_new_one(story, planning, owes):
    order = story.order(**open_for_days(story))
    issue = owes(order, timezone.localdate())
    with as_system():
        type(issue).objects.filter(pk=issue.pk).update(expected_on=timezone.localdate() - timedelta(days=2))
    assert "was to arrive on" in sentences([left_of(planning.plan(), order).reason])[0]


def test_R17_sending_somebody_before_the_part_is_there_needs_a_reason(story, owes):
    order = story.order(**open_for_days(story))
    owes(order, timezone.localdate() + timedelta(days=5))
    with pytest.raises(Refused, match=r"Bolt|螺栓"):
        story.assign(order)
    assert story.assign(order, override_reason="先检查，件后到").pk


def test_R38_an_order_is_planned_after_the_one_that_must_come_first(story, planning):
    case = story.case()
    first = story.order(case, work_hours=Decimal(6), **open_for_days(story))
    then = story.order(case, needs=Needs(after=first), **open_for_days(story))
    made = planning.plan()
    one, other = planning.step(made, first), planning.step(made, then)
    assert one.ends_at <= other.starts_at
    assert f"Begins after {first.number} has ended." in sentences(other.why)
    outcome = published(story, planning, made)
    assert not outcome.refused, "steps that wait for each other go through in turn"


def test_R38_a_predecessor_that_is_promised_bounds_the_begin(story, planning):
    case = story.case()
    first = story.order(case, **open_for_days(story))
    begin = planning.day(story, 2, 19)
    story.assign(first, starts_at=begin, ends_at=begin + timedelta(hours=4), override_reason="夜间靠港")
    then = story.order(case, needs=Needs(after=first), **open_for_days(story))
    step = planning.step(planning.plan(), then)
    assert step.starts_at >= begin + timedelta(hours=4)
    assert any(told.startswith(f"Begins after {first.number}, which ends at") for told in sentences(step.why))


def test_R38_an_order_after_one_that_cannot_be_planned_waits_and_names_it(story, planning, owes):
    case = story.case()
    first = story.order(case, **open_for_days(story))
    then = story.order(case, needs=Needs(after=first), **open_for_days(story))
    owes(first)
    made = planning.plan()
    assert not made.steps
    assert f"{first.number} comes before it" in sentences([left_of(made, then).reason])[0]
    with as_system():
        WorkOrder.objects.filter(pk=first.pk).update(state="done")
    assert [step.order_id for step in planning.plan().steps] == [then.pk], "what is done binds no more"


def test_R17_a_drop_before_the_predecessor_ends_is_told_and_needs_a_reason(story, planning):
    case = story.case()
    first = story.order(case, **open_for_days(story))
    then = story.order(case, needs=Needs(after=first), **open_for_days(story))
    begin = planning.day(story, 2, 9)
    story.assign(first, starts_at=begin, ends_at=begin + timedelta(hours=4), override_reason="约定")
    early = begin - timedelta(days=1)
    with pytest.raises(Refused, match=first.number):
        story.assign(then, who="other_engineer", starts_at=early, ends_at=early + timedelta(hours=4))
    with as_system():
        found = board_verdicts(then, Timeline(timezone.localdate(early), 1), story.now).people
    rules = {verdict.rule for runs in found.values() for _days, verdict in runs if verdict.kind == "reason"}
    assert "waits" in rules
    made = story.assign(then, who="other_engineer", starts_at=early, ends_at=early + timedelta(hours=4), override_reason="先做准备")  # fmt: skip
    assert made.override_reason


def test_a_circle_and_an_order_of_another_ship_are_refused_in_words(story):
    case = story.case()
    one = story.order(case, **open_for_days(story))
    other = story.order(case, needs=Needs(after=one), **open_for_days(story))
    elsewhere = story.order(
        story.case(vessel=story.world.yard_vessel, equipment=None), **open_for_days(story)
    )
    by = story.account("dispatcher")
    with entered(by.scope()):
        one = WorkOrder.objects.select_related("case__equipment").get(pk=one.pk)
        for wrong in (
            Needs(after=other),
            Needs(after=one),
            Needs(after=elsewhere),
            Needs(visit_with=elsewhere),
        ):
            with pytest.raises(Refused):
                change_needs(by=by, order=one, needs=wrong, at=story.now)


def test_orders_of_one_visit_wait_as_one():
    a, b, c = (new_id() for _n in range(3))
    assert not waits_in_a_circle([Tie(a), Tie(b, after=a), Tie(c, after=b)])
    assert waits_in_a_circle([Tie(a, after=c), Tie(b, after=a), Tie(c, after=b)])
    assert waits_in_a_circle([Tie(a), Tie(b, after=a, visit_with=a)])
    assert waits_in_a_circle([Tie(a, after=c), Tie(b, visit_with=a), Tie(c, after=b)])


def test_R69_orders_joined_to_one_visit_are_done_by_one_person_straight_after_another(story, planning):
    case = story.case()
    root = story.order(case, work_hours=Decimal(3), **open_for_days(story))
    joined = [
        story.order(case, work_hours=Decimal(2), needs=Needs(visit_with=root), **open_for_days(story))
        for _n in range(2)
    ]
    again = story.order(
        case, work_hours=Decimal(1), needs=Needs(visit_with=joined[0]), **open_for_days(story)
    )
    assert again.visit_with_id == root.pk, "whoever joins a joined order joins its visit"
    made = planning.plan()
    steps = sorted(made.steps, key=lambda step: step.starts_at)
    assert len(steps) == 4
    assert len({step.staff_id for step in steps}) == 1
    assert all(one.ends_at == then.starts_at for one, then in pairwise(steps))
    assert any("One visit with" in told for told in sentences(steps[0].why))
    assert not published(story, planning, made).refused
    brief = brief_of(planning.picture())
    assert brief.fixed == frozenset(), "what is promised as one visit is held as one"
    assert len({order.together for order in brief.problem.orders}) == 1


def test_R69_a_visit_longer_than_a_day_is_one_for_each_day(story, planning):
    case = story.case()
    root = story.order(case, work_hours=Decimal(6), **open_for_days(story))
    for _n in range(2):
        story.order(case, work_hours=Decimal(4), needs=Needs(visit_with=root), **open_for_days(story))
    made = planning.plan()
    assert len(made.steps) == 3
    for step in made.steps:
        assert timezone.localdate(step.starts_at) == timezone.localdate(step.ends_at)
    assert not published(story, planning, made).refused


def test_R69_a_visit_waits_for_the_part_of_one_of_its_orders(story, planning, owes):
    case = story.case()
    root = story.order(case, **open_for_days(story))
    joined = story.order(case, needs=Needs(visit_with=root), **open_for_days(story))
    owes(joined)
    made = planning.plan()
    assert not made.steps
    assert "it is one visit with" in sentences([left_of(made, root).reason])[0]


def tool_at(story, station, **changes):
    with as_system():
        values = {
            "asset_number": f"T-{Tool.objects.count() + 1}", "name": "校准仪", "tool_class": "Radar tester",
            "station": story.world.stations[station], "due_on": timezone.localdate() + timedelta(days=90),
        }  # fmt: skip
        return Tool.objects.create(**(values | changes))


def test_R38_who_goes_has_the_tools_at_the_station_with_a_good_calibration(story, planning):
    order = story.order(needs=Needs(tool_classes=["radar tester"]), **open_for_days(story))
    made = planning.plan()
    told = sentences([left_of(made, order).reason])[0]
    assert told.startswith(f"{order.number}: nobody who could go has a radar tester with a calibration good")
    tool_at(story, "QD", due_on=timezone.localdate() + timedelta(days=2))
    assert not planning.plan().steps, "a calibration that ends within the days is none"
    tool_at(story, "SH")
    step = planning.step(planning.plan(), order)
    assert step.staff_id == story.world.staff["other_engineer"].pk


def test_R38_what_is_free_but_after_the_part_too_short_names_the_part(story, planning, owes):
    with as_system():
        StaffSkill.objects.exclude(staff=story.world.staff["engineer"]).delete()
    days = planning.picture().days
    taken = story.order(**open_for_days(story))
    order = story.order(work_hours=Decimal(8), window_until=midnight(days[4]) + timedelta(hours=18))
    owes(order, days[4])
    begin = midnight(days[4]) + timedelta(hours=12)
    story.assign(taken, starts_at=begin, ends_at=begin + timedelta(hours=4), override_reason="约定")
    with as_system():
        Assignment.objects.update(
            locked_at=story.now, locked_by=story.account("dispatcher"), lock_reason="约定"
        )
    left = left_of(planning.plan(), order)
    assert sentences([left.reason])[0].startswith(
        f"Bolt arrives on {days[4].isoformat()}; after that no free"
    )
    assert sentences(left.ways_out)[0] == f"Have Bolt sooner than {days[4].isoformat()}."


def test_R84_a_part_that_arrives_later_than_promised_makes_a_draft_that_waits_for_it(
    story, planning, owes, monkeypatch
):
    monkeypatch.setattr(replanning, "SECONDS", 1)
    order = story.order(**open_for_days(story))
    begin = planning.day(story, 1, 9)
    story.assign(order, starts_at=begin, ends_at=begin + timedelta(hours=4))
    day = planning.picture().days[5]
    work_off()
    owes(order, day)
    work_off()
    with as_system():
        draft = PlanDraft.objects.get()
    step = planning.step_of(draft, order)
    assert step.starts_at >= midnight(day)
    told = sentences(step.why)
    assert any(f"{name} arrives only on {day.isoformat()}." in told for name in ("螺栓", "Bolt"))
