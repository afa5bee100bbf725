"""A dispatcher at the board, in a real browser: an urgent order is dragged onto an engineer; then the same by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from aftersail.cases.models import Case
from aftersail.core.models import Notification
from aftersail.core.scope import as_system
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Leave
from aftersail.visits.models import Visit
from tests.story.people import sign_in, work_off

DESK = {"width": 1440, "height": 900}


def open_board(page: Page) -> None:
    """Open the board and wait until it answers to hand and keyboard."""
    page.goto("/dispatch/board/")
    expect(page.locator("[data-plan-board][data-alive]")).to_be_visible()


def lane_of(page: Page, staff: object) -> Locator:
    return page.locator(f'.pb-row[data-staff="{staff}"] .pb-lane')


def drag(page: Page, thing: Locator, lane: Locator, day: int, days: int = 14) -> None:
    """Drag by the mouse, as a hand does: lift, wait for the verdicts (the board may roll then, at once), move over the cell, let go."""
    thing.scroll_into_view_if_needed()
    thing.hover()
    page.mouse.down()
    box = lane.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5, steps=4)
    expect(page.locator(".pb-judging")).to_be_visible()
    box = lane.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + (day + 0.5) * box["width"] / days, box["y"] + box["height"] / 2, steps=4)


def days_ahead(page: Page) -> int:
    """Return which column of the board is tomorrow."""
    today = page.locator(".pb-columns i").evaluate_all(
        "cells => cells.findIndex(c => c.classList.contains('pb-today'))"
    )
    return int(today) + 1


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.django_db(transaction=True)
def test_R38_an_urgent_order_is_dragged_onto_an_engineer_with_verdict_bar_and_notification(
    world, story, new_context, locale
):
    case = story.case()
    with as_system():
        Case.objects.filter(pk=case.pk).update(severity="S1")
    order = story.order(case)
    engineer, unskilled = world.staff["engineer"].pk, world.staff["unskilled_engineer"].pk
    page = sign_in(new_context(locale=locale, viewport=DESK, reduced_motion="reduce"), "dispatcher")
    page.context.add_cookies(
        [{"name": "aftersail_language", "value": "en" if locale == "en-GB" else "zh-hans", "url": page.url}]
    )
    open_board(page)
    tomorrow = days_ahead(page)
    card = page.locator(f'.pb-card[data-order="{order.pk}"]')
    readout = page.locator("[data-readout]")

    # Refused in words before and after the drop: nothing happens.
    drag(page, card.locator(".pb-facts").first, lane_of(page, unskilled), tomorrow)
    expect(readout).to_contain_text(re.compile("技能|level 0"))
    expect(page.locator("[data-columns] .pb-window")).to_be_visible()
    expect(lane_of(page, unskilled).locator(".pv-no").first).to_be_visible()
    page.mouse.up()
    expect(page.locator("#toasts .note-bad").first).to_be_visible()
    with as_system():
        assert not Assignment.objects.exists()
    page.locator("#toasts .note-close").first.click()

    # The engineer proposed first takes it: bar, tray, toast.
    drag(page, card.locator(".pb-facts").first, lane_of(page, engineer), tomorrow)
    expect(lane_of(page, engineer).locator(".pv-first").first).to_be_visible()
    expect(readout).to_contain_text(re.compile("可派|fits"))
    page.mouse.up()
    expect(lane_of(page, engineer).locator(f'[data-order="{order.pk}"]')).to_be_visible()
    expect(card).to_have_count(0)
    work_off()
    with as_system():
        made = Assignment.objects.get(order=order)
        assert Notification.objects.filter(
            account__username="engineer", event="dispatch.OrderAssigned"
        ).exists()
        assert Visit.objects.get(order=order).planned_from == made.starts_at

    # Undo: it waits again.
    page.locator("[data-undo]").click()
    expect(card).to_be_visible()
    with as_system():
        assert not Assignment.objects.filter(released_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_R17_by_keyboard_with_the_reason_that_the_rules_want(world, story, new_context):
    order = story.order()
    page = sign_in(new_context(locale="en-GB", viewport=DESK), "dispatcher")
    page.context.add_cookies([{"name": "aftersail_language", "value": "en", "url": page.url}])
    open_board(page)
    pick = page.locator(f'.pb-card[data-order="{order.pk}"] [data-pick]')
    readout = page.locator("[data-readout]")
    pick.focus()
    page.keyboard.press("Enter")
    expect(readout).to_contain_text("fits")
    page.keyboard.press("Escape")
    expect(page.locator(".pb-verdicts")).to_have_count(0)
    expect(pick).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".pb-cursor")).to_be_visible()
    other = page.locator(f'.pb-row[data-staff="{world.staff["other_engineer"].pk}"]')
    for _n in range(10):
        if other.locator(".pb-cursor").count():
            break
        page.keyboard.press("ArrowDown")
    # A day on: late in the day nobody from so far comes aboard today.
    page.keyboard.press("ArrowRight")
    expect(readout).to_contain_text("is proposed first")
    page.keyboard.press("Enter")
    dialog = page.locator("[data-drop-reason]")
    dialog.locator("[name=override_reason]").fill("熟悉该船")
    dialog.locator("button[type=submit]").click()
    bar = other.locator(f'[data-order="{order.pk}"]')
    expect(bar).to_be_visible()
    with as_system():
        assert Assignment.objects.get(order=order).override_reason == "熟悉该船"

    # The bar itself is moved a day on by keyboard.
    bar.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pb-cursor")).to_be_visible()
    expect(other.locator(".pv").first).to_be_attached()


@pytest.mark.django_db(transaction=True)
def test_what_another_dispatcher_does_shows_on_an_open_board(world, story, new_context):
    order = story.order()
    mine = sign_in(new_context(locale="zh-CN", viewport=DESK), "dispatcher")
    open_board(mine)
    expect(mine.locator(f'.pb-card[data-order="{order.pk}"]')).to_be_visible()
    theirs = sign_in(new_context(locale="zh-CN", viewport=DESK), "manager")
    open_board(theirs)
    expect(mine.locator("[data-others]")).to_contain_text(story.account("manager").name)
    story.assign(order, by="manager")
    expect(mine.locator(f'.pb-card[data-order="{order.pk}"]')).to_have_count(0)
    expect(lane_of(mine, world.staff["engineer"].pk).locator(".pb-bar")).to_be_visible()
    expect(mine.locator("#toasts")).to_contain_text(story.account("manager").name)


@pytest.mark.django_db(transaction=True)
def test_a_phone_shows_lists_and_forms_without_a_script(world, story, new_context):
    made = story.assign(story.order())
    with as_system():
        Leave.objects.create(
            staff=world.staff["second_engineer"], first_day=story.now.date(), last_day=story.now.date()
        )
    context = new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = sign_in(context, "dispatcher")
    for path in ("/dispatch/board/", "/dispatch/board/list/", f"/dispatch/assignments/{made.pk}/", f"/dispatch/assignments/{made.pk}/move/", "/dispatch/load/"):  # fmt: skip
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
    page.goto("/dispatch/board/")
    bar = page.locator(f'[data-bar="{made.pk}"]')
    box = bar.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    bar.click()
    expect(page).to_have_url(re.compile(str(made.pk)))
    page.locator("[name=reason]").fill("船长点名")
    page.locator(f'form[action$="/{made.pk}/lock/"] button[type=submit]').click()
    with as_system():
        assert Assignment.objects.get(pk=made.pk).lock_reason == "船长点名"
