"""The people of the story: what each does in a browser, by what stands on the page whatever its language."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import cast

from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from aftersail.web.demo.accounts import DEMO_PASSWORD


def work_off() -> None:
    """Let a worker empty the queue, as `aftersail worker --once` does; in a thread, for Playwright holds this one's loop."""
    failures: list[Exception] = []

    def work() -> None:
        connector = cast("DjangoConnector", app.connector)
        try:
            with app.replace_connector(connector.get_worker_connector()):
                app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        except Exception as failure:  # noqa: BLE001 -- it is raised again in the test's own thread
            failures.append(failure)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    if failures:
        raise failures[0]


def sign_in(context: BrowserContext, username: str) -> Page:
    """Sign in and return the home page."""
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    return page


def press(form: Locator) -> None:
    """Send a form by its own button."""
    form.locator("button[type=submit]").last.click()


def form_to(page: Page, ending: str) -> Locator:
    """Return the form whose address ends so."""
    return page.locator(f'form[action$="{ending}"]').first


def draw(page: Page, field: str) -> None:
    """Sign in the box of this field with a few strokes of the mouse."""
    canvas = page.locator(f'[data-signature="{field}"] canvas')
    kept = page.locator(f'input[name="{field}"]')
    kept.wait_for(state="attached")  # the pad's script has come
    canvas.evaluate("pad => pad.scrollIntoView({block: 'center'})")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 20 + 15 * step, box["y"] + 20 + (15 if step % 2 else 2) * step / 2)
    page.mouse.up()
    expect(kept).not_to_have_value("")


def figure(page: Page, code: str) -> int:
    """Return how many records stand behind a key figure; 0 where it has no data."""
    today = timezone.localdate()  # what is due tomorrow counts tomorrow, and is met already
    page.goto(f"/kpi/?period={today - timedelta(days=30)}..{today + timedelta(days=30)}")
    facts = page.locator(f'a.kpi[href*="/kpi/{code}/"] .kpi-facts').first.inner_text()
    found = re.search(r"n = (\d+)", facts)
    return int(found.group(1)) if found else 0
