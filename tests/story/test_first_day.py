"""The first whole day: one fault from a crew's QR report to a signed report, a rating, and a figure that moved."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from aftersail.cases.models import Case
from aftersail.core.audit import verify_chain
from aftersail.core.scope import as_system
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.visits.models import ServiceReport
from tests.story.on_board import serve
from tests.story.people import figure, form_to, press, sign_in, work_off

FAULT = "雷达开机后屏幕全黑，没有回波"
SAID = {
    "zh-CN": {"thanks": "您的报修已收到", "triaged": "已分诊", "closed": "已关闭", "kpi": "指标"},
    "en-GB": {
        "thanks": "We have your report",
        "triaged": "Triaged",
        "closed": "Closed",
        "kpi": "Key figures",
    },
}


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.django_db(transaction=True)
def test_a_fault_is_walked_from_the_label_to_the_figure(world, new_context, locale):
    said = SAID[locale]
    size = {"width": 1440, "height": 900}
    desk = sign_in(new_context(locale=locale, viewport=size), "dispatcher")
    quality = sign_in(new_context(locale=locale, viewport=size), "quality")
    _speak(desk, quality, locale=locale)
    before = figure(quality, "response")

    # The crew scans the label, without signing in.
    crew = new_context(locale=locale, viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    _speak(crew, locale=locale)
    crew.goto(f"/r/{world.radar.label_token}/")
    crew.fill("[name=text]", FAULT)
    crew.fill("[name=reporter_name]", "罗望潮")
    press(crew.locator("#report-form"))
    expect(crew.get_by_role("heading", level=1)).to_have_text(said["thanks"])
    followed = crew.url

    # The dispatcher makes a case of it, judges it and plans a visit.
    desk.goto("/requests/")
    desk.locator("td a", has_text=re.compile("RQ-QD")).first.click()
    opening = form_to(desk, "/open/")
    opening.locator("[name=title]").fill("导航雷达黑屏")
    press(opening)
    expect(desk).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    case_url = desk.url
    desk.locator('[data-dialog-url$="/move/triage/"]').click()
    triage = form_to(desk, "/move/triage/")
    triage.locator("[name=severity]").select_option("S2")
    press(triage)
    expect(desk.get_by_text(said["triaged"], exact=True).first).to_be_visible()
    desk.locator('[data-dialog-url$="/move/plan/"]').click()
    plan = form_to(desk, "/move/plan/")
    now = timezone.localtime()
    plan.locator("[name=window_from]").fill(f"{now:%Y-%m-%dT%H:%M}")
    plan.locator("[name=window_until]").fill(f"{now + timedelta(days=6):%Y-%m-%dT%H:%M}")
    plan.locator("[name=scope]").fill("检查电源与显示单元")
    press(plan)
    press(form_to(desk, "/approve/"))
    desk.locator("main a").filter(has_text=re.compile("派谁去|Who goes")).first.click()
    engineer_row = desk.locator("tr", has_text=re.compile("程远帆|Cheng Yuanfan")).first
    engineer_row.locator("a[href]").last.click()
    assign = desk.locator("main form").last
    if assign.locator("[name=override_reason]").count():
        assign.locator("[name=override_reason]").fill("本船一贯由其服务")
    press(assign)
    expect(desk.locator("tr, li, div", has_text=re.compile("程远帆|Cheng Yuanfan")).first).to_be_visible()
    work_off()

    # The engineer goes on board.
    engineer = sign_in(
        new_context(locale=locale, viewport={"width": 390, "height": 844}, has_touch=True), "engineer"
    )
    _speak(engineer, locale=locale)
    engineer.goto("/visits/mine/")
    engineer.locator("main a[href*='/visits/']").filter(has_text=re.compile("BC-101|VS-|碧川")).first.click()
    visit_url = re.sub(r"\?.*", "", engineer.url)
    serve(engineer, visit_url, world)
    work_off()

    # The report is frozen in both languages; the quality engineer reads it and reviews the visit.
    for language in ("zh-hans", "en"):
        answer = quality.request.get(f"{visit_url}report/1/{language}/")
        assert answer.ok
        assert answer.body().startswith(b"%PDF")
    quality.goto(visit_url)
    press(form_to(quality, "/move/review/"))

    # The crew rates the visit; then the dispatcher can close the case.
    with as_system():
        card = SatisfactionCard.objects.get()
        case = Case.objects.get()
        reports = ServiceReport.objects.count()
    assert reports == 2
    crew.goto(f"/s/{card.token}/")
    crew.locator("[name=overall][value='5']").check(force=True)
    press(crew.locator("#card-form"))
    expect(crew.locator("#card-form")).to_have_count(0)
    desk.goto(case_url)
    press(form_to(desk, "/move/confirm/"))
    desk.goto(case_url)
    press(form_to(desk, "/move/close/"))
    expect(desk.get_by_text(said["closed"], exact=True).first).to_be_visible()
    crew.goto(followed)
    expect(crew.get_by_text(said["closed"]).first).to_be_visible()

    # The figure moved, and opens the case behind it.
    assert figure(quality, "response") == before + 1
    quality.locator("a.kpi[href*='/kpi/response/']").first.click()
    expect(quality.locator("main")).to_contain_text(case.number)
    with as_system():
        assert verify_chain().whole


def _speak(*pages, locale):
    language = "en" if locale.startswith("en") else "zh-hans"
    for page in pages:
        address = page.url if page.url.startswith("http") else None
        cookie = {"name": "aftersail_language", "value": language, "domain": "localhost", "path": "/"}
        page.context.add_cookies([cookie])
        if address:
            page.reload()
