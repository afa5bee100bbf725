"""Typesetting: the font's coverage, text that always prints, pictures without hidden data."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import aftersail.web
from aftersail.core.typesetting.fonts import DocumentFonts, document_fonts
from aftersail.core.typesetting.pictures import photo_for_print, signature_for_print
from aftersail.core.typesetting.text import printable, printable_text

GPS, ORIENTATION, ROTATED_RIGHT = 0x8825, 0x0112, 6


@pytest.fixture(scope="module")
def fonts() -> DocumentFonts:
    return document_fonts([Path(aftersail.web.__file__).with_name("fonts")])


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("character", ["A", "舷", "℃", "≤", "—", "镕", "喆"])
def test_the_font_covers_what_service_texts_use(fonts: DocumentFonts, character: str) -> None:
    assert fonts.covers(character)


@pytest.mark.parametrize("character", ["\U0001f6a2", "\ue000", "\ud800", "\U0010ffff"])
def test_the_font_does_not_cover_pictures_and_private_characters(
    fonts: DocumentFonts, character: str
) -> None:
    assert not fonts.covers(character)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("泵 🚢 响", "泵 [U+1F6A2] 响"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("e\u0301", "é"),
        ("x\x00\x07\u200b\ufeff\ufe0fy", "xy"),
        ("1\u2009000", "1 000"),
    ],
)
def test_text_is_made_printable_without_losing_what_shows(
    fonts: DocumentFonts, given: str, shown: str
) -> None:
    assert printable_text(given, fonts) == shown


def test_data_keeps_its_shape_and_its_keys(fonts: DocumentFonts) -> None:
    assert printable({"k\x07": ["a\x07", ("b", 1, None)]}, fonts) == {"k\x07": ["a", ["b", 1, None]]}


def test_a_photo_is_turned_upright_reduced_and_loses_its_position() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = ROTATED_RIGHT
    exif.get_ifd(GPS)[1] = "N"
    content = encoded(Image.new("RGB", (4000, 2000), "navy"), "JPEG", exif=exif)
    assert opened(content).getexif().get_ifd(GPS)
    shown = opened(photo_for_print(content))
    assert shown.size == (500, 1000)
    assert not shown.getexif()


def test_a_transparent_photo_lies_on_white_paper() -> None:
    shown = opened(photo_for_print(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")))
    assert shown.getpixel((10, 10)) == (255, 255, 255)


def test_a_signature_keeps_its_transparency() -> None:
    shown = opened(signature_for_print(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")))
    assert shown.mode == "RGBA"


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\xff\xd8\xff\xe0 cut off"])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert photo_for_print(content) is None
    assert signature_for_print(content) is None
