"""A dispatcher plans in a real browser: the overlay on the board, the difference, publishing, an urgent order on a telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from aftersail.core.models import Notification
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.actions.planning import PlanWish, keep_plan
from aftersail.dispatch.models import Assignment, DraftState, PlanDraft
from aftersail.people.models import StaffSkill
from tests.dispatch.test_planning import open_for_days
from tests.story.people import sign_in, work_off

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.django_db(transaction=True)
def test_R83_a_draft_lies_over_the_board_and_is_published_from_its_page(world, story, planning, new_context):
    orders = [story.order(**open_for_days(story)) for _n in range(3)]
    hard = story.order(level=4, **open_for_days(story))
    made = planning.plan()
    with entered(planning.account.scope()):
        keep_plan(by=planning.account, wish=PlanWish(planning.line.first, 14, 10), made=made)
    page = sign_in(new_context(locale="zh-CN", viewport=DESK, reduced_motion="reduce"), "dispatcher")
    page.goto(f"/dispatch/board/?station=&from={planning.line.first.isoformat()}")
    expect(page.locator(".pb-draft")).to_have_count(3)
    page.locator("a[href^='/dispatch/plans/0']").click()
    assert fits(page)
    for order in (*orders, hard):
        expect(page.locator("main")).to_contain_text(order.number)
    boxes = page.locator("input[name=step]")
    expect(boxes).to_have_count(3)
    boxes.first.uncheck()
    page.locator("form[action$='/publish/'] button:not([name])").click()
    expect(page.locator("input[name=step]")).to_have_count(1)
    page.locator("button[name=everything]").click()
    expect(page.locator("button[name=everything]")).to_have_count(0)
    with as_system():
        assert set(Assignment.objects.values_list("order", flat=True)) == {order.pk for order in orders}
        assert PlanDraft.objects.get().state == DraftState.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_R84_an_urgent_order_is_inserted_on_a_telephone_and_whoever_is_pushed_is_told(
    world, story, planning, new_context
):
    begin, engineer = planning.day(story, 1, 9), world.staff["engineer"]
    with as_system():
        StaffSkill.objects.exclude(staff=engineer).delete()
    case, until = story.case(), begin + timedelta(hours=4)
    promised = story.order(case, **open_for_days(story))
    story.assign(promised, starts_at=begin, ends_at=until)
    order = story.order(case, window_from=begin - timedelta(hours=1), window_until=until)
    work_off()
    page = sign_in(
        new_context(locale="zh-CN", viewport=PHONE, reduced_motion="reduce", has_touch=True), "dispatcher"
    )
    page.goto(f"/dispatch/orders/{order.pk}/")
    page.locator(f"a[href='/dispatch/orders/{order.pk}/insert/']").click()
    expect(page.locator("input[name=offered_at]").first).to_be_attached()
    assert fits(page)
    page.locator("main form button.btn-primary").click()
    expect(page).to_have_url(f"{page.url.split('/dispatch/')[0]}/dispatch/orders/{order.pk}/")
    work_off()
    with as_system():
        going = Assignment.objects.filter(released_at=None).order_by("starts_at")
        assert [one.order_id for one in going] == [order.pk, promised.pk]
        told = Notification.objects.filter(account=engineer.account)
        assert set(told.values_list("event", flat=True)) >= {
            "dispatch.OrderAssigned",
            "dispatch.AssignmentMoved",
        }
