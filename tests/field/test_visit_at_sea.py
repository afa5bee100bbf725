"""A whole visit without a network, the app closed in the middle, and what the server has of it afterwards."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_started
from PIL import Image
from playwright.sync_api import expect

from aftersail.core.files import content_of
from aftersail.core.scope import as_system
from aftersail.supply.models import Part
from aftersail.visits.models import FieldCommand, Visit, VisitPhoto
from tests.field.conftest import HOLD_POINTS, STEPS
from tests.field.phone import Phone

PARTS, PHOTOS = 6, 12
TEXTS = {
    "diagnosis": "电源模块无输出",
    "work_done": "更换电源模块并重新紧固接线",
    "test_result": "通电两小时正常",
    "running_hours": "1305.5",
    "environment": "海况三级",
    "user_opinion": "满意",
}


def picture(folder: Path, number: int) -> Path:
    """A photo of its own colour and some detail."""
    image = Image.effect_noise((2400, 1800), 60).convert("RGB")
    image.paste((20 * number, 200 - 10 * number, 90), (0, 0, 1200, 900))
    place = folder / f"photo-{number}.jpg"
    image.save(place, "JPEG", quality=85)
    return place


def settle_steps(phone: Phone, first: int, last: int) -> None:
    page = phone.page
    for place in range(first, last + 1):
        item = page.locator(f"[data-step='{place}']")
        body = item.locator(".step-body")
        expect(body).to_be_visible()
        if place % 4 == 0:
            body.locator("input[name=reading]").fill(f"24.{place % 10}")
        if place == 13:
            body.locator("textarea[name=note]").fill("端子松动")
            body.locator("[data-do=fail]").click()
        else:
            body.locator("[data-do=pass]").click()
        expect(item).to_have_attribute("data-result", "fail" if place == 13 else "pass")


@pytest.mark.django_db(transaction=True)
def test_a_full_visit_at_sea_arrives_field_by_field(aboard, story, phone, tmp_path):
    with as_system():
        for n in range(PARTS):
            Part.objects.create(number=f"PWR-{n}", name=f"电源件 {n}", serialised=n % 2 == 0)
    phone.sign_in()
    heard: list[str] = []

    def hear(sender: Any, environ: dict[str, Any], **_more: Any) -> None:
        heard.append(environ["PATH_INFO"])

    phone.lose_network()
    request_started.connect(hear)
    page = phone.page
    page.reload()  # the app itself comes from the device
    phone.unlock()
    page.locator(f"[data-visit='{aboard.pk}']").click()
    for move in ("accept", "set_out", "arrive", "begin"):
        phone.do(move)
    expect(page.locator("[data-do=finish]")).to_be_visible()
    phone.do("finish")  # refused on board already, in the server's words
    expect(page.locator(".refusals")).to_contain_text("停止点未通过：第 5、20 步。")
    phone.section(aboard.pk, "steps")
    settle_steps(phone, 1, STEPS // 2)

    # The phone is put away and taken out again: the app starts anew, without a network.
    phone.stop()
    phone.start()
    phone.unlock()
    phone.section(aboard.pk, "steps")
    settle_steps(phone, STEPS // 2 + 1, STEPS)

    phone.section(aboard.pk, "facts")
    for name, value in TEXTS.items():
        page = phone.page
        page.locator(f"[name={name}]").fill(value)
    page.locator("input[name=restored][value=temporary]").check(force=True)
    page.locator("[name=permanent_due_on]").fill("2027-03-01")
    phone.do("save")
    expect(page.get_by_role("status")).to_contain_text("已保存")

    phone.section(aboard.pk, "findings")
    phone.do("add")
    page.locator("textarea[name=text]").fill("电源模块烧毁")
    page.locator("select[name=mode]").select_option(str(story.world.codes["mode-NOO"].pk))
    page.locator("select[name=cause]").select_option(str(story.world.codes["cause-3.4"].pk))
    phone.do("save")
    expect(page.locator("[data-finding]")).to_have_count(1)

    phone.section(aboard.pk, "parts")
    with as_system():
        parts = list(Part.objects.filter(number__startswith="PWR-").order_by("number"))
    for n, part in enumerate(parts):
        phone.do("add")
        page.locator("select[name=part]").select_option(str(part.pk))
        page.locator("input[name=serial_in]").fill(f"IN-{n}" if part.serialised else "")
        page.locator("input[name=serial_out]").fill(f"OUT-{n}" if part.serialised else "")
        page.locator("input[name=quantity]").fill("1" if part.serialised else str(n + 1))
        phone.do("save")
        expect(page.locator("[data-part]")).to_have_count(n + 1)

    phone.section(aboard.pk, "photos")
    with as_system():
        steps = {step.place: step.pk for step in Visit.objects.get(pk=aboard.pk).steps.all()}
    for n in range(PHOTOS):
        page.locator(f"input[name=moment][value={('before', 'during', 'after')[n % 3]}]").check(force=True)
        page.locator("input[name=caption]").fill(f"照片 {n}")
        page.locator("select[name=step]").select_option(str(steps[n + 1]))
        page.locator("input[type=file]").set_input_files(picture(tmp_path, n))
        expect(page.locator("[data-photo]")).to_have_count(n + 1)

    phone.section(aboard.pk, "hours")
    page.locator(f"input[name='{story.world.staff['engineer'].pk} work']").fill("6.5")
    phone.do("save")
    phone.section(aboard.pk, "leftovers")
    phone.do("leftover")
    page.locator("textarea[name=text]").fill("更换天线电缆")
    page.locator("input[name=party]").fill("船厂")
    phone.do("save")
    expect(page.locator("[data-leftover]")).to_have_count(1)

    phone.go(f"/visits/{aboard.pk}")
    phone.do("finish")
    expect(page.locator("[data-do=resume]")).to_be_visible()
    phone.section(aboard.pk, "sign")
    for role, name in (("engineer", "程远帆"), ("user", "郑轮机"), ("yard", "王船厂")):
        page.locator(f"input[name={role}_name]").fill(name)
        phone.draw(role)
    phone.do("sign")
    expect(page.locator("[data-signed]")).to_have_count(3)
    page.reload()
    phone.unlock()
    expect(page.locator(".sent-mark")).not_to_have_attribute("data-unsent", "0")
    assert heard == []
    request_started.disconnect(hear)

    phone.find_network()
    phone.all_sent()
    with as_system():
        outcomes = set(FieldCommand.objects.values_list("outcome", flat=True))
        numbers = list(FieldCommand.objects.order_by("number").values_list("number", flat=True))
        refused = [one.reasons for one in FieldCommand.objects.exclude(outcome="done")]
        assert outcomes == {"done"}, refused
        assert numbers == list(range(1, len(numbers) + 1))
        visit = Visit.objects.get(pk=aboard.pk)
        assert (visit.state, visit.restored, str(visit.permanent_due_on)) == (
            "signed",
            "temporary",
            "2027-03-01",
        )
        assert {name: str(getattr(visit, name)) for name in TEXTS} == TEXTS
        for step in visit.steps.all():
            assert step.result == ("fail" if step.place == 13 else "pass")
            assert step.reading == (Decimal(f"24.{step.place % 10}") if step.place % 4 == 0 else None)
            assert step.note == ("端子松动" if step.place == 13 else "")
            assert step.hold_point == (step.place in HOLD_POINTS)
        uses = visit.parts.order_by("part__number").values_list(
            "part__number", "quantity", "serial_in", "serial_out"
        )
        assert list(uses) == [
            (f"PWR-{n}", 1, f"IN-{n}", f"OUT-{n}") if n % 2 == 0 else (f"PWR-{n}", n + 1, "", "") for n in range(PARTS)
        ]  # fmt: skip
        (finding,) = visit.findings.all()
        assert (finding.text, finding.mode.code, finding.cause.code) == ("电源模块烧毁", "NOO", "3.4")
        assert list(visit.hours.values_list("kind", "hours")) == [("work", Decimal("6.5"))]
        assert list(visit.order.case.leftovers.values_list("text", "party")) == [("更换天线电缆", "船厂")]
        signed = visit.signatures.order_by("role").values_list("role", "name")
        assert list(signed) == [("engineer", "程远帆"), ("user", "郑轮机"), ("yard", "王船厂")]
        photos = list(
            VisitPhoto.objects.filter(visit=visit).select_related("file", "step").order_by("caption")
        )
        assert {one.caption for one in photos} == {f"照片 {n}" for n in range(PHOTOS)}
        for one in photos:
            n = int(one.caption.split()[1])
            assert (one.moment, one.step.place) == (("before", "during", "after")[n % 3], n + 1)
            content = content_of(one.file)
            assert len(content) == one.file.size
            shown = Image.open(BytesIO(content))
            assert (shown.size, one.received) == ((1600, 1200), one.size)
            red = shown.getpixel((300, 300))
            assert all(abs(a - b) < 12 for a, b in zip(red, (20 * n, 200 - 10 * n, 90), strict=True))
            assert one.sha256 == hashlib.sha256(content).hexdigest()
