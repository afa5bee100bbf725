"""A hull's way into service: from the yard's plan in Excel to an open service account, in the real page."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import Workbook
from playwright.sync_api import expect

from aftersail.care.models import ReturnVisit
from aftersail.core.audit import verify_chain
from aftersail.core.scope import as_system
from aftersail.fleet.models import Leftover, MilestoneChange, ServiceAccount, Vessel
from tests.story.people import draw, form_to, press, sign_in, work_off


def yard_plan() -> bytes:
    today = timezone.localdate()
    book = Workbook()
    book.active.append(["舷号", "系泊试验", "航行试验", "交船", "变更原因"])
    book.active.append(["NP-201", today - timedelta(9), today - timedelta(4), today, "船厂二季度计划"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_R41_a_hull_is_walked_from_the_yards_plan_to_its_service_account(world, new_context):
    size = {"width": 1440, "height": 900}
    desk = sign_in(new_context(viewport=size), "dispatcher")
    vessel_url = f"/fleet/vessels/{world.yard_vessel.pk}/"

    # The yard's plan comes as an Excel file: dry run, then written.
    desk.goto("/data/import/?register=fleet.yard-plan")
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    desk.locator("input[type=file]").first.set_input_files(
        {"name": "计划.xlsx", "mimeType": xlsx, "buffer": yard_plan()}
    )
    press(desk.locator("main form").first)
    desk.wait_for_url(re.compile(r"/data/import/[0-9a-f-]{36}/"))
    if desk.url.rstrip("/").endswith("columns"):
        press(desk.locator("main form").first)
    press(form_to(desk, "/commit/"))
    expect(desk.locator("main")).to_contain_text("1")
    with as_system():
        assert MilestoneChange.objects.filter(vessel=world.yard_vessel, kind="delivery").exists()
    desk.goto(vessel_url)
    expect(desk.locator("svg.life")).to_be_visible()

    # The handover is drafted, checked, one item is missing and owed by the yard.
    desk.locator("[hx-get$='/handover/']").scroll_into_view_if_needed()  # panels fill when they are seen
    press(form_to(desk, "/handover/start/"))
    desk.wait_for_url(re.compile(r"/fleet/handovers/"))
    handover_url = desk.url
    particulars = form_to(desk, "/particulars/")
    particulars.locator("[name=delivered_on]").fill(f"{timezone.localdate():%Y-%m-%d}")
    press(particulars)
    desk.locator("#test tr", has_text="航行试验").locator("a[href*='/check/']").click()
    desk.locator("[name=note]").fill("报告缺第 12 页")
    desk.locator("[name=party]").fill("质检处")
    desk.locator("[name=due_on]").fill(f"{timezone.localdate() + timedelta(20):%Y-%m-%d}")
    desk.locator("button[name=result][value=missing]").click()
    desk.wait_for_url(re.compile(r"/fleet/handovers/"))
    for part in ("unit", "test"):
        press(desk.locator(f'#{part} form[action$="/in-order/"]'))
        desk.wait_for_load_state()
    press(form_to(desk, "/step/check/"))
    expect(desk.locator("form[id=sign-maker]")).to_be_visible()

    # The yard signs for itself, the desk collects the other two on its screen.
    yard = sign_in(new_context(viewport=size), "yard")
    yard.goto(handover_url)
    yard.locator("#sign-yard [name=yard-name]").fill("陈建国")
    draw(yard, "yard-image")
    press(yard.locator("#sign-yard"))
    expect(yard.locator("#sign-yard")).to_have_count(0)
    for side, name in (("user", "郑轮机"), ("maker", "沈调度")):
        desk.goto(handover_url)
        desk.locator(f"#sign-{side} [name={side}-name]").fill(name)
        draw(desk, f"{side}-image")
        press(desk.locator(f"#sign-{side}"))
        expect(desk.locator(f"#sign-{side}")).to_have_count(0)
    press(form_to(desk, "/step/accept/"))
    expect(desk.locator("a[href*='/paper/1/']").first).to_be_visible()
    work_off()

    # The account is open, the calls are planned, the leftover is on the warranty list, the yard sees what it owes only.
    for language in ("zh-hans", "en"):
        paper = desk.request.get(f"{handover_url.split('#')[0]}paper/1/{language}/")
        assert paper.ok
        assert paper.body().startswith(b"%PDF")
    desk.goto("/fleet/service-accounts/")
    expect(desk.locator("main")).to_contain_text("NP-201")
    answer = yard.goto(vessel_url)
    assert answer is not None
    assert answer.status == 404
    yard.goto("/fleet/owed/")
    expect(yard.locator("main")).to_contain_text("报告缺第 12 页")
    with as_system():
        vessel = Vessel.objects.get(pk=world.yard_vessel.pk)
        account = ServiceAccount.objects.get(vessel=vessel)
        calls = set(ReturnVisit.objects.filter(vessel=vessel).values_list("kind", flat=True))
        left = Leftover.objects.get(vessel=vessel)
        assert verify_chain().whole
    assert (vessel.stage, vessel.open_to_yard_id, account.late) == ("in_service", None, False)
    assert calls == {"delivery", "periodic"}
    assert left.listed_on == vessel.delivered_on
