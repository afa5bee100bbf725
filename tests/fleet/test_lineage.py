"""Lineage, obsolescence, deviations and concessions: who is told, what is refused, what a unit's page shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aftersail.core.ids import new_id
from aftersail.core.importing.from_file import import_content
from aftersail.core.models import LogEntry, Notification
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.core.work import deliver
from aftersail.fleet import queries
from aftersail.fleet.actions.obsolescence import raise_obsolescence_alerts
from aftersail.fleet.models import ProductModel
from aftersail.fleet.queries import lineage
from aftersail.fleet.rules.serials import is_among, overlap, parse_serials
from aftersail.web.exporting import export_register

API = "/api/v1/fleet"


def today() -> date:
    return timezone.localdate()


def posted(client, path, body):
    return client.post(f"{API}{path}", {"id": str(new_id())} | body, content_type="application/json")


@pytest.mark.django_db
def test_R10_an_end_of_support_alerts_the_right_people_once_and_marks_the_lists(world, signed_in):
    at = timezone.now()
    with as_system():
        ProductModel.objects.filter(pk=world.radar_model.pk).update(
            end_of_support_on=today() + timedelta(200)
        )
        ProductModel.objects.filter(pk=world.generator_model.pk).update(
            end_of_support_on=today() + timedelta(700)
        )
        raise_obsolescence_alerts(at=at)
        told = LogEntry.objects.filter(event="fleet.SupportEnding")
        assert told.filter(subject_id=world.radar_model.pk).count() == 1
        assert not told.filter(subject_id=world.generator_model.pk).exists()
        assert raise_obsolescence_alerts(at=at) == 0  # once
        for entry in told:
            deliver(entry.pk)
        of_model = told.get(subject_id=world.radar_model.pk).pk
        hearing = set(
            Notification.objects.filter(entry_id=of_model).values_list("account__username", flat=True)
        )
        assert {"quality", "designer", "dispatcher"} <= hearing
        assert not hearing & {"crew", "owner", "engineer"}
        ProductModel.objects.filter(pk=world.radar_model.pk).update(
            end_of_support_on=today() + timedelta(100)
        )
        assert raise_obsolescence_alerts(at=at) == 1  # an end that is moved is told again
    client = signed_in("designer")
    listed = client.get(reverse("fleet:models"), {"ending": "1"}).content.decode()
    assert "HR-300" in listed
    assert "ends soon" in listed
    assert "GD-500" not in listed


@pytest.mark.django_db
def test_R10_the_page_of_a_model_shows_its_line_versions_and_units(world, signed_in):
    quality, designer = signed_in("quality"), signed_in("designer")
    with as_system():
        ProductModel.objects.filter(pk=world.radar_model.pk).update(predecessor=world.old_radar_model)
    model = str(world.radar_model.pk)
    first = posted(
        designer,
        "/product-versions",
        {
            "model_id": model,
            "code": "HR-300/A",
            "hardware": "A",
            "software": "4.0",
            "released_on": "2020-01-01",
        },
    )
    assert first.status_code == 201, first.content
    second = posted(
        quality,
        "/product-versions",
        {
            "model_id": model,
            "code": "HR-300/B",
            "predecessor_id": first.json()["id"],
            "released_on": "2022-01-01",
        },
    )
    assert second.status_code == 201
    ring = quality.patch(
        f"{API}/product-versions/{first.json()['id']}",
        {"predecessor_id": second.json()["id"], "version": 1},
        content_type="application/json",
    )
    assert ring.status_code == 422
    foreign = posted(
        quality,
        "/product-versions",
        {"model_id": str(world.generator_model.pk), "code": "GD/X", "predecessor_id": first.json()["id"]},
    )
    assert "another model" in foreign.json()["detail"]
    early = posted(
        quality,
        "/product-versions",
        {
            "model_id": model,
            "code": "HR-300/C",
            "released_on": "2024-01-01",
            "end_of_support_on": "2023-01-01",
        },
    )
    assert early.status_code == 422
    assert (
        posted(
            signed_in("engineer"), "/product-versions", {"model_id": model, "code": "HR-300/D"}
        ).status_code
        == 403
    )
    text = designer.get(reverse("fleet:model", args=[model])).content.decode()
    for word in (
        "HR-100",
        "HR-300/A",
        "HR-300/B",
        "Support ended" if world.old_radar_model.end_of_support_on else "HR-100",
    ):
        assert word in text
    line = designer.get(f"{API}/models/{model}/lineage").json()
    assert [g["code"] for g in line["line"]][:2] == ["HR-100", "HR-300"]
    assert designer.get(reverse("fleet:product_version", args=[first.json()["id"]])).status_code == 200


@pytest.mark.django_db
def test_R10_the_obsolescence_register_says_when_the_stock_falls_short(world, signed_in):
    quality = signed_in("quality")
    with as_system():
        ProductModel.objects.filter(pk=world.radar_model.pk).update(
            end_of_support_on=today() + timedelta(365)
        )
    body = {
        "model_id": str(world.radar_model.pk),
        "item": "磁控管",
        "stock_cover_months": "6.0",
        "option": "last_buy",
    }
    assert posted(quality, "/obsolescence", body).status_code == 422  # a last buy needs a date and an owner
    owner = {
        "owner_id": str(world.staff["engineer"].pk),
        "last_buy_on": (today() + timedelta(60)).isoformat(),
    }
    assert posted(quality, "/obsolescence", body | owner).status_code == 201
    assert (
        posted(
            quality, "/obsolescence", body | owner | {"item": "速调管", "stock_cover_months": "-1"}
        ).status_code
        == 422
    )
    text = quality.get(reverse("fleet:obsolescence"), {"near": "1"}).content.decode()
    assert "磁控管" in text
    assert "6.0 months short" in text


def permit(world, **more):
    return {
        "kind": "concession", "number": "RB-2026-001", "title": "外壳涂层色差", "model_id": str(world.radar_model.pk),
        "serials": "HR300-0001…HR300-0010", "requirement": "TS-12 3.4", "description": "色差 ΔE 3", "reason": "批次油漆",
        "valid_from": (today() - timedelta(10)).isoformat(), "valid_until": (today() + timedelta(90)).isoformat(),
    } | more  # fmt: skip


def moved(client, one, move, note=""):
    version = client.get(f"{API}/permits/{one}").json()["version"]
    return client.post(
        f"{API}/permits/{one}/moves/{move}",
        {"version": version, "note": note},
        content_type="application/json",
    )


@pytest.mark.django_db
def test_R14_a_concession_is_approved_by_another_person_and_shown_on_its_units(world, signed_in):
    designer, quality = signed_in("designer"), signed_in("quality")
    one = posted(designer, "/permits", permit(world)).json()["id"]
    assert moved(quality, one, "approve").status_code == 422  # not submitted
    assert moved(designer, one, "submit").json()["state"] == "submitted"
    locked = designer.patch(
        f"{API}/permits/{one}", {"title": "x", "version": 2}, content_type="application/json"
    )
    assert locked.status_code == 403
    assert moved(designer, one, "approve").status_code == 403
    approved = moved(quality, one, "approve", "同意").json()
    assert (approved["state"], approved["approver_name"]) == ("approved", world.accounts["quality"].name)
    panel = signed_in("crew").get(reverse("fleet:unit_state_panel", args=[world.radar.pk])).content.decode()
    assert "RB-2026-001" in panel
    assert (
        "RB-2026-001"
        not in signed_in("dispatcher")
        .get(reverse("fleet:unit_state_panel", args=[world.generator.pk]))
        .content.decode()
    )
    url = f"{API}/vessels/{world.vessel.pk}/technical-state/difference"
    shown = quality.get(url, {"everything": "true"}).json()["differences"]
    assert ["RB-2026-001"] in [d["permits"] for d in shown]
    page = quality.get(reverse("fleet:permit", args=[one])).content.decode()
    assert "In force" in page
    assert world.radar.serial_number in page
    assert moved(quality, one, "withdraw").status_code == 422  # says why
    form = quality.post(
        reverse("fleet:move_permit", args=[one, "withdraw"]),
        {"version": approved["version"], "note": "改用新漆"},
    )
    assert form.status_code == 302


@pytest.mark.django_db
def test_R14_overlapping_effectivity_and_deviations_after_manufacture_are_refused(world, signed_in):
    designer, quality = signed_in("designer"), signed_in("quality")
    one = posted(designer, "/permits", permit(world)).json()["id"]
    moved(designer, one, "submit")
    for serials in ("HR300-0010", "HR300-0005至HR300-0020"):
        answer = posted(designer, "/permits", permit(world, number="RB-2026-002", serials=serials))
        assert answer.status_code == 422
        assert "RB-2026-001" in answer.json()["detail"]
    for different in (
        {"serials": "HR300-0011…HR300-0020"},
        {"requirement": "TS-12 3.5"},
        {"valid_from": "2099-01-01", "valid_until": "2099-02-01"},
    ):
        number = f"RB-{len(str(different))}-{next(iter(different))}"
        assert posted(designer, "/permits", permit(world, number=number, **different)).status_code == 201
    for wrong in (
        {"serials": "HR300-0009…HR300-0001"}, {"serials": "HR300-0001…GD500-0009"}, {"serials": "HR300-0050, HR300-0040…HR300-0060"},
        {"serials": " , "}, {"valid_until": "2001-01-01"},
    ):  # fmt: skip
        assert posted(designer, "/permits", permit(world, number="RB-X") | wrong).status_code == 422, wrong
    late = posted(designer, "/permits", permit(world, number="PL-1", kind="deviation")).json()["id"]
    moved(designer, late, "submit")
    assert "concession" in moved(quality, late, "approve").json()["detail"]
    with as_system():
        world.accounts["quality"].refresh_from_db()
    own = posted(quality, "/permits", permit(world, number="RB-3", requirement="TS-99")).json()["id"]
    moved(quality, own, "submit")
    assert "somebody else" in moved(quality, own, "approve").json()["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "page",
    [
        "product_versions",
        "bill",
        "obsolescence",
        "permits",
        "code_schemes",
        "function_codes",
        "state_changes",
    ],
)
def test_every_new_register_opens_and_exports(world, signed_in, page, language):
    client = signed_in("quality", language)
    assert client.get(reverse(f"fleet:{page}")).status_code == 200
    answer = client.get(reverse(f"fleet:{page}"), {"export": "xlsx"})
    assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_new_registers_take_back_what_they_export(world, signed_in, tmp_path, ending):
    designer, dispatcher = signed_in("designer"), signed_in("dispatcher")
    model = str(world.radar_model.pk)
    version = posted(
        designer, "/product-versions", {"model_id": model, "code": "HR-300/A", "released_on": "2020-01-01"}
    ).json()
    line = {"product_version_id": version["id"], "position": "1.2", "name": "天线", "model_id": model}
    item = {"model_id": model, "item": "磁控管", "stock_cover_months": "6.5"}
    scheme = posted(dispatcher, "/code-schemes", {"code": "SHIP", "name": "船舶系统"}).json()
    code = {"scheme_id": scheme["id"], "code": "4", "name": "船舶设备"}
    for client, path, body in (
        (designer, "/bill", line), (designer, "/obsolescence", item), (designer, "/permits", permit(world)), (dispatcher, "/function-codes", code),
    ):  # fmt: skip
        assert posted(client, path, body).status_code == 201
    for register in ("product-versions", "bill", "obsolescence", "permits", "code-schemes", "function-codes"):
        file = tmp_path / f"{register}.{ending}"
        assert export_register(f"fleet.{register}", file, language="zh-hans", filters={}) == 1
        with as_system():
            batch = import_content(
                by=None, register=f"fleet.{register}", name=file.name, content=file.read_bytes(), at=timezone.now(), dry_run=True
            ).batch  # fmt: skip
        assert (batch.issues, batch.unchanged) == ([], 1), register


def test_serial_lists_are_read_as_people_write_them():
    assert is_among("A-0007", "A-0001…A-0020, A-0033")
    assert is_among("a-33", "A-0001...A-0020，A-0033")
    assert not is_among("A-0021", "A-0001至A-0020；A-0033")
    assert not is_among("B-0007", "A-0001…A-0020")
    assert is_among("PROTOTYPE", "prototype")
    assert overlap("A-1…A-5", "A-0005")
    with pytest.raises(Refused):
        parse_serials("A-1…A-2…A-3")


@given(first=st.integers(0, 500), length=st.integers(0, 50), other=st.integers(0, 600))
def test_a_range_holds_exactly_the_serials_between_its_ends(first, length, other):
    text = f"HR-{first:04d}…HR-{first + length:04d}"
    assert is_among(f"HR-{other}", text) == (first <= other <= first + length)


@pytest.mark.django_db
def test_R10_a_line_counts_the_units_that_the_list_of_models_counts(world):
    account = world.account("quality")
    model = world.radar_transceiver.model
    with as_system():
        listed = queries.models_in_use(account).get(pk=model.pk).unit_count
        (own,) = (one for one in lineage.line_of(account, model, today()) if one.current)
    assert own.units == listed > 0
