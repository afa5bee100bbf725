"""What leaves the house: opens in Excel as it was meant, runs nothing, and comes back the same."""

# ruff: noqa: DTZ001 - a cell holds a wall time
from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.core.tabular import (
    Heading,
    Key,
    Kind,
    csv_blocks,
    open_sheet,
    plan_import,
    suggested_mapping,
    template_workbook,
    write_xlsx,
)
from aftersail.core.tabular.cells import cell_text
from aftersail.core.tabular.fields import Field
from aftersail.core.tabular.write import write
from tests.core.tabular.builders import UNIT_FIELDS, Units

SHANGHAI = ZoneInfo("Asia/Shanghai")


def workbook(headings, rows, **kwargs) -> bytes:
    target = io.BytesIO()
    write_xlsx(
        target,
        [h if isinstance(h, Heading) else Heading(h) for h in headings],
        rows,
        **{"title": "Cases", "zone": SHANGHAI, **kwargs},
    )
    return target.getvalue()


def opened(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_dates_are_dates_numbers_numbers_and_instants_local():
    at = datetime(2024, 2, 28, 18, 30, tzinfo=UTC)
    data = workbook(["a", "b", "c", "d", "e"], [(date(2024, 2, 29), at, Decimal("12.50"), 7, None)])
    row = next(opened(data)["Cases"].iter_rows(min_row=2))
    assert [cell.value for cell in row] == [
        datetime(2024, 2, 29),
        datetime(2024, 2, 29, 2, 30),
        12.5,
        7,
        None,
    ]
    assert row[2].number_format == "0.00"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+8613800000000", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "{=1}", "http://example.org"],
)
def test_text_that_looks_like_a_formula_or_link_stays_text(text):
    data = workbook(["a"], [(text,)])
    cell = opened(data)["Cases"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
        assert not any("hyperlink" in name for name in package.namelist())


@pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@a", "＝1", "\nx", "\tx", "\rx", "'=1", "''=1"])
def test_in_csv_such_text_is_guarded_and_comes_back_bare(text):
    data = b"".join(csv_blocks([Heading("a"), Heading("b")], [(text, "z")]))
    assert data.startswith(b"\xef\xbb\xbf")
    line = data.decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")
    ((_, cells, _),) = open_sheet(data).rows()
    assert cells == [text, "z"]


def test_negative_numbers_in_csv_stay_numbers():
    assert b"-3.50,-2" in b"".join(csv_blocks([Heading("a"), Heading("b")], [(Decimal("-3.50"), -2)]))


def test_headings_are_frozen_filterable_and_wide_enough():
    sheet = opened(workbook(["设备名称", "b"], [("x" * 500, "y")]))["Cases"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert 10 <= sheet.column_dimensions["A"].width <= 61


def test_notes_tell_the_filters_the_time_and_the_count():
    book = opened(
        workbook(
            ["a"],
            [(1,), (2,)],
            notes=[("Filter", "状态 = 未结"), ("Exported", datetime(2026, 1, 1, tzinfo=UTC))],
        )
    )
    assert book.sheetnames == ["Cases", "Notes"]
    notes = {row[0]: row[1] for row in book["Notes"].iter_rows(min_row=2, values_only=True)}
    assert notes == {"Filter": "状态 = 未结", "Exported": datetime(2026, 1, 1, 8), "Rows": 2}


def test_a_text_past_excels_limit_is_cut_and_the_notes_say_so():
    book = opened(workbook(["a"], [("长" * 40_000,)]))
    assert len(book["Cases"]["A2"].value) == 32_767
    assert any("32,767" in str(row[0]) for row in book["Notes"].iter_rows(values_only=True))


def test_numbers_that_excel_would_round_are_written_as_text():
    sheet = opened(
        workbook(["a", "b", "c"], [(12345678901234567890, Decimal("0.12345678901234567"), 10**18)])
    )["Cases"]
    assert [c.value for c in sheet[2]] == ["12345678901234567890", "0.12345678901234567", 10**18]


@pytest.mark.parametrize("title", ["案件/2026: [all]*", "x" * 50, "", "'quoted'", "Notes"])
def test_any_title_becomes_a_sheet(title):
    assert open_sheet(workbook(["a"], [(1,)], title=title)).headers == ("a",)


def test_a_row_of_another_width_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="2 values under 1"):
        workbook(["a"], [(1, 2)])


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_table_goes_out_in_the_kind_asked_for(kind):
    target = io.BytesIO()
    write(kind, target, ["编号", Heading("b")], [("S1", date(2024, 2, 29))], title="Units")
    sheet = open_sheet(target.getvalue())
    assert (sheet.format, sheet.headers) == (kind, ("编号", "b"))
    assert [cell_text(cell) for _, cells, _ in sheet.rows() for cell in cells] == ["S1", "2024-02-29"]
    with pytest.raises(ValueError, match="neither"):
        write("pdf", target, ["a"], [], title="x")


def test_rows_are_streamed():
    def rows():
        yield from ((i, f"text {i}") for i in range(20_000))

    sheet = open_sheet(workbook(["n", "text"], rows()))
    assert sum(1 for _ in sheet.rows()) == 20_000


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30)
VALUES = st.one_of(
    TEXTS,
    st.integers(-(10**14), 10**14),
    st.decimals(-10**9, 10**9, places=3),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(
        lambda d: d.replace(microsecond=d.microsecond // 1000 * 1000)),
    st.dates(date(1900, 3, 1), date(9999, 12, 30)),
    st.none(),
)  # fmt: skip


def as_read(value) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return cell_text(float(value))
    return cell_text(value)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.just("key"), VALUES, VALUES), max_size=6))
