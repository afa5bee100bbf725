"""Changes to a technical state: both serials of a swap keep their histories, nothing counts before it is verified."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.importing.from_file import import_content
from aftersail.core.scope import as_system, entered
from aftersail.fleet.models import Equipment, ProductVersion, StateChange, StateEvent
from aftersail.fleet.queries.ledger import state_on
from tests.fleet.changing import API, installed, planned_swap, posted, same_as_replayed, today, verified

pytestmark = pytest.mark.django_db


def test_R14_the_as_maintained_state_follows_only_after_quality_and_user_have_verified(world, signed_in):
    engineer, quality, crew = (signed_in(who) for who in ("engineer", "quality", "crew"))
    change = planned_swap(engineer, world.radar)
    assert verified(quality, change).status_code == 422  # nothing has been installed yet
    assert installed(engineer, change).status_code == 200

    page = signed_in("dispatcher").get(reverse("fleet:technical_state", args=[world.vessel.pk]))
    assert "is not verified yet" in page.content.decode()
    with as_system():
        assert Equipment.objects.filter(
            vessel=world.vessel, serial_number="HR300-0001", removed_on=None
        ).exists()
    assert verified(quality, change).json()["state"] == "installed"
    assert verified(quality, change).status_code == 422  # once is enough for quality
    with as_system():
        assert not Equipment.objects.filter(serial_number="HR300-0900").exists()
    assert verified(crew, change).json()["state"] == "verified"

    with as_system():
        old, new = Equipment.objects.get(pk=world.radar.pk), Equipment.objects.get(serial_number="HR300-0900")
        assert (old.removed_on, new.parent_id, new.name, new.vessel_id) == (
            today(),
            None,
            old.name,
            old.vessel_id,
        )
        part = Equipment.objects.get(pk=world.radar_transceiver.pk)
        assert part.parent_id == new.pk  # its parts stayed and went onto the new unit
    assert same_as_replayed(world.vessel)


def test_R10_both_serials_of_a_swap_keep_their_histories_and_name_each_other(world, signed_in):
    engineer, quality, crew = (signed_in(who) for who in ("engineer", "quality", "crew"))
    change = planned_swap(engineer, world.radar, parts_stay=False)
    for answer in (installed(engineer, change), verified(quality, change), verified(crew, change)):
        assert answer.status_code == 200, answer.content
    with as_system():
        new = Equipment.objects.get(serial_number="HR300-0900")
        part = Equipment.objects.get(pk=world.radar_transceiver.pk)
    assert part.removed_on == today()  # it went with the old unit
    desk = signed_in("dispatcher")
    old_page = desk.get(reverse("fleet:unit_state_panel", args=[world.radar.pk])).content.decode()
    new_page = desk.get(reverse("fleet:unit_state_panel", args=[new.pk])).content.decode()
    assert "replaced by" in old_page
    assert "HR300-0900" in old_page
    assert "Back to the factory" in old_page
    assert "in place of" in new_page
    assert "HR300-0001" in new_page
    assert "磁控管老化" in old_page
    assert "磁控管老化" in new_page
    assert same_as_replayed(world.vessel)


def test_a_serial_that_was_taken_out_may_come_aboard_again_with_its_history(world, signed_in):
    engineer, quality, crew = (signed_in(who) for who in ("engineer", "quality", "crew"))
    first = planned_swap(engineer, world.radar)
    for answer in (installed(engineer, first), verified(quality, first), verified(crew, first)):
        assert answer.status_code == 200, answer.content
    with as_system():
        new = Equipment.objects.get(serial_number="HR300-0900")
    second = planned_swap(engineer, new, new_serial="HR300-0001")
    for answer in (installed(engineer, second), verified(crew, second), verified(quality, second)):
        assert answer.status_code == 200, answer.content
    with as_system():
        again = Equipment.objects.get(pk=world.radar.pk)
        steps = list(StateEvent.objects.filter(equipment=again).values_list("step", flat=True))
    assert again.removed_on is None
    assert steps == ["installed", "removed", "swapped"]
    assert same_as_replayed(world.vessel)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"installed_on": "2099-01-01"}, "future"),
        ({"installed_on": "2001-01-01"}, "known up to"),
        ({"new_serial": "GD500-0001", "whereto": ""}, "Say where the old unit went"),
        ({"new_serial": "HR300-0001"}, "same serial number"),
        ({"new_serial": "HR300-0002"}, "is aboard"),
    ],
)
def test_an_installation_that_cannot_be_right_is_refused(world, signed_in, more, told):
    manager = signed_in("quality")
    change = planned_swap(manager, world.radar)
    with as_system():
        account = world.accounts["engineer"]
        account.roles = [
            "engineer",
            "dispatcher",
        ]  # sees every ship, so that the serial is known to be elsewhere
        account.save()
    answer = installed(signed_in(account), change, **more)
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


def test_an_installer_does_not_verify_the_own_work_and_one_change_of_a_unit_is_open_at_a_time(
    world, signed_in
):
    with as_system():
        account = world.accounts["engineer"]
        account.roles = ["engineer", "quality"]
        account.save()
    both = signed_in(account)
    change = planned_swap(both, world.radar)
    again = posted(
        both,
        "/state-changes",
        {"id": str(new_id()), "equipment_id": str(world.radar.pk), "kind": "remove", "reason": "停用"},
    )
    assert again.status_code == 422
    assert "still open" in again.json()["detail"]
    assert installed(both, change).status_code == 200
    assert "somebody else" in verified(both, change).json()["detail"]


def test_the_service_manager_confirms_for_the_user_with_the_name_of_the_person_aboard(world, signed_in):
    engineer, steward = signed_in("engineer"), signed_in("steward")
    change = planned_swap(engineer, world.radar)
    installed(engineer, change)
    assert "name of the person aboard" in verified(steward, change).json()["detail"]
    assert verified(steward, change, signer="郑轮机").json()["user_name"] == "郑轮机"


def test_a_change_goes_back_to_its_installer_and_a_planned_one_can_be_cancelled(world, signed_in):
    engineer, quality = signed_in("engineer"), signed_in("quality")
    change = planned_swap(engineer, world.radar)
    installed(engineer, change)
    version = quality.get(f"{API}/state-changes/{change}").json()["version"]
    assert (
        posted(quality, f"/state-changes/{change}/return", {"version": version, "note": " "}).status_code
        == 422
    )
    back = posted(quality, f"/state-changes/{change}/return", {"version": version, "note": "照片缺失"}).json()
    assert (back["state"], back["installed_on"]) == ("planned", None)
    gone = posted(
        engineer, f"/state-changes/{change}/cancel", {"version": back["version"], "note": "改期"}
    ).json()
    assert gone["state"] == "cancelled"
    assert installed(engineer, change).status_code == 422


def test_software_and_version_follow_a_verified_change_and_a_version_of_another_model_is_refused(
    world, signed_in
):
    with as_system():
        version = ProductVersion.objects.create(model=world.radar_model, code="HR-300/B", software="4.2")
        other = ProductVersion.objects.create(model=world.generator_model, code="GD-500/A")
    engineer, quality, crew = (signed_in(who) for who in ("engineer", "quality", "crew"))
    wrong = planned = {"kind": "version", "new_serial": "", "reason": "技术通报 7"}
    answer = posted(
        engineer,
        "/state-changes",
        {"id": str(new_id()), "equipment_id": str(world.radar.pk), **wrong, "new_version_id": str(other.pk)},
    )
    assert answer.status_code == 422
    change = planned_swap(engineer, world.radar, **planned, new_version_id=str(version.pk))
    installed(engineer, change, whereto="")
    verified(quality, change)
    assert verified(crew, change).json()["state"] == "verified"
    with as_system():
        unit = Equipment.objects.get(pk=world.radar.pk)
    assert (unit.product_version_id, unit.software_version) == (version.pk, "4.2")
    assert same_as_replayed(world.vessel)
    asked = {"left": "as_delivered", "right": "as_maintained", "unit_id": str(world.radar.pk)}
    found = engineer.get(f"{API}/vessels/{world.vessel.pk}/technical-state/difference", asked).json()
    assert [d["kinds"] for d in found["differences"]] == [["software"]]  # its version was not known before


def test_R14_the_register_refuses_to_change_what_only_a_verified_change_may(world, signed_in):
    client = signed_in("dispatcher")
    url = f"{API}/equipment/{world.radar.pk}"
    for body in ({"serial_number": "HR300-7777"}, {"removed_on": today().isoformat()}):
        version = client.get(url).json()["version"]
        answer = client.patch(url, body | {"version": version}, content_type="application/json")
        assert answer.status_code == 422
        assert "verified change" in answer.json()["detail"]
    filled = client.patch(
        url,
        {"software_version": "4.0", "version": client.get(url).json()["version"]},
        content_type="application/json",
    )
    assert filled.status_code == 200  # what was unknown may be filled in
    assert same_as_replayed(world.vessel)
    again = client.patch(
        url, {"software_version": "4.1", "version": filled.json()["version"]}, content_type="application/json"
    )
    assert again.status_code == 422


def test_before_delivery_the_register_keeps_the_state_and_the_ledger_follows(world, signed_in):
    client = signed_in("dispatcher")
    url = f"{API}/equipment/{world.yard_radar.pk}"
    version = client.get(url).json()["version"]
    body = {"serial_number": "HR300-0003", "software_version": "4.1", "version": version}
    assert client.patch(url, body, content_type="application/json").status_code == 200
    assert same_as_replayed(world.yard_vessel)
    version = client.get(url).json()["version"]
    moved = client.patch(
        url, {"removed_on": today().isoformat(), "version": version}, content_type="application/json"
    )
    assert moved.status_code == 200
    assert same_as_replayed(world.yard_vessel)


def test_a_correction_is_qualitys_says_why_and_leaves_the_past_readable(world, signed_in):
    url, quality = f"/equipment/{world.radar.pk}/correct", signed_in("quality")
    with as_system():
        unit = Equipment.objects.get(pk=world.radar.pk)
        before = state_on(world.vessel.pk, today() - timedelta(1))
    body = {"version": unit.version, "serial_number": "HR300-0011", "reason": "铭牌抄错"}
    assert posted(signed_in("dispatcher"), url, body).status_code == 403
    assert posted(quality, url, body | {"reason": " "}).status_code == 422
    assert posted(quality, url, body).status_code == 200
    assert posted(quality, url, body).status_code in {409, 422}
    with as_system():
        assert state_on(world.vessel.pk, today() - timedelta(1)) == before
    assert same_as_replayed(world.vessel)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_swap_is_planned_installed_and_verified_on_pages(world, signed_in, language):
    engineer, quality, crew = (signed_in(who, language) for who in ("engineer", "quality", "crew"))
    page = reverse("fleet:plan_change", args=[world.radar.pk])
    assert engineer.get(page).status_code == 200
    typed = {
        "id": str(new_id()),
        "kind": "swap",
        "reason": "",
        "new_serial": "HR300-0900",
        "parts_stay": "on",
    }
    refused = engineer.post(page, typed)
    assert refused.status_code == 422
    assert "HR300-0900" in refused.content.decode()  # what was typed stays
    for _twice in (1, 2):  # a double click makes one
        assert engineer.post(page, typed | {"reason": "老化"}).status_code == 302
    with as_system():
        change = StateChange.objects.get()
    url = reverse("fleet:state_change", args=[change.pk])
    wrong = engineer.post(
        url + "install/", {"version": 1, "installed_on": today().isoformat(), "whereto": ""}
    )
    assert wrong.status_code == 422
    done = engineer.post(
        url + "install/", {"version": 1, "installed_on": today().isoformat(), "whereto": "station"}
    )
    assert done.status_code == 302
    assert quality.post(url + "verify/", {"version": 2}).status_code == 302
    assert crew.post(url + "verify/", {"version": 2}).status_code == 422  # somebody was faster
    assert crew.post(url + "verify/", {"version": 3}).status_code == 302
    for client in (engineer, quality, crew):
        assert client.get(url).status_code == 200
        assert client.get(reverse("fleet:state_changes")).status_code == 200
        assert client.get(reverse("fleet:vessel_state_panel", args=[world.vessel.pk])).status_code == 200
    assert same_as_replayed(world.vessel)


@pytest.mark.parametrize("rows", [2, 40])
def test_imported_units_open_and_correct_the_ledger_in_as_many_statements_as_one(world, rows):
    by = world.accounts["dispatcher"]

    def bring_in(said: str) -> int:
        lines = [
            f"{world.yard_vessel.hull_code},{world.radar.model.code},N-{n},雷达,{said}" for n in range(rows)
        ]
        content = "\n".join(["vessel,model,serial_number,name,software_version", *lines]).encode()
        with entered(by.scope()), CaptureQueriesContext(connection) as asked:
            done = import_content(
                by=by, register="fleet.equipment", name="units.csv", content=content, at=timezone.now()
            )
        assert done.batch.refused == 0, done.batch.issues
        assert len(asked) < 40  # no row asks by itself
        return sum("fleet_stateevent" in query["sql"] for query in asked)

    assert bring_in("1.0") == 2  # the ledger is asked, and told
    assert bring_in("1.1") == 2
    with as_system():
        told = StateEvent.objects.filter(equipment__serial_number__startswith="N-")
        assert sorted(told.values_list("step", flat=True)) == ["corrected"] * rows + ["installed"] * rows
    assert same_as_replayed(world.yard_vessel)
