"""Facts about list pages: nothing in an address breaks them, and what they show is what they export."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from aftersail.core import lists
from aftersail.core.lists.saved import save_filter
from aftersail.core.models import LogEntry, SavedFilter
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.people.models import Port

PORTS = lists.ListSpec(
    page="core:accounts",
    columns=(
        lists.Column("code", "Code", sort=True, title=True),
        lists.Column("name", "Name", english="name_en", sort=True),
        lists.Column("area", "Area", path="area__name", sort=True),
        lists.Column("latitude", "Latitude", kind="number", places=2, roles=frozenset({"admin"})),
    ),
    default_sort="code",
    filters=(
        lists.Filter(
            "area", "Area", path="area_id", choices=lists.choices_from(lambda _a: Port.objects.all(), "name")
        ),
        lists.Filter("north", "North", kind="flag", apply=lambda _v, _r: Q(latitude__gt=30)),
        lists.Filter("made", "Made", kind="period", path="created_at"),
        lists.Filter("code_is", "Code", path="code", choices=[("QD", "Qingdao"), ("SH", "Shanghai")]),
    ),
    per_page=2,
    search_paths=("code", "name"),
)

HOSTILE = [
    "page=abc", "page=0", "page=-1", "page=99999999999999999999", "page=1.5", "page=%00", "page=٣",
    "sort=unknown", "sort=--username", "sort=password", "sort=organisation__accounts__password", "sort=%F0%9F%9A%A2",
    "organisation=not-a-uuid", "organisation='; drop table core_account; --", "role=king", "is_active=maybe",
    "q=%00", "q=" + "a" * 5000, "q=%25_%5C", "format=exe", "unknown=1&unknown=2",
]  # fmt: skip


def asked(world, query: str, who: str = "admin") -> HttpRequest:
    from django.test import RequestFactory

    request = RequestFactory().get(f"/accounts/?{query}")
    request.user = world.accounts[who]
    return request


@pytest.mark.parametrize("query", HOSTILE)
def test_no_address_breaks_a_list(admin, query):
    answer = admin.get(f"/accounts/?{query}")
    assert answer.status_code == 200
    assert "list-table" in answer.content.decode() or "empty-state" in answer.content.decode()


@pytest.mark.parametrize("query", [
    "made_from=0000-00-00", "made_from=9999-99-99", "made_from=2026-13-45&made_to=", "made_to=1066-10-14", "made_from=yesterday",
    "made_from=99999999999-01-01",
])  # fmt: skip
def test_an_absurd_day_is_told_and_left_out(world, query):
    listed = lists.build(asked(world, query), PORTS, Port.objects.all())
    assert "is not a day" in listed.asked.notices[0]
    assert listed.rows


def test_days_the_wrong_way_round_are_exchanged(world):
    listed = lists.build(asked(world, "made_from=2200-01-01&made_to=1900-01-01"), PORTS, Port.objects.all())
    assert listed.asked.value("made_from") == "1900-01-01"
    assert listed.rows


@pytest.mark.parametrize(("query", "told"), [
    ("page=abc", "There is no page"), ("sort=unknown", "cannot be sorted"), ("code_is=XX", "is no choice"), ("page=50", "ends before page 50"),
])  # fmt: skip
def test_a_senseless_parameter_is_told(world, query, told):
    assert told in lists.build(asked(world, query), PORTS, Port.objects.all()).asked.notices[0]


def test_pages_together_hold_every_row_once(world):
    for sort in ("code", "-code", "area", "-area"):
        seen, number = [], 1
        while True:
            listed = lists.build(asked(world, f"sort={sort}&page={number}"), PORTS, Port.objects.all())
            seen += [row[0] for row in listed.rows]
            if not listed.has_next:
                break
            number += 1
        assert sorted(seen) == sorted(Port.objects.values_list("pk", flat=True))


def test_several_values_of_a_filter_are_an_or(world):
    codes = list(Port.objects.order_by("code").values_list("code", flat=True)[:2])
    spec = lists.ListSpec(
        page="core:log", columns=PORTS.columns, default_sort="code", filters=(lists.Filter("code", "Code"),)
    )
    listed = lists.build(asked(world, f"code={codes[0]}&code={codes[1]}"), spec, Port.objects.all())
    assert [row[1] for row in listed.rows] == codes


def test_counts_stop_at_the_cap(world):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert lists.capped_count(Port.objects.all(), cap=1) == 2
    assert "LIMIT 2" in queries[0]["sql"]


def test_a_list_asks_for_no_model_objects(world):
    listed = lists.build(asked(world, ""), PORTS, Port.objects.all())
    assert all(isinstance(row, tuple) for row in listed.rows)


def test_a_column_for_other_roles_is_neither_shown_nor_asked_for(world):
    listed = lists.build(asked(world, "sort=latitude", who="dispatcher"), PORTS, Port.objects.all())
    assert "latitude" not in listed.paths
    assert listed.asked.notices


def test_what_people_typed_is_escaped(world, admin):
    with as_system():
        account = world.accounts["crew"]
        account.change(name_en="<script>alert(1)</script>")
    page = admin.get("/accounts/?q=%3Cscript%3E").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_export_holds_what_the_filter_shows(world, admin):
    page = admin.get("/accounts/?role=engineer&sort=-username")
    shown = [row[1] for row in page.context["list"].rows]
    body = b"".join(admin.get("/accounts/?role=engineer&sort=-username&format=csv").streaming_content)
    rows = list(csv.reader(StringIO(body.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == shown
    assert rows[1][3] == "Field engineer"


def test_a_workbook_opens_and_the_log_keeps_who_took_it(world, admin):
    answer = admin.get("/accounts/?format=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    with as_system():
        entry = LogEntry.objects.get(event="core.ListExported")
        assert sheet.max_row - 1 == len(world.accounts) == entry.data["rows"]
    assert entry.account_id == world.accounts["admin"].pk


def test_a_filter_kept_by_one_is_not_seen_by_another(world, signed_in):
    with as_system():
        kept = save_filter(
            by=world.accounts["admin"], page="core:log", name="mine", query="sort=-recorded_at&page=3&evil=1"
        )
    assert kept.query == "sort=-recorded_at"
    assert "mine" in signed_in("admin").get("/log/").content.decode()
    assert ">mine<" not in signed_in("auditor").get("/log/").content.decode()
    assert signed_in("auditor").post(f"/filters/{kept.pk}/forget/").status_code == 404
    with as_system():
        assert SavedFilter.objects.filter(pk=kept.pk).exists()


def test_a_filter_is_kept_from_its_form_and_forgotten(world, admin):
    form = admin.get("/filters/save/core:accounts/?role=crew")
    assert "role=crew" in form.content.decode()
    answer = admin.post(
        "/filters/save/core:accounts/", {"name": "Crew", "query": "role=crew", "next": "/accounts/?role=crew"}
    )
    assert answer.headers["Location"] == "/accounts/?role=crew"
    page = admin.get("/accounts/?role=crew")
    (kept,) = page.context["saved"]
    assert kept["active"]
    admin.post(kept["delete_url"])
    assert not admin.get("/accounts/").context["saved"]


@pytest.mark.parametrize(("page", "name"), [("core:nowhere", "x"), ("core:accounts", " \x00 ")])
def test_a_filter_of_no_list_or_without_a_name_is_refused(world, system_scope, page, name):
    with pytest.raises(Refused):
        save_filter(by=world.accounts["admin"], page=page, name=name, query="")


def test_nobody_is_sent_off_the_site_after_saving(world, admin):
    answer = admin.post(
        "/filters/save/core:accounts/", {"name": "x", "query": "", "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/"
