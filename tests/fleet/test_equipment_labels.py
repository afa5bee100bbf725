"""Equipment stickers: twenty-four to a sheet, each with its own code and its texts in full."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import aftersail.web
from aftersail.fleet.labels.content import LabelItem
from aftersail.fleet.labels.render import qr_svg, render_equipment_labels

FONTS = (Path(aftersail.web.__file__).with_name("fonts"),)


def items(count: int) -> list[LabelItem]:
    return [
        LabelItem(f"https://service.example.org/e/{n}", "HT-320B", f"HT320B-2407-{n:04}", f"BC-{n}")
        for n in range(count)
    ]


def pages(language: str, chosen: list[LabelItem]) -> list[str]:
    pdf = render_equipment_labels(chosen, language=language, font_paths=FONTS)
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (24, 1), (25, 2), (60, 3)])
def test_a_sheet_holds_twenty_four_stickers(count: int, sheets: int) -> None:
    found = pages("zh", items(count))
    assert len(found) == sheets
    assert "".join(found).count("扫码报修") == count


def test_every_sticker_names_its_equipment() -> None:
    found = "".join(pages("zh-hans", items(30)))
    assert [n for n in range(30) if f"HT320B-2407-{n:04}" not in found] == []
    assert "舷号代码BC-29" in found


def test_english_stickers_hold_no_chinese() -> None:
    found = "".join(pages("en", items(3)))
    assert "Scantoreportafault" in found
    assert not any("\u4e00" <= character <= "\u9fff" for character in found)


def test_long_and_missing_texts_and_markup_are_printed() -> None:
    odd = LabelItem("https://service.example.org/e/1", '#x $y$ *z* "泵组"', "SN-" + "0123456789" * 5)
    found = "".join(pages("zh", [odd]))
    assert '#x$y$*z*"泵组"' in found
    assert "SN-" + "0123456789" * 5 in found
    assert "舷号代码—" in found


def test_the_same_stickers_give_the_same_bytes() -> None:
    first, second = (render_equipment_labels(items(5), language="zh", font_paths=FONTS) for _ in range(2))
    assert first == second


def test_each_code_is_drawn_for_its_own_address() -> None:
    assert qr_svg("https://service.example.org/e/1") != qr_svg("https://service.example.org/e/2")


def test_a_sticker_without_an_address_and_an_empty_sheet_are_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        LabelItem(" ", "HT-320B", "1")
    with pytest.raises(ValueError, match="no equipment"):
        render_equipment_labels([], language="zh", font_paths=FONTS)
