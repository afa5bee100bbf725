"""The wizard leads from upload to undo, and keeps other people's imports out of sight."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aftersail.core.ids import new_id
from aftersail.core.models import ImportBatch
from aftersail.core.scope import as_system
from aftersail.people.models import Skill

pytestmark = pytest.mark.django_db
SKILLS = b"code,name\nXA,alpha\nXB,beta\n"


def upload(client, content=SKILLS, register="people.skills"):
    sent = {"batch": str(new_id()), "register": register, "file": SimpleUploadedFile("skills.csv", content)}
    return client.post(reverse("importing:start"), sent)


def test_upload_map_preview_commit_undo(world, signed_in):
    client = signed_in("dispatcher")
    answer = upload(client)
    assert answer.status_code == 302
    columns = answer["Location"]
    page = client.get(columns)
    assert "alpha" in page.content.decode()
    checked = client.post(columns, {"column_code": "code", "column_name": "name"})
    assert checked.status_code == 302, checked.content.decode()
    preview = checked["Location"]
    assert client.get(preview).status_code == 200
    with as_system():
        assert not Skill.objects.filter(code="XA").exists()
        batch = ImportBatch.objects.get()
    for _twice in range(2):
        assert client.post(reverse("importing:commit", args=[batch.pk])).status_code == 302
    with as_system():
        assert Skill.objects.filter(code__in=["XA", "XB"]).count() == 2
    assert client.get(reverse("importing:mapping", args=[batch.pk])).content.startswith(b"#")
    assert client.post(reverse("importing:undo", args=[batch.pk])).status_code == 302
    with as_system():
        assert not Skill.objects.filter(code__in=["XA", "XB"]).exists()


def test_a_column_left_out_is_told_on_the_page(world, signed_in):
    client = signed_in("dispatcher")
    columns = upload(client)["Location"]
    answer = client.post(columns, {"column_code": "code", "column_name": ""})
    assert answer.status_code == 422


def test_refused_rows_come_back_as_a_workbook(world, signed_in):
    client = signed_in("dispatcher")
    columns = upload(client, b"code,name\nXA,alpha\n,nameless\n")["Location"]
    preview = client.post(columns, {"column_code": "code", "column_name": "name"})["Location"]
    assert client.get(f"{preview}refused.xlsx").content[:2] == b"PK"


def test_an_import_is_its_makers_alone(world, signed_in):
    columns = upload(signed_in("dispatcher"))["Location"]
    assert signed_in("manager").get(columns).status_code == 404
    assert signed_in("engineer").get(columns).status_code == 403


def test_the_api_imports_in_one_request_and_says_what_became_of_each_row(world, signed_in):
    client = signed_in("dispatcher")
    wanted = str(new_id())
    sent = {"register_name": "people.skills", "id": wanted}
    made = client.post("/api/v1/imports", sent | {"file": SimpleUploadedFile("s.csv", SKILLS)})
    assert made.status_code == 201, made.content
    assert made.json()["created"] == 2
    again = client.post("/api/v1/imports", sent | {"file": SimpleUploadedFile("s.csv", SKILLS)})
    assert again.json()["id"] == wanted
    refused = client.post(
        "/api/v1/imports",
        {"register_name": "people.skills", "file": SimpleUploadedFile("s.csv", b"code,name\n,x\n")},
    )
    assert (refused.status_code, refused.json()["refused"]) == (200, 1)
    unknown = client.post(
        "/api/v1/imports", {"register_name": "no.such", "file": SimpleUploadedFile("s.csv", SKILLS)}
    )
    assert unknown.status_code == 422
    assert client.get("/api/v1/imports").json()["count"] == 2
    assert client.get("/api/v1/imports/registers").status_code == 200
    assert client.post(f"/api/v1/imports/{wanted}/undo").json()["state"] == "undone"
