"""Forms and trial sheets at sea: begun, filled in and signed without a network, and what the server has of them afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from aftersail.cases.models import LeftoverItem
from aftersail.core.scope import as_system
from aftersail.visits.actions import filling
from aftersail.visits.actions.form_library import load_form_library
from aftersail.visits.models import FieldCommand, FilledForm, FormEdition, VisitPhoto
from aftersail.visits.rules.designing import without_field
from tests.field.phone import Phone
from tests.field.test_visit_at_sea import picture
from tests.visits.every_kind import sheet_of_every_kind
from tests.visits.test_forms import House

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editions(story: Any) -> dict[str, FormEdition]:
    """The forms of the house, and one with a line of every kind."""
    with as_system():
        load_form_library(by=None, at=timezone.now())
    House(story).publish(sheet_of_every_kind())
    with as_system():
        return {one.form.code: one for one in FormEdition.objects.select_related("form")}


def under_way(phone: Phone, visit: Any) -> None:
    """Take everything along, then lose the network with the work begun."""
    phone.sign_in()
    phone.go(f"/visits/{visit}")
    for move in ("accept", "set_out", "arrive", "begin"):
        phone.do(move)
    expect(phone.page.locator("[data-do=finish]")).to_be_visible()
    phone.all_sent()


def begin(phone: Phone, visit: Any, edition: FormEdition) -> str:
    """Begin a form; returns the id that the device gave it."""
    phone.section(visit, "forms")
    phone.page.locator("select[name=edition]").select_option(str(edition.pk))
    phone.do("begin-form")
    filled = phone.page.locator("[data-filled]")
    expect(filled).to_be_visible()
    return str(filled.get_attribute("data-filled"))


def open_form(phone: Phone, visit: Any, form: str) -> None:
    phone.go(f"/visits/{visit}/forms/{form}")
    expect(phone.page.locator(f"[data-filled='{form}']")).to_be_visible()


def line(phone: Phone, key: str) -> Locator:
    return phone.page.locator(f"[data-line={key}]")


def write(phone: Phone, **values: str) -> None:
    for name, value in values.items():
        phone.page.locator(f"[name={name}]").fill(value)


def pick(phone: Phone, key: str, answer: str) -> None:
    phone.page.locator(f"label:has(input[name={key}][value={answer}])").click()


def save(phone: Phone) -> None:
    phone.do("save-form")
    expect(phone.page.get_by_role("status")).to_be_visible()


def sign(phone: Phone, role: str, name: str) -> None:
    phone.page.locator(f"input[name={role}_name]").fill(name)
    phone.draw(role)
    phone.do(f"sign-{role}")
    expect(phone.page.locator(f"[data-form-signed={role}]")).to_be_visible()


def fill_trial(phone: Phone) -> None:
    """Answer the sea-trial sheet; the largest range is below what was specified."""
    write(phone, trial_at="2026-11-20T09:30", speed="18.5", waters="黄海", range_max="92", accuracy="0.8")
    phone.page.locator("select[name=sea_state]").select_option("3")
    expect(line(phone, "range_max")).to_have_attribute("data-result", "fail")
    expect(line(phone, "range_max").locator(".follow-up")).to_contain_text("92 % (≥ 100 %)")
    expect(line(phone, "accuracy")).to_have_attribute("data-result", "pass")
    phone.page.locator("[name='range_max.gauge']").fill("R-1")
    write(phone, stability="1.5", vibration="4", endurance="8", software="v2.1", summary="除作用距离外合格")
    for key in ("roll", "full_speed", "astern", "blackout"):
        pick(phone, key, "yes")


TRIAL = {
    "trial_at": "2026-11-20T09:30:00+08:00", "sea_state": "3", "speed": {"value": 18.5}, "waters": "黄海",
    "range_max": {"value": 92, "gauge": "R-1"}, "accuracy": {"value": 0.8}, "stability": {"value": 1.5}, "roll": True,
    "vibration": {"value": 4}, "full_speed": True, "astern": True, "endurance": 8, "blackout": True, "software": "v2.1",
    "yard_opinion": "good", "yard_says": "无意见", "user_opinion": "fair", "summary": "除作用距离外合格",
}  # fmt: skip
RESULTS = {
    "range_max": "fail", "accuracy": "pass", "stability": "pass", "roll": "pass", "vibration": "pass", "full_speed": "pass",
    "astern": "pass", "endurance": "pass", "blackout": "pass", "linked": "skipped", "yard_opinion": "pass", "user_opinion": "pass",
}  # fmt: skip


def skip_line(phone: Phone, key: str, reason: str, approver: Any) -> None:
    line(phone, key).locator("summary").click()
    phone.page.locator(f"[name='{key}.skip']").fill(reason)
    phone.page.locator(f"[name='{key}.approver']").select_option(str(approver.pk))


def test_R54_a_trial_sheet_filled_at_sea_is_the_servers_record_field_by_field(aboard, story, phone, editions):
    under_way(phone, aboard.pk)
    phone.lose_network()
    id = begin(phone, aboard.pk, editions["TSE"])
    fill_trial(phone)
    save(phone)

    phone.page.reload()  # the phone was put away in the middle
    phone.unlock()
    open_form(phone, aboard.pk, id)
    expect(phone.page.locator("input[name=waters], textarea[name=waters]")).to_have_value("黄海")
    skip_line(phone, "linked", "联调设备未到", story.world.staff["manager"])
    pick(phone, "yard_opinion", "good")
    write(phone, yard_says="无意见")
    pick(phone, "user_opinion", "fair")
    sign(phone, "yard", "王船厂")
    expect(line(phone, "yard_says").locator("textarea")).to_have_count(0)  # what the yard signed stays
    sign(phone, "user", "郑轮机")
    sign(phone, "engineer", "程远帆")
    expect(phone.page.locator("[data-filled]")).to_have_attribute("data-over", "true")
    phone.page.locator("textarea[name=addendum]").fill("海况应为 4 级")
    phone.do("form-addendum")
    expect(phone.page.locator("[data-addendum]")).to_have_count(1)

    phone.find_network()
    phone.all_sent()
    with as_system():
        assert [one.reasons for one in FieldCommand.objects.exclude(outcome="done")] == []
        form = FilledForm.objects.get(pk=id)
        assert (form.visit_id, form.edition_id, form.state) == (aboard.pk, editions["TSE"].pk, "signed")
        assert form.values == TRIAL
        assert form.results == RESULTS
        assert (form.skipped["linked"]["reason"], form.skipped["linked"]["staff_id"]) == (
            "联调设备未到",
            str(story.world.staff["manager"].pk),
        )
        signed = form.signatures.order_by("signed_at").values_list("role", "name")
        assert list(signed) == [("yard", "王船厂"), ("user", "郑轮机"), ("engineer", "程远帆")]
        (follow,) = form.follow_ups.all()
        assert (follow.line, follow.raised_by) == ("range_max", "程远帆")
        assert LeftoverItem.objects.filter(pk=follow.item_id, case=aboard.order.case).exists()
        assert list(form.addenda.values_list("text", flat=True)) == ["海况应为 4 级"]
    # The pack that comes back says the same, with what the server raised.
    open_form(phone, aboard.pk, id)
    expect(phone.page.locator("[data-follow-up=range_max]")).to_be_visible()
    expect(phone.page.locator("[data-addendum]")).to_have_count(1)


def fill_every_kind(phone: Phone, story: Any) -> None:
    """Answer every line but the photos and the user's; the temperature fails, one step is skipped."""
    page = phone.page
    pick(phone, "isolated", "yes")
    write(phone, voltage="25,2")
    expect(line(phone, "voltage")).to_have_attribute("data-result", "pass")
    expect(line(phone, "heat")).to_have_attribute("data-held", "true")  # until somebody saw it
    page.locator("[name='voltage.witness']").fill("验船师")
    page.locator("[name='voltage.absent']").fill("用户已通知未到")
    write(phone, heat="61.5")
    page.locator("[name='heat.gauge']").fill("T-4")
    expect(line(phone, "heat")).to_have_attribute("data-result", "fail")
    skip_line(phone, "noise", "主机停机", story.world.staff["manager"])
    expect(line(phone, "why")).to_have_count(0)
    pick(phone, "outcome", "bad")
    write(phone, why="轴承缺油", made_on="2020-02-29", tested_at="2026-11-20T14:05")
    page.locator("[name='code.mode']").select_option("NOO")
    phone.do("add-swapped")
    for name, value in {
        "part": "BRG-6204",
        "quantity": "2",
        "serial_in": "IN-9",
        "serial_out": "OUT-3",
    }.items():
        page.locator(f"[name='swapped.0.{name}']").fill(value)
    phone.do("add-used")
    page.locator("[name='used.0']").fill("TL-7 兆欧表")


