"""The desk's page of what came from sea and could not be done, and of devices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from aftersail.core.scope import as_system
from aftersail.visits.models import FieldDevice, VisitStep
from tests.visits.field_device import PlayedDevice
from tests.visits.test_visit_api import Program

PAGE = "/visits/from-sea/"


@pytest.fixture
def signed_in(story):
    def sign_in(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(story.account(name), backend="aftersail.core.signin.PasswordBackend")
        return client

    return sign_in


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
