"""What people type into cells, and what it is taken for."""

# ruff: noqa: DTZ001 - a cell holds a wall time
from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.core.tabular import Fault, Field, Kind
from aftersail.core.tabular.cells import BadCell
from aftersail.core.tabular.conversion import Conversion
from aftersail.core.tabular.dates import ShapeRefused, check_shape
from aftersail.core.tabular.values import parser

SHANGHAI = ZoneInfo("Asia/Shanghai")


def value(kind, cell, how=None, **spec):
    found = parser(Field(name="f", label="F", kind=kind, **spec), how or Conversion(), SHANGHAI)(cell)
    return found.code if isinstance(found, Fault) else found


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12.5", Decimal("12.50")),
        (" １２．５ ", Decimal("12.50")),
        ("1,234,567.80", Decimal("1234567.80")),
        ("-3", Decimal("-3.00")),
        ("−3", Decimal("-3.00")),
        (183.05, Decimal("183.05")),
        (0.1 + 0.2, Decimal("0.30")),
        (7, Decimal("7.00")),
        ("1e2", Decimal("100.00")),
        ("12.345", "value.too_many_decimals"),
        ("12,34", "value.not_a_number"),
        ("1_000", "value.not_a_number"),
        ("NaN", "value.not_a_number"),
        ("Infinity", "value.not_a_number"),
        ("1e999999999", "value.not_a_number"),
        ("9" * 29, "value.too_many_digits"),
        ("12 h", "value.not_a_number"),
        ("", None),
        ("\u3000", None),
        (BadCell("formula", "4"), "value.formula"),
        (BadCell("error", "#DIV/0!"), "value.excel_error"),
    ],
)
def test_decimals_are_exact_or_refused(cell, number):
    assert value(Kind.DECIMAL, cell) == number


def test_numbers_with_units_and_other_marks_are_read_when_the_mapping_says_so():
    assert value(Kind.DECIMAL, "¥ 1,200.5", Conversion(strip=("¥", "元"))) == Decimal("1200.50")
    assert value(Kind.DECIMAL, "1200.5元", Conversion(strip=("¥", "元"))) == Decimal("1200.50")
    european = Conversion(decimal=",", thousands=".")
    assert value(Kind.DECIMAL, "1.234,5", european) == Decimal("1234.50")
    assert value(Kind.DECIMAL, "1234.5", european) == "value.not_a_number"
    assert value(Kind.DECIMAL, 1234.5, european) == Decimal("1234.50")
    assert value(Kind.DECIMAL, "12.345", Conversion(round_off=True)) == Decimal("12.34")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("42", 42),
        ("０４２", 42),
        (5.0, 5),
        ("5.0", 5),
        ("1,000", 1000),
        ("5.5", "value.not_whole"),
        ("x", "value.not_a_number"),
    ],
)
def test_whole_numbers(cell, number):
    assert value(Kind.INT, cell) == number


def test_limits_are_inclusive_and_named():
    assert value(Kind.INT, "0", minimum=0, maximum=9) == 0
    assert value(Kind.INT, "-1", minimum=0) == "value.below"
    assert value(Kind.INT, "10", maximum=9) == "value.above"
    assert value(Kind.DATE, "1999-12-31", minimum=date(2000, 1, 1)) == "value.below"


@pytest.mark.parametrize(
    "cell",
    ["2004-07-01", "2004-7-1", "2004/07/01", "2004.7.1", "2004年7月1日", "20040701", 20040701, "２００４-０７-０１",
     datetime(2004, 7, 1), "2004-07-01 00:00", "2004-07-01T00:00:00"],
)  # fmt: skip
def test_year_first_dates_need_no_declaring(cell):
    assert value(Kind.DATE, cell) == date(2004, 7, 1)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("03/04/2020", "value.not_a_date"),
        ("2020-02-30", "value.not_a_date"),
        ("soon", "value.not_a_date"),
        (44562, "value.bare_day_number"),
        ("2020-01-01 13:00", "value.has_a_time"),
        (datetime(2020, 1, 1, 13), "value.has_a_time"),
    ],
)
def test_dates_that_can_be_misread_are_refused(cell, code):
    assert value(Kind.DATE, cell) == code


@pytest.mark.parametrize(
    ("shape", "cell", "day"),
    [
        ("DD/MM/YYYY", "03/04/2020", date(2020, 4, 3)),
        ("M/D/YYYY", "3/4/2020", date(2020, 3, 4)),
        ("D MON YYYY", "3 Apr 2020", date(2020, 4, 3)),
        ("MON D, YYYY", "april 3, 2020", date(2020, 4, 3)),
        ("DD.MM.YY", "03.04.99", date(1999, 4, 3)),
        ("DD.MM.YY", "03.04.20", date(2020, 4, 3)),
        ("EXCEL", 38169, date(2004, 7, 1)),
        ("EXCEL", "38169", date(2004, 7, 1)),
        ("DD/MM/YYYY", "2020-04-03", "value.not_a_date"),
    ],
)
def test_declared_shapes_are_read_and_no_others(shape, cell, day):
    assert value(Kind.DATE, cell, Conversion(dates=(shape,))) == day


