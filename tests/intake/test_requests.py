"""Taking requests in: easy to send, hard to lose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftersail.cases.actions.opening import join_request, open_case_from
from aftersail.cases.engine import possible_duplicates
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.intake.actions import receive_request
from aftersail.intake.models import Request
from aftersail.intake.rules import MANDATORY

pytestmark = pytest.mark.django_db


def take(world, **values):
    given = {
        "channel": "portal",
        "text": "雷达没有回波",
        "reporter_name": "陈航",
        "equipment": world.radar,
        "id": new_id(),
        "at": timezone.now(),
    }
    return receive_request(by=None, **given | values)


def test_R06_a_request_asks_for_at_most_six_fields():
    assert len(MANDATORY) <= 6


def test_R06_a_request_about_an_unknown_unit_is_taken_in(world, system_scope):
    made = take(world, equipment=None, vessel=world.vessel, equipment_text="驾驶台左边那台")
    assert made.equipment is None
    assert made.station == world.vessel.station


def test_a_request_about_an_unknown_ship_is_taken_in_and_named_later(world, system_scope):
    made = take(world, equipment=None, vessel_text="拖轮七号")
    assert made.vessel is None
    with pytest.raises(Refused):
        open_case_from(
            by=world.account("dispatcher"), request=made, id=new_id(), title="?", at=timezone.now()
        )


def test_the_same_request_sent_twice_is_one_request(world, system_scope):
    same = new_id()
    assert take(world, id=same).number == take(world, id=same).number
    assert Request.objects.count() == 1


def test_an_empty_request_is_refused_with_every_reason(world, system_scope):
    with pytest.raises(Refused) as refused:
        take(world, text=" ", reporter_name="", equipment=None)
    assert len(refused.value.reasons) == 3


def test_a_fault_in_the_future_is_refused(world, system_scope):
    with pytest.raises(Refused):
        take(world, occurred_at=timezone.now() + timedelta(days=1))


def test_R80_a_second_voice_on_the_same_unit_is_hinted_and_joined(world, system_scope):
    desk, first = world.account("dispatcher"), take(world)
    now = timezone.now()
    case = open_case_from(by=desk, request=first, id=new_id(), title="雷达没有回波", at=now)
    second = take(world, text="雷达屏幕没有回波，天线在转")
    hints = possible_duplicates(desk, second)
    assert [hint.case for hint in hints] == [case]
    join_request(by=desk, request=second, case=case, at=now)
    assert second.state == "duplicate"


def test_a_label_scanned_without_sign_in_reports_a_fault(world, client):
    address = reverse("intake:scan", args=[world.radar.label_token])
    shown = client.get(address)
    assert world.radar.serial_number in shown.content.decode()
    sent = client.post(address, {"id": str(new_id()), "text": "天线不转", "reporter_name": "水手长"})
    assert sent.status_code == 302
    with as_system():
        made = Request.objects.get()
    assert (made.channel, made.vessel_id, made.reported_by) == ("qr", world.vessel.pk, None)
    assert made.number in client.get(sent.headers["Location"]).content.decode()


def test_a_double_click_on_the_guest_form_makes_one_request(world, client):
    address = reverse("intake:scan", args=[world.radar.label_token])
    form = {"id": str(new_id()), "text": "天线不转", "reporter_name": "水手长"}
    first, second = client.post(address, form), client.post(address, form)
    assert first.headers["Location"] == second.headers["Location"]
    with as_system():
        assert Request.objects.count() == 1


def test_a_refused_form_keeps_what_was_typed(world, client):
    address = reverse("intake:scan", args=[world.radar.label_token])
    answer = client.post(address, {"id": str(new_id()), "text": "天线不转，有异响", "reporter_name": ""})
    assert answer.status_code == 422
    assert "天线不转，有异响" in answer.content.decode()


def test_an_unknown_label_is_a_clear_refusal(client, db):
    answer = client.get(reverse("intake:scan", args=["nosuchlabel"]))
    assert answer.status_code == 404


def test_a_crew_reports_for_its_own_ship_and_no_other(world, client):
    client.force_login(world.account("crew"), backend="aftersail.core.signin.PasswordBackend")
    form = {
        "id": str(new_id()),
        "text": "发电机异响",
        "reporter_name": "陈航",
        "vessel_text": world.yard_vessel.hull_code,
    }
    assert client.post(reverse("intake:new"), form).status_code == 422
    sent = client.post(reverse("intake:new"), form | {"vessel_text": world.vessel.hull_code})
    assert sent.status_code == 302
    assert client.get(sent.headers["Location"]).status_code == 200


def test_another_customer_does_not_find_the_request(world, client):
    with as_system():
        made = take(world)
    client.force_login(world.accounts["other_crew"], backend="aftersail.core.signin.PasswordBackend")
    assert client.get(reverse("intake:request", args=[made.pk])).status_code == 404
