"""Facts about the dispatch board: what it shows, what a drag is told before the drop, and what a drop does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.models import SavedFilter
from aftersail.core.scope import as_system
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Leave, RosterLine, ShiftPattern, Skill, Staff, StaffSkill

HX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def desk(visitor):
    return visitor("dispatcher")


def later(story, hours):
    return (story.now + timedelta(hours=hours)).replace(microsecond=0)


def judged(client, order, assignment=None):
    """Ask the verdicts as a drag does; return (kind, word, sentence, start) by (staff id, day)."""
    first = timezone.localdate()
    asked = {"order": order.pk, "from": first.isoformat(), "weeks": "1", "station": ""}
    if assignment:
        asked["assignment"] = assignment.pk
    told = client.get("/dispatch/board/verdicts/", asked, **HX).json()
    cells = {}
    for staff, runs in told["people"].items():
        day = first
        for days, *verdict in runs:
            for _n in range(days):
                cells[staff, day] = verdict
                day += timedelta(1)
    return cells


def dropping(order, staff, starts_at, **changes):
    return {
        "order": order.pk, "staff": staff.pk, "version": order.version, "starts_at": starts_at, "id": new_id(), "override_reason": "",
    } | changes  # fmt: skip


def local(at):
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def test_the_board_shows_people_by_station_promises_and_what_waits(story, desk):
    waits, goes = story.order(), story.order()
    made = story.assign(goes, starts_at=later(story, 20), ends_at=later(story, 24))
    page = desk.get("/dispatch/board/?station=").content.decode()
    assert f'data-bar="{made.pk}"' in page
    assert f'data-order="{waits.pk}"' in page
    assert page.index("青岛") < page.index(made.staff.name) if "青岛" in page else made.staff.name in page


def test_leave_roster_lock_and_conflict_are_told_in_words_on_the_board(story, desk):
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    day = timezone.localdate(made.starts_at)
    with as_system():
        Leave.objects.create(staff=made.staff, first_day=day, last_day=day + timedelta(1))
        off = ShiftPattern.objects.create(code="O", name="停班", cycle="O")
        RosterLine.objects.create(staff=story.world.staff["second_engineer"], pattern=off, first_day=day)
        Assignment.objects.filter(pk=made.pk).update(
            locked_at=story.now, locked_by=story.account("dispatcher"), lock_reason="船长点名"
        )
    page = desk.get("/dispatch/board/?station=").content.decode()
    assert "leave" in page
    assert "off duty" in page
    assert "locked by" in page
    assert "船长点名" in page
    assert "conflict: on leave" in page
    assert f'data-order="{made.order_id}"' not in page, "a locked bar cannot be dragged"


@pytest.mark.parametrize("who", ["crew", "owner", "yard", "engineer", "finance"])
def test_the_board_is_not_for(visitor, story, who):
    assert visitor(who).get("/dispatch/board/").status_code == 403


def test_who_only_reads_cannot_drop(visitor, story):
    order = story.order()
    assert visitor("executive").get("/dispatch/board/").status_code == 200
    refused = visitor("executive").post(
        "/dispatch/board/drop/", dropping(order, story.world.staff["engineer"], local(later(story, 20)))
    )
    assert refused.status_code == 403


def test_one_request_judges_every_person_on_every_day_whatever_their_number(
    story, desk, django_assert_max_num_queries
):
    order = story.order()
    desk.get("/dispatch/board/")
    with django_assert_max_num_queries(22):
        desk.get("/dispatch/board/verdicts/", {"order": order.pk, "station": ""}, **HX)
    with as_system():
        crowd = [Staff(number=f"X{n}", name=f"甲{n}", station=story.world.station) for n in range(40)]
        Staff.objects.bulk_create(crowd)
        StaffSkill.objects.bulk_create(
            StaffSkill(staff=one, skill=story.world.skills["RAD"], level=3) for one in crowd
        )
    with django_assert_max_num_queries(22):
        told = desk.get("/dispatch/board/verdicts/", {"order": order.pk, "station": ""}, **HX).json()
    assert len(told["people"]) == 44


def test_the_page_takes_the_same_number_of_queries_at_two_hundred_people_and_two_thousand_promises(
    story, desk, django_assert_max_num_queries
):
    order = story.order()
    with as_system():
        crowd = [Staff(number=f"X{n:03d}", name=f"甲{n}", station=story.world.station) for n in range(200)]
        Staff.objects.bulk_create(crowd)
        Assignment.objects.bulk_create(
            Assignment(
                order=order, staff=one, lead=False, starts_at=later(story, 24 * day + 2), ends_at=later(story, 24 * day + 6)
            )
            for one in crowd
            for day in range(10)
        )  # fmt: skip
    desk.get("/dispatch/board/")
    with django_assert_max_num_queries(28):
        page = desk.get("/dispatch/board/?weeks=4&station=").content
    assert page.count(b"data-bar=") == 2000
    assert len(page) < 1_700_000


def test_R38_the_verdict_names_skill_leave_clash_and_window(story, desk):
    order = story.order()
    world, today = story.world, timezone.localdate()
    busy = story.assign(
        story.order(), starts_at=later(story, 1), ends_at=later(story, 30), override_reason="长活"
    )
    with as_system():
        Leave.objects.create(
            staff=world.staff["second_engineer"], first_day=today, last_day=today + timedelta(2)
        )
    cells = judged(desk, order)
    day = today + timedelta(1)
    assert cells[str(world.staff["unskilled_engineer"].pk), day][:2] == ["no", "skill"]
    assert "level 0, the work needs 2" in cells[str(world.staff["unskilled_engineer"].pk), day][2]
    assert cells[str(world.staff["second_engineer"].pk), day][:2] == ["no", "leave"]
    clash = (
        cells[str(busy.staff_id), today] if timezone.localtime().hour < 19 else cells[str(busy.staff_id), day]
    )
    assert clash[0] == "no"
    outside = cells[str(world.staff["engineer"].pk), today + timedelta(5)]
    assert outside[0] == "reason"
    assert "window" in outside[2]


def test_R17_the_verdict_says_who_is_proposed_first_and_that_a_reason_is_needed(story, desk):
    order = story.order()
    cells = judged(desk, order)
    day = timezone.localdate() + timedelta(1)
    assert cells[str(story.world.staff["engineer"].pk), day][0] == "first"
    other = cells[str(story.world.staff["other_engineer"].pk), day]
    assert other[0] == "reason"
    assert "is proposed first" in other[2]


def test_R38_what_the_verdict_allows_the_drop_does_and_what_it_refuses_the_drop_refuses(story, desk):
    """For every person and day of a week: the verdict shown and what the server then does agree."""
    today = timezone.localdate()
    with as_system():
        Leave.objects.create(
            staff=story.world.staff["engineer"], first_day=today + timedelta(4), last_day=today + timedelta(5)
        )
        off = ShiftPattern.objects.create(code="OD", name="轮班", cycle="OD")
        RosterLine.objects.create(staff=story.world.staff["second_engineer"], pattern=off, first_day=today)
    story.assign(story.order(), starts_at=later(story, 26), ends_at=later(story, 50), override_reason="长活")
    order = story.order()
    seen = set()
    for (staff_id, day), (kind, _word, sentence, start) in judged(desk, order).items():
        with as_system():
            staff, now = Staff.objects.get(pk=staff_id), WorkOrder.objects.get(pk=order.pk)
        begins = start or f"{day}T09:00"
        plain = desk.post("/dispatch/board/drop/", dropping(now, staff, begins), **HX)
        assert (plain.status_code == 200) is (kind == "first"), (staff, day, kind, sentence, plain.content)
        if plain.status_code != 200:
            told = desk.post(
                "/dispatch/board/drop/", dropping(now, staff, begins, override_reason="说明"), **HX
            )
            expected = kind == "reason"
            assert (told.status_code == 200) is expected, (staff, day, kind, sentence, told.content)
            plain = told if expected else plain
        if plain.status_code == 200:
            desk.post("/dispatch/board/undo/", {"entry": plain.json()["undo"]}, **HX)
        seen.add(kind)
    assert seen == {"first", "reason", "no"}


def test_a_drop_answers_with_the_rows_that_changed_and_the_tray_without_the_order(story, desk):
    order, staff = story.order(), story.world.staff["engineer"]
    answer = desk.post(
        "/dispatch/board/drop/?station=", dropping(order, staff, local(later(story, 20))), **HX
    )
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert list(told["rows"]) == [str(staff.pk)]
    assert order.number in told["rows"][str(staff.pk)]
    assert str(order.pk) not in told["tray"]
    assert told["undo"]


def test_a_bar_dropped_elsewhere_is_moved_and_both_rows_come_back(story, desk):
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    other = story.world.staff["other_engineer"]
    values = dropping(
        made.order,
        other,
        local(later(story, 40)),
        assignment=made.pk,
        version=made.version,
        override_reason="熟悉",
    )
    told = desk.post("/dispatch/board/drop/?station=", values, **HX).json()
    assert set(told["rows"]) == {str(other.pk), str(made.staff_id)}


def test_a_stale_drop_is_refused_in_words_and_moves_nothing(story, desk):
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    values = dropping(
        made.order, made.staff, local(later(story, 40)), assignment=made.pk, version=made.version
    )
    assert desk.post("/dispatch/board/drop/", values, **HX).status_code == 200
    again = desk.post(
        "/dispatch/board/drop/", values | {"id": new_id(), "starts_at": local(later(story, 60))}, **HX
    )
    assert again.status_code == 409
    assert "somebody moved or released it meanwhile" in again.json()["detail"]


def test_R17_a_double_booking_ends_in_a_clear_message(story, desk):
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    second = story.order()
    values = dropping(second, made.staff, local(later(story, 21)), override_reason="急")
    refused = desk.post("/dispatch/board/drop/", values, **HX)
    assert refused.status_code == 409
    assert made.order.number in refused.json()["detail"]


def test_a_board_that_polls_is_told_nothing_until_somebody_does_something(story, visitor):
    mine, theirs = visitor("dispatcher"), visitor("manager")
    order = story.order()
    first = mine.get("/dispatch/board/watch/", **HX)
    mark = first["ETag"]
    assert mine.get("/dispatch/board/watch/", HTTP_IF_NONE_MATCH=mark, **HX).status_code == 304
    theirs.get("/dispatch/board/watch/", **HX)
    told = mine.get("/dispatch/board/watch/", HTTP_IF_NONE_MATCH=mark, **HX)
    assert told.json()["others"] == [story.account("manager").name]
    values = dropping(order, story.world.staff["engineer"], local(later(story, 20)))
    assert theirs.post("/dispatch/board/drop/", values, **HX).status_code == 200
    told = mine.get("/dispatch/board/watch/", HTTP_IF_NONE_MATCH=told["ETag"], **HX).json()
    assert told["changes"][0]["who"] == story.account("manager").name
    assert order.number in told["changes"][0]["told"]
    assert not told["changes"][0]["own"]


def test_polling_is_cheap(story, desk, django_assert_max_num_queries):
    desk.get("/dispatch/board/watch/", **HX)
    with django_assert_max_num_queries(6):
        desk.get("/dispatch/board/watch/", **HX)


def test_filters_narrow_rows_and_tray_and_can_be_kept(story, desk):
    order = story.order()
    radar = Skill.objects.get(code="RAD")
    page = desk.get(f"/dispatch/board/?station=&skill={radar.pk}").content.decode()
    assert f'data-staff="{story.world.staff["engineer"].pk}"' in page
    assert f'data-staff="{story.world.staff["unskilled_engineer"].pk}"' not in page
    assert f'data-order="{order.pk}"' in page
    assert f'data-order="{order.pk}"' not in desk.get("/dispatch/board/?severity=S4").content.decode()
    kept = {"name": "雷达", "query": f"skill={radar.pk}&from=2026-01-01", "next": "/dispatch/board/"}
    assert desk.post("/filters/save/dispatch:board/", kept).status_code == 302
    with as_system():
        assert SavedFilter.objects.get(page="dispatch:board").query == f"skill={radar.pk}"
    assert "雷达" in desk.get("/dispatch/board/").content.decode()


def test_nonsense_in_the_address_does_not_break_the_board(desk, story):
    for query in ("weeks=99", "station=x", "area=1&skill=%00", "from=2026-02-30", "severity=S9&q=%27"):
        assert desk.get(f"/dispatch/board/?{query}").status_code == 200
    assert desk.get("/dispatch/board/verdicts/?order=x").status_code == 422
    assert desk.post("/dispatch/board/drop/", {}, **HX).status_code == 409
    assert desk.post("/dispatch/board/undo/", {"entry": "x"}, **HX).status_code == 404


def test_the_list_does_all_the_board_does_with_plain_forms(story, desk):
    order = story.order()
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    page = desk.get("/dispatch/board/list/?station=").content.decode()
    assert f"/dispatch/orders/{order.pk}/" in page
    assert f"/dispatch/assignments/{made.pk}/" in page
    assert "Lock it" in desk.get(f"/dispatch/assignments/{made.pk}/").content.decode()
    form = desk.get(f"/dispatch/assignments/{made.pk}/move/").content.decode()
    assert "Who could begin on" in form
    values = {
        "id": new_id(), "version": made.version, "staff": made.staff_id, "starts_at": local(later(story, 40)),
        "ends_at": local(later(story, 44)), "override_reason": "",
    }  # fmt: skip
    assert desk.post(f"/dispatch/assignments/{made.pk}/move/", values).status_code == 302
    with as_system():
        now = Assignment.objects.get(order=made.order_id, released_at=None)
    locking = {"version": now.version, "reason": "船长点名"}
    assert desk.post(f"/dispatch/assignments/{now.pk}/lock/", locking).status_code == 302
    assert "船长点名" in desk.get(f"/dispatch/assignments/{now.pk}/").content.decode()
    assert desk.post(f"/dispatch/assignments/{now.pk}/lock/", {"version": now.version + 1}).status_code == 302


def test_what_is_taken_back_answers_with_the_rows_that_changed(story, desk):
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    other = story.world.staff["other_engineer"]
    values = dropping(made.order, other, local(later(story, 40)), assignment=made.pk, version=made.version, override_reason="熟悉")  # fmt: skip
    moved = desk.post("/dispatch/board/drop/?station=", values, **HX).json()
    sent = {"entry": moved["undo"], "mark": moved["mark"]}
    told = desk.post("/dispatch/board/undo/?station=", sent, **HX).json()
    assert set(told["rows"]) == {str(other.pk), str(made.staff_id)}
    assert made.order.number in told["rows"][str(made.staff_id)]
    assert made.order.number not in told["rows"][str(other.pk)]


def test_a_board_that_does_not_show_what_others_did_gets_all_rows(story, desk):
    order, staff = story.order(), story.world.staff["engineer"]
    shown = desk.get("/dispatch/board/?station=").context["watch"].mark
    story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    values = dropping(order, staff, local(later(story, 44)), override_reason="说明", mark=shown)
    told = desk.post("/dispatch/board/drop/?station=", values, **HX).json()
    assert len(told["rows"]) > 1
    back = desk.post("/dispatch/board/undo/?station=", {"entry": told["undo"], "mark": shown}, **HX).json()
    assert len(back["rows"]) == len(told["rows"])
