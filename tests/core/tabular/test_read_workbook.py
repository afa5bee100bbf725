"""What an honest .xlsx becomes, from Excel, from openpyxl, from our own writer."""

# ruff: noqa: DTZ001 - a cell holds a wall time
from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from aftersail.core.tabular import FileRefused, Reading, open_sheet
from aftersail.core.tabular.workbook import shows
from aftersail.core.tabular.worksheet import excel_day
from tests.core.tabular.builders import MAIN, OFFICE, inline, raw_workbook, sheet_xml, xlsx


def rows_of(data: bytes, **kwargs):
    return [(number, cells) for number, cells, _ in open_sheet(data, **kwargs).rows()]


def test_values_keep_their_kinds():
    data = xlsx(
        [["serial", "day", "cost", "yes"], ["00123", date(2004, 7, 1), 183.05, True], [7, None, -2, None]]
    )
    assert rows_of(data) == [
        (2, ["00123", datetime(2004, 7, 1), 183.05, "TRUE"]),
        (3, [7, None, -2, None]),
    ]


def test_a_workbook_saved_by_another_program_reads_the_same():
    book = openpyxl.Workbook()
    book.active.append(["编号", "日期", "说明"])
    book.active.append(["A1", datetime(2024, 2, 29, 13, 30), "雷达\n天线"])
    target = io.BytesIO()
    book.save(target)
    assert rows_of(target.getvalue()) == [(2, ["A1", datetime(2024, 2, 29, 13, 30), "雷达\n天线"])]


def test_shared_texts_join_their_runs_and_leave_reading_aids_out():
    texts = f'<sst xmlns="{MAIN}"><si><t>head</t></si><si><r><t>雷</t></r><r><t>达</t></r><rPh sb="0" eb="1"><t>leida</t></rPh></si></sst>'
    links = (
        f'<Relationships xmlns="x"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    parts = {"xl/sharedStrings.xml": texts, "xl/_rels/workbook.xml.rels": links}
    assert rows_of(raw_workbook(sheet_xml(rows), parts)) == [(2, ["雷达"])]


def test_a_prefixed_namespace_is_no_obstacle():
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>h</x:t></x:is>'
        '</x:c></x:row><x:row r="2"><x:c r="A2"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert rows_of(raw_workbook(sheet)) == [(2, [5])]


def test_gaps_and_rows_without_addresses_fall_into_place():
    rows = (
        f"<row>{inline('A1', 'a')}{inline('C1', 'c')}</row>"
        '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="9"><c r="C9"><v>7</v></c></row>'
    )
    sheet = open_sheet(raw_workbook(sheet_xml(rows)))
    assert sheet.headers == ("a", "(B)", "c")
    assert [(n, cells) for n, cells, _ in sheet.rows()] == [(2, [1, None, 3]), (9, [None, None, 7])]


def test_formulas_and_errors_are_kept_apart_from_values():
    sheet = open_sheet(xlsx([["a", "b"], ["=1+1", 3]]))
    ((_, cells, _),) = sheet.rows()
    assert (cells[0].kind, cells[1]) == ("formula", 3)
    rows = f'<row r="1">{inline("A1", "a")}</row><row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'
    ((_, cells, _),) = open_sheet(raw_workbook(sheet_xml(rows))).rows()
    assert (cells[0].kind, str(cells[0])) == ("error", "#N/A")


def test_a_shared_formula_without_text_is_still_a_formula():
    rows = (
        f'<row r="1">{inline("A1", "a")}</row><row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    ((_, cells, _),) = open_sheet(raw_workbook(sheet_xml(rows))).rows()
    assert cells[0].kind == "formula"


def test_a_formula_as_heading_is_refused_with_its_cell():
    with pytest.raises(FileRefused) as caught:
        open_sheet(xlsx([["a", '="b"'], [1, 2]]))
    assert caught.value.code == "header.formula"
    assert "B1" in str(caught.value)


def test_a_value_beyond_the_headings_is_a_fault_of_its_row():
    sheet = open_sheet(xlsx([["a", "b"], [1, 2, None, "x"], [1], [None, None, "y"]]))
    assert [(n, f.code if f else None) for n, _, f in sheet.rows()] == [
        (2, "row.beyond_headings"), (3, None), (4, "row.beyond_headings")]  # fmt: skip


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, datetime(1900, 1, 1)),
        (59, datetime(1900, 2, 28)),
        (60, None),
        (61, datetime(1900, 3, 1)),
        (38169, datetime(2004, 7, 1)),
        (45351.5625, datetime(2024, 2, 29, 13, 30)),
        (2958465, datetime(9999, 12, 31)),
        (2958466, None),
        (0, None),
        (-3, None),
    ],
)
def test_excel_days_count_past_the_leap_day_that_never_was(serial, day):
    assert excel_day(serial) == day


