"""The map of stations, the team calendar and leave, through the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.models import LogEntry, Notification
from aftersail.core.scope import as_system
from aftersail.core.work import deliver
from aftersail.people.models import Coverage, Leave, Port, RosterLine, ShiftPattern

pytestmark = pytest.mark.django_db


@pytest.fixture
def holes(world):
    """A port without a station and one with a backup only."""
    with as_system():
        area = world.station.area
        none = Port.objects.create(
            code="LONE", name="孤港", name_en="Lonely", area=area, latitude=39.8, longitude=124.1
        )
        backup = Port.objects.create(
            code="HALF", name="半港", name_en="Half", area=area, latitude=37.0, longitude=122.0
        )
        far = Port.objects.create(
            code="FAR", name="远港", name_en="Faraway", area=area, latitude=1.3, longitude=103.8
        )
        Coverage.objects.create(port=backup, station=world.station, rank=2)
    return none, backup, far


def drawing_of(page):
    return page.split('class="chart-map"')[1].split("</svg>")[0]


def test_R16_the_map_and_its_table_tell_the_holes_apart(world, holes, signed_in):
    page = signed_in("dispatcher").get(reverse("people:network")).content.decode()
    none, backup, far = holes
    drawing, table = drawing_of(page), page.split('class="chart-map"')[1].split("</svg>", 1)[1]
    assert 'class="map-port map-none"' in drawing
    assert 'class="map-port map-backup"' in drawing
    assert "Lonely" in drawing
    assert "Faraway" not in drawing
    for port in (none, backup, far):
        assert f'id="port-{port.code}"' in page
    assert table.index("Faraway") < table.index(world.ports["QDG"].name_en)  # the holes come first
    assert reverse("people:port", args=[none.pk]) in drawing  # reachable by keyboard
    assert "lies outside the coast" in page


def test_R26_the_table_compares_the_way_with_the_promise_that_is_chosen(world, signed_in):
    client = signed_in("dispatcher")
    with as_system():
        Coverage.objects.filter(port=world.ports["SHG"]).delete()
        Coverage.objects.create(port=world.ports["SHG"], station=world.station, rank=1)
    url = reverse("people:network")
    assert "map-late" in drawing_of(client.get(f"{url}?hours=1").content.decode())
    near = client.get(f"{url}?hours=200").content.decode()
    assert "map-late" not in drawing_of(near)
    assert client.get(f"{url}?hours=nan&target=x&station=zz&area=%00").status_code == 200
    assert (
        "Warranty ≤" in client.get(url).content.decode()
    )  # the baseline's own promise, from the fleet chapter


def test_R26_an_agreed_journey_is_entered_once_whichever_way_round(world, signed_in):
    client, url = signed_in("dispatcher"), reverse("people:journey_new")
    one, other = world.ports["QDG"], world.ports["SHG"]
    form = {
        "id": str(new_id()),
        "first_port": one.pk,
        "second_port": other.pk,
        "travel_hours": "7.5",
        "note": "",
    }
    assert client.post(url, form).status_code == 302
    turned = form | {"id": str(new_id()), "first_port": other.pk, "second_port": one.pk}
    assert client.post(url, turned).status_code == 422
    assert client.post(url, form | {"id": str(new_id()), "second_port": one.pk}).status_code == 422


def test_R16_a_station_shows_ports_people_yards_and_what_it_lacks(world, signed_in):
    client = signed_in("dispatcher")
    page = client.get(reverse("people:station", args=[world.other_station.pk])).content.decode()
    assert world.ports["SHG"].name_en in page
    panel = reverse("fleet:station_yards", args=[world.other_station.pk])
    assert panel in page
    assert world.yard.name_en in client.get(panel).content.decode()


def ask(client, staff, first, last, **more):
    form = {
        "id": str(new_id()),
        "kind": "annual",
        "first_day": str(first),
        "last_day": str(last),
        "note": "探亲",
    }
    return client.post(reverse("people:leave_ask", args=[staff.pk]), form | more)


def test_leave_is_asked_for_and_approved_and_both_are_told(world, signed_in):
    staff, today = world.staff["engineer"], timezone.localdate()
    engineer, manager = signed_in("engineer"), signed_in("manager")
    first, last = today + timedelta(days=5), today + timedelta(days=8)
    made = ask(engineer, staff, first, last)
    assert made.status_code == 302
    with as_system():
        leave = Leave.objects.get(staff=staff)
        assert leave.state == "requested"
        for entry in LogEntry.objects.filter(subject_id=leave.pk):
            deliver(entry.pk)
        assert Notification.objects.filter(
            account__username="manager", event__endswith="LeaveRequested"
        ).exists()
    step = reverse("people:leave_step", args=[leave.pk, "approve"])
    assert engineer.post(step, {"version": 1}).status_code in {403, 422}
    page = manager.get(reverse("people:leave", args=[leave.pk])).content.decode()
    assert "Approve" in page
    assert manager.post(step, {"version": 1, "answer": ""}).status_code == 302
    assert manager.post(step, {"version": 1}).status_code in {403, 409, 422}  # a second click changes nothing
    with as_system():
        leave.refresh_from_db()
        assert leave.state == "approved"
        for entry in LogEntry.objects.filter(subject_id=leave.pk):
            deliver(entry.pk)
        assert Notification.objects.filter(
            account__username="engineer", event__endswith="LeaveApproved"
        ).exists()


def test_leave_that_makes_no_sense_is_refused_and_keeps_what_was_typed(world, signed_in):
    staff, today = world.staff["engineer"], timezone.localdate()
    client = signed_in("engineer")
    day = timedelta(days=1)
    assert ask(client, staff, today + 5 * day, today + 4 * day).status_code == 422
    assert ask(client, staff, today - 9 * day, today - 8 * day).status_code == 422
    assert ask(client, staff, today, today + 500 * day).status_code == 422
    assert ask(client, staff, today + 5 * day, today + 8 * day).status_code == 302
    twice = ask(client, staff, today + 8 * day, today + 9 * day)
    assert twice.status_code == 422
    assert "探亲" in twice.content.decode()
    assert ask(client, world.staff["second_engineer"], today, today).status_code == 422


def test_a_refusal_of_leave_says_why_and_nobody_decides_on_their_own(world, signed_in):
    today = timezone.localdate()
    with as_system():
        leave = Leave.objects.create(
            staff=world.staff["engineer"], first_day=today, last_day=today, state="requested"
        )
        own = Leave.objects.create(
            staff=world.staff["manager"], first_day=today, last_day=today, state="requested"
        )
        foreign = Leave.objects.create(
            staff=world.staff["other_engineer"], first_day=today, last_day=today, state="requested"
        )
    client = signed_in("manager")

    def step(one, name, **more):
        return client.post(
            reverse("people:leave_step", args=[one.pk, name]), {"version": 1} | more
        ).status_code

    assert step(leave, "refuse") in {403, 422}
    assert step(own, "approve") in {403, 422}
    assert step(foreign, "approve") in {403, 422}
    assert step(leave, "refuse", answer="人手不足") == 302
    with as_system():
        leave.refresh_from_db()
        assert (leave.state, leave.answer) == ("refused", "人手不足")
        own.refresh_from_db()
        assert own.state == "requested"


def test_the_team_calendar_shows_leave_duty_and_who_is_free(world, signed_in):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    with as_system():
        pattern = ShiftPattern.objects.create(code="X", name="班", cycle="DDDDDCO")
        RosterLine.objects.create(staff=world.staff["second_engineer"], pattern=pattern, first_day=monday)
        Leave.objects.create(
            staff=world.staff["engineer"], first_day=monday, last_day=monday + timedelta(days=1)
        )
    page = (
        signed_in("manager")
        .get(reverse("people:calendar") + f"?from={monday}&days=7&station=QD")
        .content.decode()
    )
    assert page.count("team-leave") >= 2
    assert "team-call" in page
    assert "team-off" in page
    free = page.split("Free to be sent")[1].split("</tr>")[0]
    counts = [int(cell.split(">")[1].split("<")[0]) for cell in free.split("<td")[1:]]
    assert counts == [2, 2, 3, 3, 3, 3, 2]
    other = signed_in("manager").get(reverse("people:calendar") + "?station=SH&from=2026-02-30&days=x")
    assert other.status_code == 200


def test_two_rosters_of_one_person_do_not_overlap_and_a_cycle_has_known_letters(world, signed_in):
    client, today = signed_in("dispatcher"), timezone.localdate()
    pattern = {
        "id": str(new_id()),
        "code": "P",
        "name": "班",
        "cycle": "ddxoo",
        "day_from_hour": 8,
        "day_until_hour": 17,
        "night_from_hour": 20,
        "night_until_hour": 8,
    }
    url = reverse("people:shift_pattern_new")
    assert client.post(url, pattern).status_code == 422
    assert client.post(url, pattern | {"cycle": "DDDOO", "day_until_hour": 7}).status_code == 422
    assert client.post(url, pattern | {"cycle": "DDDOO"}).status_code == 302
    with as_system():
        made = ShiftPattern.objects.get(code="P")
    line = {
        "id": str(new_id()),
        "staff": world.staff["engineer"].pk,
        "pattern": made.pk,
        "first_day": str(today),
        "last_day": "",
    }
    new = reverse("people:roster_line_new")
    assert client.post(new, line).status_code == 302
    later = line | {"id": str(new_id()), "first_day": str(today + timedelta(days=40))}
    assert client.post(new, later).status_code == 422


def test_leave_is_asked_for_and_decided_by_programs_with_the_same_refusals(world, signed_in):
    staff, day = world.staff["engineer"], timezone.localdate() + timedelta(days=9)
    asked = {
        "id": str(new_id()),
        "staff_id": str(staff.pk),
        "kind": "annual",
        "first_day": str(day),
        "last_day": str(day),
    }
    engineer, manager = signed_in("engineer"), signed_in("manager")
    url, kind = "/api/v1/people/leave-requests", "application/json"
    made = engineer.post(url, asked, content_type=kind)
    assert made.status_code == 201
    assert made.json()["state"] == "requested"
    assert engineer.post(url, asked, content_type=kind).json()["id"] == made.json()["id"]
    assert engineer.post(url, asked | {"id": str(new_id())}, content_type=kind).status_code == 422
    step = f"{url}/{asked['id']}/moves/refuse"
    refused = manager.post(step, {"version": 1}, content_type=kind)
    assert refused.status_code == 422
    assert "Say why" in refused.json()["detail"]
    assert (
        manager.post(step, {"version": 1, "answer": "人手不足"}, content_type=kind).json()["state"]
        == "refused"
    )
