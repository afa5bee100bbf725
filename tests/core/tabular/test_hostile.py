"""Files made to harm: each is refused with a sentence, quickly, and without being unpacked."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aftersail.core.tabular import FileRefused, Limits, open_sheet
from tests.core.tabular.builders import TYPES, inline, raw_workbook, sheet_xml, xlsx

HEADED = f'<row r="1">{inline("A1", "a")}</row>'


def refusal(data: bytes, **kwargs) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        list(open_sheet(data, **kwargs).rows())
    assert str(caught.value)
    return caught.value


def outcome(data: bytes) -> str:
    """ "read", or the sentence of the refusal; anything else is the test's failure."""
    try:
        list(open_sheet(data).rows())
    except FileRefused as refused:
        return str(refused)
    return "read"


def bomb(megabytes: int) -> bytes:
    row = '<row><c t="inlineStr"><is><t>' + "x" * 900 + "</t></is></c></row>"
    return raw_workbook(sheet_xml(HEADED + row * (megabytes * 1000)))


def test_a_zip_bomb_is_refused_by_its_ratio_without_unpacking():
    data = bomb(60)
    assert len(data) < 1_000_000
    tracemalloc.start()
    refused = refusal(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.code == "xlsx.bomb"
    assert peak < 5_000_000


def test_a_workbook_that_unpacks_past_the_limit_is_refused():
    assert refusal(bomb(3), limits=Limits(max_unpacked_mb=2, max_ratio=2000)).code == "xlsx.bomb"


@pytest.mark.parametrize("declared", [100, 900_000])
def test_a_bomb_that_declares_a_small_size_is_found_out(declared):
    data = bytearray(bomb(5))
    _declare(data, "xl/worksheets/sheet1.xml", declared)
    assert refusal(bytes(data)).code in {"xlsx.damaged", "xlsx.bomb"}


def _declare(data: bytearray, name: str, size: int) -> None:
    """Make the central directory lie about a member's unpacked size."""
    at = data.rindex(name.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, size)


def test_what_comes_out_is_counted_even_if_nothing_was_declared():
    from aftersail.core.tabular.package import Package

    package = Package(io.BytesIO(bomb(3)), Limits(max_ratio=2000))
    with pytest.raises(FileRefused) as caught:
        list(package.blocks("xl/worksheets/sheet1.xml", max_mb=1))
    assert caught.value.code == "xlsx.bomb"


def test_too_many_members_are_refused():
    parts = {f"xl/media/{i}.bin": b"" for i in range(2001)}
    assert refusal(raw_workbook(sheet_xml(HEADED), parts)).code == "xlsx.too_many_parts"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "xlsx.macros"),
        ("xl/macrosheets/sheet1.xml", "xlsx.macros"),
        ("xl/externalLinks/externalLink1.xml", "xlsx.external_links"),
        ("xl/connections.xml", "xlsx.external_links"),
        ("xl/embeddings/oleObject1.bin", "xlsx.embedded"),
        ("inner/again.zip", "xlsx.embedded"),
        ("inner/book.XLSX", "xlsx.embedded"),
    ],
)
def test_parts_that_are_no_table_are_refused_by_name(part, code):
    refused = refusal(raw_workbook(sheet_xml(HEADED), {part: b"x"}))
    assert refused.code == code
    assert part in str(refused)


def test_a_macro_workbook_under_another_name_is_refused_by_its_content_type():
    types = TYPES.replace("spreadsheetml.sheet.main+xml", "macroEnabled.main+xml")
    assert refusal(raw_workbook(sheet_xml(HEADED), types=types)).code == "xlsx.macros"


def test_an_encrypted_member_is_refused():
    data = bytearray(raw_workbook(sheet_xml(HEADED)))
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 8] |= 1
    assert refusal(bytes(data)).code == "file.old_or_locked_excel"


