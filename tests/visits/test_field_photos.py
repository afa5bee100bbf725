"""Facts about photos from sea and what is taken to sea."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from aftersail.core.ids import new_id
from aftersail.core.models import StoredFile
from aftersail.core.scope import as_system
from aftersail.fleet.models import MaintenanceRecord
from aftersail.visits.actions.field import cut_off_device
from aftersail.visits.models import FieldDevice, Visit, VisitPhoto
from tests.visits.conftest import with_a_mate
from tests.visits.test_visit_api import Program

PIECE = 1000


@pytest.fixture
def program(story):
    return lambda name: Program(story.account(name), "visits:read", "visits:write")


@pytest.fixture
def engineer(program):
    return program("engineer")


@pytest.fixture
def visit(aboard):
    return aboard().working()


def jpeg(size: tuple[int, int] = (300, 200)) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def told_of(program: Any, visit: Any, content: bytes, **changes: Any) -> Any:
    """Tell of a photo and return its id."""
    photo = new_id()
    body = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "moment": "during"} | changes
    answer = program.call("put", f"/field/visits/{visit.pk}/photos/{photo}", body)
    assert answer.status_code == 200, answer.content
    return photo


def send_piece(program: Any, photo: Any, offset: int, piece: bytes) -> Any:
    return program.client.put(
        f"/api/v1/field/photos/{photo}/bytes?offset={offset}", piece, content_type="application/octet-stream"
    )


def test_a_photo_sent_in_pieces_each_many_times_is_whole_and_once(engineer, visit):
    content = jpeg()
    photo = told_of(engineer, visit, content, caption="电源模块")
    for offset in range(0, len(content), PIECE):
        for _again in range(3):
            told = send_piece(engineer, photo, offset, content[offset : offset + PIECE]).json()
            assert told["received"] == min(offset + PIECE, len(content))
    for _again in range(3):
        told = engineer.call("post", f"/field/photos/{photo}/finish").json()
        assert told["file_id"] == str(photo)
    with as_system():
        stored = StoredFile.objects.get(pk=photo)
        assert (stored.subject_id, stored.purpose, stored.caption) == (visit.pk, "during", "电源模块")
        assert StoredFile.objects.filter(subject_id=visit.pk).count() == 1


def test_a_piece_behind_missing_ones_is_refused_and_the_server_says_from_where(engineer, visit):
    content = jpeg()
    photo = told_of(engineer, visit, content)
    send_piece(engineer, photo, 0, content[:PIECE])
    assert send_piece(engineer, photo, 2 * PIECE, content[2 * PIECE :]).status_code == 409
    assert engineer.call("get", f"/field/photos/{photo}").json()["received"] == PIECE


def test_bytes_that_are_not_those_told_of_are_dropped_and_sent_anew(engineer, visit):
    content = jpeg()
    photo = told_of(engineer, visit, content)
    send_piece(engineer, photo, 0, bytes(len(content)))
    told = engineer.call("post", f"/field/photos/{photo}/finish").json()
    assert (told["received"], told["file_id"]) == (0, None)
    send_piece(engineer, photo, 0, content)
    assert engineer.call("post", f"/field/photos/{photo}/finish").json()["file_id"] == str(photo)


def test_more_bytes_than_told_of_and_photos_too_large_are_refused(engineer, visit):
    content = jpeg()
    photo = told_of(engineer, visit, content)
    assert send_piece(engineer, photo, 0, content + b"more").status_code == 422
    body = {"size": 2**30, "sha256": "0" * 64, "moment": "during"}
    assert engineer.call("put", f"/field/visits/{visit.pk}/photos/{new_id()}", body).status_code == 422


def test_bytes_of_a_photo_told_of_before_the_signature_may_follow_after_it(engineer, aboard):
    visit, content = aboard().working(), jpeg()
    photo = told_of(engineer, visit, content)
    visit.finished()
    visit.signed()
    send_piece(engineer, photo, 0, content)
    assert engineer.call("post", f"/field/photos/{photo}/finish").json()["file_id"] == str(photo)
    body = {"size": 10, "sha256": "0" * 64, "moment": "during"}
    late = engineer.call("put", f"/field/visits/{visit.pk}/photos/{new_id()}", body)
    assert late.status_code == 422


def test_nobody_else_sends_into_somebody_s_photo_and_strangers_do_not_see_it(engineer, program, visit):
    content = jpeg()
    photo = told_of(engineer, visit, content)
    for name in ("manager", "other_engineer"):
        assert send_piece(program(name), photo, 0, content).status_code == 404
    assert program("other_engineer").call("get", f"/field/photos/{photo}").status_code == 404
    with as_system():
        assert VisitPhoto.objects.get().received == 0


def test_what_is_taken_to_sea_is_sent_again_only_where_it_changed(engineer, visit, story):
    pack = engineer.call("get", "/field/pack").json()
    assert pack["visits"] == [str(visit.pk)]
    paths = [f"/visits/{visit.pk}", f"/ships/{pack['ships'][0]}", "/lists"]

    def ask(path: str, etag: str = "") -> Any:
        headers = {"If-None-Match": etag} if etag else {}
        return engineer.client.get(f"/api/v1/field/pack{path}", headers=headers)

    first = {path: ask(path) for path in paths}
    assert len(first[paths[0]].json()["steps"]) == 3
    assert str(story.world.radar.pk) in str(first[paths[1]].json()["units"])
    assert {ask(path, first[path]["ETag"]).status_code for path in paths} == {304}
    with as_system():
        Visit.objects.filter(pk=visit.pk).update(diagnosis="新的诊断")
    assert [ask(path, first[path]["ETag"]).status_code for path in paths] == [200, 304, 304]


def test_R29_on_board_without_a_network_procedure_history_and_codes_are_at_hand(engineer, visit, story):
    radar = story.world.radar
    with as_system():
        MaintenanceRecord.objects.create(
            equipment=radar, source="log", source_key="1", fingerprint="1", happened_on=story.now.date() - timedelta(days=90),
            text="雷达无回波", action="更换磁控管",
        )  # fmt: skip
        steps = list(Visit.objects.get(pk=visit.pk).steps.order_by("place").values_list("text", flat=True))
    pack = engineer.call("get", "/field/pack").json()
    whole = engineer.call("get", f"/field/pack/visits/{visit.pk}").json()
    assert [step["text"] for step in whole["steps"]] == steps
    ship = engineer.call("get", f"/field/pack/ships/{pack['ships'][0]}").json()
    assert [one["text"] for one in ship["history"][str(radar.pk)]] == ["雷达无回波 更换磁控管"]
    codes = engineer.call("get", "/field/pack/lists").json()["codes"]
    assert str(story.world.codes["mode-NOO"].pk) in {code["id"] for code in codes}


def test_whoever_goes_reads_on_board_who_goes_along_and_where_to_reach_them(engineer, visit, story):
    with_a_mate(story, visit)
    lead, mate = engineer.call("get", f"/field/pack/visits/{visit.pk}").json()["people"]
    staff = story.world.staff
    assert [(one["name"], one["leads"]) for one in (lead, mate)] == [
        (staff["engineer"].name, True),
        (staff["other_engineer"].name, False),
    ]
    assert mate["station"]["name"] == staff["other_engineer"].station.name
    assert mate["station"]["phone"] == staff["other_engineer"].station.phone


def test_the_key_of_a_device_is_handed_to_its_owner_the_same_each_time_and_never_once_cut_off(
    engineer, program, story
):
    body = {"id": str(new_id()), "name": "手机"}
    first, again = (engineer.call("post", "/field/devices", body).json()["key"] for _n in range(2))
    other = engineer.call("post", "/field/devices", body | {"id": str(new_id())}).json()["key"]
    assert first == again != other
    assert program("other_engineer").call("post", "/field/devices", body).status_code == 409
    by = story.account("engineer")
    with as_system():
        device = FieldDevice.objects.get(pk=body["id"])
        assert first not in device.key_sealed
        cut_off_device(by=by, device=device, reason="遗失", at=story.now + timedelta(minutes=1))
    assert engineer.call("post", "/field/devices", body).status_code == 403


def test_a_field_that_somebody_else_changed_since_is_a_conflict_by_its_content(engineer, visit):
    path = f"/visits/{visit.pk}/facts"
    assert engineer.call("patch", path, {"diagnosis": "甲", "before": {"diagnosis": ""}}).status_code == 200
    assert engineer.call("patch", path, {"work_done": "乙", "before": {"work_done": ""}}).status_code == 200
    assert engineer.call("patch", path, {"diagnosis": "丙", "before": {"diagnosis": ""}}).status_code == 409
    assert engineer.call("patch", path, {"diagnosis": "甲", "before": {"diagnosis": ""}}).status_code == 200
