"""The pages of forms: designing, filling in, signing; trials and daily lists."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.visits.actions.form_library import load_form_library
from aftersail.visits.models import FilledForm, FormEdition
from aftersail.web.demo.forms_tale import tell_forms
from tests.visits.form_samples import small_form
from tests.visits.test_forms import GOOD, House, house
from tests.visits.test_visit_pages import drawn, visitor

__all__ = ["house", "visitor"]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def shipped(story):
    with as_system():
        load_form_library(by=None, at=timezone.now() - timedelta(days=1))


def edition_of(code: str) -> FormEdition:
    with as_system():
        return FormEdition.objects.select_related("form").filter(form__code=code).order_by("-number").first()


PAGES = ["/forms/", "/forms/filled/", "/forms/trials/", "/forms/daily/", "/forms/designs/"]


@pytest.mark.parametrize(
    "who", ["engineer", "manager", "quality", "dispatcher", "auditor", "executive", "steward"]
)
def test_R65_the_pages_of_forms_open_for_the_house(shipped, visitor, who):
    client = visitor(who)
    for page in PAGES:
        assert client.get(page).status_code == 200, page
    edition = edition_of("SR")
    for page in ("", "preview/", "blank/", "export/"):
        assert client.get(f"/forms/editions/{edition.pk}/{page}").status_code == 200, page


@pytest.mark.parametrize("who", ["crew", "yard", "finance", "admin", "supplier"])
def test_R65_the_pages_of_forms_are_for_the_service_house_only(shipped, visitor, who):
    assert visitor(who).get("/forms/").status_code == 403


def test_R65_a_form_is_designed_line_by_line_published_copied_and_exported(visitor, story):
    client = visitor("quality")
    new = {"id": new_id(), "code": "INS", "kind": "record", "title": "检查单", "title_en": "Inspection"}
    url = client.post("/forms/designs/new/", new)["Location"]
    line = {
        "kind": "gauge",
        "zh": "电压",
        "en": "Voltage",
        "unit": "V",
        "low": "22.8",
        "high": "25.2",
        "required": "sign",
        "step": "on",
    }
    answer = client.post(f"{url}sections/s1/lines/", line, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()
    assert "22.8 – 25.2 V" in answer.content.decode()
    assert (
        client.post(f"{url}publish/", {"version": edition_of("INS").version, "note": ""}).status_code == 422
    )
    signature = {"kind": "signature", "zh": "签字", "en": "Signature", "role": "engineer"}
    choice = {
        "kind": "choice",
        "zh": "结论",
        "en": "Outcome",
        "options": "ok = 合格 / In order\nbad = 不合格 / Not in order!",
        "follow_up": "on",
    }
    text = {
        "kind": "text",
        "zh": "原因",
        "en": "Reason",
        "show_field": "f2",
        "show_test": "is",
        "show_values": "bad",
    }
    for sent in (choice, text, signature):
        assert client.post(f"{url}sections/s1/lines/", sent).status_code == 302
    client.post(f"{url}lines/f3/up/", headers=HTMX)
    assert [field.key for field in edition_of("INS").definition.fields] == ["f1", "f3", "f2", "f4"]
    assert (
        client.post(f"{url}publish/", {"version": edition_of("INS").version, "note": ""}).status_code == 422
    )
    client.post(f"{url}lines/f3/down/", headers=HTMX)
    client.post(f"{url}sections/", {"zh": "多余", "en": "Spare"})
    client.post(f"{url}sections/s2/remove/")
    changed = client.post(f"{url}lines/f1/", line | {"version": edition_of("INS").version, "high": "26"})
    assert changed.status_code == 302
    published = client.post(f"{url}publish/", {"version": edition_of("INS").version, "note": ""})
    assert published.status_code == 302, published.content.decode()
    document = json.loads(client.get(f"{url}export/").content)
    assert document["properties"]["f1"]["x-aftersail"]["high"] == 26
    copied = client.post(f"{url}copy/")["Location"]
    assert client.get(copied).status_code == 200
    assert client.post(f"{copied}drop/").status_code == 302
    file = SimpleUploadedFile("ins.json", json.dumps(document).encode())
    assert client.post("/forms/designs/from-file/", {"id": new_id(), "file": file}).status_code == 302
    for content in (b"{", b"[]", b'{"x-aftersail": 7}', b"\xff"):
        bad = SimpleUploadedFile("bad.json", content)
        assert client.post("/forms/designs/from-file/", {"id": new_id(), "file": bad}).status_code == 422


def test_R65_a_form_is_filled_in_saved_half_done_and_signed_on_the_desk(house: House, visitor, story):
    edition = house.publish()
    client = visitor("engineer")
    begun = client.post(
        f"/forms/editions/{edition.pk}/begin/", {"id": new_id(), "equipment": story.world.radar.pk}
    )
    url = begun["Location"]
    assert client.get(url).status_code == 200
    half = client.post(
        f"{url}fill/", {"version": 1, "line_isolated": "yes", "line_voltage": "20"}, headers=HTMX
    )
    assert half.status_code == 200, half.content.decode()
    assert "Not passed" in half.content.decode()
    shows = client.post(
        f"{url}fill/",
        {"version": 2, "line_isolated": "yes", "line_voltage": "24", "line_outcome": "bad"},
        headers=HTMX,
    )
    assert shows["HX-Retarget"] == "#form-lines"
    assert "line_why" in shows.content.decode()
    early = client.post(
        f"{url}sign/",
        {"version": 3, "role": "engineer", "name": "程远帆", "image": drawn(3), "line_isolated": "yes"},
    )
    assert early.status_code == 422
    done = {
        "version": 3,
        "line_isolated": "yes",
        "line_voltage": "24",
        "line_outcome": "ok",
        "line_yard_says": "无",
    }
    assert client.post(f"{url}fill/", done, headers=HTMX).status_code == 200
    for role in ("yard", "engineer"):
        with as_system():
            version = FilledForm.objects.get().version
        signed = client.post(
            f"{url}sign/", done | {"version": version, "role": role, "name": "程远帆", "image": drawn(3)}
        )
        assert signed.status_code == 302, signed.content.decode()
    assert (
        client.post(f"{url}fill/", done | {"version": 6, "line_outcome": "bad"}, headers=HTMX).status_code
        == 422
    )
    assert client.post(f"{url}addenda/", {"id": new_id(), "text": "表号"}).status_code == 302
    page = client.get(url).content.decode()
    assert "表号" in page
    assert 'name="line_outcome"' not in page
    assert client.get(f"{url}paper/").content[:4] == b"%PDF"


def test_R65_every_shipped_form_opens_to_be_filled_in_and_is_printed_blank(shipped, visitor, story):
    client = visitor("manager")
    with as_system():
        rows = list(FormEdition.objects.select_related("form"))
    for edition in rows:
        about = (
            {"station": story.world.station.pk, "day": timezone.localdate()}
            if edition.form.kind == "daily"
            else {"vessel": story.world.vessel.pk}
        )
        begun = client.post(f"/forms/editions/{edition.pk}/begin/", {"id": new_id(), **about})
        assert begun.status_code == 302, (edition.form.code, begun.content.decode())
        assert client.get(begun["Location"]).status_code == 200
        assert client.get(f"/forms/editions/{edition.pk}/blank/").content[:4] == b"%PDF"


def signed_sheet(house: House, edition: FormEdition, unit, voltage, retest: bool = False) -> FilledForm:
    begun = house.begin(edition, vessel=house.story.world.vessel, equipment=unit)
    house.put(begun, **GOOD | {"voltage": {"value": voltage}})
    if retest:
        from aftersail.visits.actions import filling

        house.do(filling.retest_line, "engineer", form=begun, key="voltage")
        house.put(begun, voltage={"value": 24})
    return house.signed(begun)


def test_R54_the_first_pass_rate_of_a_test_item_counts_first_sheets_and_opens_down_to_them(
    house: House, visitor, story
):
    edition = house.publish(small_form("TRX", "trial"))
    client = visitor("quality")
    assert "no data" in client.get("/forms/trials/").content.decode()
    first = signed_sheet(house, edition, story.world.radar, 20, retest=True)
    signed_sheet(house, edition, story.world.radar, 24)
    other = signed_sheet(house, edition, story.world.generator, 24)
    page = client.get("/forms/trials/").content.decode()
    assert "0.0 %" in page
    assert "n = 1" in page
    family = story.world.radar_model.family
    opened = client.get(
        "/forms/trials/", {"form": "TRX", "item": "voltage", "family": family.name_en or family.name}
    ).content.decode()
    assert first.number in opened
    assert other.number not in opened


def test_R86_the_demo_has_signed_trial_sheets_with_both_parties_and_daily_lists_with_a_gap(story):
    with as_system():
        tell_forms(7)
        signed = FilledForm.objects.filter(state="signed")
        trials = signed.filter(form__kind="trial")
        assert {one.form.code for one in trials} == {"TIN", "TMO", "TSE"}
        assert all(
            set(one.signatures.values_list("role", flat=True)) == {"yard", "user", "engineer"}
            for one in trials
        )
        assert signed.filter(form__kind="daily").values("day").distinct().count() == 9
        assert signed.filter(form__code="D5S").count() == 8


def test_R60_a_stations_lists_are_due_every_working_day_and_missing_ones_are_shown(
    shipped, visitor, story, house: House
):
    client = visitor("manager")
    page = client.get("/forms/daily/").content.decode()
    url = f"/forms/daily/{story.world.station.pk}/"
    assert url in page
    edition = edition_of("DLG")
    about = {"station": story.world.station.pk, "day": timezone.localdate()}
    begun = client.post(f"/forms/editions/{edition.pk}/begin/", {"id": new_id(), **about})
    assert begun.status_code == 302
    again = client.post(f"/forms/editions/{edition.pk}/begin/", {"id": new_id(), **about})
    assert again.status_code == 422
    lines = {
        "line_calls": "4",
        "line_sent": "2",
        "line_parts_out": "0",
        "line_events": "正常",
        "line_safety": "yes",
        "version": 1,
    }
    assert client.post(f"{begun['Location']}fill/", lines, headers=HTMX).status_code == 200
    assert (
        client.post(
            f"{begun['Location']}sign/",
            lines | {"version": 2, "role": "station", "name": "站长", "image": drawn(3)},
        ).status_code
        == 302
    )
    assert "-DLG-" not in client.get(url).content.decode()
    assert client.get(url).status_code == 200
    foreign = client.post(
        f"/forms/editions/{edition.pk}/begin/",
        {"id": new_id(), "station": story.world.other_station.pk, "day": timezone.localdate()},
    )
    assert foreign.status_code == 422
