"""Facts about webhooks: signed, made once for each event, tried again, given up where people see it, never into the house."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.utils import timezone

from aftersail.core.calling import Unreachable, call, checked_addresses, networks
from aftersail.core.ids import new_id
from aftersail.core.models import LogEntry, MailState, WebhookDelivery, WebhookSubscription
from aftersail.core.scope import as_system
from aftersail.core.views.mail import next_cell
from aftersail.core.webhooks.sending import WAITS, call_due
from aftersail.core.work import deliver
from aftersail.intake.actions import receive_request
from tests.doors.servers.provider import serving


class Called(BaseHTTPRequestHandler):
    """A program that is called."""

    calls: list[tuple[dict[str, str], bytes]]
    answers: list[int]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.calls.append((dict(self.headers), body))
        self.send_response(self.answers.pop(0) if self.answers else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def program(settings) -> Iterator[type[Called]]:
    made = type("Program", (Called,), {"calls": [], "answers": []})
    with serving(made) as address:
        settings.WEBHOOK_NETWORKS = networks("127.0.0.1/32")
        made.address = address + "/hook?of=ours"
        yield made


@pytest.fixture
def webhook(world, admin, program) -> tuple[WebhookSubscription, str]:
    given = {"id": str(new_id()), "name": "ERP", "url": program.address, "events": ["intake.RequestReceived"]}
    page = admin.post("/webhooks/new/", given).content.decode()
    with as_system():
        return WebhookSubscription.objects.get(), re.search(r"whs_[\w-]+", page)[0]


def report(world, text: str = "雷达无图像") -> LogEntry:
    """Let something happen, and a worker react."""
    with as_system():
        request = receive_request(
            by=world.accounts["dispatcher"], id=new_id(), channel="phone", text=text, reporter_name="郑轮机",
            vessel=world.vessel, at=timezone.now(),
        )  # fmt: skip
        entry = LogEntry.objects.get(subject_id=request.pk, event="intake.RequestReceived")
        deliver(entry_id=entry.pk)
    return entry


def call_out(at=None) -> int:
    with as_system():
        return call_due(at or timezone.now())


def the_call() -> WebhookDelivery:
    with as_system():
        return WebhookDelivery.objects.get()


def test_a_program_is_called_with_what_happened_signed_with_its_secret(world, webhook, program):
    entry = report(world)
    assert call_out() == 1
    [(headers, body)] = program.calls
    told = json.loads(body)
    assert told["event"] == "intake.RequestReceived"
    assert told["subject_id"] == str(entry.subject_id)
    assert told["data"]["channel"] == "phone"
    parts = dict(part.split("=", 1) for part in headers["X-Aftersail-Signature"].split(","))
    expected = hmac.new(webhook[1].encode(), f"{parts['t']}.".encode() + body, hashlib.sha256).hexdigest()
    assert parts["v1"] == expected
    assert abs(int(parts["t"]) - timezone.now().timestamp()) < 60
    assert headers["X-Aftersail-Delivery"] == str(the_call().pk)


def test_an_event_is_told_once_however_often_the_worker_comes_by(world, webhook, program):
    entry = report(world)
    with as_system():
        deliver(entry_id=entry.pk)
    call_out()
    call_out()
    assert len(program.calls) == 1


def test_other_events_and_inactive_webhooks_call_nobody(world, webhook, program, admin):
    found, _secret = webhook
    given = {
        "name": "ERP",
        "url": program.address,
        "events": ["intake.RequestAnswered"],
        "is_active": "on",
        "version": 1,
    }
    assert admin.post(f"/webhooks/{found.pk}/", given).status_code == 302
    report(world)
    given |= {"events": ["intake.RequestReceived"], "version": 2}
    given.pop("is_active")
    assert admin.post(f"/webhooks/{found.pk}/", given).status_code == 302
    report(world, "另一件事")
    assert call_out() == 0
    assert program.calls == []
    assert (
        admin.post(f"/webhooks/{found.pk}/", given | {"version": 1}).status_code == 422
    )  # somebody was faster


def test_a_program_that_fails_is_called_again_later_each_time_then_given_up_and_sent_again_by_hand(
    world, webhook, program, admin
):
    report(world)
    program.answers = [500] * (len(WAITS) + 1)
    at = timezone.now()
    for number, wait in enumerate(WAITS, 1):
        assert call_out(at) == 0
        assert the_call().attempts == number
        assert call_out(at + wait - timedelta(seconds=1)) == 0
        assert the_call().attempts == number
        at += wait
    call_out(at)
    given_up = the_call()
    assert given_up.state == MailState.GIVEN_UP
    assert given_up.last_error == "HTTP 500"
    assert "HTTP 500" in admin.get("/webhooks/calls/?state=given_up").content.decode()
    assert admin.post(f"/webhooks/calls/{given_up.pk}/again/").status_code == 302
    assert call_out() == 1
    assert the_call().state == MailState.SENT
    delivered = {headers["X-Aftersail-Delivery"] for headers, _body in program.calls}
    assert delivered == {str(given_up.pk)}


def test_a_redirect_is_a_failure_and_is_not_followed(world, webhook, program):
    report(world)
    program.answers = [302]
    assert call_out() == 0
    assert len(program.calls) == 1


def test_a_new_secret_signs_from_now_on(world, webhook, program, admin):
    page = admin.post(f"/webhooks/{webhook[0].pk}/secret/").content.decode()
    fresh = re.search(r"whs_[\w-]+", page)[0]
    report(world)
    call_out()
    [(headers, body)] = program.calls
    seconds, mac = re.fullmatch(r"t=(\d+),v1=(\w+)", headers["X-Aftersail-Signature"]).groups()
    assert hmac.new(fresh.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest() == mac


@pytest.mark.parametrize("url", [
    "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.0.1/", "http://169.254.169.254/",
    "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0.0.0.0/", "http://[fe80::1]/", "http://100.64.0.1/",
])  # fmt: skip
def test_calls_into_private_networks_are_refused(world, admin, url, settings):
    settings.WEBHOOK_NETWORKS = ()
    given = {"id": str(new_id()), "name": "x", "url": url, "events": ["intake.RequestReceived"]}
    answer = admin.post("/webhooks/new/", given)
    assert answer.status_code == 422
    assert f'value="{url}"' in answer.content.decode()
    with pytest.raises(Unreachable):
        call("POST", url, body=b"")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "https://u:p@a.example/",
        "a.example",
        "http://",
        "http://a b/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address_of_a_program_is_refused(world, admin, url):
    given = {"id": str(new_id()), "name": "x", "url": url, "events": ["intake.RequestReceived"]}
    assert admin.post("/webhooks/new/", given).status_code == 422


def test_a_name_that_leads_inside_later_is_refused_when_called(world, webhook, program, settings):
    report(world)
    settings.WEBHOOK_NETWORKS = ()  # the same as a name whose address has changed since it was checked
    assert call_out() == 0
    assert "private network" in the_call().last_error or "内部" in the_call().last_error
    assert program.calls == []


def test_one_allowed_network_opens_no_other():
    assert checked_addresses("127.0.0.1", 80, networks("127.0.0.0/8")) == ["127.0.0.1"]
    with pytest.raises(Unreachable):
        checked_addresses("10.0.0.1", 80, networks("127.0.0.0/8"))


def test_only_administrators_keep_webhooks_and_the_log_tells(world, signed_in, webhook):
    assert signed_in("dispatcher").get("/webhooks/").status_code == 403
    with as_system():
        entry = LogEntry.objects.get(event="core.WebhookSet")
    assert entry.account_id == world.accounts["admin"].pk
    assert webhook[1] not in json.dumps(entry.data)


def test_the_api_does_what_the_page_does(world, admin, program):
    id = str(new_id())
    wanted = {"id": id, "name": "chat", "url": program.address, "events": ["intake.RequestReceived"]}
    made = admin.post("/api/v1/webhooks", wanted, "application/json")
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whs_")
    assert admin.post("/api/v1/webhooks", wanted, "application/json").json()["secret"] == ""
    report(world)
    call_out()
    [one] = admin.get("/api/v1/webhook-calls").json()["items"]
    assert one["state"] == "sent"
    assert one["last_status"] == 204


def test_only_what_waits_says_when_it_is_tried_again() -> None:
    at = timezone.now()
    assert next_cell(at, MailState.WAITING) != "—"
    assert {next_cell(at, state) for state in (MailState.SENT, MailState.GIVEN_UP)} == {"—"}


def test_events_are_folded_by_chapter_each_with_the_count_of_those_chosen(admin, webhook):
    page = admin.get(f"/webhooks/{webhook[0].pk}/").content.decode()
    intake = page.partition("<summary>Intake ")[2].partition("</details>")[0]
    assert "<span data-chosen>1</span> / " in intake
    assert 'value="intake.RequestReceived" checked' in intake
    assert "cases.CaseClosed" not in intake
    assert "<span data-chosen>0</span> / " in page.partition("<summary>Cases ")[2]


def test_the_list_offers_one_thing_first_to_make_a_webhook(admin):
    first = re.findall(
        r'class="btn btn-primary[^"]*" href="([^"]*)"', admin.get("/webhooks/").content.decode()
    )
    assert first == ["/webhooks/new/"]
