"""Facts about visits for programs: the same commands as the pages, with the device's time and the sender's ids."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.models import ApiToken
from aftersail.core.scope import as_system
from aftersail.dispatch.models import Assignment
from aftersail.visits.actions.making import visit_for
from aftersail.visits.models import Addendum, Finding
from aftersail.visits.states import VisitState
from tests.visits.report_samples import handwriting


class Program:
    """A program that acts for an account by a token."""

    def __init__(self, account: Any, *scopes: str) -> None:
        with as_system():
            digest = hashlib.sha256(account.username.encode()).hexdigest()
            ApiToken.objects.get_or_create(
                digest=digest, defaults={"account": account, "name": "t", "scopes": list(scopes)}
            )
        self.client = Client(headers={"authorization": f"Bearer {account.username}", "accept-language": "en"})

    def call(self, method: str, path: str, data: Any = None) -> Any:
        return (
            getattr(self.client, method)(f"/api/v1{path}", data, content_type="application/json")
            if data is not None
            else getattr(self.client, method)(f"/api/v1{path}")
        )


@pytest.fixture
def program(story):
    return lambda name: Program(
        story.account(name), "visits:read", "visits:write", "dispatch:read", "dispatch:write"
    )


def test_the_whole_way_by_commands_with_device_times(story, program):
    order = story.order()
    desk, phone = program("dispatcher"), program("engineer")
    queue = desk.call("get", "/dispatch/orders").json()
    assert [item["id"] for item in queue["items"]] == [str(order.pk)]
    proposal = desk.call("get", f"/dispatch/orders/{order.pk}/proposal").json()
    best = proposal["proposals"][0]
    assert best["staff_id"] == str(story.world.staff["engineer"].pk)
    sent = {
        "id": str(new_id()),
        "staff_id": best["staff_id"],
        "starts_at": best["earliest_start"],
        "ends_at": best["ends_at"],
    }
    for _again in range(2):
        assert desk.call("post", f"/dispatch/orders/{order.pk}/assignments", sent).status_code == 201
    with as_system():
        assert Assignment.objects.count() == 1
        visit = visit_for(order=order, at=story.now)
    url = f"/visits/{visit.pk}"
    at = {"at": timezone.now().isoformat()}
    for name in ("accept", "set_out", "arrive", "begin"):
        answer = phone.call("post", f"{url}/moves/{name}", at)
        assert answer.status_code == 200, answer.content
    again = phone.call("post", f"{url}/moves/arrive", at)
    assert again.status_code == 200
    record = phone.call("get", url).json()
    assert record["state"] == VisitState.WORKING
    for step in record["steps"]:
        answer = phone.call(
            "put",
            f"{url}/steps/{step['id']}",
            {"result": "pass", "reading": "24.0", "version": step["version"]},
        )
        assert answer.status_code == 200, answer.content
    codes, finding = story.world.codes, new_id()
    for _again in range(2):
        body = {
            "text": "电源烧毁",
            "mode_id": str(codes["mode-NOO"].pk),
            "cause_id": str(codes["cause-3.4"].pk),
        }
        assert phone.call("put", f"{url}/findings/{finding}", body).status_code == 200
    with as_system():
        assert Finding.objects.count() == 1
    hours = {"entries": [{"staff_id": best["staff_id"], "kind": "work", "hours": "2.5"}]}
    assert phone.call("put", f"{url}/hours", hours).status_code == 200
    facts = {"work_done": "更换", "test_result": "正常", "restored": "restored"}
    assert phone.call("patch", f"{url}/facts", facts).status_code == 200
    assert phone.call("post", f"{url}/moves/finish", {}).status_code == 200
    drawn = base64.b64encode(handwriting(3)).decode()
    signatures = [{"role": role, "name": "某人", "image": drawn} for role in ("user", "engineer")]
    answer = phone.call("post", f"{url}/signatures", {"signatures": signatures})
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == VisitState.SIGNED
    note = {"id": str(new_id()), "text": "补充"}
    for _again in range(2):
        assert phone.call("post", f"{url}/addenda", note).status_code == 204
    with as_system():
        assert Addendum.objects.count() == 1
    assert phone.call("get", f"{url}/reports/2/en").status_code == 200
    assert [item["state"] for item in phone.call("get", "/visits?mine=true").json()["items"]] == [
        VisitState.SIGNED
    ]


def test_a_refused_command_says_why_as_a_problem(aboard, program):
    told = aboard().working()
    answer = program("engineer").call("post", f"/visits/{told.pk}/moves/finish", {})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert "Choose the outcome." in answer.json()["reasons"]


def test_a_command_with_an_old_version_is_a_conflict(aboard, program):
    told = aboard().working()
    answer = program("engineer").call("patch", f"/visits/{told.pk}/facts", {"version": 1, "diagnosis": "x"})
    assert answer.status_code == 409


def test_a_command_from_the_future_is_refused(aboard, program, story):
    told = aboard()
    answer = program("engineer").call(
        "post", f"/visits/{told.pk}/moves/accept", {"at": (story.now + timedelta(days=1)).isoformat()}
    )
    assert answer.status_code == 422


def test_the_crew_reads_its_visit_without_cost_and_no_other(aboard, program):
    told = aboard().working().finished().signed()
    answer = program("crew").call("get", f"/visits/{told.pk}")
    assert answer.status_code == 200
    assert "cost" not in answer.content.decode().lower()
    assert program("other_crew").call("get", f"/visits/{told.pk}").status_code == 404
    assert program("other_crew").call("get", "/visits").json()["items"] == []


def test_the_crew_moves_nothing(aboard, program):
    told = aboard()
    assert program("crew").call("post", f"/visits/{told.pk}/moves/accept", {}).status_code == 403


def test_text_that_no_database_can_hold_is_refused_not_failed(aboard, program):
    told = aboard().working()
    answer = program("engineer").call("patch", f"/visits/{told.pk}/facts", {"diagnosis": "a\x00b"})
    assert answer.status_code == 400
