"""Two at once: a double click makes one record, two editors are told, a closed account is out at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from aftersail.cases.actions import judging, opening
from aftersail.cases.models import Case, CaseComment, WorkOrder
from aftersail.core.accounts import change_account
from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.core.tokens import make_token
from aftersail.intake.models import Request
from aftersail.web.demo.small import World, load_small

BACKEND = "aftersail.core.signin.PasswordBackend"
AT_ONCE = 4


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    """The small world, committed, so that every thread with its own connection sees it."""
    with as_system():
        yield load_small()


@pytest.fixture
def case(world: World) -> Case:
    """A triaged case on the ship's radar."""
    desk, now = world.account("dispatcher"), timezone.now()
    made = opening.open_case(
        by=desk, id=new_id(), vessel=world.vessel, equipment=world.radar, title="雷达无回波", channel="phone",
        reported_at=now - timedelta(hours=2), at=now,
    )  # fmt: skip
    return judging.triage_case(by=desk, case=made, severity="S2", stage=made.stage, at=now)


def signed_in(account: Account) -> Client:
    """Return a client with a session."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend=BACKEND)
    return client


def all_at_once(account: Account, send: Callable[[Client], Any]) -> list[Any]:
    """Let several browsers of one person send the same at the same moment."""
    clients, line = [signed_in(account) for _ in range(AT_ONCE)], Barrier(AT_ONCE)

    def press(client: Client) -> Any:
        try:
            line.wait()
            return send(client)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(press, clients))


def posted(client: Client, address: str, body: dict[str, Any]) -> Any:
    """Send JSON."""
    return client.post(address, json.dumps(body), content_type="application/json")


def test_a_report_sent_several_times_at_once_by_page_is_one_request(world: World):
    form = {
        "id": str(new_id()),
        "text": "雷达没有回波",
        "reporter_name": "罗望潮",
        "vessel_text": world.vessel.hull_code,
        "channel": "portal",
    }
    answers = all_at_once(world.accounts["crew"], lambda client: client.post("/requests/new/", form))
    assert [answer.status_code for answer in answers] == [302] * AT_ONCE
    assert Request.objects.count() == 1


def test_a_report_sent_several_times_at_once_by_api_is_one_request(world: World):
    body = {
        "id": str(new_id()),
        "text": "雷达没有回波",
        "reporter_name": "罗望潮",
        "equipment_id": str(world.radar.pk),
    }
    answers = all_at_once(world.accounts["crew"], lambda client: posted(client, "/api/v1/requests", body))
    assert {answer.status_code for answer in answers} == {201}, [answer.content for answer in answers]
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert Request.objects.count() == 1


def test_a_guests_report_sent_several_times_at_once_is_one_request(world: World):
    form = {"id": str(new_id()), "text": "天线不转", "reporter_name": "水手长"}
    line = Barrier(AT_ONCE)

    def press(_turn: int) -> int:
        try:
            line.wait()
            return Client().post(f"/r/{world.radar.label_token}/", form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(press, range(AT_ONCE))) == [302] * AT_ONCE
    assert Request.objects.count() == 1


def test_a_case_sent_several_times_at_once_is_one_case(world: World):
    body = {"id": str(new_id()), "title": "雷达无回波", "channel": "phone", "vessel_id": str(world.vessel.pk)}
    answers = all_at_once(world.accounts["dispatcher"], lambda client: posted(client, "/api/v1/cases", body))
    assert {answer.status_code for answer in answers} == {201}, [answer.content for answer in answers]
    assert Case.objects.count() == 1


def test_a_comment_sent_several_times_at_once_is_one_comment(world: World, case: Case):
    body = {"id": str(new_id()), "text": "请先断电检查保险", "internal": True}
    answers = all_at_once(
        world.accounts["dispatcher"], lambda client: posted(client, f"/api/v1/cases/{case.pk}/comments", body)
    )
    assert {answer.status_code for answer in answers} == {201}, [answer.content for answer in answers]
    assert CaseComment.objects.count() == 1


def test_an_order_sent_several_times_at_once_is_one_order(world: World, case: Case):
    now = timezone.now()
    body = {
        "id": str(new_id()), "scope": "检查收发机", "port_id": str(world.ports["QDG"].pk), "work_hours": "4",
        "window_from": now.isoformat(), "window_until": (now + timedelta(days=2)).isoformat(),
    }  # fmt: skip
    answers = all_at_once(
        world.accounts["dispatcher"], lambda client: posted(client, f"/api/v1/cases/{case.pk}/orders", body)
    )
    assert {answer.status_code for answer in answers} == {201}, [answer.content for answer in answers]
    assert WorkOrder.objects.count() == 1


def test_of_two_who_edit_one_case_the_slower_is_told_on_the_api(world: World, case: Case):
    body = {"version": Case.objects.get(pk=case.pk).version}
    answers = all_at_once(
        world.accounts["dispatcher"], lambda client: posted(client, f"/api/v1/cases/{case.pk}/diagnose", body)
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 409, 422}, statuses
    stale = posted(
        signed_in(world.accounts["dispatcher"]),
        f"/api/v1/cases/{case.pk}/owner",
        {"owner_id": str(world.staff["engineer"].pk)} | body,
    )
    assert stale.status_code == 409, stale.content


def test_of_two_who_edit_one_ship_the_slower_is_told_on_the_page_and_keeps_what_was_typed(world: World):
    client, address = signed_in(world.accounts["dispatcher"]), f"/fleet/vessels/{world.vessel.pk}/edit/"
    typed = form_of(client, address)
    assert client.post(address, typed | {"name": "快手"}).status_code == 302
    slower = client.post(address, typed | {"name": "慢手"})
    assert slower.status_code in {409, 422}
    assert "慢手" in slower.content.decode()
    world.vessel.refresh_from_db()
    assert world.vessel.name == "快手"


def form_of(client: Client, address: str) -> dict[str, str]:
    """Return a form as it stands on a page."""
    form = client.get(address).context["form"]
    return {
        form.add_prefix(name): str(value)
        for name in form.fields
        if (value := form[name].value()) not in (None, "")
    }


def test_a_closed_account_is_out_at_once_on_pages_and_api(world: World):
    crew = world.accounts["crew"]
    client = signed_in(crew)
    _token, key = make_token(by=crew, name="t", scopes=["requests:read"], days=1, at=timezone.now())
    bearer = {"Authorization": f"Bearer {key}"}
    assert client.get("/requests/").status_code == 200
    assert Client().get("/api/v1/requests", headers=bearer).status_code == 200
    change_account(
        by=world.accounts["admin"],
        account=Account.objects.get(pk=crew.pk),
        at=timezone.now(),
        is_active=False,
    )
    assert client.get("/requests/").status_code == 302
    assert client.get("/api/v1/requests").status_code == 401
    assert Client().get("/api/v1/requests", headers=bearer).status_code == 401
