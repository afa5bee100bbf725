"""Printing a service report: the one function that turns its content into a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aftersail.core.typesetting.pdf import typeset
from aftersail.core.typesetting.pictures import photo_for_print, signature_for_print
from aftersail.visits.report import signed_page
from aftersail.visits.report.annexes import annexes
from aftersail.visits.report.canonical import content_hash
from aftersail.visits.report.content import House, ReportRefused, ServiceReport
from aftersail.visits.report.labels import labels_for
from aftersail.visits.report.wording import Wording

TEMPLATE = Path(__file__).with_name("service_report.typ")
BUILT_IN_MARK = "mark.svg"
HASH_DIGITS_SHOWN = 16


class FrozenContentChanged(ReportRefused):
    """The content no longer has the hash that was stored when it was signed."""


def render_service_report(report: ServiceReport, *, font_paths: Sequence[Path], house: House) -> bytes:
    """Return the report as an A4 PDF/A; the same report, house and program version give the same bytes.

    `font_paths` are folders with the document font's TTF files. Raises FrozenContentChanged when
    `report.frozen_hash` is set and differs, KeyError for an unknown language, FontsMissing.
    """
    digest = content_hash(report)
    if report.frozen_hash and report.frozen_hash != digest:
        raise FrozenContentChanged(f"{report.form_number}: signed as {report.frozen_hash}, now {digest}")
    files: dict[str, bytes] = {"house-mark.svg": house.mark_svg} if house.mark_svg else {}
    photos = _prepare(files, "photo", "jpg", [photo_for_print(one.image) for one in report.photos])
    signed = _prepare(
        files, "signature", "png", [signature_for_print(one.image) for one in report.signatures]
    )
    return typeset(
        TEMPLATE,
        data=_sheet(report, house, digest, photos, signed),
        pictures=files,
        font_paths=font_paths,
        created_at=report.signed_at or report.prepared_at,
    )


def _prepare(files: dict[str, bytes], stem: str, suffix: str, contents: list[bytes | None]) -> dict[int, str]:
    """Add the readable pictures to `files` and return the file name of each by its index."""
    names = {index: f"{stem}-{index}.{suffix}" for index, content in enumerate(contents) if content}
    files.update({name: contents[index] or b"" for index, name in names.items()})
    return names


def _sheet(
    report: ServiceReport, house: House, digest: str, photos: dict[int, str], signed: dict[int, str]
) -> dict[str, Any]:
    words = labels_for(report.language)
    wording = Wording(words, ZoneInfo(house.time_zone))
    places = signed_page.signatures(report, wording, signed)
    further = {
        "kind": "signatures",
        "heading": words["more_signatures"],
        "rows": places[signed_page.SIGNATURES_SHOWN :],
    }
    chinese = words is labels_for("zh")
    return {
        "lang": "zh" if chinese else "en",
        "region": "CN" if chinese else "GB",
        "words": {key: words[key] for key in TEMPLATE_WORDS},
        "title": words["title"],
        "draft": report.signed_at is None,
        "status": words["draft_status"] if report.signed_at is None else words["signed"],
        "signed_at": wording.instant(report.signed_at),
        "institute": wording.text(report.institute),
        "department": " · ".join(part for part in (house.department.strip(), house.contact.strip()) if part),
        "mark": "house-mark.svg" if house.mark_svg else BUILT_IN_MARK,
        "form_number": wording.text(report.form_number),
        "version": wording.label("version", n=report.version),
        "security_mark": report.security_mark.strip(),
        "facts": signed_page.facts(report, wording),
        "sections": signed_page.sections(report, wording),
        "times": signed_page.times(report, wording),
        "opinion": signed_page.opinion(report, wording),
        "signatures": places[: signed_page.SIGNATURES_SHOWN],
        "annexes": [further] * bool(further["rows"]) + annexes(report, wording, photos),
        "hash": " ".join(digest[start : start + 4] for start in range(0, HASH_DIGITS_SHOWN, 4)),
    }


TEMPLATE_WORDS = (
    "draft",
    "see_annex",
    "full_texts",
    "annex",
    "signatures",
    "sign_statement",
    "signer_name",
    "signer_post",
    "signed_at",
    "content_hash",
    "frozen_note",
    "draft_note",
    "page",
)