def test_a_member_twice_is_refused_since_readers_disagree_which_counts():
    target = io.BytesIO(raw_workbook(sheet_xml(HEADED)))
    with zipfile.ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("xl/worksheets/sheet1.xml", sheet_xml(""))
    assert refusal(target.getvalue()).code == "xlsx.damaged"


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_entity_bombs_are_refused_in_every_part_and_encoding(part, codec):
    content = f'<?xml version="1.0" encoding="{codec}"?>' + LAUGHS + sheet_xml(
        f'<row r="1">{inline("A1", "&i;")}</row>')  # fmt: skip
    assert (
        refusal(raw_workbook(sheet_xml(HEADED), {part: content.encode(codec)})).code == "xlsx.document_type"
    )


def test_an_external_entity_is_refused():
    content = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + sheet_xml(
        f'<row r="1">{inline("A1", "&x;")}</row>')  # fmt: skip
    assert refusal(raw_workbook(content)).code == "xlsx.document_type"


def test_bottomless_nesting_is_refused():
    assert refusal(raw_workbook(sheet_xml(HEADED + "<a>" * 100_000))).code == "xlsx.damaged"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1',
        HEADED + '<row r="1"><c r="A1"><v>1</v></c></row>',
        HEADED + '<row r="2"><c r="ZZZZ2"><v>1</v></c></row>',
        HEADED + '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
        HEADED + '<row r="2"><c r="A2" t="s"><v>77</v></c></row>',
        HEADED + '<row r="2"><c r="A2"><v>twelve</v></c></row>',
        HEADED + '<row r="2"><c r="A2" s="999"><v>1</v></c></row>',
        HEADED + f'<row r="{"9" * 5000}"><c><v>1</v></c></row>',
        "<c><v>1</v></c>",
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused_as_damaged(rows):
    data = raw_workbook(sheet_xml(rows))
    if 's="999"' in rows:  # only a workbook that has styles can name one too many
        data = _with_sheet(xlsx([["a"], [1]]), sheet_xml(rows))
    assert refusal(data).code in {"xlsx.damaged", "file.empty"}


def _with_sheet(data: bytes, sheet: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return target.getvalue()


def test_a_sheet_with_a_million_formatted_blank_rows_is_read_as_empty():
    blank = "".join(f'<row r="{i}"><c r="A{i}" s="0"/></row>' for i in range(2, 50_000))
    assert list(open_sheet(raw_workbook(sheet_xml(HEADED + blank))).rows()) == []


def test_a_cell_far_to_the_right_takes_no_room():
    rows = HEADED + "".join(f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>' for i in range(2, 12))
    faults = [fault.code for _, _, fault in open_sheet(raw_workbook(sheet_xml(rows))).rows() if fault]
    assert faults == ["row.beyond_headings"] * 10


def test_a_zip_that_is_no_workbook_is_called_an_archive():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("log.csv", "a,b\n")
    assert refusal(target.getvalue()).code == "file.archive"


def test_a_table_of_another_office_program_is_to_be_saved_as_xlsx():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refusal(target.getvalue()).code == "xlsx.not_a_workbook"


def test_a_workbook_cut_short_is_damaged():
    data = xlsx([["a"], [1]])
    assert refusal(data[: len(data) // 2]).code == "xlsx.damaged"


HONEST = xlsx([["serial", "名称", "cost"], ["A", "雷达", 1.5], ["B", "舵机", 2]])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(HONEST) - 1), st.integers(0, 255)), max_size=12))
@example([(7, 8), (30, 255)])  # the name of a part, said to be UTF-8, is none
def test_a_workbook_with_bytes_changed_is_read_or_refused_and_never_fails_otherwise(changes):
    data = bytearray(HONEST)
    for place, byte in changes:
        data[place] = byte
    assert outcome(bytes(data))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_never_fail_otherwise(data):
    assert outcome(data)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='<>/ ="rctvfs&;!-[]0123456789ABrowcellmergeCell', max_size=120))
def test_any_xml_inside_a_sheet_is_read_or_refused_and_never_fails_otherwise(inner):
    assert outcome(raw_workbook(sheet_xml(HEADED + inner)))
