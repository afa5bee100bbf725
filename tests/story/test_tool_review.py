"""A tool in the browser: its calibration has run out, it fails, and the work done with it is judged."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.supply.models import ImpactItem, Tool
from aftersail.visits.models import ToolUse
from tests.dispatch.conftest import story  # noqa: F401 - the fixture is shared
from tests.story.people import form_to, press, sign_in
from tests.visits.conftest import Aboard


@pytest.mark.django_db(transaction=True)
def test_R59_a_tool_goes_from_overdue_calibration_to_impact_review(story, new_context):  # noqa: F811
    aboard, today = Aboard(story), timezone.localdate()
    with as_system():
        tool = Tool.objects.create(
            id=new_id(), asset_number="T-100", name="扭矩扳手", tool_class="扭矩扳手", station=story.world.station, interval_months=12,
            calibrated_on=today - timedelta(370), due_on=today - timedelta(5), state="overdue_locked",
        )  # fmt: skip
        ToolUse.objects.create(visit_id=aboard.pk, tool=tool, used_at=timezone.now() - timedelta(20))
    desk = sign_in(new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}), "quality")
    desk.goto("/supply/calibration/")
    desk.get_by_role("link", name=re.compile("T-100")).first.click()
    expect(desk.locator("form[action$='/moves/borrow/']")).to_have_count(0)
    press(form_to(desk, "/moves/send/"))
    found = form_to(desk, "/moves/calibrate/")
    found.locator("[name=body]").fill("海澄计量站")
    found.locator("[name=certificate_number]").fill("JZ-2026-001")
    found.locator("[name=result]").select_option("failed")
    press(found)
    judging = desk.locator("form[action*='/supply/impact/']").first
    judging.locator("[name=verdict]").select_option("measure")
    judging.locator("[name=reason]").fill("示值偏低 6 %，复测力矩")
    press(judging)
    expect(desk.locator("form[action*='/supply/impact/']")).to_have_count(0)
    repair = form_to(desk, "/moves/repair/")
    repair.locator("[name=note]").fill("更换弹簧")
    press(repair)
    expect(form_to(desk, "/moves/send/")).to_be_visible()
    with as_system():
        tool.refresh_from_db()
        item = ImpactItem.objects.get()
        assert (tool.state, item.verdict, item.work_ref) == ("repaired", "measure", aboard.pk)
