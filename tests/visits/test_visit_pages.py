"""Facts about the pages of a visit: whose they are, what they keep when refused, what customers do not see."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.visits.actions.reporting import print_reports
from aftersail.visits.models import ServiceReport
from aftersail.visits.states import VisitState
from tests.visits.report_samples import handwriting, picture


@pytest.fixture
def visitor(story):
    def signed_in(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(story.account(name), backend="aftersail.core.signin.PasswordBackend")
        client.cookies["aftersail_language"] = "en"
        return client

    return signed_in


def drawn(seed: int) -> str:
    return "data:image/png;base64," + base64.b64encode(handwriting(seed)).decode()


@pytest.mark.parametrize("tab", ["overview", "steps", "record", "findings", "photos", "sign"])
@pytest.mark.parametrize("who", ["engineer", "manager", "quality", "dispatcher", "auditor"])
def test_every_tab_opens_for_the_house(aboard, visitor, tab, who):
    told = aboard().working()
    answer = visitor(who).get(f"/visits/{told.pk}/?tab={tab}")
    assert answer.status_code == 200


def test_the_engineers_list_shows_the_visit(aboard, visitor):
    aboard()
    answer = visitor("engineer").get("/visits/mine/")
    assert answer.status_code == 200
    assert "BC-101" in answer.content.decode()


@pytest.mark.parametrize("page", ["/visits/", "/visits/reviews/", "/visits/?format=xlsx"])
def test_the_desk_lists_open(aboard, visitor, page):
    aboard().working().finished().signed()
    assert visitor("quality").get(page).status_code == 200


def test_a_fault_is_walked_to_its_signature_by_buttons(aboard, visitor, story):
    told = aboard()
    client = visitor("engineer")
    url = f"/visits/{told.pk}"
    for name in ("accept", "set_out", "arrive", "begin"):
        assert client.post(f"{url}/move/{name}/").status_code == 302
    with as_system():
        steps = list(told.visit().steps.order_by("place"))
    for step in steps:
        answer = client.post(
            f"{url}/steps/{step.pk}/",
            {"version": step.version, "result": "pass", "reading": "24.0"},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 200, answer.content.decode()
    codes = story.world.codes
    finding = {
        "id": new_id(),
        "text": "电源烧毁",
        "mode": codes["mode-NOO"].pk,
        "mechanism": codes["mechanism-4.3"].pk,
        "cause": codes["cause-3.4"].pk,
    }
    assert client.post(f"{url}/findings/", finding).status_code == 302
    facts = {
        "version": told.visit().version,
        "work_done": "更换",
        "test_result": "正常",
        "restored": "restored",
    }
    saved = client.post(f"{url}/facts/", facts, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert f'value="{told.visit().version}"' in saved.content.decode()
    assert (
        client.post(f"{url}/hours/", {f"work_{story.world.staff['engineer'].pk}": "2.5"}).status_code == 302
    )
    photo = SimpleUploadedFile("p.jpg", picture(400, 300))
    assert (
        client.post(
            f"{url}/photos/", {"id": new_id(), "moment": "before", "caption": "电源", "photos": photo}
        ).status_code
        == 302
    )
    assert client.post(f"{url}/move/finish/").status_code == 302
    signatures = {
        "user_name": "郑轮机",
        "user_image": drawn(3),
        "engineer_name": "程远帆",
        "engineer_image": drawn(7),
    }
    assert client.post(f"{url}/sign/", signatures).status_code == 302
    assert told.visit().state == VisitState.SIGNED
    pdf = client.get(f"{url}/report/1/en/")
    assert pdf.status_code == 200
    assert pdf["Content-Type"] == "application/pdf"


def test_a_refused_section_says_why_and_changes_nothing(aboard, visitor):
    told = aboard().working()
    client = visitor("engineer")
    stale = client.post(
        f"/visits/{told.pk}/facts/", {"version": 1, "diagnosis": "x"}, headers={"HX-Request": "true"}
    )
    assert stale.status_code == 422
    assert "meanwhile" in stale.content.decode()
    answer = client.post(f"/visits/{told.pk}/findings/", {"id": new_id(), "text": "只写了文字"})
    assert answer.status_code == 422
    assert "只写了文字" in answer.content.decode()


def test_an_unfinished_visit_says_on_the_page_what_is_missing(aboard, visitor):
    told = aboard().working()
    answer = visitor("engineer").post(f"/visits/{told.pk}/move/finish/")
    assert answer.status_code == 422
    assert "Choose the outcome" in answer.content.decode()


def test_the_crew_sees_its_visit_and_signed_report_without_cost(aboard, visitor):
    told = aboard().working().finished().signed()
    with as_system():
        print_reports(told.pk)
    crew = visitor("crew")
    page = crew.get(f"/visits/{told.pk}/").content.decode()
    assert "From headquarters" not in page
    assert crew.get(f"/visits/{told.pk}/?tab=record").context["tab"] == "overview"
    assert crew.get(f"/visits/{told.pk}/report/1/zh-hans/").status_code == 200
    assert crew.get(f"/visits/{told.pk}/report/draft/").status_code == 403


def test_the_crew_may_have_the_report_before_the_background_came_to_it(aboard, visitor):
    told = aboard().working().finished().signed()
    assert visitor("crew").get(f"/visits/{told.pk}/report/1/en/").status_code == 200
    with as_system():
        assert ServiceReport.objects.get(visit=told.pk, language="en").file is not None


@pytest.mark.parametrize("path", ["", "report/1/en/"])
def test_another_ships_crew_and_another_stations_engineer_find_nothing(aboard, visitor, path):
    told = aboard().working().finished().signed()
    for who in ("other_crew", "other_engineer", "yard"):
        assert visitor(who).get(f"/visits/{told.pk}/{path}").status_code == 404


def test_panels_show_the_visit_and_its_report(aboard, visitor, story):
    told = aboard().working().finished().signed()
    for url in (
        f"of-case/{told.order.case_id}",
        f"of-unit/{story.world.radar.pk}",
        f"of-ship/{story.world.vessel.pk}",
    ):
        answer = visitor("crew").get(f"/visits/{url}/")
        assert told.visit().number in answer.content.decode()


def test_a_time_in_the_past_can_be_told(aboard, visitor):
    told = aboard()
    client = visitor("engineer")
    client.post(f"/visits/{told.pk}/move/accept/")
    from django.utils import timezone

    earlier = timezone.localtime(told.visit().accepted_at - timedelta(days=2))
    answer = client.post(f"/visits/{told.pk}/move/set_out/", {"at": f"{earlier:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 422
    assert "earlier than" in answer.content.decode()
