"""Facts about calendar feeds: private, revocable, never more than their owner may see; read by an independent program."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from aftersail.core.feeds import Entry
from aftersail.core.icalendar import written
from aftersail.core.ids import new_id
from aftersail.core.models import AccessGrant, CalendarFeed
from aftersail.core.scope import as_system
from aftersail.people.models import Leave
from aftersail.visits.models import Visit
from tests.visits.conftest import Aboard, aboard, story, with_a_mate

__all__ = ["aboard", "story"]
ADDRESS = re.compile(r"http://testserver(/calendar/[^\"<\s]+\.ics)")


@pytest.fixture
def visit(aboard: Callable[..., Aboard]) -> Visit:
    return aboard().visit()


def make(client: Client, whose: str = "person") -> str:
    page = client.post("/account/feeds/", {"id": str(new_id()), "whose": whose, "name": ""}).content.decode()
    return ADDRESS.search(page)[1]


def read(address: str) -> dict[str, object]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    return {str(entry["UID"]): entry for entry in calendar.walk("VEVENT")}


def test_an_engineer_subscribes_to_own_visits_and_leave(world, visit, signed_in):
    with as_system():
        today = timezone.localdate()
        leave = Leave.objects.create(
            staff=world.staff["engineer"], first_day=today, last_day=today + timedelta(days=2)
        )
        other = Leave.objects.create(staff=world.staff["other_engineer"], first_day=today, last_day=today)
    entries = read(make(signed_in("engineer")))
    mine = entries[f"visit-{visit.pk}@aftersail"]
    assert mine["DTSTART"].dt == visit.planned_from.replace(microsecond=0)
    assert mine["DTEND"].dt == visit.planned_until.replace(microsecond=0)
    assert visit.number in str(mine["DESCRIPTION"])
    assert str(mine["STATUS"]) == "CONFIRMED"
    away = entries[f"leave-{leave.pk}@aftersail"]
    assert away["DTSTART"].dt == today
    assert away["DTEND"].dt == today + timedelta(days=3)
    assert f"leave-{other.pk}@aftersail" not in entries


def test_the_calendar_of_somebody_who_goes_with_others_names_them(story, world, visit, signed_in):
    address = make(signed_in("engineer"))
    alone = read(address)[f"visit-{visit.pk}@aftersail"]
    assert world.staff["engineer"].name not in str(alone["DESCRIPTION"])
    with_a_mate(story, visit)
    together = str(read(address)[f"visit-{visit.pk}@aftersail"]["DESCRIPTION"])
    assert all(world.staff[name].name in together for name in ("engineer", "other_engineer"))


def test_a_visit_that_is_called_off_stays_as_cancelled_under_the_same_uid(world, visit, signed_in):
    address = make(signed_in("engineer"))
    before = read(address)[f"visit-{visit.pk}@aftersail"]
    with as_system():
        visit.change(state="aborted", abort_reason="船已离港")
    after = read(address)[f"visit-{visit.pk}@aftersail"]
    assert str(after["STATUS"]) == "CANCELLED"
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_an_unchanged_feed_is_not_sent_twice(world, visit, signed_in):
    address = make(signed_in("engineer"))
    first = Client().get(address)
    assert Client().get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    with as_system():
        visit.change(planned_until=visit.planned_until + timedelta(hours=1))
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_the_address_is_shown_once_kept_as_a_hash_and_renewed(world, visit, signed_in):
    engineer = signed_in("engineer")
    address = make(engineer)
    secret = address.split("/")[2].removesuffix(".ics")
    assert secret not in engineer.get("/account/feeds/").content.decode()
    with as_system():
        feed = CalendarFeed.objects.get()
        assert secret not in feed.digest
    page = engineer.post(f"/account/feeds/{feed.pk}/renew/").content.decode()
    fresh = ADDRESS.search(page)[1]
    assert Client().get(address).status_code == 404
    assert Client().get(fresh).status_code == 200


def test_a_revoked_feed_leads_nowhere(world, visit, signed_in):
    engineer = signed_in("engineer")
    address = make(engineer)
    with as_system():
        feed = CalendarFeed.objects.get()
    assert signed_in("crew").post(f"/account/feeds/{feed.pk}/revoke/").status_code == 404
    assert engineer.post(f"/account/feeds/{feed.pk}/revoke/").status_code == 302
    assert Client().get(address).status_code == 404


def test_a_closed_account_has_no_feed(world, visit, signed_in):
    address = make(signed_in("engineer"))
    with as_system():
        world.accounts["engineer"].change(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_feed_shows_what_its_owner_may_see_now(world, visit, signed_in):
    crew, stranger = make(signed_in("crew")), make(signed_in("other_crew"))
    assert f"visit-{visit.pk}@aftersail" in read(crew)
    assert read(stranger) == {}
    with as_system():
        AccessGrant.objects.filter(account=world.accounts["crew"]).delete()
        AccessGrant.objects.filter(organisation=world.accounts["crew"].organisation).delete()
    assert read(crew) == {}


def test_a_station_manager_has_the_stations_days_with_names(world, visit, signed_in):
    with as_system():
        today = timezone.localdate()
        leave = Leave.objects.create(staff=world.staff["engineer"], first_day=today, last_day=today)
    address = make(signed_in("manager"), str(world.station.pk))
    entries = read(address)
    assert f"visit-{visit.pk}@aftersail" in entries
    assert world.staff["engineer"].name in str(entries[f"leave-{leave.pk}@aftersail"]["SUMMARY"])
    with as_system():
        AccessGrant.objects.filter(account=world.accounts["manager"]).delete()
    assert Client().get(address).status_code == 404


def test_a_team_that_is_not_ones_own_is_not_to_be_had(world, signed_in):
    answer = signed_in("crew").post("/account/feeds/", {"id": str(new_id()), "whose": str(world.station.pk)})
    assert answer.status_code == 422
    by_api = signed_in("engineer").post(
        "/api/v1/feeds",
        {"id": str(new_id()), "kind": "team", "team_id": str(world.station.pk)},
        "application/json",
    )
    assert by_api.status_code == 422


def test_a_double_click_makes_one_feed(world, signed_in):
    engineer, id = signed_in("engineer"), str(new_id())
    for _time in range(2):
        assert engineer.post("/account/feeds/", {"id": id, "whose": "person"}).status_code == 200
    with as_system():
        assert CalendarFeed.objects.count() == 1


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=200),
    st.text('雷达,;\\\n:"a ', max_size=200),
)
def test_whatever_is_written_into_a_calendar_is_read_from_it(title, text):
    at = timezone.now().replace(microsecond=0)
    content = written("名", [Entry("u", at, at + timedelta(hours=1), title, text)])
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    assert str(entry["SUMMARY"]) == title
    assert str(entry.get("DESCRIPTION", "")) == text