def test_R57_R65_a_procedure_with_every_kind_of_line_is_filled_in_at_sea(
    aboard, story, phone, editions, tmp_path: Path
):
    under_way(phone, aboard.pk)
    phone.lose_network()
    page = phone.page
    id = begin(phone, aboard.pk, editions["EVK"])
    expect(line(phone, "voltage")).to_have_attribute("data-held", "true")
    expect(page.locator("[name=voltage]")).to_have_count(0)
    pick(phone, "isolated", "no")  # answered, and still not released
    expect(line(phone, "voltage")).to_have_attribute("data-held", "true")
    pick(phone, "isolated", "yes")
    expect(line(phone, "voltage")).to_have_attribute("data-held", "false")
    write(phone, voltage="keine")
    phone.do("save-form")
    expect(page.locator(".refusals")).to_be_visible()
    fill_every_kind(phone, story)
    for n, name in enumerate(("look.before", "look.after", "plate.photo")):
        page.locator(f"input[name='{name}']").set_input_files(picture(tmp_path, n))
        expect(page.locator("[data-photo]")).to_have_count(n + 1)
    save(phone)

    phone.stop()
    phone.start()
    phone.unlock()
    page = phone.page
    open_form(phone, aboard.pk, id)
    expect(page.locator("[data-photo]")).to_have_count(3)
    write(phone, user_says="尽快更换")
    sign(phone, "user", "郑轮机")
    sign(phone, "engineer", "程远帆")
    phone.find_network()
    phone.all_sent()
    with as_system():
        assert [one.reasons for one in FieldCommand.objects.exclude(outcome="done")] == []
        form = FilledForm.objects.get(pk=id)
        photos = {one.caption: [] for one in VisitPhoto.objects.all()}
        for one in VisitPhoto.objects.order_by("taken_at"):
            assert one.file_id == one.pk
            photos[one.caption].append((one.moment, str(one.pk)))
        look = {moment: [pk] for rows in photos.values() for moment, pk in rows if moment != "during"}
        (plate,) = [pk for rows in photos.values() for moment, pk in rows if moment == "during"]
        assert form.values == {
            "isolated": True, "voltage": 25.2, "heat": {"value": 61.5, "gauge": "T-4"}, "outcome": "bad", "why": "轴承缺油",
            "code": {"mode": "NOO"}, "made_on": "2020-02-29", "tested_at": "2026-11-20T14:05:00+08:00",
            "swapped": [{"part": "BRG-6204", "quantity": 2, "serial_in": "IN-9", "serial_out": "OUT-3"}], "used": ["TL-7 兆欧表"],
            "look": look, "plate": [plate], "user_says": "尽快更换",
        }  # fmt: skip
        assert form.results == {
            "isolated": "pass",
            "voltage": "pass",
            "heat": "fail",
            "noise": "skipped",
            "outcome": "fail",
        }
        assert form.state == "signed"
        assert form.witnessed == {"voltage": {"name": "验船师", "absent": "用户已通知未到"}}
        assert [one.line for one in form.follow_ups.all()] == ["heat"]
        order = list(FieldCommand.objects.order_by("number").values_list("kind", flat=True))[4:]
        assert order == ["photo", "photo", "photo", "form", "form", "form_signed", "form_signed"]


