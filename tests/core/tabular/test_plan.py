"""The dry run accounts for every row, says where what is wrong, and asks the register little."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.core.tabular import (
    Feed,
    FileRefused,
    ImportPlan,
    Key,
    Limits,
    Mapping,
    MappingRefused,
    open_sheet,
    plan_import,
)
from aftersail.core.tabular.fingerprint import fingerprint_of
from tests.core.tabular.builders import UNIT_FIELDS, Units, by_label, feed, xlsx

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL = [spec.name for spec in UNIT_FIELDS]
HEAD = "Serial number,Vessel,Installed on,Running hours,Count,State,Spare,Seen at,Note\n"


def plan(text: str | bytes, register=None, mapping=None, **kwargs) -> ImportPlan:
    data = text if isinstance(text, bytes) else (HEAD + text).encode()
    return plan_import(
        open_sheet(data), mapping or by_label(*ALL), register or Units(), zone=SHANGHAI, **kwargs
    )


def told(result: ImportPlan) -> list[tuple[int, str, str, str]]:
    return [(i.row, i.letter, i.column, i.code) for i in result.issues()]


def test_good_rows_become_values_of_the_register():
    (row,) = plan("S1,H-100,2024/2/29,12.5,3,faulty,是,2024-02-29 13:30,ｎｏｔｅ\n").create
    assert plan("S1,H-100,2024/2/29,12.5,3,faulty,是,2024-02-29 13:30,ｎｏｔｅ\n").values_of(row) == {
        "serial": "S1",
        "vessel": "id-of-H-100",
        "installed_on": date(2024, 2, 29),
        "hours": Decimal("12.5"),
        "count": 3,
        "state": "bad",
        "spare": True,
        "seen_at": datetime(2024, 2, 29, 13, 30, tzinfo=SHANGHAI),
        "note": "note",
    }
    assert (row.row, row.key, row.id) == (2, ("S1",), None)


def test_errors_are_told_by_row_and_column():
    result = plan("S1,H-100,soon,-1,x,,,,\n,H-999,,,,,,,\nS3,H-twin,,,,,,,\nS4,H-100\n")
    assert told(result) == [
        (2, "C", "Installed on", "value.not_a_date"),
        (2, "D", "Running hours", "value.below"),
        (2, "E", "Count", "value.not_a_number"),
        (3, "A", "Serial number", "value.required"),
        (3, "B", "Vessel", "value.unknown_reference"),
        (4, "B", "Vessel", "value.ambiguous_reference"),
        (5, "", "", "row.short"),
    ]
    assert result.counts() == {"rows_in": 4, "created": 0, "updated": 0, "unchanged": 0, "refused": 4}
    issue = next(result.issues())
    assert issue.as_json() == {"row": 2, "column": "Installed on", "letter": "C", "value": "soon",
                               "code": "value.not_a_date", "params": {"shapes": "YYYY-M-D, YYYY/M/D, YYYY.M.D, YYYY年M月D日"}, "message": issue.message}  # fmt: skip


def test_all_or_nothing_unless_good_rows_alone_are_wanted():
    result = plan("S1,H-100,,,,,,,\nS2,H-999,,,,,,,\n")
    assert not result.may_commit(accept_partial=False)
    assert result.may_commit(accept_partial=True)
    assert [row.row for row in result.create] == [2]
    assert plan("S1,H-100,,,,,,,\n").may_commit(accept_partial=False)


def test_the_same_file_again_changes_nothing_and_a_changed_row_alone_is_updated():
    register = Units()
    text = "S1,H-100,2024-02-29,12.5,3,ok,no,2024-02-29 13:30,a\nS2,H-200,,,,,,,\n"
    register.take(plan(text, register))
    again = plan(text, register)
    assert again.counts() == {"rows_in": 2, "created": 0, "updated": 0, "unchanged": 2, "refused": 0}
    changed = plan(text.replace("12.5", "13"), register)
    assert [(row.row, row.id) for row in changed.update] == [(2, "unit-2")]
    assert len(changed.unchanged) == 1


def test_the_same_table_as_workbook_changes_nothing_either():
    register = Units()
    register.take(plan("S1,H-100,2024-02-29,12.50,3,ok,no,,a\n", register))
    rows = [HEAD.strip().split(","), ["S1", "H-100", date(2024, 2, 29), 12.5, 3, "In order", "否", None, "a"]]
    assert plan(xlsx(rows), register).counts()["unchanged"] == 1


def test_a_register_can_compare_with_what_it_has_stored():
    (row,) = plan("S1,H-100,2024-02-29,12.50,,,,2024-02-29 13:30,\n").create
    stored = ("S1", "id-of-H-100", date(2024, 2, 29), Decimal("12.5000"), None, "", None,
              datetime.fromisoformat("2024-02-29T05:30:00+00:00"), None)  # fmt: skip
    assert fingerprint_of(stored) == row.fingerprint


def test_of_rows_with_the_same_key_the_first_stands_and_the_others_name_it():
    result = plan("S1,H-100,,,,,,,\nS2,H-100,,,,,,,\nS1,H-200,,,,,,,\nS1,H-100,,,,,,,\n")
    assert [row.row for row in result.create] == [2, 3]
    assert [(i.row, i.code, i.fault.params["first"]) for i in result.issues()] == [
        (4, "row.duplicate", 2), (5, "row.duplicate", 2)]  # fmt: skip


def test_a_duplicate_of_a_refused_row_is_not_taken_in_its_place():
    result = plan("S1,H-100,soon,,,,,,\nS1,H-100,,,,,,,\n")
    assert [i.code for i in result.issues()] == ["value.not_a_date", "row.duplicate"]


def test_an_empty_key_is_refused():
    mapping = by_label("serial", "vessel", "count", key=Key(fields=("serial", "count")))
    assert told(plan("S1,H-100,,,,,,,\n", mapping=mapping)) == [(2, "E", "Count", "value.key_empty")]


def test_a_formula_is_refused_at_its_cell():
    data = xlsx([["Serial number", "Vessel", "Count"], ["S1", "H-100", "=1+1"], ["S2", "H-100", 2]])
    result = plan(data, mapping=by_label("serial", "vessel", "count"))
    assert told(result) == [(2, "C", "Count", "value.formula")]
    assert len(result.create) == 1


def test_formulas_in_columns_that_are_not_mapped_do_no_harm():
    data = xlsx([["Serial number", "Vessel", "sum"], ["S1", "H-100", "=1+1"]])
    result = plan(data, mapping=by_label("serial", "vessel"))
    assert (len(result.create), result.ignored_columns) == (1, ("sum",))


def content_key(**key) -> Mapping:
    return by_label("serial", "vessel", "note", key=Key(**key))


def test_without_a_natural_key_the_content_of_the_row_is_its_key():
    register = Units()
    text = "S1,H-100,,,,,,,a\nS1,H-100,,,,,,,b\nS1,H-100,,,,,,,a\n"
    result = plan(text, register, content_key())
    assert (len(result.create), [i.code for i in result.issues()]) == (2, ["row.duplicate"])


def test_identical_rows_can_be_two_events_and_stay_two_when_imported_again():
    register = Units()
    text = "S1,H-100,,,,,,,a\nS1,H-100,,,,,,,a\n"
    first = plan(text, register, content_key(repeats=True))
    assert len({row.key for row in first.create}) == 2
    register.take(first)
    assert len(plan(text, register, content_key(repeats=True)).unchanged) == 2


def test_a_content_key_of_chosen_columns_turns_other_changes_into_updates():
    register = Units()
    mapping = content_key(columns=("Serial number", "Note"))
    register.take(plan("S1,H-100,,,,,,,a\n", register, mapping))
    assert len(plan("S1,H-200,,,,,,,a\n", register, mapping).update) == 1


def test_columns_can_be_combined_and_empty_parts_leave_no_trace():
    feeds = {
        "serial": feed("a"),
        "vessel": Feed(constant="H-100"),
        "note": Feed(columns=("b", "c"), join=" / "),
    }
    mapping = Mapping("units", feeds, Key(fields=("serial",)))
    result = plan(b"a,b,c\nS1,x,y\nS2,,y\nS3,,\n", mapping=mapping)
    assert [result.values_of(row)["note"] for row in result.create] == ["x / y", "y", None]


def test_a_formula_among_combined_columns_is_refused():
    feeds = {"serial": feed("a"), "vessel": Feed(constant="H-100"), "note": Feed(columns=("b", "c"))}
    result = plan(
        xlsx([["a", "b", "c"], ["S1", "x", "=1"]]), mapping=Mapping("units", feeds, Key(fields=("serial",)))
    )
    assert told(result) == [(2, "B", "b", "value.formula")]


def test_the_registers_own_rules_see_only_rows_that_are_good_so_far():
    result = plan("S1,H-100,soon,,,,,,forbidden\nS2,H-100,,,,,,,forbidden\n")
    assert [(i.row, i.code) for i in result.issues()] == [(2, "value.not_a_date"), (3, "units.forbidden")]
    assert [i.message for i in result.issues()][1] == "This note is forbidden."


def test_references_are_asked_once_a_field_however_many_rows():
    register = Units()
    result = plan("".join(f"S{i},H-{100 + i % 2 * 100},,,,,,,\n" for i in range(5000)), register)
    assert (len(result.create), register.asked) == (5000, ["vessel"])


def test_the_templates_example_row_is_refused_by_name():
    assert [i.code for i in plan("SN-EXAMPLE-1,H-100,2026-03-31,,,,,,\nS2,H-100,,,,,,,\n").issues()] == [
        "row.example"
    ]


def test_a_mapping_that_does_not_fit_is_refused_before_any_row():
    with pytest.raises(MappingRefused, match="Serial"):
        plan(b"a,b\n1,2\n")


def test_too_many_rows_refuse_the_file():
    sheet = open_sheet((HEAD + "S,H-100,,,,,,,\n" * 20).encode(), limits=Limits(max_rows=10))
    with pytest.raises(FileRefused, match="10 rows"):
        plan_import(sheet, by_label(*ALL), Units())


def test_progress_is_told_and_may_cancel():
    class Cancelled(Exception):
        pass

    heard = []

    def progress(done: int) -> None:
        heard.append(done)
        if done >= 4000:
            raise Cancelled

    with pytest.raises(Cancelled):
        plan("".join(f"S{i},H-100,,,,,,,\n" for i in range(9000)), progress=progress)
    assert heard == [2000, 4000]


def test_a_wholly_wrong_file_keeps_one_reason_a_row_and_stays_small():
    result = plan("x,H-999,x,x,x,x,x,x,x\n" * 10_000)
    assert len(result.refused) == 10_000
    assert all(row.issues for row in result.refused)
    assert sum(1 for _ in result.issues()) <= 30_000


CELL = st.sampled_from(
    ["", "S1", "S2", "H-100", "H-999", "2024-01-01", "7", "-1", "ok", "是", "=1", "　", "x" * 300, "a\x07"]
)


NEARLY_GOOD = st.tuples(
    st.integers(1, 12).map(lambda n: f"S{n}"),
    st.sampled_from(["H-100", "H-200", "H-100", "H-999"]),
    st.sampled_from(["", "2024-01-01", "2024/2/3", "soon"]),
    st.sampled_from(["", "7", "12.5"]),
    st.sampled_from(["", "3"]),
    st.sampled_from(["", "ok", "Faulty"]),
    st.sampled_from(["", "是", "no"]),
    st.just(""),
    st.sampled_from(["", "a", "forbidden"]),
).map(list)


@settings(deadline=None)
@given(
    st.lists(NEARLY_GOOD | st.lists(CELL, min_size=7, max_size=10), max_size=25), st.booleans(), st.booleans()
)
def test_every_row_is_accounted_for_exactly_once(lines, by_content, second_time):
    register = Units()
    mapping = by_label(*ALL, key=Key(repeats=True)) if by_content else by_label(*ALL)
    text = "\n".join(",".join(line) for line in lines)
    result = plan(text, register, mapping)
    filled = {n for n, line in enumerate(lines, 2) if any(cell.strip() for cell in line)}
    parts = [result.create, result.update, result.unchanged, result.refused]
    numbers = [row.row for part in parts for row in part]
    assert sorted(numbers) == sorted(filled)
    assert result.counts()["rows_in"] == len(filled)
    assert all(refused.issues and all(i.message for i in refused.issues) for refused in result.refused)
    if second_time:
        register.take(result)
        again = plan(text, register, mapping)
        assert (again.create, again.update) == ([], [])
        assert len(again.unchanged) == len(result.create)
