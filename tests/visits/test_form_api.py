"""Forms by the API, and from a device at sea: begun with an own id, filled in, signed, corrected; a signed one stays."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.visits.models import FieldCommand, FilledForm
from aftersail.visits.rules.designing import without_field
from tests.visits.field_device import PlayedDevice
from tests.visits.form_samples import small_form
from tests.visits.report_samples import handwriting
from tests.visits.test_field_sync import program
from tests.visits.test_forms import GOOD, house

__all__ = ["house", "program"]

DRAWN = base64.b64encode(handwriting(5)).decode()


@pytest.fixture
def edition(house):
    return house.publish()


@pytest.fixture
def call(program):
    return program("engineer").call


def body(edition, house, **more):
    return {"edition_id": str(edition.pk), "vessel_id": str(house.story.world.vessel.pk)} | more


def sign(call, id, role):
    return call("post", f"/filled-forms/{id}/signatures", {"role": role, "name": "程远帆", "image": DRAWN})


def test_R65_programs_read_which_forms_are_filled_in_and_their_json_schema(edition, call):
    (found,) = call("get", "/forms").json()["items"]
    assert (found["code"], found["edition"], found["state"]) == ("TST", 1, "active")
    content = call("get", f"/forms/editions/{found['id']}").json()["content"]
    assert content["properties"]["voltage"]["x-aftersail"]["low"] == 22.8


def test_R65_a_form_is_begun_with_an_own_id_filled_in_signed_and_corrected(edition, house, call):
    id = str(new_id())
    begun = call("put", f"/filled-forms/{id}", body(edition, house, values={"isolated": True}))
    assert begun.status_code == 200, begun.content
    assert (begun.json()["state"], begun.json()["percent"]) == ("draft", 25)
    more = call(
        "put", f"/filled-forms/{id}", body(edition, house, values=GOOD, version=begun.json()["version"])
    )
    assert more.json()["percent"] == 100
    stale = call(
        "put",
        f"/filled-forms/{id}",
        body(edition, house, values={"outcome": "bad"}, version=begun.json()["version"]),
    )
    assert stale.status_code == 409
    assert sign(call, id, "yard").json()["state"] == "draft"
    closed = sign(call, id, "engineer").json()
    assert closed["state"] == "signed"
    assert len(closed["content_hash"]) == 64
    assert (
        call("put", f"/filled-forms/{id}", body(edition, house, values={"outcome": "bad"})).status_code == 422
    )
    addendum = {"id": str(new_id()), "text": "表号 M-8"}
    assert call("post", f"/filled-forms/{id}/addenda", addendum).status_code == 200
    whole = call("get", f"/filled-forms/{id}").json()
    assert [one["text"] for one in whole["addenda"]] == ["表号 M-8"]
    assert call("get", f"/filled-forms/{id}/pdf").content[:4] == b"%PDF"
    assert call("get", "/filled-forms?state=signed").json()["count"] == 1


def test_R65_wrong_answers_are_refused_with_their_line(edition, house, call):
    answer = call("put", f"/filled-forms/{new_id()}", body(edition, house, values={"outcome": "maybe"}))
    assert answer.status_code == 422
    assert "结论" in answer.content.decode() or "Outcome" in answer.content.decode()
    with as_system():
        assert not FilledForm.objects.exists()


def test_R65_another_edition_than_it_was_begun_in_is_a_conflict(edition, house, call):
    id = new_id()
    assert call("put", f"/filled-forms/{id}", body(edition, house, values=GOOD)).status_code == 200
    newer = house.publish(without_field(small_form(), "why"), note="精简")
    assert (
        call("put", f"/filled-forms/{id}", body(newer, house, values={"outcome": "bad"})).status_code == 409
    )
    kept = call("put", f"/filled-forms/{id}", body(edition, house, values={"outcome": "bad"})).json()
    assert (kept["edition"], kept["values"]["outcome"]) == (1, "bad")


def test_R65_a_form_of_somebody_elses_ship_does_not_exist(edition, house, call, program):
    id = new_id()
    assert call("put", f"/filled-forms/{id}", body(edition, house, values=GOOD)).status_code == 200
    foreign = program("other_engineer").call
    assert foreign("get", f"/filled-forms/{id}").status_code == 404
    assert foreign("get", "/filled-forms").json()["count"] == 0
    assert foreign("put", f"/filled-forms/{new_id()}", body(edition, house)).status_code == 404
    assert foreign("put", f"/filled-forms/{id}", body(edition, house)).status_code in {404, 409}


STEPS = st.lists(
    st.sampled_from(["put", "clear", "sign_yard", "sign_engineer", "retest", "follow", "cancel", "addendum", "other_edition"]),
    max_size=8,
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_R65_a_signed_form_never_changes_under_any_sequence_of_calls(edition, house, call, steps):
    id = new_id()
    url = f"/filled-forms/{id}"
    call("put", url, body(edition, house, values=GOOD | {"voltage": {"value": 20}}))
    assert sign(call, id, "yard").status_code == 200
    assert sign(call, id, "engineer").status_code == 200
    with as_system():
        before = FilledForm.objects.filter(pk=id).values().get()
    calls = {
        "put": lambda: call("put", url, body(edition, house, values={"outcome": "bad", "why": "x"})),
        "clear": lambda: call("put", url, body(edition, house, values={"voltage": None})),
        "sign_yard": lambda: sign(call, id, "yard"),
        "sign_engineer": lambda: sign(call, id, "engineer"),
        "retest": lambda: call("post", f"{url}/lines/voltage/retest", {}),
        "follow": lambda: call("post", f"{url}/lines/outcome/follow-up", {}),
        "cancel": lambda: call("post", f"{url}/cancel", {"reason": "x"}),
        "addendum": lambda: call("post", f"{url}/addenda", {"text": "x"}),
        "other_edition": lambda: call("put", url, body(edition, house, edition_id=str(new_id()))),
    }
    for step in steps:
        assert (calls[step]().status_code == 200) == (step == "addendum")
    with as_system():
        assert FilledForm.objects.filter(pk=id).values().get() == before


def test_R65_a_device_at_sea_fills_a_form_in_and_signs_it_later(edition, house, program, aboard):
    told = aboard().working()
    device = PlayedDevice(program("engineer").call, told.pk).register()
    id, at = new_id(), timezone.now() - timedelta(hours=1)
    device.do("form", at, record_id=id, edition_id=str(edition.pk), values={"isolated": True})
    device.do(
        "form", at + timedelta(minutes=1), record_id=id, edition_id=str(edition.pk), values=GOOD, version=1
    )
    device.do("form_signed", at + timedelta(minutes=2), record_id=id, role="yard", name="船厂", image=DRAWN)
    device.do(
        "form_signed", at + timedelta(minutes=3), record_id=id, role="engineer", name="程远帆", image=DRAWN
    )
    device.do(
        "form", at + timedelta(minutes=4), record_id=id, edition_id=str(edition.pk), values={"outcome": "bad"}
    )
    device.do("form_addendum", at + timedelta(minutes=5), record_id=id, text="表号 M-8")
    verdicts = device.send()["verdicts"]
    assert [one["outcome"] for one in verdicts] == ["done", "done", "done", "done", "refused", "done"], (
        verdicts
    )
    again = device.send()["verdicts"]
    assert [one["outcome"] for one in again] == [one["outcome"] for one in verdicts]
    with as_system():
        form = FilledForm.objects.get()
        assert (form.pk, form.visit_id, form.state, form.values["outcome"]) == (id, told.pk, "signed", "ok")
        assert abs(form.begun_at - at) < timedelta(minutes=1)
        assert form.addenda.count() == 1


def test_R65_an_edition_that_changed_meanwhile_is_no_reason_to_lose_what_was_filled_in_at_sea(
    edition, house, program, aboard
):
    told = aboard().working()
    device = PlayedDevice(program("engineer").call, told.pk).register()
    at = timezone.now()
    house.publish(without_field(small_form(), "why"), note="精简")
    device.do("form", at - timedelta(seconds=1), record_id=new_id(), edition_id=str(edition.pk), values=GOOD)
    (verdict,) = device.send()["verdicts"]
    assert verdict["outcome"] in {"done", "refused"}
    with as_system():
        assert FieldCommand.objects.get().body["content"]["values"] == GOOD


def test_R65_a_form_changed_at_the_desk_meanwhile_is_a_conflict_with_both_versions(
    edition, house, program, aboard
):
    told = aboard().working()
    device = PlayedDevice(program("engineer").call, told.pk).register()
    id = new_id()
    device.do("form", timezone.now(), record_id=id, edition_id=str(edition.pk), values=GOOD)
    device.send()
    desk = program("manager").call
    changed = desk(
        "put", f"/filled-forms/{id}", {"edition_id": str(edition.pk), "values": {"yard_says": "有意见"}}
    )
    assert changed.status_code == 200, changed.content
    command = device.do(
        "form",
        timezone.now(),
        record_id=id,
        edition_id=str(edition.pk),
        values={"yard_says": "没有"},
        version=2,
    )
    del command["after"]
    verdict = device.send()["verdicts"][-1]
    assert verdict["outcome"] == "conflict", verdict
    assert verdict["theirs"]["values"]["yard_says"] == "有意见"
