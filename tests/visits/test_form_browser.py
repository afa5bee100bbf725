"""In a real browser: a form is designed, published, filled in and signed, and then takes no change any more."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from aftersail.core.scope import as_system
from aftersail.visits.models import FilledForm
from aftersail.web.demo.small import load_small
from tests.story.people import draw, form_to, press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_R65_a_form_is_designed_published_filled_in_signed_and_refuses_change(
    new_context, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    with as_system():
        world = load_small()
    page = sign_in(new_context(locale="en", viewport={"width": 1280, "height": 900}), "quality")
    page.goto("/forms/designs/")
    page.locator('[data-dialog-open="new-form"]').click()
    form = form_to(page, "/designs/new/")
    form.locator('[name="code"]').fill("ABX")
    form.locator('[name="title"]').fill("电源检查单")
    form.locator('[name="title_en"]').fill("Supply check")
    press(page.locator("#new-form"))
    expect(page).to_have_url(re.compile("/forms/editions/"))
    for line in (
        {"kind": "yes_no", "zh": "需要复查", "en": "To be checked again", "required": "sign"},
        {
            "kind": "gauge",
            "zh": "电压",
            "en": "Voltage",
            "unit": "V",
            "low": "22.8",
            "high": "25.2",
            "required": "sign",
        },
        {
            "kind": "text",
            "zh": "原因",
            "en": "Reason",
            "required": "sign",
            "show_field": "f1",
            "show_values": "yes",
        },
        {"kind": "signature", "zh": "签字", "en": "Signature", "role": "engineer"},
    ):
        page.locator("details", has_text=re.compile("Add a line|添加一行")).locator("summary").first.click()
        box = page.locator('form[action$="/sections/s1/lines/"]')
        for name, value in line.items():
            field = box.locator(f'[name="{name}"]')
            field.select_option(value) if name in {"kind", "required", "role", "show_field"} else field.fill(
                value
            )
        press(box)
        expect(
            page.locator(".design-line-words", has_text=re.compile(f"{line['en']}|{line['zh']}"))
        ).to_be_visible()
    page.locator("#up-f3").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".design-line").nth(1)).to_have_id("line-f3")
    press(form_to(page, "/publish/"))
    expect(page.locator('form[action$="/copy/"]')).to_be_visible()
    edition = page.url.rstrip("/").rsplit("/", 1)[1]

    page = sign_in(new_context(locale="en", viewport={"width": 390, "height": 844}), "engineer")
    page.goto(f"/forms/editions/{edition}/begin/")
    page.locator('[name="equipment"]').select_option(str(world.radar.pk))
    press(form_to(page, "/begin/"))
    expect(page).to_have_url(re.compile("/forms/filled/"))
    expect(page.locator("#row-f3")).to_have_count(0)
    page.locator('[name="line_f1"][value="yes"]').check()
    expect(page.locator("#row-f3")).to_be_visible()
    page.locator('[name="line_f3"]').fill("波动")
    page.locator('[name="line_f2"]').fill("20")
    page.locator('[name="line_f2"]').blur()
    expect(page.locator("#mark-f2 [class*=tag-bad], #mark-f2 [class*=bad]").first).to_be_visible()
    page.locator('[name="line_f2"]').fill("24.1")
    page.locator('[name="line_f2"]').blur()
    expect(page.locator("#fill-progress progress")).to_have_attribute("value", "3")
    draw(page, "image")
    page.locator("#sign-form button[formaction]").click()
    expect(page.locator("#signatures img")).to_be_visible()
    expect(page.locator('[name="line_f2"]')).to_have_count(0)
    with as_system():
        kept = FilledForm.objects.get()
    assert (kept.state, kept.values["f2"]["value"], kept.values["f3"]) == ("signed", 24.1, "波动")
    page.goto(f"/forms/filled/{kept.pk}/")
    token = page.locator('meta[name="csrf-token"]').get_attribute("content")
    refused = page.request.post(
        f"/forms/filled/{kept.pk}/fill/",
        form={"version": kept.version, "line_f2": "25", "csrfmiddlewaretoken": token or ""},
        headers={"HX-Request": "true", "Referer": page.url},
    )
    assert refused.status == 422
    assert timezone.now() > (kept.signed_at or timezone.now())
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
