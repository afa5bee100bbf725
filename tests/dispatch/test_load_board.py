"""Facts about load: hours of a day, demand by area, yard and week, conflicts by name and dates, the plan on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries import drafts
from aftersail.dispatch.queries.load import load_board
from aftersail.dispatch.rules.conflicts import Promised, conflicts_of
from aftersail.dispatch.rules.drafts import Draft
from aftersail.dispatch.rules.load import Load, booked_by_day, capacity_on, demand_week
from aftersail.dispatch.rules.plans import Step
from aftersail.dispatch.rules.rest import hours_on, is_rested
from aftersail.dispatch.rules.timeline import LOCAL, Timeline
from aftersail.people.models import Leave, Staff
from aftersail.people.rules.rosters import Line
from tests.dispatch.test_board import later

MONDAY = date(2026, 3, 2)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=LOCAL)


def test_a_promise_brings_eight_hours_at_most_to_a_day():
    long = [(at(2, 14), at(4, 10))]
    assert [hours_on(date(2026, 3, day), long) for day in (1, 2, 3, 4, 5)] == [0, 8, 8, 8, 0]
    assert hours_on(MONDAY, [(at(2, 9), at(2, 13))]) == 4


def test_R38_a_day_with_other_work_that_grows_too_long_needs_a_reason():
    morning = [(at(2, 8), at(2, 12))]
    assert is_rested(morning, at(2, 14), at(2, 18), 2.0)
    refused = is_rested(morning, at(2, 14), at(2, 18), 5.0)
    assert not refused
    assert "13.0" in str(refused.reasons[0])
    assert is_rested([], at(2, 14), at(3, 18), 9.0), "one work alone, however far, is no long day"


def test_a_day_books_the_work_and_the_journey_of_the_day_on_which_it_begins():
    assert booked_by_day([((at(2, 9), at(2, 13)), 2.5)]) == {MONDAY: 6.5}
    assert booked_by_day([((at(2, 9), at(3, 13)), 2.5)]) == {MONDAY: 10.5, date(2026, 3, 3): 8}


@pytest.mark.parametrize(
    ("lines", "away", "working", "hours"),
    [
        ([], [], True, 8.0),
        ([], [], False, 0.0),
        ([Line("O", MONDAY)], [], True, 0.0),
        ([Line("C", MONDAY)], [], True, 0.0),
        ([Line("N", MONDAY)], [], False, 8.0),
        ([], [(MONDAY, MONDAY)], True, 0.0),
    ],
)
def test_R24_a_person_has_eight_hours_on_duty_and_none_on_leave_off_duty_or_on_call(
    lines, away, working, hours
):
    assert capacity_on(MONDAY, working=working, lines=lines, away=away) == hours


def test_R24_no_capacity_is_no_share_and_any_demand_is_over():
    assert Load(0, 0).share is None
    assert not Load(0, 0).over
    assert Load(4, 0).over
    assert Load(48, 40).share == pytest.approx(1.2)


def test_R24_what_waits_belongs_to_the_week_of_its_promise_within_the_window_and_never_to_the_past():
    window = (date(2026, 3, 6), date(2026, 3, 20))
    asked = {"promised_on": None, "window": window, "today": MONDAY}
    assert demand_week(due_on=date(2026, 3, 3), **asked) == MONDAY
    assert demand_week(due_on=date(2026, 3, 12), **asked) == date(2026, 3, 9)
    assert demand_week(due_on=date(2026, 5, 1), **asked) == date(2026, 3, 16)
    assert demand_week(due_on=None, **asked) == MONDAY
    assert demand_week(due_on=None, **asked | {"today": date(2026, 3, 30)}) == date(2026, 3, 30)
    assert demand_week(due_on=None, **asked | {"promised_on": date(2026, 3, 25)}) == date(2026, 3, 23)


def test_a_stretch_lies_in_the_slots_it_touches():
    line = Timeline(MONDAY, 7)
    assert line.place(at(2, 8), at(2, 12)) == (3, 1)
    assert line.place(at(2, 9), at(3, 9)) == (3, 7)
    assert line.place(at(1, 9), at(1, 12)) is None
    assert line.place(at(1, 9), at(20, 12)) == (1, 42)
    assert line.place(datetime(2026, 3, 1, 23, tzinfo=UTC), datetime(2026, 3, 2, 1, tzinfo=UTC)) == (2, 2)


def test_R24_a_conflict_names_its_days():
    promise = Promised(at(2, 9), at(4, 17), 6.0, "QDG", at(1, 0), at(5, 0))
    before = Promised(at(1, 9), at(2, 6), 1.0, "SHG")
    found = conflicts_of(
        promise, away=[(date(2026, 3, 4), date(2026, 3, 9))], days_off=frozenset({MONDAY}), before=before
    )
    assert [(one.rule, one.first_day, one.last_day) for one in found] == [
        ("leave", date(2026, 3, 4), date(2026, 3, 4)),
        ("roster", MONDAY, MONDAY),
        ("travel", MONDAY, MONDAY),
    ]


def test_R24_demand_stands_against_capacity_by_area_yard_and_week_and_over_a_hundred_per_cent_is_red(
    story, visitor
):
    world = story.world
    case = story.case(vessel=world.yard_vessel, equipment=world.yard_radar)
    order = story.order(case, port=world.ports["SHG"], work_hours=Decimal(400))
    with as_system():
        found = load_board(story.account("dispatcher"), timezone.localdate())
    area = next(one for one in found.areas if world.yard.code in one.yards)
    week = area.yards[world.yard.code].index(400.0)
    assert area.loads[week].over
    page = visitor("dispatcher").get("/dispatch/load/").content.decode()
    assert "pb-over" in page
    cell = f"/dispatch/load/?area={area.code}&yard={world.yard.code}&week={found.weeks[week].isoformat()}"
    assert order.number in visitor("dispatcher").get(cell).content.decode()


def test_R24_the_conflict_list_names_person_and_dates(story, visitor):
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    day = timezone.localdate(made.starts_at)
    with as_system():
        Leave.objects.create(staff=made.staff, first_day=day, last_day=day)
    page = visitor("dispatcher").get("/dispatch/load/").content.decode()
    assert "on leave" in page
    assert made.staff.name in page
    told = visitor("dispatcher").get("/api/v1/dispatch/load").json()["conflicts"]
    assert [(one["name"], one["first_day"]) for one in told] == [(made.staff.name, day.isoformat())]


def test_the_load_board_takes_the_same_number_of_queries_however_many_people(
    story, visitor, django_assert_max_num_queries
):
    client = visitor("dispatcher")
    client.get("/dispatch/load/")
    with as_system():
        Staff.objects.bulk_create(
            Staff(number=f"X{n}", name=f"甲{n}", station=story.world.station) for n in range(60)
        )
    with django_assert_max_num_queries(20):
        client.get("/dispatch/load/")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_weekly_plan_prints_in_both_languages(story, visitor, language):
    story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    client = visitor("dispatcher")
    client.cookies["aftersail_language"] = language
    answer = client.get("/dispatch/board/plan.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert client.get("/dispatch/board/plan.pdf?from=2020-01-01").content.startswith(b"%PDF")


def test_the_map_of_a_day_shows_who_works_where(story, visitor):
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    day = timezone.localdate(made.starts_at)
    page = visitor("dispatcher").get(f"/dispatch/board/map/?day={day}&station=").content.decode()
    assert f"{made.staff.name} {story.world.vessel.hull_code}" in page


def test_a_draft_is_laid_over_the_plan_and_changes_nothing(story, visitor, monkeypatch):
    order = story.order()
    step = Step(new_id(), order.pk, order.version, order.number, story.world.staff["engineer"].pk, later(story, 20), later(story, 24))  # fmt: skip
    monkeypatch.setattr(drafts, "_providers", [lambda account, line: Draft((step,), "Draft of a solver")])
    page = visitor("dispatcher").get("/dispatch/board/?station=").content.decode()
    assert "pb-draft" in page
    assert "Draft of a solver" in page
    with as_system():
        assert not Assignment.objects.exists()
    with pytest.raises(ValueError, match="ends after"):
        replace(step, ends_at=later(story, 20) - timedelta(1))