def desk_fills(story: Any, form: Any, **values: Any) -> FilledForm:
    """Fill a form in ashore, as the station manager."""
    return House(story).put(form, "manager", **values)


def begun_ashore(story: Any, aboard: Any, edition: FormEdition) -> FilledForm:
    with as_system():
        visit = aboard.order.visits.get(pk=aboard.pk)
    form = House(story).begin(edition, "engineer", visit=visit)
    return desk_fills(story, form, isolated=True, voltage=24)


def test_R65_a_form_changed_ashore_meanwhile_shows_both_sides_by_their_lines(aboard, story, phone, editions):
    form = begun_ashore(story, aboard, editions["EVK"])
    under_way(phone, aboard.pk)
    phone.lose_network()
    open_form(phone, aboard.pk, str(form.pk))
    write(phone, voltage="23.5", user_says="尽快")
    save(phone)
    with as_system():
        form.refresh_from_db()
    desk_fills(story, form, voltage=25)
    phone.find_network()
    phone.go("/sent")
    card = phone.page.locator("[data-state=conflict]")
    expect(card.locator("[data-side=mine]")).to_contain_text("输出电压23.5 V")
    expect(card.locator("[data-side=theirs]")).to_contain_text("输出电压25 V")
    expect(card).not_to_contain_text("voltage")
    phone.do("send-mine")
    expect(phone.page.locator("[data-command='7']")).to_have_attribute("data-state", "done")
    with as_system():
        form.refresh_from_db()
        assert (form.values["voltage"], form.values["user_says"]) == (23.5, "尽快")


