"""A hull's dates: the yard's plan imported, a changed date shown with its effect and told to its owners (R36, R02)."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from aftersail.core.importing.from_file import import_content, parse_import_file
from aftersail.core.models import LogEntry, Notification
from aftersail.core.scope import as_system, entered
from aftersail.core.tabular import FileRefused
from aftersail.core.work import deliver
from aftersail.fleet.actions import follow_milestone
from aftersail.fleet.models import Milestone, MilestoneChange, ReadinessItem, Vessel

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


def plan(*rows, headings=("舷号", "调试", "系泊试验", "航行试验", "交船", "变更原因"), merge=""):
    book = Workbook()
    sheet = book.active
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def imported(world, content, **more):
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        return import_content(
            by=by, register="fleet.yard-plan", name="plan.xlsx", content=content, at=NOW, **more
        )


SERIALS = """
register = "fleet.yard-plan"
[key]
fields = ["vessel"]
[fields.vessel]
column = "舷号"
[fields.mooring_trial]
column = "系泊试验"
[fields.sea_trial]
column = "航行试验"
dates = ["EXCEL"]
[fields.delivery]
column = "交船"
[fields.reason]
column = "变更原因"
"""
"""What a yard's plan declares whose sheet keeps one date as a bare number."""


def serial(day):
    return (day - date(1899, 12, 30)).days


def test_R36_the_yards_plan_is_imported_by_hull_with_excel_date_serials(world):
    first, last = TODAY + timedelta(40), TODAY + timedelta(120)
    content = plan(["NP-201", None, first, serial(TODAY + timedelta(80)), last.isoformat(), "船台占用"])
    (issue,) = imported(world, content, dry_run=True).plan.issues()
    assert (issue.column, issue.fault.code) == ("航行试验", "value.bare_day_number")
    declared = parse_import_file(SERIALS)
    dry = imported(world, content, dry_run=True, columns=declared)
    assert dry.plan.counts()["refused"] == 0, [str(i) for i in dry.plan.issues()]
    with as_system():
        assert not Milestone.objects.filter(vessel=world.yard_vessel, kind="delivery").exists()
    imported(world, content, columns=declared)
    with as_system():
        planned = dict(Milestone.objects.filter(vessel=world.yard_vessel).values_list("kind", "planned_on"))
        history = MilestoneChange.objects.get(vessel=world.yard_vessel, kind="delivery")
    assert planned["mooring_trial"] == first
    assert planned["sea_trial"] == TODAY + timedelta(80)
    assert planned["delivery"] == last
    assert (history.planned_on, history.reason, history.changed_by) == (
        last, "船台占用", world.accounts["dispatcher"].name,
    )  # fmt: skip
    again = imported(world, content, columns=declared)
    assert again.batch.unchanged == 1


def test_R36_dates_that_run_backwards_are_refused_by_row(world):
    good = ["NP-201", None, TODAY + timedelta(90), TODAY + timedelta(60), TODAY + timedelta(120), ""]
    checked = imported(world, plan(good), dry_run=True)
    (issue,) = checked.plan.issues()
    assert issue.row == 2
    assert issue.column == "航行试验"
    assert checked.plan.counts()["refused"] == 1
    nowhere = imported(world, plan(["XX-999", None, TODAY, TODAY, TODAY, ""]), dry_run=True)
    assert nowhere.plan.counts()["refused"] == 1
    delivered = imported(world, plan(["BC-101", None, TODAY, TODAY, TODAY, ""]), dry_run=True)
    assert delivered.plan.counts()["refused"] == 1


def test_R36_merged_cells_are_refused_with_their_range(world):
    content = plan(["NP-201", TODAY, TODAY, TODAY, TODAY, ""], merge="B2:C2")
    with pytest.raises(FileRefused) as refused:
        imported(world, content, dry_run=True)
    assert "B2:C2" in str(refused.value)


@pytest.fixture
def planned(world):
    with as_system():
        for kind, days in (("mooring_trial", 30), ("sea_trial", 60), ("delivery", 90)):
            made = Milestone.objects.create(
                vessel=world.yard_vessel, kind=kind, planned_on=TODAY + timedelta(days)
            )
            follow_milestone(made, frozenset({"planned_on"}), by=None, at=NOW)
        ReadinessItem.objects.create(
            vessel=world.yard_vessel, part="spares", title="随船备件", anchor="delivery", days_before=21
        )
        return Milestone.objects.get(vessel=world.yard_vessel, kind="delivery")


def move(client, milestone, planned_on, **more):
    with as_system():
        milestone.refresh_from_db()
    sent = {"version": milestone.version, "planned_on": planned_on.isoformat(), "actual_on": ""} | more
    return client.post(reverse("fleet:move_date", args=[milestone.pk]), sent)


