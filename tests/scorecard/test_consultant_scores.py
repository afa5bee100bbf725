"""The quarterly score of a service consultant: attitude, professional level, output, effect (R51)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from aftersail.cases.models import Case, Consultation
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.scorecard.queries.consultants import ConsultantLine, consultant_lines
from aftersail.scorecard.rules.consultants import (
    CONSULTANT_WEIGHTS,
    Advice,
    consultant_score,
    hours_agreed,
    measured_of,
)
from aftersail.scorecard.rules.sides import quarter_of, quarters_back
from tests.dispatch.conftest import Story
from tests.people.conftest import engaged_consultant, enter

pytestmark = pytest.mark.django_db


def invited(world: Any, signed_in: Any) -> tuple[Case, Consultation]:
    """Ask the engaged consultant into a case of radars."""
    consultant, case = engaged_consultant(world), Story(world).case()
    sent = {
        "id": str(new_id()), "consultant": str(consultant.pk), "question": "接收机为何间歇失锁?",
        "last_day": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert (
        signed_in("dispatcher").post(reverse("cases:invite_consultant", args=[case.pk]), sent).status_code
        == 302
    )
    with as_system():
        return case, Consultation.objects.get(case=case)


def line_now(world: Any) -> ConsultantLine:
    with as_system():
        (line,) = consultant_lines(world.accounts["quality"], quarter_of(timezone.localdate()))
    return line


def test_R51_signed_work_gives_a_consultant_four_sides_and_a_weighted_total(world, signed_in):
    case, asked = invited(world, signed_in)
    assert line_now(world).score.total is None, "invited only: no data"
    page = reverse("cases:assess_consultation", args=[case.pk, asked.pk])
    assert "接收机为何间歇失锁" in signed_in("dispatcher").get(page).content.decode()
    sent = {"hours": "10", "attitude": "5", "expertise": "4"}
    assert signed_in("dispatcher").post(page, sent).status_code == 302
    with as_system():
        Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())
        SatisfactionCard.objects.create(
            case=case, event="visit", state="answered", handed_out_at=timezone.now(), answered_at=timezone.now(), overall=4,
        )  # fmt: skip
    line = line_now(world)
    sides = {side.name: side.score for side in line.score.sides}
    assert (sides["attitude"], sides["expertise"]) == (100, 75)
    assert sides["effect"] == (100 + 75) / 2, "closed and not reopened; the user gave 4 of 5"
    first = quarter_of(timezone.localdate())
    agreed = hours_agreed(
        line.consultant.hours_a_week, line.consultant.engaged_from, line.consultant.engaged_until, first
    )
    assert sides["output"] == pytest.approx(min(100, 1000 / agreed))
    weighed = sum(CONSULTANT_WEIGHTS[name] * value for name, value in sides.items()) / 100
    assert line.score.total == pytest.approx(weighed)
    assert line.hours == 10
    with as_system():
        Case.objects.filter(pk=case.pk).update(reopened_count=1)
    assert {side.name: side.score for side in line_now(world).score.sides}["effect"] == (0 + 75) / 2
    for name, weight in (("attitude", 100), ("expertise", 0), ("output", 0), ("effect", 0)):
        enter(world, "people.score-weights", "quality", dimension=name, weight=weight)
    assert line_now(world).score.total == 100, "weights are data"


def test_R51_the_scorecard_page_and_the_consultants_own_page_show_it_and_a_workbook_leaves(world, signed_in):
    case, asked = invited(world, signed_in)
    body = {"hours": "6.5", "attitude": 3, "expertise": 5}
    with translation.override("en"):
        answer = signed_in("dispatcher").put(
            f"/api/v1/cases/{case.pk}/consultations/{asked.pk}/assessment",
            body,
            content_type="application/json",
        )
    assert (answer.status_code, answer.json()["expertise"]) == (200, 5)
    page = signed_in("finance").get(reverse("scorecard:consultants")).content.decode()
    assert "周维岳" in page
    assert "6.5" in page
    panel = reverse("scorecard:consultant_panel", args=[asked.consultant_id])
    assert "100.0" in signed_in("executive").get(panel).content.decode()
    book = signed_in("executive").get(reverse("scorecard:consultants") + "?format=xlsx")
    assert book.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert signed_in("engineer").get(reverse("scorecard:consultants")).status_code == 403


def test_R51_nobody_grades_without_work_out_of_range_or_from_outside_the_desk(world, signed_in):
    case, asked = invited(world, signed_in)
    page = reverse("cases:assess_consultation", args=[case.pk, asked.pk])
    for wrong in ({"hours": "0"}, {"attitude": "6"}, {"expertise": ""}):
        answer = signed_in("dispatcher").post(page, {"hours": "4", "attitude": "4", "expertise": "4"} | wrong)
        assert answer.status_code == 422
    assert signed_in("engineer").post(
        page, {"hours": "4", "attitude": "4", "expertise": "4"}
    ).status_code in (403, 404)
    with as_system():
        assert Consultation.objects.get().assessed_at is None
        with pytest.raises(IntegrityError, match="consultation_is_assessed_whole"), transaction.atomic():
            Consultation.objects.update(attitude=5)


def test_R51_what_is_signed_for_again_is_corrected_and_the_log_keeps_both(world, signed_in):
    case, asked = invited(world, signed_in)
    page = reverse("cases:assess_consultation", args=[case.pk, asked.pk])
    for hours in ("4", "7.5"):
        assert (
            signed_in("dispatcher")
            .post(page, {"hours": hours, "attitude": "4", "expertise": "4"})
            .status_code
            == 302
        )
    assert line_now(world).hours == 7.5
    told = signed_in("dispatcher").get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "周维岳" in told


def test_hours_agreed_follow_the_engagement_into_the_quarter():
    quarter = date(2026, 4, 1)
    assert hours_agreed(8, date(2020, 1, 1), date(2030, 1, 1), quarter) == 104
    assert hours_agreed(7, date(2026, 6, 24), date(2026, 7, 9), quarter) == 7, "the last seven days"
    assert hours_agreed(8, date(2027, 1, 1), date(2028, 1, 1), quarter) == 0


ADVICE = st.builds(
    Advice,
    st.floats(0.5, 200),
    st.integers(1, 5),
    st.integers(1, 5),
    st.booleans(),
    st.booleans(),
    st.lists(st.integers(1, 5), max_size=3).map(tuple),
)


@given(st.lists(ADVICE, max_size=8), st.floats(0, 500))
def test_a_score_lies_between_its_worst_and_its_best_side_and_without_work_there_is_none(advice, agreed):
    found = consultant_score(advice, agreed, {})
    known = [side.score for side in found.sides if side.score is not None]
    assert (found.total is None) == (not advice)
    assert all(0 <= value <= 100 for value in known)
    if known:
        assert min(known) - 1e-9 <= (found.total or 0) <= max(known) + 1e-9
    assert ("output" in measured_of(advice, agreed)) == bool(advice and agreed)


def test_quarters_before_are_apart(world, signed_in):
    case, asked = invited(world, signed_in)
    page = reverse("cases:assess_consultation", args=[case.pk, asked.pk])
    signed_in("dispatcher").post(page, {"hours": "4", "attitude": "4", "expertise": "4"})
    with as_system():
        (line,) = consultant_lines(
            world.accounts["quality"], quarters_back(quarter_of(timezone.localdate()), 1)
        )
    assert line.score.total is None
