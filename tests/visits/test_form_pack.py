"""What of forms is taken to sea, what comes back in conflict with a form that was closed, and how the desk reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.visits.models import FieldCommand, FilledForm
from aftersail.visits.queries.sent_fields import fields_of
from aftersail.visits.rules.designing import without_field
from tests.visits.every_kind import sheet_of_every_kind
from tests.visits.field_device import PlayedDevice
from tests.visits.form_samples import small_form
from tests.visits.test_field_sync import program
from tests.visits.test_forms import GOOD, house

__all__ = ["house", "program"]


@pytest.fixture
def edition(house: Any) -> Any:
    return house.publish()


@pytest.fixture
def device(program: Any, aboard: Any) -> PlayedDevice:
    return PlayedDevice(program("engineer").call, aboard().working().pk).register()


def begun(device: PlayedDevice, edition: Any, **values: Any) -> Any:
    id = new_id()
    device.do("form", timezone.now(), record_id=id, edition_id=str(edition.pk), values=values)
    assert device.send()["verdicts"][-1]["outcome"] == "done"
    return id


def test_R65_a_visit_is_packed_with_its_forms_and_what_became_of_them(edition, device, house):
    id = begun(device, edition, isolated=True, voltage={"value": 20})
    (form,) = device.call("get", f"/field/pack/visits/{device.visit_id}").json()["forms"]
    assert (form["id"], form["edition_id"], form["state"]) == (str(id), str(edition.pk), "draft")
    assert form["values"] == {"isolated": True, "voltage": {"value": 20}}
    with as_system():
        found = FilledForm.objects.get(pk=id)
        assert (form["version"], form["number"]) == (found.version, found.number)
    house.put(found, outcome="ok", yard_says="无意见")
    house.signed(found)
    (form,) = device.call("get", f"/field/pack/visits/{device.visit_id}").json()["forms"]
    assert (form["state"], form["results"]["voltage"]) == ("signed", "fail")
    assert {one["role"] for one in form["signatures"]} == {"yard", "engineer"}
    assert [(one["line"], one["is_open"]) for one in form["follow_ups"]] == [("voltage", True)]


def test_R65_editions_are_packed_once_with_those_that_forms_were_begun_in(edition, device, house):
    house.publish(small_form("DAY", "daily"))
    begun(device, edition, isolated=True)
    newer = house.publish(without_field(small_form(), "why"), note="精简")
    told = device.call("get", "/field/pack/forms").json()["editions"]
    assert {(one["code"], one["number"], one["active"]) for one in told} == {
        ("TST", 1, False),
        ("TST", newer.number, True),
    }
    (old,) = [one for one in told if not one["active"]]
    assert old["content"] == edition.schema


def test_R65_packed_editions_are_sent_again_only_where_they_changed(edition, program, device, house):
    def ask(etag: str = "") -> Any:
        headers = {"If-None-Match": etag} if etag else {}
        return program("engineer").client.get("/api/v1/field/pack/forms", headers=headers)

    first = ask()
    assert ask(first["ETag"]).status_code == 304
    house.publish(sheet_of_every_kind())
    assert ask(first["ETag"]).status_code == 200


def test_R65_a_form_signed_ashore_meanwhile_is_a_conflict_with_both_versions(edition, device, house):
    id = begun(device, edition, **GOOD)
    with as_system():
        seen = FilledForm.objects.get(pk=id)
    house.signed(seen)
    command = device.do(
        "form", timezone.now(), record_id=id, edition_id=str(edition.pk), values={"outcome": "bad"}, version=seen.version
    )  # fmt: skip
    del command["after"]
    verdict = device.send()["verdicts"][-1]
    assert verdict["outcome"] == "conflict"
    assert (verdict["theirs"]["state"], verdict["theirs"]["values"]["outcome"]) == ("signed", "ok")
    with as_system():
        assert FilledForm.objects.get(pk=id).values["outcome"] == "ok"


def test_R65_the_desk_reads_the_lines_that_a_device_sent_not_their_keys(edition, device, story, house):
    id = begun(device, edition, **GOOD)
    with as_system():
        seen = FilledForm.objects.get(pk=id)
    house.put(seen, "manager", yard_says="有意见")
    at = timezone.now() + timedelta(seconds=1)
    values = {"yard_says": "没有", "voltage": {"value": 23.5, "gauge": "M-7"}}
    command = device.do(
        "form", at, record_id=id, edition_id=str(edition.pk), values=values, version=seen.version
    )
    del command["after"]
    assert device.send()["verdicts"][-1]["outcome"] == "conflict"
    with as_system():
        sent = FieldCommand.objects.order_by("-number").first()
        told = {(one.label, one.mine, one.theirs) for one in fields_of(story.account("engineer"), sent)}
    assert told == {
        ("Output voltage", "23.5 V (M-7)", "24.1 V (M-7)"),
        ("Opinion", "没有", "有意见"),
    }


@pytest.mark.parametrize(
    "content", [{"edition_id": "x"}, {"edition_id": None, "values": []}, {"values": "x", "skips": [1]}, {}]
)
def test_a_broken_command_of_a_form_breaks_no_page(edition, device, story, content):
    device.do("form", timezone.now(), record_id=new_id(), **content)
    assert device.send()["verdicts"][-1]["outcome"] == "refused"
    with as_system():
        assert fields_of(story.account("engineer"), FieldCommand.objects.get()) == []
