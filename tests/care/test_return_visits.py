"""Facts about return visits: when they are owed, tried, recorded and closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from aftersail.care.actions import (
    close_return_visit,
    note_not_reached,
    plan_after_closure,
    plan_after_delivery,
    plan_periodic,
    record_return_visit,
)
from aftersail.care.handlers import owe_call_after_closure, owe_calls_after_delivery
from aftersail.care.models import ReturnVisit
from aftersail.care.rules import due_after_closure, due_after_delivery, months_between
from aftersail.cases.events import CaseClosed
from aftersail.core.log import record
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.fleet.events import VesselDelivered
from aftersail.fleet.rules import add_months
from aftersail.scorecard.queries.asked import asked_of
from aftersail.scorecard.queries.beside import return_visit_figure
from tests.scorecard.making import make_case

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def visit(world, system_scope):
    return plan_after_closure(case=make_case(world, NOW - timedelta(days=5), severity="S1"), at=NOW)


def test_R79_serious_cases_are_called_back_fifteen_days_after_closing():
    assert due_after_closure("S1", date(2026, 3, 1)) == date(2026, 3, 16)
    assert due_after_closure("S2", date(2026, 3, 1)) == date(2026, 3, 16)
    assert due_after_closure("S3", date(2026, 3, 1)) is None


def test_R79_deliveries_are_called_back_after_thirty_and_ninety_days():
    assert due_after_delivery(date(2026, 1, 1)) == (date(2026, 1, 31), date(2026, 4, 1))


def test_R79_a_closed_case_owes_one_call_however_often_it_is_told(world, system_scope):
    case = make_case(world, NOW - timedelta(days=5), severity="S2")
    with transaction.atomic():
        event = CaseClosed(number=case.number, unconfirmed=False)
        entry = record(event, by=None, about=case, at=NOW)
    owe_call_after_closure(event, entry)
    owe_call_after_closure(event, entry)
    assert list(ReturnVisit.objects.filter(case=case).values_list("kind", "due_on")) == [
        ("closure", TODAY + timedelta(days=15))
    ]


def test_R79_a_delivery_owes_two_calls(world, system_scope):
    event = VesselDelivered(vessel_id=world.vessel.pk, customer_id=world.customer.pk, delivered_on=TODAY)
    with transaction.atomic():
        entry = record(event, by=None, about=world.vessel, at=NOW)
    owe_calls_after_delivery(event, entry)
    owe_calls_after_delivery(event, entry)
    days = ReturnVisit.objects.filter(vessel=world.vessel, kind="delivery").values_list("due_on", flat=True)
    assert list(days) == [TODAY + timedelta(days=30), TODAY + timedelta(days=90)]


def test_a_case_closed_again_moves_the_call_that_still_waits(world, visit):
    plan_after_closure(case=visit.case, at=NOW + timedelta(days=7))
    visit.refresh_from_db()
    assert visit.due_on == TODAY + timedelta(days=22)
    assert ReturnVisit.objects.count() == 1


def test_three_tries_and_no_more_then_still_a_record_when_somebody_answers(world, visit):
    steward = world.accounts["steward"]
    for n in range(3):
        note_not_reached(by=steward, visit=visit, at=NOW + timedelta(days=n))
    assert (visit.attempts, visit.state) == (3, "unreachable")
    with pytest.raises(Refused):
        note_not_reached(by=steward, visit=visit, at=NOW)
    done = record_return_visit(by=steward, visit=visit, interviewee="郑轮机", condition="正常", at=NOW)
    assert (done.state, done.assignee) == ("recorded", world.staff["steward"])


def test_a_record_says_who_was_spoken_to_and_how_the_equipment_runs(world, visit):
    for said in ({"interviewee": "", "condition": "好"}, {"interviewee": "郑", "condition": " "}):
        with pytest.raises(Refused):
            record_return_visit(by=world.accounts["steward"], visit=visit, at=NOW, **said)


def test_R79_a_problem_told_must_have_become_a_record_before_the_visit_closes(world, visit):
    steward = world.accounts["steward"]
    record_return_visit(
        by=steward, visit=visit, interviewee="郑", condition="尚可", problems="天线异响", at=NOW
    )
    with pytest.raises(Refused):
        close_return_visit(by=steward, visit=visit, at=NOW)
    assert close_return_visit(by=steward, visit=visit, note="见 SC-1", at=NOW).state == "closed"


def test_engineers_and_customers_do_not_make_return_visits(world, visit):
    for username in ("engineer", "crew"):
        with pytest.raises(Refused):
            record_return_visit(
                by=world.accounts[username], visit=visit, interviewee="郑", condition="好", at=NOW
            )


def test_the_rate_counts_a_call_not_made_as_a_miss_and_leaves_out_what_is_not_due(world, system_scope):
    vessel, quality = world.vessel, world.accounts["quality"]
    for n, (due, done, attempts) in enumerate(
        ((10, 12, 0), (10, 9, 0), (8, None, 3), (6, None, 0), (-9, None, 0))
    ):
        ReturnVisit.objects.create(
            vessel=vessel, case=make_case(world, NOW - timedelta(days=40 + n)), kind="closure", due_on=TODAY - timedelta(days=due), attempts=attempts,
            state="recorded" if done else "unreachable" if attempts else "generated", done_at=NOW - timedelta(days=done) if done else None,
        )  # fmt: skip
    asked = asked_of({"period": f"{TODAY - timedelta(days=60)}..{TODAY + timedelta(days=30)}"}, TODAY)
    figure = return_visit_figure(quality, asked, NOW)
    assert (figure.numerator, figure.denominator) == (1, 4)
    assert dict(figure.excluded) == {"not_due": 1, "unreachable": 1}


def test_pages_lead_from_the_list_to_the_record_and_a_request(world):
    with as_system():
        kept = plan_after_delivery(
            by=None, vessel=world.vessel, delivered_on=TODAY - timedelta(days=60), at=NOW
        )[0]
    client = Client()
    client.force_login(world.accounts["steward"], backend="aftersail.core.signin.PasswordBackend")
    assert "碧川" in client.get("/return-visits/", {"overdue": "1", "mine": "1"}).content.decode()
    assert client.get(f"/return-visits/{kept.pk}/record/").status_code == 200
    assert (
        client.post(f"/return-visits/{kept.pk}/record/", {"version": 1, "interviewee": "郑"}).status_code
        == 422
    )
    data = {"version": 1, "interviewee": "郑", "condition": "好", "problems": "漏油"}
    assert client.post(f"/return-visits/{kept.pk}/record/", data).status_code == 302
    page = client.get(f"/return-visits/{kept.pk}/").content.decode()
    assert "/requests/new/?vessel=BC-101" in page
    for panel in (f"/return-visits/of-vessel/{world.vessel.pk}/",):
        assert client.get(panel).status_code == 200
    answered = client.post(
        f"/api/v1/care/return-visits/{kept.pk}/close", data='{"version": 1}', content_type="application/json"
    )
    assert answered.status_code in {403, 409, 422}


def test_other_stewards_do_not_find_it(world):
    with as_system():
        kept = plan_after_delivery(by=None, vessel=world.yard_vessel, delivered_on=TODAY, at=NOW)[0]
    client = Client()
    client.force_login(world.accounts["steward"], backend="aftersail.core.signin.PasswordBackend")
    assert client.get(f"/return-visits/{kept.pk}/").status_code == 404
    assert client.get(f"/api/v1/care/return-visits/{kept.pk}").status_code == 404


def test_R79_regular_calls_follow_the_most_critical_product_aboard(world):
    assert [months_between({one}) for one in ("A", "B", "C")] == [6, 12, 24]
    assert months_between({"C", "A"}) == 6
    assert months_between(set()) == 24
    with as_system():
        first = plan_periodic(vessel=world.vessel, since=TODAY, at=timezone.now())
        again = plan_periodic(vessel=world.vessel, since=TODAY, at=timezone.now())
    assert (first.kind, first.due_on, again.pk) == ("periodic", add_months(TODAY, 6), first.pk)
