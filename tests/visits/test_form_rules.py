"""Forms as data: what a form may be, what an answer may be, what shows, fails, is missing and may still change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import jsonschema_rs
import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from aftersail.visits.actions.form_library import shipped_forms
from aftersail.visits.rules.definitions import Definition, Field, Section, ShowIf, Words
from aftersail.visits.rules.designing import (
    changes_between,
    moved_field,
    moved_section,
    with_field,
    with_section,
    without_field,
    without_section,
)
from aftersail.visits.rules.filling import (
    completeness,
    failed_lines,
    judged,
    missing_lines,
    shown_values,
    visible_lines,
    wrong_values,
)
from aftersail.visits.rules.form_mistakes import mistakes_in
from aftersail.visits.rules.form_schema import DIALECT, NotAForm, from_schema, to_schema
from aftersail.visits.rules.procedure_steps import steps_of
from aftersail.visits.rules.sheets import Sheet, may_put, may_sign_as
from tests.visits.form_samples import definitions, filled, small_form


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def said(mistakes) -> str:
    return " ".join(str(one.said) for one in mistakes)


@given(definitions())
def test_R65_a_form_is_valid_json_schema_and_reads_back_as_it_was(definition):
    schema = to_schema(definition)
    assert schema["$schema"] == DIALECT
    jsonschema_rs.meta.validate(schema)
    assert from_schema(schema) == definition
    assert mistakes_in(definition) == ()


@given(filled())
def test_R65_answers_that_are_taken_are_valid_by_the_stored_schema_for_any_other_program(given_form):
    definition, values = given_form
    assert wrong_values(definition, values) == ()
    shown = shown_values(definition, values)
    assume(not missing_lines(definition, shown))
    lacking = [f.key for f in definition.lines if f.required and not f.step and f.key not in shown]
    assume(not [key for key in lacking if key in {f.key for f in visible_lines(definition, shown)}])
    jsonschema_rs.validator_for(to_schema(definition)).validate(shown)


@given(filled())
def test_R65_what_shows_depends_on_shown_answers_only_and_hidden_ones_are_dropped(given_form):
    definition, values = given_form
    kept = shown_values(definition, values)
    assert visible_lines(definition, kept) == visible_lines(definition, values)
    assert shown_values(definition, kept) == kept


@given(filled())
def test_R65_completeness_lies_between_nothing_and_everything_and_is_whole_when_nothing_is_missing(
    given_form,
):
    definition, values = given_form
    done, of = completeness(definition, values)
    assert 0 <= done <= of
    assert (done == of) == (not missing_lines(definition, values))


@given(definitions(), st.data())
def test_R65_no_step_of_the_designer_loses_or_doubles_a_line(definition, data):
    keys = sorted(field.key for field in definition.fields)
    key = data.draw(st.sampled_from(keys))
    by = data.draw(st.sampled_from([-1, 1]))
    assert sorted(field.key for field in moved_field(definition, key, by).fields) == keys
    section = data.draw(st.sampled_from([one.key for one in definition.sections]))
    assert sorted(field.key for field in moved_section(definition, section, by).fields) == keys
    assert sorted(field.key for field in without_field(definition, key).fields) == [
        one for one in keys if one != key
    ]
    grown = with_field(definition, section, Field("", "text", Words("新", "New")))
    assert len({field.key for field in grown.fields}) == len(keys) + 1
    assert (
        without_section(
            with_section(definition, Words("节", "Section")), "s4" if len(definition.sections) else ""
        )
        is not None
    )


def test_R65_a_line_moves_past_the_edge_of_its_section_into_the_next():
    form = small_form()
    down = moved_field(form, "why", 1)
    assert down.sections[1].fields[0].key == "why"
    assert moved_field(down, "why", -1) == form


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label": Words("只有中文")}, "in Chinese and in English"),
        (
            {
                "kind": "number",
                "expects": None,
                "point": "",
                "low": Decimal(5),
                "high": Decimal(1),
                "unit": "V",
            },
            "above the high",
        ),
        ({"kind": "gauge", "expects": None, "point": "", "unit": ""}, "unit"),
        ({"expects": None}, "hold point is passed or not"),
        ({"show_if": ShowIf("voltage", "is", ("x",))}, "earlier choice"),
        ({"required": "sometimes"}, "from which stage"),
        ({"kind": "choice", "expects": None}, "two answers"),
        ({"role": "engineer"}, "Only signatures"),
        ({"key": "voltage"}, "has this key"),
        ({"key": "UPPER"}, "small letters"),
    ],
)
def test_R65_each_mistake_of_a_form_is_named_with_its_line(change, words):
    form = small_form()
    wrong = replace(form.sections[0].fields[0], **change)
    sections = (replace(form.sections[0], fields=(wrong, *form.sections[0].fields[1:])), *form.sections[1:])
    assert words in said(mistakes_in(replace(form, sections=sections)))


def test_R65_a_form_without_lines_signature_title_or_signing_party_is_refused():
    form = small_form()
    assert "at least one line" in said(mistakes_in(replace(form, sections=())))
    assert "add a signature" in said(mistakes_in(replace(form, sections=form.sections[:1])))
    assert "title" in said(mistakes_in(replace(form, label=Words("表"))))
    assert "does not sign" in said(
        mistakes_in(replace(form, sections=(replace(form.sections[0], party="user"), *form.sections[1:])))
    )


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((), 7), (("x-aftersail",), None), (("properties",), []), (("properties", "voltage", "x-aftersail", "low"), "22"),
        (("properties", "voltage", "x-aftersail", "kind"), "oracle"), (("properties", "outcome", "oneOf"), {"a": 1}),
        (("x-aftersail", "sections", 0, "fields"), ["nobody"]), (("properties", "voltage", "title"), "a\x00b"),
        (("properties", "voltage", "x-aftersail", "high"), float("inf")),
    ],
)  # fmt: skip
def test_R65_a_document_that_is_no_form_of_ours_is_refused_by_its_place(place, value):
    document = to_schema(small_form())
    if not place:
        document = value
    else:
        inner = document
        for one in place[:-1]:
            inner = inner[one]
        inner[place[-1]] = value
    with pytest.raises(NotAForm):
        from_schema(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda one: st.lists(one) | st.dictionaries(st.text(), one),
)


@given(JSON, st.sampled_from(sorted(to_schema(small_form())["properties"])))
def test_R65_no_document_and_no_answer_whatever_it_is_breaks_the_reader(junk, key):
    with pytest.raises(NotAForm):
        from_schema(junk)
    assert isinstance(wrong_values(small_form(), {key: junk}), tuple)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(22.79, "fail"), (22.8, "pass"), (25.2, "pass"), (25.21, "fail"), (24, "pass"), (-1e9, "fail")],
)
def test_R65_a_reading_out_of_its_limits_is_a_failed_line_and_no_error(value, verdict):
    form, answer = small_form(), {"value": value}
    assert wrong_values(form, {"voltage": answer}) == ()
    assert judged(form.field("voltage"), answer) == verdict
    assert bool(failed_lines(form, {"voltage": answer})) == (verdict == "fail")


@pytest.mark.parametrize(
    "values",
    [
        {"voltage": 24}, {"voltage": {"value": "24"}}, {"voltage": {"value": True}}, {"voltage": {"value": float("nan")}},
        {"outcome": "maybe"}, {"outcome": ["ok"]}, {"isolated": "yes"}, {"isolated": 1}, {"why": "x" * 4001}, {"nobody": 1},
        {"yard_signs": "x"}, {"why": {"a": 1}},
    ],
)  # fmt: skip
def test_R65_answers_of_the_wrong_kind_are_refused(values):
    assert wrong_values(small_form(), values)


def test_R57_steps_are_worked_off_in_order_and_none_after_an_open_hold_point():
    form = small_form()
    empty = Sheet(form, {})
    late = may_put(empty, Sheet(form, {"voltage": {"value": 24}}))
    assert not late
    assert "hold point" in str(late.reasons[0])
    failed = may_put(empty, Sheet(form, {"isolated": False, "voltage": {"value": 24}}))
    assert not failed
    assert may_put(empty, Sheet(form, {"isolated": True, "voltage": {"value": 24}}))


def test_R58_nobody_signs_over_an_open_hold_point_or_a_missing_line():
    form = small_form()
    values = {"isolated": True, "voltage": {"value": 20}, "outcome": "bad", "why": "电源老化"}
    assert may_sign_as(Sheet(form, values), "engineer")
    assert not may_sign_as(Sheet(form, values | {"isolated": False}), "engineer")
    lacking = may_sign_as(
        Sheet(form, {key: value for key, value in values.items() if key != "why"}), "engineer"
    )
    assert not lacking
    assert not may_sign_as(Sheet(form, values), "user")
    assert not may_sign_as(Sheet(form, values, signed=frozenset({"engineer"})), "engineer")


def test_R86_the_yard_signs_its_own_section_and_nothing_else():
    form = small_form()
    yard = Sheet(form, {"yard_says": "无意见"}, signed=frozenset({"yard"}))
    assert may_sign_as(Sheet(form, {"yard_says": "无意见"}), "yard")
    assert not may_sign_as(Sheet(form, {}), "yard")
    assert not may_put(yard, Sheet(form, {"yard_says": "改"}, signed=yard.signed))
    assert may_put(yard, Sheet(form, {"yard_says": "无意见", "isolated": True}, signed=yard.signed))


def test_R65_a_condition_that_does_not_show_decides_nothing():
    outer = Field("a", "yes_no", Words("甲", "A"))
    middle = Field("b", "yes_no", Words("乙", "B"), show_if=ShowIf("a", "is", (True,)))
    inner = Field("c", "text", Words("丙", "C"), show_if=ShowIf("b", "not", (False,)))
    form = Definition(
        "TST", "record", Words("表", "Form"), "", (Section("s1", Words("节", "S"), (outer, middle, inner)),)
    )
    assert [field.key for field in visible_lines(form, {"a": False, "b": True})] == ["a"]
    assert [field.key for field in visible_lines(form, {"a": True, "b": True})] == ["a", "b", "c"]
    assert [field.key for field in visible_lines(form, {"a": True})] == ["a", "b"]


def test_R65_what_an_edition_changes_is_told_line_by_line():
    form = small_form()
    wider = replace(form.field("voltage"), high=Decimal(26))
    sections = (
        replace(form.sections[0], fields=(form.sections[0].fields[0], wider, *form.sections[0].fields[2:])),
        *form.sections[1:],
    )
    after = without_field(
        with_field(replace(form, sections=sections), "s3", Field("", "text", Words("备注", "Remark"))), "why"
    )
    told = " ".join(map(str, changes_between(form, after)))
    assert "Changed: Output voltage (high limit)" in told
    assert "Added: Remark" in told
    assert "Removed: Reason" in told
    assert [str(one) for one in changes_between(form, form)] == ["Nothing is changed."]


def test_R57_a_designed_procedure_becomes_the_steps_of_a_visit():
    steps = steps_of(small_form(kind="procedure"))
    assert [step["text_en"] for step in steps] == ["Isolated and tagged", "Output voltage"]
    assert steps[0]["hold_point"]
    assert steps[1] == {
        "text": "输出电压", "text_en": "Output voltage", "required": True, "hold_point": False, "unit": "V", "low": "22.8", "high": "25.2"
    }  # fmt: skip


SHIPPED = {definition.code: definition for definition in shipped_forms()}


@pytest.mark.parametrize("code", SHIPPED)
def test_R65_every_shipped_form_is_without_mistake_and_valid_json_schema(code):
    assert said(mistakes_in(SHIPPED[code])) == ""
    jsonschema_rs.meta.validate(to_schema(SHIPPED[code]))


THIRTEEN = {"DS", "SR", "QF", "RV", "SS", "TC", "TA", "SP", "TL", "HA", "WL", "QR", "MR"}


def test_R65_the_thirteen_forms_of_the_trade_ship_with_the_product():
    assert set(SHIPPED) >= THIRTEEN


def test_R65_five_work_procedures_ship_with_readings_limits_and_hold_points():
    procedures = [one for one in SHIPPED.values() if one.kind == "procedure"]
    assert len(procedures) == 5
    for one in procedures:
        steps = [field for field in one.lines if field.step]
        assert 10 <= len(steps) <= 25, one.code
        assert any(field.point == "hold" for field in steps), one.code
        assert sum(field.low is not None or field.high is not None for field in steps) >= 3, one.code


def test_R05_each_of_the_users_four_activities_has_a_form_of_its_own():
    assert {one.phase for one in SHIPPED.values()} >= {"takeover", "use", "upkeep", "repair"}


def test_R86_installation_mooring_and_sea_trials_take_the_yards_and_the_users_word_apart():
    trials = [one for one in SHIPPED.values() if one.kind == "trial"]
    assert len(trials) == 3
    for one in trials:
        assert {section.party for section in one.sections} >= {"yard", "user"}
        assert sum(field.can_fail for field in one.lines) >= 8
