"""An urgent fault at ten: dragged onto an engineer, seen in the calendar and on the phone, signed, and the saving has moved."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftersail.cases.models import Case
from aftersail.core.feeds import Kind, make_feed
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.models import Assignment
from aftersail.satisfaction.models import SatisfactionCard
from tests.dispatch.conftest import Story
from tests.dispatch.test_board_in_browser import days_ahead, drag, lane_of, open_board
from tests.story.on_board import serve
from tests.story.people import form_to, press, sign_in, work_off

A_VISIT = "main a[href*='/visits/0']"
"""A link to a visit's page and to no other: ids are UUIDv7, which begin with a nought."""
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def ten_o_clock(before: datetime) -> datetime:
    """The last ten in the morning before an instant."""
    local = timezone.localtime(before)
    ten = timezone.make_aware(datetime.combine(local.date(), time(10)))
    return ten if ten <= before else ten - timedelta(days=1)


def saving(page: Page) -> list[dict[str, str]]:
    """The regional saving by station as programs read it, of this month and its neighbours."""
    today = timezone.localdate()
    period = f"{today - timedelta(days=30)}..{today + timedelta(days=30)}"
    page.goto(f"/kpi/saving/?period={period}")
    answer = page.request.get(f"/api/v1/scorecard/saving?period={period}")
    assert answer.ok
    told: list[dict[str, str]] = answer.json()
    return told


@pytest.mark.django_db(transaction=True)
def test_R84_R18_an_urgent_fault_is_dragged_to_an_engineer_and_ends_in_the_regional_saving(
    world, new_context
):
    story = Story(world)
    case = story.case(reported_at=ten_o_clock(story.now - timedelta(hours=6)))
    with as_system():
        Case.objects.filter(pk=case.pk).update(severity="S1")
    order = story.order(case)
    account = story.account("engineer")
    with entered(account.scope()):
        _feed, secret = make_feed(
            by=account, id=new_id(), kind=Kind.PERSON, team_id=None, name="", at=timezone.now()
        )
    desk = sign_in(new_context(locale="zh-CN", viewport=DESK, reduced_motion="reduce"), "dispatcher")
    engineer = sign_in(new_context(locale="zh-CN", viewport=PHONE, has_touch=True), "engineer")

    def seen_by_the_engineer() -> tuple[bool, bool, int]:
        calendar = engineer.request.get(f"/calendar/{secret}.ics")
        assert calendar.ok
        engineer.goto("/visits/mine/")
        mine = engineer.locator(A_VISIT).count() > 0
        return (
            world.vessel.hull_code in calendar.text(),
            mine,
            len(engineer.request.get("/api/v1/visits").json()["items"]),
        )

    assert seen_by_the_engineer() == (False, False, 0)
    assert saving(desk) == []

    # The dispatcher drags the fault from the tray onto the engineer's row.
    open_board(desk)
    lane = lane_of(desk, world.staff["engineer"].pk)
    card = desk.locator(f'.pb-card[data-order="{order.pk}"]')
    drag(desk, card.locator(".pb-facts").first, lane, days_ahead(desk))
    expect(lane.locator(".pv-first").first).to_be_visible()
    desk.mouse.up()
    expect(lane.locator(f'[data-order="{order.pk}"]')).to_be_visible()
    work_off()
    with as_system():
        assert Assignment.objects.get(order=order, released_at=None).staff_id == world.staff["engineer"].pk
    assert seen_by_the_engineer() == (True, True, 1)

    # The engineer serves the ship and has it signed; it is reviewed, rated, confirmed and closed.
    engineer.locator(A_VISIT).first.click()
    visit_url = re.sub(r"\?.*", "", engineer.url)
    serve(engineer, visit_url, world)
    work_off()
    quality = sign_in(new_context(locale="zh-CN", viewport=DESK), "quality")
    quality.goto(visit_url)
    press(form_to(quality, "/move/review/"))
    expect(quality.locator('form[action$="/move/review/"]')).to_have_count(0)
    with as_system():
        card_token = SatisfactionCard.objects.get().token
    crew = new_context(locale="zh-CN", viewport=PHONE, has_touch=True).new_page()
    crew.goto(f"/s/{card_token}/")
    crew.locator("[name=overall][value='5']").check(force=True)
    press(crew.locator("#card-form"))
    expect(crew.locator("#card-form")).to_have_count(0)
    for move in ("confirm", "close"):
        desk.goto(f"/cases/{case.pk}/")
        press(form_to(desk, f"/move/{move}/"))
        expect(desk.locator(f'form[action$="/move/{move}/"]')).to_have_count(0)

    # The saving has moved, and the page says so.
    (row,) = saving(desk)
    assert float(row["saved_cny"]) != 0
    expect(desk.locator("main")).to_contain_text("n = 1")
