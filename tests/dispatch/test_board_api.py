"""Facts about the board's twin for programs: the same answers, the same refusals."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from aftersail.core.models import LogEntry
from aftersail.core.scope import as_system
from aftersail.dispatch.models import Assignment
from tests.dispatch.test_board import later

API = "/api/v1/dispatch"


def post(client, path, **data):
    return client.post(f"{API}{path}", data, content_type="application/json")


def test_a_program_reads_the_board_moves_locks_and_takes_back_as_a_planner_does(story, visitor):
    waits = story.order()
    made = story.assign(story.order(), starts_at=later(story, 20), ends_at=later(story, 24))
    client = visitor("dispatcher")
    told = client.get(f"{API}/board").json()
    assert told["waiting"] == [str(waits.pk)]
    mine = next(one for one in told["people"] if one["staff_id"] == str(made.staff_id))
    assert [one["id"] for one in mine["promises"]] == [str(made.pk)]
    values = {
        "staff_id": str(made.staff_id),
        "starts_at": later(story, 40).isoformat(),
        "ends_at": later(story, 44).isoformat(),
    }
    moved = post(client, f"/assignments/{made.pk}/move", version=made.version, **values)
    assert moved.status_code == 200, moved.content
    pk = moved.json()["id"]
    assert post(client, f"/assignments/{made.pk}/move", version=made.version, **values).status_code == 409
    assert post(client, f"/assignments/{pk}/lock", reason=" ").status_code == 422
    assert post(client, f"/assignments/{pk}/lock", reason="船长点名").json()["locked_at"]
    refused = post(client, f"/assignments/{pk}/release", reason="改派")
    assert refused.status_code == 422
    assert "船长点名" in refused.json()["detail"]
    assert post(client, f"/assignments/{pk}/unlock").status_code == 200
    with as_system():
        assert Assignment.objects.get(pk=pk).locked_at is None


def test_a_program_takes_back_its_own_last_change(story, visitor):
    order = story.order()
    client = visitor("dispatcher")
    values = {"staff_id": str(story.world.staff["engineer"].pk), "starts_at": later(story, 40).isoformat(), "ends_at": later(story, 44).isoformat()}  # fmt: skip
    assert post(client, f"/orders/{order.pk}/assignments", **values).status_code == 201
    with as_system():
        entry = LogEntry.objects.get(event="dispatch.OrderAssigned")
    assert post(visitor("manager"), "/board/undo", entry=entry.pk).status_code == 422
    assert post(client, "/board/undo", entry=entry.pk).status_code == 204
    assert post(client, "/board/undo", entry=entry.pk).status_code == 422


def test_R38_the_verdicts_of_the_page_and_of_the_program_are_the_same(story, visitor):
    order = story.order()
    told = visitor("dispatcher").get(f"{API}/orders/{order.pk}/verdicts?days=3").json()
    first = [one for one in told if one["kind"] == "first"]
    assert {one["staff_id"] for one in first} == {str(story.world.staff["engineer"].pk)}
    assert {one["day"] for one in told} == {
        (timezone.localdate() + timedelta(n)).isoformat() for n in range(3)
    }


def test_a_program_that_polls_gets_304_until_something_changes(story, visitor):
    client = visitor("dispatcher")
    mark = client.get(f"{API}/board/watch")["ETag"]
    assert client.get(f"{API}/board/watch", HTTP_IF_NONE_MATCH=mark).status_code == 304
    story.assign(story.order())
    assert client.get(f"{API}/board/watch", HTTP_IF_NONE_MATCH=mark).status_code == 200
