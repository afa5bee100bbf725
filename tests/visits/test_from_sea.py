"""The desk's page of what came from sea and could not be done, and of devices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftersail.core.ids import new_id
from aftersail.core.masters.naming import named
from aftersail.core.scope import as_system
from aftersail.fleet.models import FailureCode
from aftersail.visits.api.commands import KINDS
from aftersail.visits.models import FieldCommand, FieldDevice, VisitStep
from aftersail.visits.queries.sent_fields import fields_of
from aftersail.visits.states import CommandKind
from tests.visits.field_device import PlayedDevice
from tests.visits.test_visit_api import Program

PAGE = "/visits/from-sea/"


@pytest.fixture
def device(aboard, story):
    program = Program(story.account("engineer"), "visits:read", "visits:write")
    return PlayedDevice(program.call, aboard().working().pk).register()


def test_both_versions_of_a_conflict_and_a_refusal_with_its_reason_are_on_the_page(device, story, signed_in):
    with as_system():
        first, second = VisitStep.objects.filter(visit=device.visit_id).order_by("place")[:2]
        VisitStep.objects.filter(pk=first.pk).update(note="电话确认", version=2)
    at = story.now - timedelta(hours=1)
    device.do("step", at, record_id=first.pk, result="fail", note="无输出", version=1)
    device.do("step", at, record_id=second.pk, result="skipped")
    assert [one["outcome"] for one in device.send()["verdicts"]] == ["conflict", "refused"]
    page = signed_in("engineer").get(PAGE).content.decode()
    assert "无输出" in page
    assert "电话确认" in page
    assert "Say why the step is skipped." in page or "请写明跳过的原因。" in page
    assert "无输出" not in signed_in("other_engineer").get(PAGE).content.decode()


def test_a_device_is_cut_off_on_the_page_with_a_reason_only(device, signed_in):
    client, path = signed_in("engineer"), f"/visits/devices/{device.id}/cut-off/"
    assert "手机" in client.get(PAGE).content.decode()
    client.post(path, {"reason": " "})
    with as_system():
        assert FieldDevice.objects.get().cut_off_at is None
    assert client.post(path, {"reason": "手机遗失"}).status_code == 302
    with as_system():
        assert FieldDevice.objects.get().cut_off_reason == "手机遗失"
    assert signed_in("other_engineer").post(path, {"reason": "x"}).status_code == 404


def test_fields_and_kinds_are_told_in_words_and_ids_by_their_names(device, story, signed_in):
    mode = story.world.codes["mode-NOO"]
    at = story.now - timedelta(hours=1)
    device.do(
        "finding", at, record_id=new_id(), text="无输出", mode_id=str(mode.pk), equipment_id=str(new_id())
    )
    assert [one["outcome"] for one in device.send()["verdicts"]] == ["refused"]
    client = signed_in("engineer")
    client.cookies["aftersail_language"] = "en"
    page = client.get(PAGE).content.decode()
    assert "1. Finding" in page
    assert "Failure mode:" in page
    assert named(mode) in page
    assert str(mode.pk) not in page


def test_names_are_asked_for_once_a_kind_of_record(story):
    codes = story.world.codes
    content = {
        "mode_id": str(codes["mode-NOO"].pk),
        "cause_id": str(codes["cause-3.4"].pk),
        "equipment_id": str(new_id()),
    }
    theirs = {"mode_id": str(codes["mode-ERO"].pk), "cause_id": None, "equipment_id": "xyz"}
    command = FieldCommand(kind=CommandKind.FINDING, body={"content": content}, theirs=theirs)
    with as_system(), CaptureQueriesContext(connection) as asked:
        told = [(one.mine, one.theirs) for one in fields_of(story.account("engineer"), command)]
    assert told == [
        (named(codes["mode-NOO"]), named(codes["mode-ERO"])),
        (named(codes["cause-3.4"]), "—"),
        (content["equipment_id"], "xyz"),
    ]
    assert sum(FailureCode._meta.db_table in query["sql"] for query in asked) == 1


def test_every_kind_of_command_has_a_route():
    assert set(KINDS) == set(CommandKind)


def test_what_a_broken_program_sent_is_refused_and_shown_as_it_came(device, story, signed_in):
    at = story.now - timedelta(hours=1)
    device.do("finding", at, record_id=new_id(), text="无输出", mode_id="xyz")
    device.do("form", at, record_id=new_id(), edition_id="none", values=["a"], skips=["b"])
    assert [one["outcome"] for one in device.send()["verdicts"]] == ["refused", "refused"]
    page = signed_in("engineer").get(PAGE)
    assert page.status_code == 200
    assert "xyz" in page.content.decode()
