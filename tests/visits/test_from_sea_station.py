"""What came from sea, as the people see it who look after others: station manager, dispatcher, quality."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftersail.core.models import AccessGrant
from aftersail.core.scope import as_system
from aftersail.visits.models import FieldCommand, FieldDevice, VisitStep
from tests.visits.field_device import PlayedDevice
from tests.visits.test_visit_api import Program

PAGE = "/visits/from-sea/"


@pytest.fixture
def program(story):
    return lambda name: Program(story.account(name), "visits:read", "visits:write").call


@pytest.fixture
def device(aboard, program):
    return PlayedDevice(program("engineer"), aboard().working().pk).register()


@pytest.fixture
def conflict(device, story) -> FieldCommand:
    """A step that somebody at the desk changed before the engineer's own came back from sea."""
    with as_system():
        step = VisitStep.objects.filter(visit=device.visit_id).order_by("place").first()
        VisitStep.objects.filter(pk=step.pk).update(note="电话确认", version=2)
    device.do(
        "step", story.now - timedelta(hours=1), record_id=step.pk, result="fail", note="无输出", version=1
    )
    assert [one["outcome"] for one in device.send()["verdicts"]] == ["conflict"]
    with as_system():
        return FieldCommand.objects.get()


@pytest.mark.parametrize("role", ["manager", "dispatcher", "quality"])
def test_both_versions_are_shown_to_whoever_looks_after_the_engineer(conflict, signed_in, story, role):
    page = signed_in(role).get(PAGE).content.decode()
    assert "无输出" in page
    assert "电话确认" in page
    assert story.account("engineer").name in page


def test_a_colleague_of_the_same_station_sees_neither_command_nor_device(conflict, story, signed_in, program):
    with as_system():
        colleague = story.account("other_engineer")
        AccessGrant.objects.create(account=colleague, kind="station", target_id=story.world.station.pk)
    page = signed_in("other_engineer").get(PAGE).content.decode()
    assert "无输出" not in page
    assert story.account("engineer").name not in page
    assert program("other_engineer")("get", "/field/undecided").json() == []
    assert program("other_engineer")("get", "/field/devices").json() == []
    answer = program("other_engineer")("post", f"/field/commands/{conflict.pk}/settle", {"settled": "kept"})
    assert answer.status_code == 404


def test_a_station_manager_decides_for_another_only_with_a_remark(conflict, signed_in, story):
    manager = signed_in("manager")
    path = f"{PAGE}{conflict.pk}/settle/"
    manager.post(path, {"settled": "kept", "note": " "})
    manager.post(path, {"settled": "", "note": "x"})
    with as_system():
        assert FieldCommand.objects.get().settled == ""
    manager.post(path, {"settled": "kept", "note": "电话问过，以桌面为准"})
    with as_system():
        kept = FieldCommand.objects.get()
    assert (kept.settled, kept.settled_by) == ("kept", story.account("manager").name)
    assert "无输出" not in manager.get(PAGE).content.decode()
    assert "电话问过，以桌面为准" in manager.get(f"{PAGE}?decided=1").content.decode()


def test_what_was_decided_stays_so_and_what_was_carried_out_is_not_decided_about(
    conflict, device, story, program
):
    device.do("facts", story.now - timedelta(minutes=30), work_done="更换电源模块")
    done = device.send()["verdicts"][-1]
    assert done["outcome"] == "done"
    call = program("engineer")
    assert call("post", f"/field/commands/{conflict.pk}/settle", {"settled": "kept"}).status_code == 200
    assert (
        call("post", f"/field/commands/{conflict.pk}/settle", {"settled": "again"}).json()["settled"]
        == "kept"
    )
    again = program("manager")(
        "post", f"/field/commands/{conflict.pk}/settle", {"settled": "again", "note": "x"}
    )
    assert again.status_code == 422
    assert call("post", f"/field/commands/{done['id']}/settle", {"settled": "kept"}).status_code == 422


def test_an_engineers_decision_made_without_a_network_comes_as_a_command(conflict, device, story):
    device.do("decision", story.now, record_id=conflict.pk, settled="again")
    assert device.send()["verdicts"][-1]["outcome"] == "done"
    with as_system():
        assert FieldCommand.objects.get(pk=conflict.pk).settled == "again"


def test_a_dispatcher_cuts_a_lost_phone_off_and_its_owner_cannot_send(device, story, signed_in, program):
    path = f"/visits/devices/{device.id}/cut-off/"
    assert signed_in("dispatcher").post(path, {"reason": "落水"}).status_code == 302
    with as_system():
        assert FieldDevice.objects.get().cut_off_by == story.account("dispatcher").name
    device.do("facts", story.now, work_done="x")
    assert (
        program("engineer")("post", f"/field/devices/{device.id}/commands", device.parcel()).status_code
        == 403
    )


def test_nobody_who_leads_may_send_for_the_owner_of_a_device(device, story, program):
    device.do("facts", story.now, work_done="x")
    answer = program("manager")("post", f"/field/devices/{device.id}/commands", device.parcel())
    assert answer.status_code == 404
    assert program("manager")("get", f"/field/devices/{device.id}").status_code == 404


def test_what_waits_for_a_decision_stands_on_the_home_page_of_the_station_manager(conflict, signed_in):
    assert PAGE in signed_in("manager").get("/").content.decode()
