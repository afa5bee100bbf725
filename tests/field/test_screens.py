"""Every screen of the field app: reachable for everybody, nothing sticks out, light as it is to carry."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from aftersail.web.field_app import BUILT
from tests.field.phone import Phone
from tests.field.test_forms_at_sea import begin, editions, fill_every_kind

__all__ = ["editions"]

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
LARGEST_KB = 250
SMALLEST_TOUCH_PX = 44
SECTIONS = ("steps", "facts", "findings", "parts", "tools", "photos", "hours", "leftovers", "sign", "forms")
SMALL = """least => [...document.querySelectorAll("button, a.button, nav a, select, input:not([type=radio]):not(.sr-only), textarea")]
  .filter(one => one.offsetParent && one.getBoundingClientRect().height < least)
  .map(one => one.outerHTML.slice(0, 120))"""


def judge(page: Page, name: str) -> list[str]:
    """Return what is wrong with a screen."""
    page.evaluate(AXE.read_text())
    found: Any = page.evaluate("axe.run({resultTypes: ['violations']})")
    wrong = [
        f"{name}: {one['id']} {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in GRAVE
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    small = page.evaluate(SMALL, SMALLEST_TOUCH_PX)
    return (
        wrong
        + ([f"{name}: {wide} px too wide"] if wide > 0 else [])
        + [f"{name}: small {one}" for one in small]
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("locale", "width", "scheme"), [("zh-CN", 360, "light"), ("en-GB", 390, "dark"), ("zh-CN", 768, "dark")]
)
def test_every_screen_is_open_to_everybody(aboard, story, phone_of, editions, locale, width, scheme):
    phone: Phone = phone_of(locale=locale, width=width)
    page = phone.page
    page.emulate_media(color_scheme=scheme)
    phone.sign_in()
    wrong = judge(page, "visits")
    phone.go(f"/visits/{aboard.pk}")
    for move in ("accept", "set_out", "arrive", "begin"):
        phone.do(move)
    phone.do("finish")
    expect(page.locator(".refusals")).to_be_visible()
    wrong += judge(page, "visit")
    for section in SECTIONS:
        phone.section(aboard.pk, section)
        adding = page.locator("[data-do=add], [data-do=leftover]").first
        if section in {"findings", "parts", "leftovers"}:
            adding.click()
        wrong += judge(page, section)
    begin(phone, aboard.pk, editions["EVK"])
    wrong += judge(page, "form with a hold point")
    fill_every_kind(phone, story)
    wrong += judge(page, "form")
    phone.do("sign-engineer")
    expect(page.locator(".refusals").first).to_be_visible()
    wrong += judge(page, "form refused")
    phone.go(f"/ships/{story.world.vessel.pk}/{aboard.pk}")
    expect(page.locator("[data-unit]").first).to_be_visible()
    wrong += judge(page, "tree")
    page.locator(".unit-name").first.click()
    wrong += judge(page, "unit")
    for screen in ("sent", "more"):
        phone.go(f"/{screen}")
        expect(page.locator("nav.tabs a.on")).to_have_attribute("href", f"#/{screen}")
        wrong += judge(page, screen)
    page.goto("/field/")
    expect(page.locator("input[name=pin]")).to_be_visible()
    wrong += judge(page, "gate")
    assert wrong == []


def test_the_app_is_light_over_the_wire():
    files = [BUILT / "field.html", BUILT / "sw.js", *BUILT.glob("assets/*.js"), *BUILT.glob("assets/*.css")]
    assert len(files) >= 4
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < LARGEST_KB * 1000
