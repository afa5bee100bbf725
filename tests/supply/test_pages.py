"""Facts about the pages: boards, kit lists, scanning, labels, registers in and out."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.importing.batches import check_import, commit_import, take_file
from aftersail.core.scope import as_system
from aftersail.supply.models import (
    KitLine,
    KitTemplate,
    PartAlternate,
    PartIssue,
    StockLevel,
    StockPlace,
    Transfer,
)
from aftersail.supply.rules.stock import to_order
from aftersail.supply.views.frame import Table
from tests.supply.test_market import enter  # noqa: F401 - the fixture is shared
from tests.visits.conftest import Aboard, story  # noqa: F401 - the fixture is shared

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]


def test_nothing_is_ordered_above_the_reorder_point_and_what_comes_already_counts():
    assert to_order(free=3, coming=0, reorder_point=2, order_up_to=6) == 0
    assert to_order(free=2, coming=0, reorder_point=2, order_up_to=6) == 4
    assert to_order(free=0, coming=3, reorder_point=2, order_up_to=6) == 0


def test_a_table_shows_ten_rows_and_folds_the_others_and_aligns_figures():
    rows = [(f"P-{n}", f"{n * 1000:,}.50", "" if n else None) for n in range(12)]
    table = Table("Lines", ("Part", "Price", "Note"), rows)
    assert table.columns == [("Part", ""), ("Price", "num"), ("Note", "")]
    assert (len(table.first), len(table.further)) == (10, 2)
    assert table.further[-1] == [("Part", "", "P-11"), ("Price", "num", "11,000.50"), ("Note", "", "")]


def test_R59_the_stock_board_suggests_what_to_order_and_from_where(stores, enter):  # noqa: F811
    with as_system():
        StockLevel.objects.create(place=stores.store, part=stores.bolt, reorder_point=2, order_up_to=6)
        stores.put(1)
        stores.put(20, place=stores.central)
    client = enter("manager")
    board = client.get("/supply/board/").content.decode()
    assert "transfer from HQ-A" in board
    assert f"target={stores.store.pk}&amp;quantity=5" in board
    sent = {
        "id": new_id(),
        "part": stores.bolt.pk,
        "source": stores.central.pk,
        "target": stores.store.pk,
        "quantity": 5,
    }
    assert client.post("/supply/transfers/new/", sent).status_code == 302
    assert client.post("/supply/transfers/new/", sent).status_code == 302
    with as_system():
        assert Transfer.objects.count() == 1
    assert "Nothing has fallen" in client.get("/supply/board/").content.decode()


def test_R59_parts_are_asked_for_approved_and_handed_out_on_the_page_and_by_the_api(stores, enter):  # noqa: F811
    with as_system():
        stores.put(3)
        PartAlternate.objects.create(part=stores.bolt, alternate=stores.world.part, condition="仅限新型号")
    engineer, manager = enter("engineer"), enter("manager")
    wanted = {
        "id": new_id(),
        "part": stores.bolt.pk,
        "place": stores.store.pk,
        "quantity": 0,
        "purpose": "warranty",
        "note": "泵房",
    }
    refused = engineer.post("/supply/issues/new/", wanted)
    assert refused.status_code == 422
    assert "泵房" in refused.content.decode()
    assert engineer.post("/supply/issues/new/", wanted | {"quantity": 2}).status_code == 302
    with as_system():
        issue = PartIssue.objects.get()
    url = f"/supply/issues/{issue.pk}/"
    assert "仅限新型号" in manager.get(url).content.decode()
    assert engineer.post(f"{url}moves/approve/", {"version": 1}).status_code == 422
    assert manager.post(f"{url}moves/approve/", {"version": 1}).status_code == 302
    moved = manager.post(
        f"/api/v1/supply/issues/{issue.pk}/moves/issue",
        json.dumps({"version": 3}),
        content_type="application/json",
    )
    assert moved.status_code == 200, moved.content
    assert moved.json()["state"] == "issued"
    stale = manager.post(
        f"/api/v1/supply/issues/{issue.pk}/moves/return",
        json.dumps({"version": 1, "values": {"quantity": 1}}),
        content_type="application/json",
    )
    assert stale.status_code == 409
    assert enter("crew").get(url).status_code == 403


def test_R59_a_visit_shows_its_kit_list_and_what_is_missing_at_the_station(stores, world, tool, story, enter):  # noqa: F811
    aboard = Aboard(story)
    with as_system():
        kit = KitTemplate.objects.create(
            code="K-RAD", name="雷达检修携行", name_en="Radar kit", family=world.radar.model.family
        )
        KitLine.objects.create(kit=kit, part=stores.bolt, quantity=4, line_number=1)
        KitLine.objects.create(kit=kit, tool_class="Torque Wrench", quantity=1, line_number=2)
        stores.put(1)
        stores.put(9, place=stores.central)
    panel = enter("engineer").get(f"/visits/{aboard.pk}/supplies/").content.decode()
    assert "3 of 4 missing" in panel
    assert "HQ-A 9" in panel
    assert f"part={stores.bolt.pk}&amp;quantity=3" in panel


def test_R59_a_label_opens_its_thing_with_what_can_be_done_and_a_hand_scanner_types_it(
    stores,
    world,
    tool,
    enter,  # noqa: F811
):
    client = enter("manager")
    place = client.get("/supply/scan/", {"code": "qd-a"}, follow=True)
    assert f"/supply/counts/new/?place={stores.store.pk}" in place.content.decode()
    typed = f"http://testserver/supply/scan/part/{stores.bolt.pk}/"
    part = client.get("/supply/scan/", {"code": typed}, follow=True).content.decode()
    assert f"/supply/stock/receive/?part={stores.bolt.pk}&amp;place={stores.store.pk}" in part
    assert "Borrow" in client.get("/supply/scan/", {"code": "T-001"}, follow=True).content.decode()
    assert client.get("/supply/scan/", {"code": "nothing"}).status_code == 404
    assert client.get("/api/v1/supply/scan", {"code": "GEN-B1"}).json() == {
        "kind": "part",
        "id": str(stores.bolt.pk),
    }
    for kind in ("part", "place", "tool"):
        assert client.get(f"/supply/labels/{kind}/").content.startswith(b"%PDF")


def test_the_opening_stock_is_imported_from_a_spreadsheet_and_what_is_wrong_is_told_by_row(stores, world):
    rows = "单据,仓库,件号,数量,序列号\n期初-1,QD-A,GEN-B1,12,\n期初-2,QD-A,HR-PSU-24,1,S-5\n"
    with as_system():
        batch = take_file(by=None, register="supply.moves", name="opening.csv", content=rows.encode())
        assert check_import(batch, by=None).plan.counts()["refused"] == 0
        commit_import(batch, by=None, at=timezone.now())
        assert stores.total() == (12, 0)
        assert stores.total(part=world.part) == (1, 0)


@pytest.mark.parametrize(
    "page",
    [
        "stock",
        "issues",
        "transfers",
        "counts",
        "moves",
        "places",
        "levels",
        "alternates",
        "kits",
        "kit-lines",
        "tools",
        "orders",
    ],
)
def test_every_list_of_the_chapter_is_exported(stores, tool, enter, page):  # noqa: F811
    answer = enter("dispatcher").get(f"/supply/{page}/", {"format": "xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert content.startswith(b"PK")


def test_a_ship_shows_the_spares_on_board_to_its_own_people_without_prices(stores, world, enter):  # noqa: F811
    with as_system():
        aboard = StockPlace.objects.create(code="SHIP-1", name="船上备件", kind="vessel", vessel=world.vessel)
        stores.put(3, place=aboard)
    page = enter("crew").get(f"/supply/spares/of-vessel/{world.vessel.pk}/").content.decode()
    assert "GEN-B1" in page
    assert "5.00" not in page
    assert enter("other_crew").get(f"/supply/spares/of-vessel/{world.vessel.pk}/").status_code == 404
