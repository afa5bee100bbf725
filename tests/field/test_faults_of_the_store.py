"""Faults of the device: full, damaged, upgraded, killed, in wrong hands. Each ends with nothing lost and a person told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from aftersail.core.scope import as_system
from aftersail.visits.models import FieldCommand, Visit, VisitPhoto
from tests.field.phone import PIN, Phone
from tests.field.test_visit_at_sea import picture

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = """new Promise((done, fail) => {
  const asked = indexedDB.open("aftersail-field");
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
})"""
ROWS = f"""async store => {{
  const base = await {OPEN};
  const rows = await new Promise(done => {{
    const asked = base.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => done(asked.result);
  }});
  base.close();
  return rows.map(row => ({{...row, data: row.data && Array.from(new Uint8Array(row.data))}}));
}}"""
DAMAGE = f"""async number => {{
  const base = await {OPEN};
  await new Promise(done => {{
    const work = base.transaction("commands", "readwrite");
    const store = work.objectStore("commands");
    const asked = store.get(number);
    asked.onsuccess = () => {{
      const row = asked.result;
      new Uint8Array(row.data)[3] ^= 255;
      store.put(row);
    }};
    work.oncomplete = done;
  }});
  base.close();
}}"""
AS_THE_FIRST_VERSION = f"""async () => {{
  const base = await {OPEN};
  const kept = {{}};
  for (const name of ["device", "pieces", "commands", "photos"]) {{
    kept[name] = await new Promise(done => {{
      const asked = base.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    }});
  }}
  base.close();
  await new Promise(done => {{ indexedDB.deleteDatabase("aftersail-field").onsuccess = done; }});
  await new Promise(done => {{
    const asked = indexedDB.open("aftersail-field", 10);
    asked.onupgradeneeded = () => {{
      const keys = {{device: "slot", pieces: "key", commands: "number", photos: "id"}};
      for (const [name, keyPath] of Object.entries(keys)) asked.result.createObjectStore(name, {{keyPath}});
    }};
    asked.onsuccess = () => {{
      const old = asked.result, work = old.transaction(Object.keys(kept), "readwrite");
      for (const [name, rows] of Object.entries(kept)) for (const row of rows) work.objectStore(name).put(row);
      work.oncomplete = () => {{ old.close(); done(); }};
    }};
  }});
}}"""


def moved(phone: Phone, visit: Any, *moves: str) -> None:
    """Make moves at sea."""
    phone.go(f"/visits/{visit}")
    for move in moves:
        phone.do(move)
        expect(phone.page.locator(f"[data-do={move}]")).to_have_count(0)


def commands() -> list[tuple[int, str, str]]:
    with as_system():
        return list(FieldCommand.objects.order_by("number").values_list("number", "kind", "outcome"))


def test_what_lies_on_the_device_is_noise_without_the_pin(aboard, phone):
    phone.sign_in()
    phone.lose_network()
    moved(phone, aboard.pk, "accept")
    phone.unsent(1)
    for store in ("pieces", "commands"):
        rows = phone.page.evaluate(ROWS, store)
        assert rows
        for row in rows:
            assert str(aboard.pk).encode() not in bytes(row["data"])
            assert "雷达".encode() not in bytes(row["data"])
    assert "raw" not in json.dumps(phone.page.evaluate(ROWS, "device"))
    phone.page.reload()
    phone.page.fill("input[name=pin]", "135791")
    phone.do("unlock")
    expect(phone.page.locator(".refusals")).to_contain_text("9")
    phone.unlock()
    phone.unsent(1)


def test_a_forgotten_pin_is_set_anew_by_signing_in_and_unsent_work_is_still_there(aboard, phone):
    phone.sign_in()
    phone.lose_network()
    moved(phone, aboard.pk, "accept", "set_out")
    phone.unsent(2)
    phone.page.reload()
    for _n in range(10):
        phone.page.fill("input[name=pin]", "000000")
        phone.do("unlock")
        expect(phone.page.locator("input[name=pin]")).to_have_value("")
    expect(phone.page.locator(".refusals")).to_contain_text("资料没有丢失")
    phone.find_network()
    phone.do("forgotten")
    expect(phone.page.locator("main.gate")).to_have_attribute("data-stage", "choose")
    phone.choose_pin()
    phone.all_sent()
    assert commands() == [(1, "move", "done"), (2, "move", "done")]


def test_a_full_device_says_so_and_what_was_typed_stays_on_the_screen(aboard, phone):
    phone.sign_in()
    moved(phone, aboard.pk, "accept", "set_out", "arrive", "begin")
    phone.all_sent()
    phone.lose_network()
    phone.stop()
    phone.start()
    phone.fill_up()
    phone.unlock()
    phone.section(aboard.pk, "facts")
    text = phone.page.locator("[name=work_done]")
    text.fill("更换电源模块" * 300)
    phone.do("save")
    expect(phone.page.locator(".refusals")).to_contain_text("存储空间已满")
    expect(text).to_have_value("更换电源模块" * 300)
    phone.unsent(0)
    phone.free_room()
    phone.do("save")
    phone.unsent(1)
    phone.find_network()
    phone.all_sent()
    with as_system():
        assert Visit.objects.get(pk=aboard.pk).work_done == "更换电源模块" * 300


def test_killed_in_the_middle_of_a_photo_the_app_goes_on_where_the_server_is(aboard, phone, tmp_path):
    phone.sign_in()
    moved(phone, aboard.pk, "accept", "set_out", "arrive", "begin")
    phone.all_sent()
    phone.lose_network()
    phone.section(aboard.pk, "photos")
    phone.page.locator("input[type=file]").set_input_files(picture(tmp_path, 4))
    expect(phone.page.locator("[data-photo]")).to_have_count(1)
    phone.unsent(2)
    phone.find_network()
    phone.line.most = phone.line.carried + 400_000
    phone.go("/sent")
    phone.do("send")
    expect(phone.page.locator("[data-line=offline], [data-line=failing]").first).to_be_visible(timeout=60_000)
    with as_system():
        broken = VisitPhoto.objects.get()
        assert 0 < broken.received < broken.size
    phone.stop()
    phone.line.mend()
    phone.start()
    phone.unlock()
    phone.all_sent()
    with as_system():
        whole = VisitPhoto.objects.select_related("file").get()
        assert (whole.received, whole.file is not None) == (whole.size, True)
    assert phone.page.evaluate(ROWS, "photos") == []


def test_a_new_version_of_the_app_carries_over_what_an_older_one_left_unsent(aboard, phone):
    phone.sign_in()
    phone.lose_network()
    moved(phone, aboard.pk, "accept", "set_out")
    phone.unsent(2)
    phone.page.goto("about:blank")
    phone.find_network()
    phone.page.goto("/healthz")
    phone.page.evaluate(AS_THE_FIRST_VERSION)
    phone.lose_network()
    phone.unlock()
    phone.unsent(2)
    phone.find_network()
    phone.all_sent()
    assert commands() == [(1, "move", "done"), (2, "move", "done")]


def test_a_damaged_store_is_found_the_rest_is_sent_and_all_of_it_can_be_carried_away(aboard, phone):
    phone.sign_in()
    phone.lose_network()
    moved(phone, aboard.pk, "accept")
    phone.section(aboard.pk, "leftovers")
    for text in ("第一件", "第二件", "第三件"):
        phone.do("leftover")
        phone.page.locator("textarea[name=text]").fill(text)
        phone.do("save")
        expect(phone.page.locator("[data-leftover]").filter(has_text=text)).to_be_visible()
    phone.unsent(4)
    phone.page.evaluate(DAMAGE, 3)
    phone.page.reload()
    phone.unlock("/field/#/sent")
    notice = phone.page.locator("[data-notice=damaged]")
    expect(notice).to_contain_text("第 3 条")
    phone.unsent(3)
    with phone.page.expect_download() as told:
        phone.do("export")
    carried = json.loads(told.value.path().read_text())
    assert [one["content"].get("text") for one in carried["commands"]] == [None, "第一件", "第三件"]
    assert [one["number"] for one in carried["damaged"]] == [3]
    phone.find_network()
    phone.all_sent()
    expect(notice).to_be_visible()
    assert [outcome for _n, _kind, outcome in commands()] == ["done"] * 3
    moved(phone, aboard.pk, "set_out")
    phone.all_sent()
    assert [number for number, _kind, _outcome in commands()] == [1, 2, 3, 4]


def test_signing_out_with_unsent_work_warns_and_keeps_it(aboard, phone):
    phone.sign_in()
    phone.lose_network()
    moved(phone, aboard.pk, "accept")
    phone.unsent(1)
    phone.go("/more")
    phone.do("sign-out")
    expect(phone.page.locator("[data-notice=sign-out]")).to_contain_text("1")
    phone.find_network()
    phone.line.cut()
    phone.do("sign-out-sure")
    expect(phone.page.locator("main.gate")).to_have_attribute("data-stage", "unlock")
    phone.page.fill("input[name=pin]", PIN)
    phone.do("unlock")
    phone.unsent(1)
    phone.line.mend()
    phone.go("/sent")
    phone.do("send")
    phone.all_sent()
    assert commands() == [(1, "move", "done")]
