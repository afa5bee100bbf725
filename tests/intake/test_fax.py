"""Facts about faxes (R87): the scan is kept and shown, the receipt time starts the clocks, half an entry is none."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from aftersail.cases.actions.opening import open_case_from
from aftersail.core.files import content_of
from aftersail.core.ids import new_id
from aftersail.core.models import Account, StoredFile
from aftersail.core.scope import as_system
from aftersail.intake.models import Request
from tests.in_english import in_english

__all__ = ["in_english"]


def tiff(pages: int = 2, compression: str = "group4") -> SimpleUploadedFile:
    """Return a fax as fax machines store it."""
    out = BytesIO()
    images = [Image.new("1", (172, 230), number % 2) for number in range(pages)]
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], compression=compression)
    return SimpleUploadedFile("fax.tif", out.getvalue(), "image/tiff")


def pdf() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("1", (172, 230)).save(out, "PDF")
    return SimpleUploadedFile("fax.pdf", out.getvalue(), "application/pdf")


def entered(world, **changes) -> dict[str, object]:
    received = timezone.localtime() - timedelta(hours=5)
    return {
        "id": str(new_id()), "received_at": f"{received:%Y-%m-%dT%H:%M}", "vessel_text": world.vessel.hull_code,
        "text": "雷达无图像，请派人。", "reporter_name": "郑轮机", "reporter_phone": "0532-5550100", "scans": tiff(),
    } | changes  # fmt: skip


def test_R87_a_fax_scan_counts_from_its_receipt_time(world, signed_in):
    dispatcher = signed_in("dispatcher")
    given = entered(world)
    there = dispatcher.post("/requests/fax/", given).headers["Location"]
    with as_system():
        request = Request.objects.get()
        assert request.channel == "fax"
        assert f"{timezone.localtime(request.received_at):%Y-%m-%dT%H:%M}" == given["received_at"]
        by = Account.objects.get(username="dispatcher")
        case = open_case_from(by=by, request=request, id=new_id(), title="雷达", at=timezone.now())
        assert case.reported_at == request.received_at
        scan = StoredFile.objects.get()
        assert scan.purpose == "fax"
        assert scan.media_type == "application/pdf"
        assert len(PdfReader(BytesIO(content_of(scan))).pages) == 2
    assert "fax.pdf" in dispatcher.get(there).content.decode()


@pytest.mark.parametrize("scans", [[pdf()], [tiff(1, "tiff_lzw"), pdf()]])
def test_R87_pdf_and_several_files_are_taken(world, signed_in, scans):
    assert signed_in("dispatcher").post("/requests/fax/", entered(world, scans=scans)).status_code == 302
    with as_system():
        assert StoredFile.objects.count() == len(scans)


@pytest.mark.parametrize(("received", "word"), [
    (timedelta(days=1), "future"), (timedelta(days=-61), "60 days"),
])  # fmt: skip
def test_R87_a_receipt_time_that_cannot_be_is_refused_and_what_was_typed_stays(
    world, signed_in, received, word
):
    at = timezone.localtime() + received
    answer = signed_in("dispatcher").post(
        "/requests/fax/", entered(world, received_at=f"{at:%Y-%m-%dT%H:%M}")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert word in page
    assert "雷达无图像，请派人。" in page
    with as_system():
        assert not Request.objects.exists()


@pytest.mark.parametrize("scan", [
    SimpleUploadedFile("fax.tif", b"II*\x00 but nothing behind it", "image/tiff"),
    SimpleUploadedFile("fax.tif", tiff().read()[:60], "image/tiff"),
    SimpleUploadedFile("fax.exe", b"MZ\x90\x00\x03", "application/pdf"),
])  # fmt: skip
def test_R87_a_damaged_scan_leaves_nothing_half_done(world, signed_in, scan):
    answer = signed_in("dispatcher").post("/requests/fax/", entered(world, scans=[pdf(), scan]))
    assert answer.status_code == 422
    with as_system():
        assert not Request.objects.exists()
        assert not StoredFile.objects.exists()


def test_R87_a_fax_without_a_scan_is_no_fax(world, signed_in):
    given = entered(world)
    del given["scans"]
    answer = signed_in("dispatcher").post("/requests/fax/", given)
    assert answer.status_code == 422
    assert "Add the scan" in answer.content.decode()


def test_R87_a_double_click_makes_one_request_with_one_scan(world, signed_in):
    given = entered(world)
    for _time in range(2):
        assert signed_in("dispatcher").post("/requests/fax/", given | {"scans": tiff()}).status_code == 302
    with as_system():
        assert Request.objects.count() == 1
        assert StoredFile.objects.count() == 1


def test_R87_the_crew_enters_no_faxes_and_backdates_nothing(world, signed_in):
    crew = signed_in("crew")
    assert crew.get("/requests/fax/").status_code == 403
    wanted = {
        "id": str(new_id()), "text": "雷达无图像", "reporter_name": "郑", "vessel_id": str(world.vessel.pk),
        "received_at": (timezone.now() - timedelta(days=3)).isoformat(),
    }  # fmt: skip
    assert crew.post("/api/v1/requests", wanted, "application/json").status_code == 422
    assert (
        signed_in("dispatcher")
        .post("/api/v1/requests", wanted | {"channel": "letter"}, "application/json")
        .status_code
        == 201
    )
