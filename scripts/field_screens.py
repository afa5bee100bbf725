"""Photograph every screen of the field app as an engineer of a running demo sees them; used by `screenshots.py --field`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

WIDTHS = (360, 390, 768)
HEIGHT = 844
PIN = "246810"
PATIENCE_MS = 60_000


def photograph(
    browser: Browser, base: str, folder: Path, language: str, width: int
) -> Iterator[tuple[Page, str]]:
    """Take a picture of each screen, and yield the page with its name while it shows that screen."""
    context = browser.new_context(
        base_url=base, locale="zh-CN" if language == "zh-hans" else "en-GB", timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": HEIGHT}, has_touch=True,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    for name in _walk(page):
        page.screenshot(path=str(folder / f"field-{name}.{language[:2]}.{width}.png"), full_page=True)
        yield page, f"field-{name}"
    context.close()


def _walk(page: Page) -> Iterator[str]:
    """Go through the app, and yield the name of each screen once it is there."""
    from aftersail.web.demo.accounts import DEMO_PASSWORD

    page.goto("/sign-in/?next=/field/")
    page.fill("input[name=username]", "engineer")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main.gate")).to_have_attribute("data-stage", "choose", timeout=PATIENCE_MS)
    yield "gate-choose"
    page.fill("input[name=pin]", PIN)
    page.fill("input[name=pin_again]", PIN)
    page.locator("[data-do=start]").click()
    first = page.locator("[data-list=visits] [data-visit]").first
    expect(first).to_be_visible(timeout=PATIENCE_MS)
    yield "visits"
    first.click()
    sections = page.locator("main a[data-section]")
    expect(sections.first).to_be_visible(timeout=PATIENCE_MS)
    yield "visit"
    links = sections.evaluate_all("all => all.map(one => [one.dataset.section, one.getAttribute('href')])")
    for code, href in links:
        _go(page, href)
        yield code
        if code == "forms":  # begun on the screen only: nothing is written before it is saved
            page.locator("select[name=edition]").select_option(index=1)
            page.locator("[data-do=begin-form]").click()
            expect(page.locator("[data-filled]")).to_be_visible(timeout=PATIENCE_MS)
            yield "form"
        if code == "tree":
            page.locator(".unit-name").first.click()
            _settle(page)
            yield "unit"
    for screen in ("sent", "more"):
        _go(page, f"#/{screen}")
        expect(page.locator("nav.tabs a.on")).to_have_attribute("href", f"#/{screen}", timeout=PATIENCE_MS)
        yield screen
    page.goto("/field/")
    expect(page.locator("input[name=pin]")).to_be_visible(timeout=PATIENCE_MS)
    yield "gate-unlock"


def _go(page: Page, address: str) -> None:
    page.evaluate("address => { location.hash = address }", address)
    _settle(page)


def _settle(page: Page) -> None:
    """Wait until the screen of the address has been painted."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator("main")).to_be_visible(timeout=PATIENCE_MS)
