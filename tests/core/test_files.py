"""Facts about files: what is refused at the door, what is changed on the way in, who may open what."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from aftersail.core import shelf
from aftersail.core.files import attach, attachments, content_of, keep, tie_to
from aftersail.core.models import StoredFile
from aftersail.core.scope import as_system
from aftersail.core.sniffing import safe_name
from aftersail.core.verdicts import Refused

NOW = timezone.now
GPS = 0x8825
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def photo(size=(640, 480), kind="JPEG", exif=None) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def exif_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Camera of the yard"
    exif[0x0112] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (36.0, 4.0, 1.0), 3: "E", 4: (120.0, 22.0, 1.0)})
    return exif.tobytes()


def packed(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG of few bytes that claims many points."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


def sent(name: str, content: bytes, kind: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.fixture
def take(world):
    def take(name: str, content: bytes, *, about=None, by="dispatcher", **more) -> StoredFile:
        with as_system():
            return attach(
                sent(name, content), by=world.accounts[by], about=about or world.vessel, at=NOW(), **more
            )

    return take


@pytest.mark.parametrize(("name", "content", "why"), [
    ("empty.jpg", b"", "empty"),
    ("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "HTML"),
    ("drawing.png", b"<?xml version='1.0'?><svg onload='alert(1)'/>", "HTML"),
    ("innocent.txt", b"hello\n<script src=//evil></script>", "HTML"),
    ("run.txt", b"MZ\x90\x00\x03\x00\x00\x00", "not taken"),
    ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 100, "damaged"),
    ("photo.png", b"\x89PNG\r\n\x1a\nnonsense", "damaged"),
    ("bomb.png", huge_png(60_000, 60_000), "60 million"),
    ("macros.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
    ("things.zip", packed("a.txt"), "not taken"),
    ("broken.docx", b"PK\x03\x04 not a package", "damaged"),
])  # fmt: skip
def test_what_is_hostile_or_broken_is_refused_with_a_reason(take, name, content, why):
    with pytest.raises(Refused, match=why):
        take(name, content)


def test_a_file_above_the_limit_is_refused(take, settings):
    settings.UPLOAD_MAX_MB = 1
    with pytest.raises(Refused, match="larger than 1 MB"):
        take("long.txt", b"a" * (1024 * 1024 + 1))


@pytest.mark.parametrize(("name", "content", "kind", "stored"), [
    ("photo.gif", photo(), "image/jpeg", "photo.gif.jpg"),
    ("PHOTO.JPEG", photo(), "image/jpeg", "PHOTO.JPEG"),
    ("x.png", photo(kind="PNG"), "image/png", "x.png"),
    ("x.webp", photo(kind="WEBP"), "image/webp", "x.webp"),
    ("report", b"%PDF-1.7\n", "application/pdf", "report.pdf"),
    ("list.csv", "代码,名称\n1,泵\n".encode("gb18030"), "text/csv", "list.csv"),
    ("note.exe", "读数正常".encode(), "text/plain", "note.exe.txt"),
    ("d.docx", packed("[Content_Types].xml", "word/document.xml"), WORD, "d.docx"),
])  # fmt: skip
def test_the_content_says_what_a_file_is_and_the_name_follows(take, name, content, kind, stored):
    made = take(name, content)
    assert (made.media_type, made.name) == (kind, stored)


@pytest.mark.parametrize(("name", "safe"), [
    ("../../../etc/passwd", "passwd.txt"), ("C:\\Users\\me\\读数.txt", "读数.txt"), ("a\u202etxt.exe", "atxt.exe.txt"),
    ("..", "file.txt"), ("\x00\x01.txt", "txt.txt"), ('<img src="x">.txt', "img src=x.txt"), ("长" * 300 + ".txt", "长" * 146 + ".txt"),
])  # fmt: skip
def test_a_name_cannot_leave_its_folder_or_deceive(name, safe):
    assert safe_name(name, "text/plain") == safe


def test_a_name_never_decides_where_bytes_lie(take):
    made = take("../../../../tmp/evil.txt", b"hello")
    assert shelf.place_of(made.sha256).read_bytes() == b"hello"
    assert "evil" not in str(shelf.place_of(made.sha256))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_forgets_where_it_was_taken_and_keeps_every_point(take, kind):
    original = photo(kind=kind, exif=exif_with_place())
    made = take("photo", original)
    with Image.open(BytesIO(content_of(made))) as kept, Image.open(BytesIO(original)) as before:
        assert before.getexif().get_ifd(GPS)
        assert not kept.getexif().get_ifd(GPS)
        assert kept.tobytes() == before.tobytes()
        if kind == "JPEG":
            assert kept.getexif()[0x0112] == 6


def test_the_same_content_lies_on_disk_once(take):
    first, second = take("a.txt", b"the same"), take("b.txt", b"the same")
    assert first.pk != second.pk
    assert first.sha256 == second.sha256
    place = shelf.place_of(first.sha256)
    assert [p.name for p in place.parent.iterdir()] == [first.sha256]


def test_sending_an_id_twice_makes_one_file(take, world):
    first = take("a.txt", b"once")
    assert take("a.txt", b"once", file_id=first.pk).pk == first.pk


def test_a_write_that_fails_leaves_nothing_under_the_name(monkeypatch, tmp_path):
    def broken(_fd):
        raise OSError("disk full")

    monkeypatch.setattr(shelf.os, "fsync", broken)
    place = tmp_path / "content"
    with pytest.raises(OSError, match="disk full"):
        shelf.write_whole(place, b"half")
    assert list(tmp_path.iterdir()) == []


def test_the_customer_of_the_ship_opens_its_file_and_another_does_not(take, signed_in):
    made = take("report.pdf", b"%PDF-1.7\n")
    assert signed_in("owner").get(f"/files/{made.pk}/").content == b"%PDF-1.7\n"
    for stranger in ("other_crew", "yard"):
        assert signed_in(stranger).get(f"/files/{made.pk}/").status_code == 404
        assert signed_in(stranger).get(f"/api/v1/files/{made.pk}/content").status_code == 404


def test_an_internal_file_is_not_there_for_the_customer(take, world, signed_in):
    made = take("liability.pdf", b"%PDF-1.7\n", for_customer=False)
    assert signed_in("owner").get(f"/files/{made.pk}/").status_code == 404
    assert signed_in("dispatcher").get(f"/files/{made.pk}/").status_code == 200
    with as_system():
        assert attachments(world.accounts["owner"], world.vessel) == []
        (shown,) = attachments(world.accounts["dispatcher"], world.vessel)
    assert shown["internal"]


def test_an_internal_file_is_not_in_the_customers_timeline(take, world):
    from aftersail.core.timeline import timeline

    take("liability.pdf", b"%PDF-1.7\n", for_customer=False)
    take("report.pdf", b"%PDF-1.7\n")
    with as_system():
        assert len(timeline(world.accounts["owner"], world.vessel)) == 1
        assert len(timeline(world.accounts["dispatcher"], world.vessel)) == 2


def test_nobody_without_an_account_opens_a_file(take, client):
    made = take("a.txt", b"secret")
    assert client.get(f"/files/{made.pk}/").status_code == 302
    assert client.get(f"/api/v1/files/{made.pk}/content").status_code == 401


def test_a_file_can_do_no_harm_in_the_browser(take, signed_in):
    text = signed_in("dispatcher").get(f"/files/{take('a.txt', b'text').pk}/")
    assert text["X-Content-Type-Options"] == "nosniff"
    assert text["Content-Disposition"].startswith("attachment")
    assert text["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    picture = signed_in("dispatcher").get(f"/files/{take('a.jpg', photo()).pk}/")
    assert picture["Content-Disposition"].startswith("inline")
    assert picture["Cache-Control"] == "private, no-cache"


def test_an_unchanged_file_is_not_sent_again_but_the_right_is_asked_again(take, signed_in):
    made = take("a.txt", b"text")
    client = signed_in("dispatcher")
    etag = client.get(f"/files/{made.pk}/")["ETag"]
    assert client.get(f"/files/{made.pk}/", headers={"if-none-match": etag}).status_code == 304
    assert (
        signed_in("other_crew").get(f"/files/{made.pk}/", headers={"if-none-match": etag}).status_code == 404
    )


def test_a_small_picture_is_made_when_asked_for_and_upright(take, signed_in):
    exif = Image.Exif()
    exif[0x0112] = 6
    made = take("a.jpg", photo((640, 480), exif=exif.tobytes()))
    place = shelf.small_place_of(made.sha256, 320)
    assert not place.exists()
    answer = signed_in("owner").get(f"/files/{made.pk}/320.webp")
    with Image.open(BytesIO(answer.content)) as small:
        assert small.size == (240, 320)
    assert place.exists()
    assert signed_in("owner").get(f"/files/{made.pk}/321.webp").status_code == 404
    assert signed_in("other_crew").get(f"/files/{made.pk}/320.webp").status_code == 404


def test_a_file_sent_ahead_is_tied_to_its_record_by_who_sent_it_only(world, system_scope):
    engineer, dispatcher = world.accounts["engineer"], world.accounts["dispatcher"]
    made = keep(sent("a.txt", b"found it"), by=engineer)
    assert tie_to(world.vessel, [made.pk], by=dispatcher, at=NOW()) == []
    (tied,) = tie_to(world.vessel, [made.pk], by=engineer, at=NOW())
    assert tied.subject_id == world.vessel.pk
    assert tie_to(world.old_vessel, [made.pk], by=engineer, at=NOW()) == []


def test_a_file_whose_bytes_are_gone_is_not_there_rather_than_a_failure(take, signed_in):
    made = take("a.txt", b"will be lost " + bytes(str(NOW()), "ascii"))
    Path(shelf.place_of(made.sha256)).unlink()
    assert signed_in("dispatcher").get(f"/files/{made.pk}/").status_code == 404


def test_the_api_takes_a_file_and_says_what_is_wrong_with_another(signed_in):
    client = signed_in("crew")
    answer = client.post("/api/v1/files", {"file": sent("a.txt", b"hello"), "caption": "reading"})
    assert answer.status_code == 201, answer.content
    assert answer.json()["media_type"] == "text/plain"
    refused = client.post("/api/v1/files", {"file": sent("a.svg", b"<svg/>")})
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    missing = client.post("/api/v1/files", {})
    assert missing.json()["errors"] == [{"field": "file", "reason": "This field is required."}]