def test_a_workbook_that_counts_from_1904_is_read_so():
    assert excel_day(36707, from_1904=True) == datetime(2004, 7, 1)
    assert excel_day(0, from_1904=True) == datetime(1904, 1, 1)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy-mm-dd", "date"),
        ('yyyy"年"m"月"d"日"', "date"),
        ("[$-804]aaaa;@", ""),
        ("mmm-yy", "date"),
        ("h:mm", "time"),
        ("[h]:mm:ss", "time"),
        ("0.00", ""),
        ("General", ""),
        ('0.0" days"', ""),
        ("[Red]0;[Blue]-0", ""),
        ("¥#,##0.00", ""),
        ("yyyy/m/d h:mm", "date"),
    ],
)
def test_a_number_format_tells_whether_it_shows_a_day(code, shown):
    assert shows(code) == shown


def test_a_time_without_a_day_is_read_as_a_clock_shows_it():
    book = openpyxl.Workbook()
    book.active.append(["start", "span"])
    book.active.append([0.3125, 1.5])
    book.active["A2"].number_format, book.active["B2"].number_format = "h:mm", "[h]:mm:ss"
    target = io.BytesIO()
    book.save(target)
    assert rows_of(target.getvalue()) == [(2, ["07:30", "36:00"])]


def test_the_first_visible_sheet_is_read_unless_another_is_named():
    book = openpyxl.Workbook()
    book.active.title = "hidden"
    book.active.append(["h"])
    book.active.sheet_state = "hidden"
    for name in ("first", "second"):
        book.create_sheet(name).append([name])
    target = io.BytesIO()
    book.save(target)
    assert open_sheet(target.getvalue()).headers == ("first",)
    sheet = open_sheet(target.getvalue(), reading=Reading(sheet="second"))
    assert (sheet.headers, sheet.sheets) == (("second",), ("hidden", "first", "second"))
    with pytest.raises(FileRefused, match="second"):
        open_sheet(target.getvalue(), reading=Reading(sheet="third"))


def test_merged_cells_are_refused_naming_the_range():
    with pytest.raises(FileRefused) as caught:
        open_sheet(xlsx([["a", "b"], [1, 2], [3, 4], [5, 6]], merge="A3:B4"))
    assert caught.value.code == "xlsx.merged"
    assert "A3:B4" in str(caught.value)


def test_a_merged_title_above_the_declared_headings_does_no_harm():
    data = xlsx([["title", ""], ["a", "b"], [1, 2]], merge="A1:B1")
    assert rows_of(data, reading=Reading(header_row=2)) == [(3, [1, 2])]
    with pytest.raises(FileRefused, match="A1:B1"):
        open_sheet(data)


def test_escaped_control_characters_are_what_they_stand_for():
    rows = f'<row r="1">{inline("A1", "a")}</row><row r="2">{inline("A2", "one_x000D_two")}</row>'
    assert rows_of(raw_workbook(sheet_xml(rows))) == [(2, ["one\rtwo"])]