def test_R36_a_changed_date_shows_its_effect_before_it_is_saved_and_tells_the_owners(
    world, signed_in, planned
):
    client, later = signed_in("dispatcher"), TODAY + timedelta(110)
    page = move(client, planned, later, preview="1").content.decode()
    assert "Due days of the service plan that move" in page
    assert "随船备件" in page
    assert "Service windows that move" in page
    with as_system():
        planned.refresh_from_db()
    assert planned.planned_on == TODAY + timedelta(90)
    bare = move(client, planned, later)
    assert bare.status_code == 422
    assert "say why" in bare.content.decode()
    assert move(client, planned, later, reason="主机到货晚").status_code == 302
    with as_system():
        change = MilestoneChange.objects.filter(vessel=world.yard_vessel, kind="delivery").first()
        entry = LogEntry.objects.filter(event="fleet.MilestoneMoved").latest("id")
    assert (change.planned_on, change.reason) == (later, "主机到货晚")
    assert {one["what"] for one in change.effects} >= {"readiness", "windows"}
    deliver(entry.pk)
    with as_system():
        told = set(Notification.objects.filter(entry_id=entry.pk).values_list("account__username", flat=True))
    # The station's manager of Qingdao is deputy of the hull but does not reach it; the mover is not told.
    assert "dispatcher" not in told
    history = client.get(reverse("fleet:dates_panel", args=[world.yard_vessel.pk])).content.decode()
    assert "主机到货晚" in history
    assert "20 days later" in history


def test_R36_the_stations_manager_and_the_steward_are_told(world, signed_in):
    with as_system():
        milestone = Milestone.objects.create(
            vessel=world.vessel, kind="overhaul", planned_on=TODAY + timedelta(60)
        )
    client = signed_in("dispatcher")
    assert move(client, milestone, TODAY + timedelta(75), reason="船厂排期").status_code == 302
    with as_system():
        entry = LogEntry.objects.filter(event="fleet.MilestoneMoved").latest("id")
    deliver(entry.pk)
    with as_system():
        told = set(Notification.objects.filter(entry_id=entry.pk).values_list("account__username", flat=True))
    assert {"steward", "manager"} <= told
    assert "dispatcher" not in told


def test_R36_dates_run_forwards_on_the_form_and_by_the_api_alike(world, signed_in, planned):
    client = signed_in("dispatcher")
    early = move(client, planned, TODAY + timedelta(10), reason="提前")
    assert early.status_code == 422
    assert "Dates run backwards" in early.content.decode()
    url = f"/api/v1/fleet/milestones/{planned.pk}/move"
    sent = {"version": planned.version, "planned_on": (TODAY + timedelta(10)).isoformat(), "reason": "提前"}
    assert client.post(url, sent, content_type="application/json").status_code == 422
    seen = sent | {"planned_on": (TODAY + timedelta(99)).isoformat(), "preview": True}
    answer = client.post(url, seen, content_type="application/json").json()
    assert answer["planned_on"] == (TODAY + timedelta(90)).isoformat()
    assert {one["what"] for one in answer["effects"]} >= {"readiness"}
    future = move(client, planned, TODAY + timedelta(90), actual_on=(TODAY + timedelta(1)).isoformat())
    assert future.status_code == 422


def test_a_date_changed_meanwhile_is_not_overwritten(world, signed_in, planned):
    client = signed_in("dispatcher")
    old = {"version": planned.version, "actual_on": "", "reason": "x"}
    assert move(client, planned, TODAY + timedelta(95), reason="一").status_code == 302
    url = reverse("fleet:move_date", args=[planned.pk])
    assert client.post(url, old | {"planned_on": (TODAY + timedelta(97)).isoformat()}).status_code in {
        409,
        422,
    }
    with as_system():
        planned.refresh_from_db()
    assert planned.planned_on == TODAY + timedelta(95)


def test_R02_a_hull_walks_through_its_stages_and_the_picture_shows_them(world, signed_in):
    client = signed_in("dispatcher")
    vessel = world.yard_vessel
    url = reverse("fleet:enter_stage", args=[vessel.pk])
    for name, stage in (("moor", "mooring_trial"), ("sail", "sea_trial"), ("deliver", "delivery")):
        assert client.post(url, {"move": name, "on": TODAY.isoformat()}).status_code == 302
        with as_system():
            assert Vessel.objects.get(pk=vessel.pk).stage == stage
    assert client.post(url, {"move": "overhaul", "on": TODAY.isoformat()}).status_code == 422
    page = client.get(reverse("fleet:vessel", args=[vessel.pk])).content.decode()
    assert '<svg class="life"' in page
    assert "life-actual" in page
    life = client.get(f"/api/v1/fleet/vessels/{vessel.pk}/life").json()
    assert life["stage"] == "delivery"
    assert [one["stage"] for one in life["stretches"]][:6] == [
        "design", "installation", "commissioning", "mooring_trial", "sea_trial", "delivery",
    ]  # fmt: skip


def test_a_station_manager_from_elsewhere_moves_no_date(world, signed_in, planned):
    assert signed_in("manager").get(reverse("fleet:move_date", args=[planned.pk])).status_code == 404
    assert signed_in("engineer").get(reverse("fleet:move_date", args=[planned.pk])).status_code == 403
