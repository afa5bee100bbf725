"""A dispatcher hears that somebody is sick, reads the difference and publishes it, on a desk and on a telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.dispatch.models import Assignment, DraftState, PlanDraft
from aftersail.people.actions.leaves import move_leave, request_leave
from tests.dispatch.test_planning import open_for_days
from tests.dispatch.test_plans_in_browser import DESK, PHONE, fits
from tests.story.people import sign_in, work_off


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "telephone"])
@pytest.mark.django_db(transaction=True)
def test_R84_sick_leave_leads_by_a_notification_to_the_difference_and_one_press_publishes_it(
    world, story, planning, new_context, viewport
):
    case = story.case()
    begin = [planning.day(story, n, 9) for n in range(2)]
    orders = [story.order(case, **open_for_days(story)) for _n in begin]
    for order, at in zip(orders, begin, strict=True):
        story.assign(order, starts_at=at, ends_at=at + timedelta(hours=3), override_reason="熟悉该船")
    work_off()
    staff, desk, day = world.staff["engineer"], story.account("dispatcher"), timezone.localdate(begin[0])
    with as_system():
        asked = request_leave(
            by=desk, staff=staff, kind="sick", first_day=day, last_day=day, at=timezone.now(), id=new_id()
        )
        move_leave(by=desk, leave=asked, name="approve", at=timezone.now())
    page = sign_in(new_context(locale="zh-CN", viewport=viewport, reduced_motion="reduce"), "dispatcher")
    page.goto("/dispatch/plans/")
    expect(page.locator("main")).to_contain_text(f"{staff.name} {day.isoformat()}")
    assert fits(page)
    work_off()
    with as_system():
        draft = PlanDraft.objects.get()
    page.goto("/dispatch/plans/")
    page.locator(f"main a[href='/dispatch/plans/{draft.pk}/']").first.click()
    expect(page.locator("main")).to_contain_text("1 项承诺无法兑现")
    expect(page.locator("main")).to_contain_text(orders[0].number)
    expect(page.locator("main")).not_to_contain_text(orders[1].number)
    assert fits(page)
    page.locator("button[name=everything]").click()
    expect(page.locator("button[name=everything]")).to_have_count(0)
    with as_system():
        assert PlanDraft.objects.get().state == DraftState.PUBLISHED
        moved, stays = (Assignment.objects.get(order=order, released_at=None) for order in orders)
    assert (moved.staff_id, moved.starts_at) != (staff.pk, begin[0])
    assert (stays.staff_id, stays.starts_at) == (staff.pk, begin[1])
    page.goto("/dispatch/plans/")
    expect(page.locator("main")).not_to_contain_text("无法兑现的承诺")
