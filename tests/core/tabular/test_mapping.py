"""Mappings: kept as files, checked before any row is looked at."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.core.tabular import (
    Feed,
    Key,
    Mapping,
    MappingRefused,
    Reading,
    mapping_as_data,
    mapping_from_data,
    open_sheet,
    parse_mapping,
    suggest,
    suggested_mapping,
    write_mapping,
)
from aftersail.core.tabular.conversion import Conversion
from aftersail.core.tabular.fields import Field, Kind
from aftersail.core.tabular.mapping import faults_in, require_sound
from tests.core.tabular.builders import UNIT_FIELDS, by_label, feed

FILE = """
register = "units"
title = "Units of the old system"
empty = ["NA", "-"]

[file]
encoding = "gb18030"
header_row = 3

[key]
fields = ["serial"]

[fields.serial]
column = "编号"

[fields.vessel]
constant = "H-100"

[fields.installed_on]
column = "Date"
dates = ["DD/MM/YYYY", "EXCEL"]

[fields.state]
column = "State"
empty = []
otherwise = "bad"
[fields.state.table]
"完好" = "ok"

[fields.note]
columns = ["Remark", "Remark 2"]
join = "; "
"""


def test_a_mapping_file_says_everything():
    mapping = parse_mapping(FILE)
    assert mapping.reading == Reading(encoding="gb18030", header_row=3)
    assert mapping.key == Key(fields=("serial",))
    assert mapping.feeds["serial"].how.empty == {"NA", "-"}
    assert mapping.feeds["state"].how == Conversion(table={"完好": "ok"}, otherwise="bad")
    assert mapping.feeds["note"] == Feed(
        ("Remark", "Remark 2"), join="; ", how=Conversion(empty=frozenset({"NA", "-"}))
    )
    assert faults_in(mapping, UNIT_FIELDS) == []
    assert parse_mapping(write_mapping(mapping)) == mapping


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
HOW = st.builds(
    Conversion,
    empty=st.frozensets(TEXT, max_size=3),
    dates=st.lists(TEXT, max_size=2).map(tuple),
    decimal=TEXT,
    strip=st.lists(TEXT, max_size=2).map(tuple),
    table=st.dictionaries(TEXT, TEXT, max_size=3),
    otherwise=st.none() | TEXT,
    keep=st.booleans(),
    round_off=st.booleans(),
)
FEEDS = st.one_of(
    st.builds(Feed, columns=st.lists(TEXT, min_size=1, max_size=3).map(tuple), join=TEXT, how=HOW),
    st.builds(
        Feed,
        constant=TEXT | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False),
        how=HOW,
    ),
)
MAPPINGS = st.builds(
    Mapping,
    register=TEXT,
    feeds=st.dictionaries(TEXT, FEEDS, max_size=3),
    key=st.builds(Key, fields=st.lists(TEXT, max_size=2).map(tuple), repeats=st.booleans()),
    reading=st.builds(Reading, encoding=TEXT, delimiter=st.sampled_from(["", ",", "\t"]), sheet=TEXT, header_row=st.integers(0, 9)),
    title=TEXT,
    note=TEXT,
)  # fmt: skip


@settings(deadline=None)
@given(MAPPINGS)
def test_every_mapping_survives_its_file_and_the_database(mapping):
    assert parse_mapping(write_mapping(mapping)) == mapping
    assert mapping_from_data(mapping_as_data(mapping)) == mapping


def codes(mapping, fields=UNIT_FIELDS, headers=None):
    return sorted(fault.code for fault in faults_in(mapping, fields, headers))


def test_everything_wrong_with_a_file_is_told_at_once():
    text = 'register = 5\nfeilds = {}\n[file]\nencoding = "utf-8"\nrow = 1\n[fields.serial]\ncolumn = "a"\ncolumns = ["b"]\nkeep = "yes"\nfields.x = 1\n'
    with pytest.raises(MappingRefused) as caught:
        parse_mapping(text)
    assert sorted(f.code for f in caught.value.faults) == [
        "mapping.no_register", "mapping.one_source", "mapping.unknown_entry", "mapping.unknown_entry",
        "mapping.unknown_entry", "mapping.wrong_type", "mapping.wrong_type"]  # fmt: skip
    assert len(caught.value.reasons) == 7


@pytest.mark.parametrize("text", ["register = ", "register = 'a'\nregister = 'b'", "\x00"])
def test_a_file_that_is_no_toml_is_refused_with_its_line(text):
    with pytest.raises(MappingRefused, match=r"line 1|line 2|at"):
        parse_mapping(text)


@pytest.mark.parametrize(
    "text",
    [
        "register='u'\n[fields.a]\nconstant=nan",
        "register='u'\n[file]\ndelimiter='x'",
        "register='u'\nfields=[1]",
    ],
)
def test_values_that_mean_nothing_are_refused(text):
    with pytest.raises(MappingRefused):
        parse_mapping(text)


def test_a_required_field_must_be_fed():
    assert codes(by_label("serial")) == ["mapping.required_missing"]


def test_unknown_fields_and_keys_without_source_are_named():
    mapping = by_label("serial", "vessel", key=Key(fields=("count",)))
    assert codes(mapping) == ["mapping.key_not_fed"]
    assert codes(Mapping("u", {**mapping.feeds, "colour": feed("c")})) == ["mapping.unknown_field"]


def test_a_key_of_constants_would_make_all_rows_one_record():
    feeds = {"serial": Feed(constant="S"), "vessel": feed("Vessel")}
    assert codes(Mapping("u", feeds, Key(fields=("serial",)))) == ["mapping.key_is_constant"]
    assert codes(by_label("serial", "vessel", key=Key(fields=("serial",), columns=("x",), repeats=True))) == [
        "mapping.repeats_need_content", "mapping.two_keys"]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "entry", "code"),
    [
        ("installed_on", feed("d", dates=("D-M",)), "mapping.date_shape"),
        ("note", feed("d", dates=("YYYY-MM-DD",)), "mapping.option_misplaced"),
        ("hours", feed("d", decimal=",", thousands=","), "mapping.decimal_mark"),
        ("state", feed("d", table={"x": "sleeping"}), "mapping.bad_target"),
        ("state", feed("d", otherwise="sleeping"), "mapping.bad_target"),
        ("hours", Feed(constant="-1"), "mapping.bad_target"),
        ("hours", Feed(columns=("d",), constant="1"), "mapping.one_source"),
        ("hours", Feed(), "mapping.one_source"),
    ],
)
def test_conversions_that_cannot_work_are_found_before_the_first_row(name, entry, code):
    mapping = by_label("serial", "vessel")
    assert codes(Mapping("u", {**mapping.feeds, name: entry}, mapping.key)) == [code]


def test_a_missing_column_is_named_with_the_nearest_heading():
    mapping = by_label("serial", "vessel")
    with pytest.raises(MappingRefused, match=r"Did you mean “Serial nr”"):
        require_sound(mapping, UNIT_FIELDS, ["Serial nr", "Vessel"])
    with pytest.raises(MappingRefused, match="It has: xyz, Vessel"):
        require_sound(mapping, UNIT_FIELDS, ["xyz", "Vessel"])


def test_headings_that_differ_only_in_width_case_and_spacing_are_the_same():
    assert codes(by_label("serial", "vessel"), headers=["ＳＥＲＩＡＬ number*", "vessel "]) == []


def test_a_mapping_is_suggested_in_both_languages():
    fields = [
        Field(name="equipment", label="Equipment", kind=Kind.REFERENCE, aliases=("Asset", "设备编号")),
        Field(name="happened_on", label="Date", kind=Kind.DATE, aliases=("日期",)),
        Field(name="text", label="Description", aliases=("故障描述",)),
        Field(name="running_hours", label="Running hours", kind=Kind.DECIMAL, aliases=("运行小时",)),
        Field(name="failure_mode", label="Failure mode", aliases=("故障模式",)),
        Field(name="cost_cny", label="Cost", kind=Kind.DECIMAL, aliases=("费用",)),
    ]
    english = ["BscStartDate", "Asset", "OriginalShorttext", "PMType", "Cost", "RunningTime", "FM", "Rule"]
    assert {s.field: s.heading for s in suggest(english, fields)} == {
        "equipment": "Asset", "happened_on": "BscStartDate", "text": "OriginalShorttext",
        "running_hours": "RunningTime", "failure_mode": "FM", "cost_cny": "Cost"}  # fmt: skip
    chinese = [
        "序号",
        "设备编号",
        "故障发生日期",
        "故障现象描述",
        "运行小时(h)",
        "维修费用（元）",
        "故障模式",
        "经办人",
    ]
    assert {s.field: s.heading for s in suggest(chinese, fields)} == {
        "equipment": "设备编号", "happened_on": "故障发生日期", "text": "故障现象描述",
        "running_hours": "运行小时(h)", "failure_mode": "故障模式", "cost_cny": "维修费用（元）"}  # fmt: skip


def test_a_suggested_mapping_of_our_own_headings_is_sound():
    headings = ",".join(str(spec.label) for spec in UNIT_FIELDS)
    sheet = open_sheet(f"{headings}\n".encode())
    mapping = suggested_mapping(sheet, "units", UNIT_FIELDS, Key(fields=("serial",)))
    assert set(mapping.feeds) == {spec.name for spec in UNIT_FIELDS}
    require_sound(mapping, UNIT_FIELDS, sheet.headers)


@settings(deadline=None)
@given(st.lists(st.text(max_size=15), max_size=8))
def test_suggestions_use_each_heading_and_each_field_once(headers):
    found = suggest(headers, UNIT_FIELDS)
    assert len({s.field for s in found}) == len(found)
    assert len(found) <= len(headers)