def test_what_is_written_as_xlsx_is_read_back_equal(rows):
    sheet = open_sheet(workbook(["k", "a", "b"], rows))
    back = [tuple(map(cell_text, cells)) for _, cells, _ in sheet.rows()]
    assert back == [tuple(map(as_read, row)) for row in rows]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.just("key"), TEXTS, TEXTS), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_what_is_written_as_csv_is_read_back_equal(rows, delimiter):
    data = b"".join(csv_blocks([Heading("k"), Heading("a"), Heading("b")], rows, delimiter=delimiter))
    from aftersail.core.tabular import Reading

    sheet = open_sheet(data, reading=Reading(delimiter=delimiter))
    assert [tuple(cells) for _, cells, _ in sheet.rows()] == rows


def test_instants_keep_their_milliseconds():
    at = datetime(2024, 2, 29, 13, 30, 59, 123000, tzinfo=SHANGHAI)
    ((_, cells, _),) = open_sheet(workbook(["a"], [(at,)])).rows()
    assert cells[0] - at.replace(tzinfo=None) == timedelta(0)


def template(language: str = "en", fields=UNIT_FIELDS) -> bytes:
    target = io.BytesIO()
    with translation.override(language):
        template_workbook(target, fields, title="Units", zone=SHANGHAI)
    return target.getvalue()


def test_R22_a_template_has_headings_an_example_an_explanation_and_lists():
    book = opened(template())
    data = book["Units"]
    assert [cell.value for cell in data[1]] == [str(spec.label) for spec in UNIT_FIELDS]
    assert data["C2"].value == datetime(2026, 3, 31)
    assert data["A1"].fill.fgColor.rgb != data["C1"].fill.fgColor.rgb
    explained = [row[0] for row in book["Explanation"].iter_rows(min_row=2, values_only=True)]
    assert explained == [str(spec.label) for spec in UNIT_FIELDS]
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in data.data_validations.dataValidation}
    assert rules == {"F2": "'Lists'!$A$2:$A$3", "G2": "'Lists'!$B$2:$B$3"}
    assert book["Lists"].sheet_state == "hidden"


def test_a_template_filled_in_is_imported_by_the_suggested_mapping():
    book = opened(template())
    sheet = book["Units"]
    for column, value in enumerate(
        ["S1", "H-100", date(2024, 2, 29), 12.5, 3, "Faulty", "Yes", None, "x"], 1
    ):
        sheet.cell(3, column, value)
    target = io.BytesIO()
    book.save(target)
    read = open_sheet(target.getvalue())
    mapping = suggested_mapping(read, "units", UNIT_FIELDS, Key(fields=("serial",)))
    plan = plan_import(read, mapping, Units(), zone=SHANGHAI)
    assert [i.code for i in plan.issues()] == ["row.example"]
    (row,) = plan.create
    assert plan.values_of(row)["state"] == "bad"
    assert plan.values_of(row)["spare"] is True


def test_an_example_that_is_no_value_of_its_field_is_a_mistake_of_the_register():
    with pytest.raises(ValueError, match="the example 'soon' is refused"):
        template(fields=[Field(name="day", label="Day", kind=Kind.DATE, example="soon")])
