"""Registers keep their rules, their rights and their log, by page and by API alike."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from aftersail.core.ids import new_id
from aftersail.core.masters import master_named
from aftersail.core.masters.saving import change_record, enter_record
from aftersail.core.models import LogEntry, SearchEntry
from aftersail.core.record import Stale
from aftersail.core.refusals import Forbidden
from aftersail.core.scope import as_system, entered
from aftersail.core.search import search
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions import load_default_baseline, load_default_codes, read_running_hours
from aftersail.fleet.models import BaselineRule, Contact, Customer, Equipment, FailureCode, Milestone, Vessel
from aftersail.fleet.rules.default_codes import default_codes
from aftersail.fleet.rules.default_targets import default_targets
from aftersail.fleet.states import CodeKind, MilestoneKind

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def vessel_values(world, **changed):
    return {
        "hull_code": "ZZ-1001",
        "name": "远见",
        "customer": world.customer,
        "station": world.stations["QD"],
        **changed,
    }


def test_entering_a_vessel_logs_it_and_makes_it_findable(world):
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        vessel = enter_record(master_named("fleet.vessels"), by=by, values=vessel_values(world), at=NOW)
        entry = LogEntry.objects.get(subject_id=vessel.pk)
        assert entry.event == "core.RecordEntered"
        assert entry.account_id == by.pk
        assert [found.subject_id for found in search(by, "远见")] == [vessel.pk]


def test_the_same_id_twice_makes_one_record(world):
    by, wanted = world.accounts["dispatcher"], new_id()
    with entered(by.scope()):
        first = enter_record(
            master_named("fleet.vessels"), by=by, values=vessel_values(world), at=NOW, record_id=wanted
        )
        again = enter_record(
            master_named("fleet.vessels"), by=by, values=vessel_values(world), at=NOW, record_id=wanted
        )
        assert first.pk == again.pk
        assert Vessel.objects.filter(hull_code="ZZ-1001").count() == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"imo_number": "9074728"}, "would be 9"),
        ({"hull_code": "A"}, "hull code"),
        ({"name": "bad\x00name"}, "control character"),
        ({"name": ""}, "name"),
    ],
)
def test_a_vessel_that_cannot_be_right_is_refused_with_the_reason(world, changed, told):
    by = world.accounts["dispatcher"]
    with entered(by.scope()), override("en"):
        with pytest.raises(Refused) as refusal:
            enter_record(master_named("fleet.vessels"), by=by, values=vessel_values(world, **changed), at=NOW)
        assert told in str(refusal.value)


def test_two_people_editing_one_record_are_told_not_overwritten(world):
    by = world.accounts["dispatcher"]
    master = master_named("fleet.vessels")
    with entered(by.scope()):
        mine, theirs = Vessel.objects.get(pk=world.vessel.pk), Vessel.objects.get(pk=world.vessel.pk)
        change_record(master, by=by, record=theirs, values={"name": "甲"}, at=NOW, seen=theirs.version)
        with pytest.raises(Stale):
            change_record(master, by=by, record=mine, values={"name": "乙"}, at=NOW, seen=mine.version)
        assert Vessel.objects.get(pk=world.vessel.pk).name == "甲"


def test_a_station_manager_keeps_the_own_stations_vessels_only(world):
    by = world.accounts["manager"]
    master = master_named("fleet.vessels")
    own = next(s for s in world.stations.values() if s.pk in by.reach_ids)
    other = next(s for s in world.stations.values() if s.pk not in by.reach_ids)
    with entered(by.scope()):
        enter_record(master, by=by, values=vessel_values(world, station=own, hull_code="ZZ-1002"), at=NOW)
        with pytest.raises(Forbidden):
            enter_record(
                master, by=by, values=vessel_values(world, station=other, hull_code="ZZ-1003"), at=NOW
            )


@pytest.mark.parametrize(
    "role", ["engineer", "admin", "executive", "auditor", "fleet_manager", "crew", "yard"]
)
def test_whoever_does_not_keep_vessels_cannot_write_one(world, role):
    by = next(a for a in world.accounts.values() if a.has_role(role))
    with entered(by.scope()), pytest.raises(Forbidden):
        enter_record(master_named("fleet.vessels"), by=by, values=vessel_values(world), at=NOW)


def test_a_vessel_that_changes_station_takes_its_equipment_along_in_search(world):
    by = world.accounts["dispatcher"]
    other = next(s for s in world.stations.values() if s.pk != world.vessel.station_id)
    with entered(by.scope()):
        master = master_named("fleet.equipment")
        change_record(master, by=by, record=world.radar, values={"location": "主桅"}, at=NOW)
        change_record(
            master_named("fleet.vessels"), by=by, record=world.vessel, values={"station": other}, at=NOW
        )
        assert other.pk in SearchEntry.objects.get(pk=world.radar.pk).keys


def test_delivery_starts_service_life_and_ends_the_yards_access(world):
    by = world.accounts["dispatcher"]
    yard_account = next(a for a in world.accounts.values() if a.has_role("yard"))
    with entered(yard_account.scope()):
        assert Vessel.objects.visible_to(yard_account).filter(pk=world.yard_vessel.pk).exists()
    today = timezone.localdate()
    with entered(by.scope()):
        milestone = Milestone.objects.filter(vessel=world.yard_vessel, kind=MilestoneKind.DELIVERY).first()
        master = master_named("fleet.milestones")
        if milestone is None:
            enter_record(
                master,
                by=by,
                at=NOW,
                values={"vessel": world.yard_vessel, "kind": "delivery", "actual_on": today},
            )
        else:
            change_record(master, by=by, record=milestone, values={"actual_on": today}, at=NOW)
        vessel = Vessel.objects.get(pk=world.yard_vessel.pk)
        assert (vessel.delivered_on, vessel.open_to_yard) == (today, None)
        assert LogEntry.objects.filter(event="fleet.VesselDelivered", subject_id=vessel.pk).count() == 1
    with entered(yard_account.scope()):
        assert not Vessel.objects.visible_to(yard_account).filter(pk=world.yard_vessel.pk).exists()


def test_running_hours_do_not_run_backwards_without_a_reason(world):
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        unit = Equipment.objects.get(pk=world.generator.pk)
        base = (unit.running_hours or Decimal(0)) + 5
        now = timezone.now()
        at = now + timedelta(minutes=1)
        read_running_hours(by=by, equipment=unit, hours=base, read_at=now, at=at)
        with pytest.raises(Refused):
            read_running_hours(by=by, equipment=unit, hours=base - 1, read_at=at, at=at)
        with pytest.raises(Refused):
            read_running_hours(by=by, equipment=unit, hours=base + 1000, read_at=at, at=at)
        read_running_hours(by=by, equipment=unit, hours=Decimal(3), read_at=at, at=at, reason="new meter")
        assert Equipment.objects.get(pk=unit.pk).running_hours == Decimal(3)
        assert LogEntry.objects.filter(event="fleet.RunningHoursRead", subject_id=unit.pk).count() == 2


def test_default_baseline_and_codes_load_once(system_scope, db):
    assert (
        load_default_baseline(by=None, at=NOW) == len(default_targets().rules) == BaselineRule.objects.count()
    )
    assert load_default_baseline(by=None, at=NOW) == 0
    assert load_default_codes(by=None, at=NOW) == len(default_codes()) == FailureCode.objects.count()
    assert load_default_codes(by=None, at=NOW) == 0
    assert {code.kind for code in default_codes()} == set(CodeKind)


def test_a_baseline_rule_that_clashes_with_another_is_refused(world):
    by = next(a for a in world.accounts.values() if a.has_role("quality"))
    with entered(by.scope()):
        standing = BaselineRule.objects.first()
        values = {name: getattr(standing, name) for name in master_named("fleet.baseline-rules").fields} | {
            "code": "clash"
        }
        with pytest.raises(Refused):
            enter_record(master_named("fleet.baseline-rules"), by=by, values=values, at=NOW)


def test_R10_models_know_predecessor_and_cannot_form_a_ring(world):
    by = world.accounts["dispatcher"]
    master = master_named("fleet.models")
    with entered(by.scope()):
        change_record(
            master, by=by, record=world.radar_model, values={"predecessor": world.old_radar_model}, at=NOW
        )
        assert list(world.old_radar_model.successors.all()) == [world.radar_model]
        with pytest.raises(Refused):
            change_record(
                master, by=by, record=world.old_radar_model, values={"predecessor": world.radar_model}, at=NOW
            )


def test_R39_a_contact_belongs_to_the_vessels_owner_and_can_be_reached(world):
    by = world.accounts["dispatcher"]
    master = master_named("fleet.contacts")
    with entered(by.scope()):
        good = {"customer": world.customer, "vessel": world.vessel, "name": "周工", "phone": "1"}
        assert enter_record(master, by=by, values=good, at=NOW).pk
        for wrong in ({"phone": ""}, {"customer": world.other_customer}):
            with pytest.raises(Refused):
                enter_record(master, by=by, values=good | {"name": "吴工"} | wrong, at=NOW)


def test_customers_see_their_own_masters_only(world):
    crew = next(
        a for a in world.accounts.values() if a.has_role("fleet_manager") and world.customer.pk in a.reach_ids
    )
    with entered(crew.scope()):
        for model in (Customer, Vessel, Equipment, Contact, Milestone):
            first_wall = set(model.objects.visible_to(crew).values_list("pk", flat=True))
            second_wall = set(model._base_manager.values_list("pk", flat=True))
            assert first_wall == second_wall
        assert set(Vessel.objects.values_list("customer_id", flat=True)) == {world.customer.pk}
    with as_system():
        assert Vessel.objects.exclude(customer=world.customer).exists()


def test_api_enters_changes_and_refuses_like_the_pages(world, signed_in):
    client = signed_in("dispatcher")
    wanted = str(new_id())
    body = {
        "id": wanted, "hull_code": "zz-2001", "name": "API", "customer_id": str(world.customer.pk),
        "imo_number": "9074729",
    }  # fmt: skip
    for _twice in range(2):
        made = client.post("/api/v1/fleet/vessels", body, content_type="application/json")
        assert made.status_code == 201, made.content
    assert made.json()["hull_code"] == "ZZ-2001"
    assert made.json()["imo_number"] == "9074729"
    changed = client.patch(
        f"/api/v1/fleet/vessels/{wanted}", {"version": 1, "name": "B"}, content_type="application/json"
    )
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = client.patch(
        f"/api/v1/fleet/vessels/{wanted}", {"version": 1, "name": "C"}, content_type="application/json"
    )
    assert stale.status_code == 409
    refused = client.post(
        "/api/v1/fleet/vessels", body | {"id": str(new_id())}, content_type="application/json"
    )
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    listed = client.get("/api/v1/fleet/vessels?limit=2")
    assert len(listed.json()["items"]) == 2
    assert signed_in("admin").get("/api/v1/fleet/vessels").status_code == 403
    codes = client.get("/api/v1/fleet/codes")
    assert codes.status_code == 200
    assert all("families" in row for row in codes.json()["items"])


def test_a_form_refused_keeps_what_was_typed(world, signed_in):
    client = signed_in("dispatcher")
    sent = {
        "hull_code": "ZZ-3001",
        "name": "留存",
        "customer": str(world.customer.pk),
        "imo_number": "1234568",
        "id": str(new_id()),
    }
    answer = client.post("/fleet/vessels/new/", sent)
    assert answer.status_code == 422
    assert "留存" in answer.content.decode()
    done = client.post("/fleet/vessels/new/", sent | {"imo_number": "9074729"})
    assert done.status_code == 302
