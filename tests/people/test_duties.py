"""The chart of duties: exactly one A for each activity, by rule, by page and by the database (R91)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.people.models import DutyActivity, DutyChart
from aftersail.people.queries.policy import accountable_for, cells_of
from aftersail.people.rules.editions import may_state_duties
from tests.people.conftest import enter

pytestmark = pytest.mark.django_db


def chart_of(world: Any) -> tuple[DutyChart, DutyActivity]:
    chart = enter(world, "people.duty-charts", "quality", edition=1, name="职责表", name_en="Duties")
    activity = enter(
        world, "people.duty-activities", "quality", chart=chart, code="close_case", position=1, name="关闭案件",
        name_en="Close a case", accountable_role="service_manager",
    )  # fmt: skip
    return chart, activity


def state(signed_in: Any, activity: DutyActivity, **cells: str) -> Any:
    sent = {f"role:{role}": letters for role, letters in cells.items()} | {"version": activity.version}
    return signed_in("quality").post(reverse("people:activity_duties", args=[activity.pk]), sent)


def test_R91_the_page_sets_a_r_c_i_and_the_matrix_shows_them(world, signed_in):
    chart, activity = chart_of(world)
    assert (
        state(signed_in, activity, dispatcher="AR", engineer="R", quality="C", executive="I").status_code
        == 302
    )
    with as_system():
        kept = DutyActivity.objects.get(pk=activity.pk)
        assert cells_of(kept) == {
            "role:dispatcher": "AR", "role:engineer": "R", "role:quality": "C", "role:executive": "I",
        }  # fmt: skip
    page = signed_in("engineer").get(reverse("people:chart", args=[chart.pk])).content.decode()
    assert "Close a case" in page
    assert "Dispatcher" in page


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"dispatcher": "R", "engineer": "C"}, "Nobody has the A"),
        ({"dispatcher": "A", "engineer": "AR"}, "There are 2 As"),
        ({}, "Nobody has the A"),
    ],
)
def test_R91_none_or_two_as_are_refused_and_what_was_typed_stays(world, signed_in, cells, told):
    _chart, activity = chart_of(world)
    answer = state(signed_in, activity, **cells)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    for letters in cells.values():
        assert f'<option value="{letters}" selected>' in answer.content.decode()
    with as_system():
        assert DutyActivity.objects.get(pk=activity.pk).accountable_role == "service_manager"


def test_R91_the_database_holds_neither_none_nor_two(world):
    _chart, activity = chart_of(world)
    with as_system():
        rows = DutyActivity.objects.filter(pk=activity.pk)
        for values in ({"accountable_role": ""}, {"accountable_person": world.staff["engineer"]}):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**values)
    with pytest.raises(Refused, match="exactly one A"):
        enter(
            world, "people.duty-activities", "quality", chart=activity.chart, code="nobody", position=2, name="无人负责",
        )  # fmt: skip


def test_R91_workflow_reads_who_answers_from_the_chart_in_force_only(world, signed_in):
    chart, activity = chart_of(world)
    with as_system():
        assert accountable_for("close_case") is None, "a draft answers for nothing"
    signed_in("quality").post(reverse("people:chart_publish", args=[chart.pk]), {"version": chart.version})
    with as_system():
        found = accountable_for("close_case")
        assert found is not None
        assert found.is_held_by(world.accounts["steward"])
        assert not found.is_held_by(world.accounts["dispatcher"])
        assert accountable_for("something_else") is None
    refused = state(signed_in, activity, dispatcher="A")
    assert "Draft a new edition" in refused.content.decode(), "a chart in force is never changed"
    signed_in("quality").post(reverse("people:chart_draft", args=[chart.pk]))
    with as_system():
        assert DutyChart.objects.get(edition=2).activities.get().accountable_role == "service_manager"


def test_R91_a_person_may_be_the_one_who_answers(world, signed_in):
    chart, activity = chart_of(world)
    person = world.staff["engineer"]
    sent = {"version": activity.version, "person": str(person.pk), "letters": "A", "role:quality": "R"}
    assert (
        signed_in("quality").post(reverse("people:activity_duties", args=[activity.pk]), sent).status_code
        == 302
    )
    signed_in("quality").post(reverse("people:chart_publish", args=[chart.pk]), {})
    with as_system():
        found = accountable_for("close_case")
        assert found is not None
        assert found.person == person
        assert found.is_held_by(world.accounts["engineer"])


def test_R91_the_chart_prints(world, signed_in):
    chart, _activity = chart_of(world)
    answer = signed_in("engineer").get(reverse("people:chart_print", args=[chart.pk]))
    assert answer.content.startswith(b"%PDF")


@given(st.dictionaries(st.integers(0, 9), st.sampled_from(["A", "AR", "R", "C", "I"]), max_size=8))
def test_R91_exactly_one_a_is_the_rule_whatever_else_is_stated(cells):
    answering = sum(letters.startswith("A") for letters in cells.values())
    assert bool(may_state_duties(cells)) == (answering == 1)