@pytest.mark.parametrize(
    "shape", ["", "YYYY-MM", "YYYY-MM-DD-DD", "yyyy-mm-dd", "YYYY-MM-DDx", "M/M/YYYY", "(YYYY"]
)
def test_shapes_that_name_no_day_are_refused(shape):
    with pytest.raises(ShapeRefused):
        check_shape(shape)


def test_a_time_of_day_can_be_dropped_by_the_mapping():
    assert value(Kind.DATE, "2020-01-01 13:00", Conversion(drop_time=True)) == date(2020, 1, 1)


def test_instants_are_aware_and_local_unless_they_say_otherwise():
    assert value(Kind.DATETIME, "2024-02-29 13:30") == datetime(2024, 2, 29, 13, 30, tzinfo=SHANGHAI)
    assert value(Kind.DATETIME, "2024-02-29T05:30:00Z") == datetime(2024, 2, 29, 5, 30, tzinfo=UTC)
    assert value(Kind.DATETIME, datetime(2024, 2, 29, 13, 30)).utcoffset().seconds == 8 * 3600
    assert value(Kind.DATETIME, "2024-02-29T25:30:00Z") == "value.not_a_date"


CHOICES = (("corrective", "Corrective"), ("preventive", "Preventive"))


@pytest.mark.parametrize("cell", ["corrective", "Corrective", "CORRECTIVE", " ｃｏｒｒｅｃｔｉｖｅ "])
def test_choices_go_by_value_or_label(cell):
    assert value(Kind.CHOICE, cell, choices=CHOICES) == "corrective"
    assert value(Kind.CHOICE, "other", choices=CHOICES) == "value.not_a_choice"


def test_a_table_translates_and_says_what_it_does_not_know():
    table = {"PM01": "corrective", "PM02": "preventive"}
    assert value(Kind.CHOICE, "PM01", Conversion(table=table), choices=CHOICES) == "corrective"
    assert value(Kind.CHOICE, "preventive", Conversion(table=table), choices=CHOICES) == "preventive"
    assert value(Kind.CHOICE, "PM09", Conversion(table=table), choices=CHOICES) == "value.not_in_table"
    assert (
        value(Kind.CHOICE, "PM09", Conversion(table=table, otherwise="preventive"), choices=CHOICES)
        == "preventive"
    )
    assert value(Kind.TEXT, "PM09", Conversion(table=table, keep=True)) == "PM09"
    assert value(Kind.TEXT, 1, Conversion(table={"1": "one"})) == "one"


def test_what_counts_as_empty_is_the_mappings_to_say():
    assert value(Kind.TEXT, "NA") == "NA"
    assert value(Kind.TEXT, "NA", Conversion(empty=frozenset({"NA"}))) is None
    assert value(Kind.TEXT, "NA", Conversion(empty=frozenset({"NA"})), required=True) == "value.required"
    assert value(Kind.TEXT, BadCell("error", "#N/A"), Conversion(empty=frozenset({"#N/A"}))) is None


@pytest.mark.parametrize(
    ("cell", "truth"),
    [("是", True), ("No", False), ("TRUE", True), (0, False), ("√", True), ("x", "value.not_yes_or_no")],
)
def test_yes_and_no_in_both_languages(cell, truth):
    assert value(Kind.BOOL, cell) == truth


def test_texts_keep_what_was_typed_but_for_the_ends():
    assert value(Kind.TEXT, "\ufeff\u3000００１２ ａ\u200b ") == "００１２ ａ"
    assert value(Kind.TEXT, "００１２ａ", fold_width=True) == "0012a"
    assert value(Kind.TEXT, 12.0) == "12"
    assert value(Kind.TEXT, 1.5) == "1.5"
    assert value(Kind.TEXT, "one\r\ntwo\rthree") == "one\ntwo\nthree"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b", "a\x85b"])
def test_characters_that_nobody_sees_and_no_database_keeps_are_refused(text):
    assert value(Kind.TEXT, text) == "value.control_character"


def test_a_text_too_long_is_refused_with_both_lengths():
    fault = parser(Field(name="f", label="F", max_length=3), Conversion())("abcd")
    assert (fault.params["have"], fault.params["limit"]) == (4, 3)


@settings(deadline=None)
@given(
    st.sampled_from([k for k in Kind if k is not Kind.CHOICE]),
    st.one_of(st.text(max_size=40), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
)
def test_every_cell_becomes_a_value_or_a_fault_with_a_sentence(kind, cell):
    found = parser(Field(name="f", label="F", kind=kind), Conversion(), SHANGHAI)(cell)
    if isinstance(found, Fault):
        assert found.message
