"""Witness points of forms: who saw it, or why those who were told did not come, before anything follows (R58)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.visits.actions import filling
from aftersail.visits.actions.filling import Witness
from aftersail.visits.actions.moving import finish_work
from aftersail.visits.form_paper.canonical import content_hash
from aftersail.visits.models import FilledForm, Visit
from aftersail.visits.queries.form_sheets import filled_sheet
from tests.visits.every_kind import sheet_of_every_kind
from tests.visits.test_forms import house

__all__ = ["house"]

REST = {
    "heat": {"value": 40},
    "noise": "无",
    "outcome": "ok",
    "tested_at": "2026-03-02T08:00:00+08:00",
    "user_says": "满意",
}


@pytest.fixture
def form(house: Any) -> FilledForm:
    edition = house.publish(sheet_of_every_kind())
    begun = house.begin(edition, vessel=house.story.world.vessel, equipment=house.story.world.radar)
    return house.put(begun, isolated=True, voltage=24)


def witness(house: Any, form: FilledForm, one: Witness | None, **values: Any) -> FilledForm:
    return house.do(filling.put_values, "engineer", form=form, values=values, witnesses={"voltage": one})


def test_R58_nothing_after_a_witness_point_is_settled_before_somebody_is_named(house, form):
    with pytest.raises(Refused, match="witness point"):
        house.put(form, heat={"value": 40})
    seen = witness(house, form, Witness("验船师"), heat={"value": 40})
    assert seen.witnessed == {"voltage": {"name": "验船师", "absent": ""}}
    assert seen.values["heat"] == {"value": 40}


def test_R58_those_who_were_told_and_did_not_come_hold_nothing_up_where_it_is_said_why(house, form):
    seen = witness(house, form, Witness("", "用户已通知未到"), **REST)
    assert seen.percent == 100
    with pytest.raises(Refused):
        witness(house, form, Witness(" ", " "))


def test_R58_a_form_with_an_unseen_witness_point_is_neither_signed_nor_is_work_done_with_it(
    house, aboard, story
):
    told = aboard().working().recorded()
    edition = house.publish(sheet_of_every_kind())
    with as_system():
        visit = Visit.objects.get(pk=told.pk)
    form = house.put(house.begin(edition, visit=visit), isolated=True, voltage=24)
    with pytest.raises(Refused, match="Output voltage"):
        told.do(finish_work, 70)
    witness(house, form, Witness("验船师"), **REST)
    witness(house, form, None)
    with pytest.raises(Refused, match="witness point"):
        house.sign(form, "engineer")
    witness(house, form, Witness("验船师"))
    house.sign(form, "engineer")
    with pytest.raises(Refused, match="signed"):
        witness(house, form, Witness("别人"))


def test_R58_a_line_that_is_no_witness_point_takes_no_witness(house, form):
    with pytest.raises(Refused, match="no witness point"):
        house.do(filling.put_values, "engineer", form=form, values={}, witnesses={"heat": Witness("验船师")})


def test_R54_R58_a_retest_is_witnessed_anew(house, form):
    witness(house, form, Witness("验船师"), voltage=20)
    retested = house.do(filling.retest_line, "engineer", form=form, key="voltage")
    assert (retested.witnessed, retested.attempts) == ({}, {"voltage": [20]})


def test_R65_the_witness_is_signed_with_the_form_and_stands_on_paper(house, form):
    witness(house, form, Witness("验船师", "用户已通知未到"), **REST)
    for role in ("user", "engineer"):
        house.sign(form, role)
    with as_system():
        signed = FilledForm.objects.select_related("edition__form", "form").get(pk=form.pk)
        assert signed.content_hash == content_hash(signed)
        signed.witnessed = {"voltage": {"name": "别人", "absent": ""}}
        assert signed.content_hash != content_hash(signed)
        sheet, _drawn = filled_sheet(FilledForm.objects.get(pk=form.pk))
    assert "验船师" in str(sheet["sections"])
    assert "用户已通知未到" in str(sheet["sections"])


def test_R58_the_desk_asks_who_saw_a_witness_point_and_keeps_it(house, form, client, story):
    client.force_login(story.account("engineer"), backend="aftersail.core.signin.PasswordBackend")
    page = client.get(reverse("visits:filled_form", args=[form.pk])).content.decode()
    assert 'name="line_voltage__seen"' in page
    with as_system():
        version = FilledForm.objects.get(pk=form.pk).version
    sent = {
        "version": version,
        "line_isolated": "yes",
        "line_voltage": "24",
        "line_voltage__seen": "验船师",
        "line_heat": "41",
    }
    assert client.post(reverse("visits:fill_form", args=[form.pk]), sent).status_code == 302
    with as_system():
        found = FilledForm.objects.get(pk=form.pk)
    assert (found.witnessed["voltage"]["name"], found.values["heat"]) == ("验船师", {"value": 41})
