"""The pages and routes of cases, as people and programs use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from aftersail.cases.actions import talking
from aftersail.cases.models import Case, WipLimit
from aftersail.core.ids import new_id

pytestmark = pytest.mark.django_db


def test_a_case_is_triaged_from_its_page(opened, signed_in, world):
    case = opened()
    form = {
        "seen": case.version,
        "severity": "S1",
        "stage": "warranty",
        "equipment": world.radar.pk,
        "service_type": "warranty",
    }
    answer = signed_in("dispatcher").post(reverse("cases:move", args=[case.pk, "triage"]), form)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.severity) == ("triaged", "S1")
    assert case.response_due_at is not None


def test_a_stale_form_is_told_and_keeps_what_was_typed(triaged, signed_in, world):
    case = triaged()
    form = {"seen": case.version - 1, "reason": "船方改期，稍后再报"}
    answer = signed_in("dispatcher").post(reverse("cases:move", args=[case.pk, "cancel"]), form)
    assert answer.status_code == 422
    assert "船方改期，稍后再报" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).state == "triaged"


def test_R56_a_full_column_takes_no_further_card(triaged, opened, signed_in, world):
    first, second = triaged(), triaged(title="第二件")
    WipLimit.objects.create(column="doing", limit=1)
    desk = signed_in("dispatcher")
    accepted = desk.post(reverse("cases:drop"), {"id": first.pk, "to": "doing", "version": first.version})
    assert accepted.status_code in {200, 422}
    Case.objects.filter(pk=first.pk).update(state="diagnosing")
    refused = desk.post(reverse("cases:drop"), {"id": second.pk, "to": "doing", "version": second.version})
    assert refused.status_code == 422
    assert Case.objects.get(pk=second.pk).state == "triaged"


def test_R56_waiting_needs_a_reason_so_the_board_asks_for_it(triaged, signed_in):
    case = triaged()
    answer = signed_in("dispatcher").post(
        reverse("cases:drop"), {"id": case.pk, "to": "waiting", "version": case.version}
    )
    assert answer.status_code == 422
    assert answer.json()["form_url"].endswith("/suspend/")


def test_a_crew_sees_its_case_without_cost_or_internal_words(triaged, signed_in, world, now):
    case = triaged()
    desk = world.account("dispatcher")
    talking.comment_on(by=desk, case=case, id=new_id(), text="内部：疑似人为", internal=True, at=now)
    talking.comment_on(by=desk, case=case, id=new_id(), text="请先断电", internal=False, at=now)
    shown = signed_in("crew").get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "请先断电" in shown
    assert "内部：疑似人为" not in shown
    assert "¥" not in shown


def test_a_designer_sees_the_technical_record_without_ship_and_customer(triaged, signed_in, world):
    case = triaged()
    designer = signed_in("designer")
    for address in (reverse("cases:case", args=[case.pk]), reverse("cases:cases"), reverse("cases:board")):
        shown = designer.get(address).content.decode()
        assert world.vessel.name not in shown
        assert world.customer.name not in shown
    body = designer.get(f"/api/v1/cases/{case.pk}").json()
    assert (body["vessel_name"], body["customer_id"], body["reporter_name"]) == (None, None, "")


def test_another_customer_finds_no_trace_of_the_case(triaged, signed_in):
    case = triaged(title="独有的标题")
    other = signed_in("other_crew")
    assert other.get(reverse("cases:case", args=[case.pk])).status_code == 404
    assert "独有的标题" not in other.get(reverse("cases:cases")).content.decode()
    assert other.get(f"/api/v1/cases/{case.pk}").status_code == 404


def test_R04_a_crew_sees_the_live_state_of_its_own_case(triaged, signed_in):
    case = triaged()
    body = signed_in("crew").get(f"/api/v1/cases/{case.pk}").json()
    assert body["state"] == "triaged"
    assert body["cost_cny"] is None
    assert body["timeline"]


def test_a_program_walks_a_case_to_confirmation(opened, signed_in, world):
    case, desk = opened(), signed_in("dispatcher")

    def post(path: str, **body):
        answer = desk.post(f"/api/v1/cases/{case.pk}/{path}", body, content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    made = post("triage", severity="S2", stage="warranty", owner_id=str(world.staff["engineer"].pk))
    assert {clock["kind"] for clock in made["clocks"]} >= {"response", "restore"}
    post("resolve-remotely", answer="重新上电后恢复")
    assert post("confirm")["state"] == "confirming"


def test_an_impossible_move_by_program_is_a_problem_document(opened, signed_in):
    answer = signed_in("dispatcher").post(
        f"/api/v1/cases/{opened().pk}/close", {}, content_type="application/json"
    )
    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["reasons"]


def test_the_list_filters_overdue_cases(triaged, signed_in, now):
    late, fine = triaged(title="逾期的"), triaged(title="未到期的")
    Case.objects.filter(pk=late.pk).update(next_due_at=now - timedelta(hours=1))
    Case.objects.filter(pk=fine.pk).update(next_due_at=now + timedelta(days=1))
    shown = signed_in("dispatcher").get(reverse("cases:cases"), {"overdue": "1"}).content.decode()
    assert "逾期的" in shown
    assert "未到期的" not in shown


def test_a_request_becomes_a_case_from_its_page(reported, signed_in):
    request = reported()
    desk = signed_in("dispatcher")
    panel = desk.get(reverse("cases:request_panel", args=[request.pk]))
    assert "id_title" in panel.content.decode()
    form = {"id": str(new_id()), "seen": request.version, "title": "雷达无回波"}
    answer = desk.post(reverse("cases:open_from", args=[request.pk]), form)
    assert answer.status_code == 302
    case = Case.objects.get(request=request)
    assert case.reported_at == request.received_at
