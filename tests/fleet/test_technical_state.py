"""Technical state: states compare on any date, what is frozen stays, the tree has no ring."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.fleet.actions import freeze_technical_state
from aftersail.fleet.models import Equipment, FrozenState, StateEvent, Vessel
from tests.fleet.changing import API, installed, planned_swap, posted, today, verified

pytestmark = pytest.mark.django_db


def test_R14_any_two_states_compare_on_any_date_on_page_api_and_xlsx(world, signed_in):
    engineer, quality, crew = (signed_in(who) for who in ("engineer", "quality", "crew"))
    with as_system():
        freeze_technical_state(
            by=None, vessel=world.vessel, kind="as_delivered", on=world.vessel.delivered_on, at=timezone.now()
        )
    change = planned_swap(engineer, world.radar)
    for answer in (installed(engineer, change), verified(quality, change), verified(crew, change)):
        assert answer.status_code == 200, answer.content
    url = f"{API}/vessels/{world.vessel.pk}/technical-state/difference"
    found = crew.get(url).json()
    assert (found["left"], found["right"], found["known"]) == ("as_delivered", "as_maintained", True)
    assert [(d["kinds"], d["left"]["serial"], d["right"]["serial"]) for d in found["differences"]] == [
        (["serial"], "HR300-0001", "HR300-0900")
    ]
    yesterday = (today() - timedelta(1)).isoformat()
    assert crew.get(url, {"right_on": yesterday}).json()["differences"] == []
    of_unit = crew.get(
        url, {"unit_id": str(world.radar.pk)}
    ).json()  # the old unit's place, whoever sits there now
    assert len(of_unit["differences"]) == 1
    page = reverse("fleet:technical_state", args=[world.vessel.pk])
    text = crew.get(page).content.decode()
    assert "Other serial number" in text
    assert "HR300-0900" in text
    for language, word in (("en", "Other serial number"), ("zh-hans", "序列号不同")):
        answer = signed_in("dispatcher", language).get(page, {"export": "xlsx"})
        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
        cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        assert word in cells
        assert "HR300-0900" in cells
    assert signed_in("yard").get(page).status_code == 404
    assert signed_in("other_crew").get(url).status_code == 404


def test_a_bill_says_what_was_designed_and_the_comparison_what_is_missing(world, signed_in):
    quality = signed_in("quality")
    made = posted(
        quality,
        "/product-versions",
        {"id": str(new_id()), "model": str(world.radar_model.pk), "code": "HR-300/B"} | _ids(world),
    )
    assert made.status_code == 201, made.content
    version = made.json()["id"]
    for position, name in (("1", "雷达收发机"), ("1.1", "调制器"), ("2", "天线")):
        body = {
            "id": str(new_id()),
            "product_version_id": version,
            "position": position,
            "name": name,
            "model_id": str(world.radar_model.pk),
        }
        assert posted(quality, "/bill", body).status_code == 201
    with as_system():
        Equipment.objects.filter(pk=world.radar.pk).update(product_version=version)
        Equipment.objects.filter(pk=world.radar_transceiver.pk).update(position="1")
        StateEvent.objects.filter(vessel=world.vessel).delete()
        from aftersail.fleet.actions.ledger import begin_states

        begin_states(Equipment.objects.filter(vessel=world.vessel), at=timezone.now())
    url = f"{API}/vessels/{world.vessel.pk}/technical-state/difference"
    found = quality.get(url, {"left": "as_designed"}).json()
    assert found["without_bill"] == 1  # the generator
    assert sorted((d["path"][1:], d["kinds"]) for d in found["differences"]) == [
        (["1", "1.1"], ["removed"]),
        (["2"], ["removed"]),
    ]


def _ids(world):
    return {"model_id": str(world.radar_model.pk)}


def test_R14_a_frozen_state_is_written_once_and_never_changed(world, signed_in):
    client = signed_in("dispatcher")
    url = f"/vessels/{world.vessel.pk}/technical-state/freeze"
    first = posted(client, url, {"kind": "as_delivered"}).json()
    assert first["units"] == 3
    assert posted(client, url, {"kind": "as_delivered"}).json() == first
    assert (
        posted(client, url, {"kind": "as_built", "on": "1990-01-01"}).status_code == 422
    )  # nothing was aboard
    page = client.post(reverse("fleet:freeze_state", args=[world.vessel.pk]), {"kind": "as_delivered"})
    assert page.status_code == 422
    with as_system():
        for rows in (FrozenState.objects.all(), StateEvent.objects.all()):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**({"digest": "0"} if rows.model is FrozenState else {"reason": "x"}))
    assert posted(signed_in("crew"), url, {"kind": "as_built"}).status_code == 403


def test_circular_trees_are_refused_by_the_form_and_by_the_database(world, signed_in):
    client = signed_in("dispatcher")
    page = reverse("fleet:equipment_edit", args=[world.yard_radar.pk])
    with as_system():
        unit = Equipment.objects.get(pk=world.radar.pk)
    url = f"{API}/equipment/{unit.pk}"
    answer = client.patch(
        url,
        {"parent_id": str(world.radar_transceiver.pk), "version": unit.version},
        content_type="application/json",
    )
    assert answer.status_code == 422
    assert "part of itself" in answer.json()["detail"]
    assert client.get(page).status_code == 200
    with as_system(), pytest.raises(IntegrityError, match="below itself"), transaction.atomic():
        Equipment.objects.filter(pk=world.radar.pk).update(parent=world.radar_transceiver)
    with as_system(), pytest.raises(IntegrityError), transaction.atomic():
        Equipment.objects.filter(pk=world.radar.pk).update(parent=world.radar)


def test_R10_the_tree_opens_level_by_level_under_the_codes_of_the_ships_scheme(world, signed_in):
    dispatcher = signed_in("dispatcher")
    scheme = posted(
        dispatcher,
        "/code-schemes",
        {"id": str(new_id()), "code": "SHIP", "name": "船舶系统", "name_en": "Ship systems", "closed": True},
    ).json()
    top = posted(
        dispatcher,
        "/function-codes",
        {
            "id": str(new_id()),
            "scheme_id": scheme["id"],
            "code": "4",
            "name": "船舶设备",
            "name_en": "Ship equipment",
        },
    ).json()
    below = posted(
        dispatcher,
        "/function-codes",
        {
            "id": str(new_id()),
            "scheme_id": scheme["id"],
            "code": "R1",
            "name": "雷达",
            "parent_id": top["id"],
        },
    ).json()
    ring = dispatcher.patch(
        f"{API}/function-codes/{top['id']}",
        {"parent_id": below["id"], "version": 1},
        content_type="application/json",
    )
    assert ring.status_code == 422
    with as_system():
        Vessel.objects.filter(pk=world.vessel.pk).update(code_scheme=UUID(scheme["id"]))
    url = f"{API}/equipment/{world.radar.pk}"
    version = dispatcher.get(url).json()["version"]
    wrong = dispatcher.patch(
        url, {"function_code": "X9", "version": version}, content_type="application/json"
    )
    assert wrong.status_code == 422
    right = dispatcher.patch(
        url, {"function_code": "R1", "version": version}, content_type="application/json"
    )
    assert right.status_code == 200, right.content
    level = dispatcher.patch(
        url, {"level": "part", "version": right.json()["version"]}, content_type="application/json"
    )
    assert level.status_code == 200
    child = f"{API}/equipment/{world.radar_transceiver.pk}"
    deeper = dispatcher.patch(
        child,
        {"level": "item", "version": dispatcher.get(child).json()["version"]},
        content_type="application/json",
    )
    assert "deeper level" in deeper.json()["detail"]

    crew = signed_in("crew")
    text = crew.get(reverse("fleet:tree", args=[world.vessel.pk])).content.decode()
    assert "Ship equipment" in text
    assert "HR300-0001-T" not in text  # comes when the branch is opened
    assert "HR300-0001-T" in crew.get(reverse("fleet:tree_parts", args=[world.radar.pk])).content.decode()
    found = crew.get(f"{API}/vessels/{world.vessel.pk}/tree").json()
    assert [s["code"] for s in found] == ["4", ""]
    assert found[0]["units"][0]["parts"] == 1
    assert "HR300-0001" not in crew.get(reverse("fleet:fleets")).content.decode()
    assert signed_in("other_crew").get(reverse("fleet:tree", args=[world.vessel.pk])).status_code == 404
    summary = crew.get(f"{API}/vessels/{world.vessel.pk}/summary").json()
    assert summary["counts"]["units"] == 3