def test_R65_a_form_signed_ashore_meanwhile_is_not_changed_and_both_sides_are_seen(
    aboard, story, phone, editions
):
    form = begun_ashore(story, aboard, editions["EVK"])
    under_way(phone, aboard.pk)
    phone.lose_network()
    open_form(phone, aboard.pk, str(form.pk))
    write(phone, user_says="从海上")
    save(phone)
    rest = {
        "heat": {"value": 40},
        "noise": "无",
        "outcome": "ok",
        "tested_at": "2026-11-20T14:05:00+08:00",
        "user_says": "在岸上",
    }
    with as_system():
        form.refresh_from_db()
    House(story).do(
        filling.put_values,
        "manager",
        form=form,
        values=rest,
        witnesses={"voltage": filling.Witness("验船师")},
    )
    for role in ("user", "engineer"):
        House(story).sign(form, role)
    phone.find_network()
    phone.go("/sent")
    card = phone.page.locator("[data-state=conflict]")
    expect(card.locator("[data-side=mine]")).to_contain_text("从海上")
    expect(card.locator("[data-side=theirs]")).to_contain_text("在岸上")
    expect(card.locator("[data-side=theirs]")).to_contain_text("已签署")
    expect(card.locator("[data-do=send-mine]")).to_have_count(0)
    phone.do("keep-theirs")
    expect(phone.page.locator("[data-command='6']")).to_have_attribute("data-state", "done")
    with as_system():
        form.refresh_from_db()
        assert (form.state, form.values["user_says"]) == ("signed", "在岸上")


def test_R65_an_edition_replaced_meanwhile_keeps_what_was_begun_at_sea(aboard, story, phone, editions):
    under_way(phone, aboard.pk)
    phone.lose_network()
    id = begin(phone, aboard.pk, editions["EVK"])
    pick(phone, "isolated", "yes")
    save(phone)
    newer = House(story).publish(without_field(sheet_of_every_kind(), "noise"), note="不再听异响")
    phone.find_network()
    phone.all_sent()
    with as_system():
        form = FilledForm.objects.get(pk=id)
        assert (form.edition_id, form.values) == (editions["EVK"].pk, {"isolated": True})
    open_form(phone, aboard.pk, id)  # its own edition is still here, and said to be an older one
    expect(line(phone, "noise")).to_be_visible()
    expect(phone.page.locator("main .mark.attention").first).to_be_visible()
    phone.section(aboard.pk, "forms")
    offered = phone.page.locator(f"select[name=edition] option[value='{newer.pk}']")
    expect(offered).to_have_count(1)
    expect(phone.page.locator(f"select[name=edition] option[value='{editions['EVK'].pk}']")).to_have_count(0)


def test_R65_a_device_takes_the_editions_it_needs_and_no_others(aboard, story, phone, editions):
    under_way(phone, aboard.pk)
    phone.section(aboard.pk, "forms")
    options = phone.page.locator("select[name=edition] option")
    codes = " ".join(options.all_text_contents())
    assert [code for code in ("TIN", "TMO", "TSE", "EVK") if f" {code} " not in codes] == []
    with as_system():
        daily = FormEdition.objects.filter(form__kind="daily").values_list("form__code", flat=True)
        assert [code for code in daily if f" {code} " in codes] == []
    phone.lose_network()
    for code in ("TIN", "TMO", "TSE"):  # every trial sheet runs here, with what yard and user say and sign
        begin(phone, aboard.pk, editions[code])
        for role in ("yard", "user", "engineer"):
            expect(phone.page.locator(f"[data-pad={role}]")).to_have_count(1)
        expect(phone.page.locator("[data-line=yard_opinion], [data-line=user_opinion]")).to_have_count(2)
