"""What a narrow window shows of pages that do not fit it: filters behind a button, the present stage, folded choices."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from aftersail.cases.models import Case
from aftersail.cases.states import CaseState
from aftersail.core.scope import as_system
from tests.visits.conftest import story  # noqa: F401 - the fixture is shared
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], world: World, live_server) -> Callable[..., Page]:
    """Return a function that signs somebody in, in English, on a phone."""

    def open_page(name: str, **options: object) -> Page:
        client = Client()
        client.force_login(world.accounts[name], backend="aftersail.core.signin.PasswordBackend")
        context = new_context(locale="en-GB", viewport=PHONE, **options)
        address = str(live_server)
        context.add_cookies([
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address},
            {"name": "aftersail_language", "value": "en", "url": address},
        ])  # fmt: skip
        return context.new_page()

    return open_page


def test_filters_open_by_a_button_and_those_in_use_stay_in_sight(phone):
    page = phone("dispatcher")
    page.goto("/cases/?severity=S1")
    expect(page.locator("select[name=severity]")).to_be_visible()
    expect(page.locator("select[name=station]")).to_be_hidden()
    button = page.get_by_role("button", name="Filters 1")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator("select[name=station]")).to_be_visible()


def test_without_a_script_every_filter_is_in_sight(phone):
    page = phone("dispatcher", java_script_enabled=False)
    page.goto("/cases/")
    expect(page.locator("select[name=station]")).to_be_visible()


def test_the_present_stage_is_in_sight(phone, story):  # noqa: F811
    case = story.order().case
    with as_system():
        Case.objects.filter(pk=case.pk).update(state=CaseState.CONFIRMING)
    page = phone("dispatcher")
    page.goto(f"/cases/{case.pk}/")
    expect(page.locator(".stage-current")).to_be_in_viewport(ratio=1)


def test_all_events_of_a_chapter_are_chosen_at_once(phone):
    page = phone("admin")
    page.goto("/webhooks/new/")
    care = page.locator("details", has=page.locator("summary", has_text="One-to-one service"))
    care.locator("summary").click()
    care.get_by_role("button", name="Choose all of these").click()
    boxes = care.get_by_role("checkbox")
    expect(care.locator("[data-chosen]")).to_have_text(str(boxes.count()))
    care.get_by_role("button", name="Choose none of these").click()
    expect(care.locator("[data-chosen]")).to_have_text("0")
