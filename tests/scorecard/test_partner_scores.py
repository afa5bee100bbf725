"""The quarterly score of a partner: from live records where they are, else entered with its source (R22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.dispatch.models import PartnerOrder
from aftersail.people.models import Partner
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.scorecard.queries.partners import partner_lines
from aftersail.scorecard.rules.partners import DEFAULT_WEIGHTS, Done, measured, score
from aftersail.scorecard.rules.sides import Score, Side, quarter_of, quarters_back
from tests.dispatch.conftest import Story
from tests.people.conftest import engaged_partner, enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are read in English here."""
    with translation.override("en"):
        yield


END = datetime(2026, 5, 1, tzinfo=UTC)


def done(*, late: bool = False, reworks: int = 0, agreed: int = 1000, actual: int = 1000) -> Done:
    return Done(END, END + timedelta(hours=1 if late else -1), reworks, Decimal(agreed), Decimal(actual))


def confirmed(world: Any, partner: Partner, **changes: Any) -> PartnerOrder:
    """Keep an order that a partner did and the desk confirmed just now."""
    order, now = Story(world).order(), timezone.now()
    with as_system():
        values = {
            "order": order, "case": order.case, "partner": partner, "number": order.number, "vessel_name": "x", "port_name": "x",
            "scope": "x", "starts_at": now - timedelta(hours=9), "ends_at": now, "agreed_cost_cny": 900, "actual_cost_cny": 1000,
            "reason": "x", "offered_at": now, "state": "confirmed", "confirmed_at": now, "finished_at": now - timedelta(hours=1),
            "keys": [partner.pk], "report": "x", "reported_at": now,
        }  # fmt: skip
        return PartnerOrder.objects.create(**values | changes)


def line_of(world: Any, quarter: date | None = None) -> Score:
    with as_system():
        (line,) = partner_lines(world.accounts["quality"], quarter or quarter_of(timezone.localdate()))
    return line.score


def test_R22_each_side_is_measured_from_what_the_partner_did(world):
    partner = engaged_partner(world)
    assert line_of(world).total is None, "nothing done, nothing entered: no data"
    first = confirmed(world, partner)
    confirmed(
        world, partner, reworks=1, finished_at=timezone.now() + timedelta(hours=5), agreed_cost_cny=1000
    )
    with as_system():
        SatisfactionCard.objects.create(
            case=first.case, event="visit", state="answered", handed_out_at=timezone.now(), answered_at=timezone.now(), overall=4,
        )  # fmt: skip
    found = {side.name: side for side in line_of(world).sides}
    assert {name: round(side.score or 0, 1) for name, side in found.items()} == {
        "quality": 50.0, "time": 50.0, "cost": 95.0, "satisfaction": 75.0,
    }  # fmt: skip
    assert (found["quality"].n, found["satisfaction"].n) == (2, 1)
    assert line_of(world, quarters_back(quarter_of(timezone.localdate()), 1)).total is None, "another quarter"


def test_R22_a_side_without_records_is_entered_with_its_source_and_weights_are_data(world, signed_in):
    partner, quarter = engaged_partner(world), quarter_of(timezone.localdate())
    values = {"partner": partner, "quarter_from": quarter, "dimension": "quality", "score": Decimal(80)}
    with pytest.raises(Refused, match="where the score comes from"):
        enter(world, "people.partner-scores", "quality", **values, source="")
    with pytest.raises(Refused, match="quarter begins"):
        enter(
            world,
            "people.partner-scores",
            "quality",
            **values | {"quarter_from": quarter + timedelta(days=1), "source": "x"},
        )
    enter(world, "people.partner-scores", "quality", **values, source="年度审核")
    enter(
        world,
        "people.partner-scores",
        "quality",
        **values | {"dimension": "time", "score": Decimal(60)},
        source="抽查",
    )
    assert round(line_of(world).total or 0, 2) == round((35 * 80 + 25 * 60) / 60, 2)
    for side, weight in (("quality", 1), ("time", 3)):
        enter(world, "people.score-weights", "quality", dimension=side, weight=weight)
    assert line_of(world).total == 65
    confirmed(world, partner)
    sides = {side.name: side for side in line_of(world).sides}
    assert sides["quality"].score == 100, "what is measured wins"
    assert not sides["quality"].entered
    page = signed_in("quality").get(reverse("scorecard:partners")).content.decode()
    assert "泊远船舶服务" in page
    assert "n = 1" in page


def test_R22_the_scorecard_is_exported_and_its_trend_shown_on_the_partners_page(world, signed_in):
    partner = engaged_partner(world)
    confirmed(world, partner)
    client = signed_in("executive")
    book = load_workbook(BytesIO(client.get(reverse("scorecard:partners"), {"format": "xlsx"}).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][0] == "P01"
    assert rows[1][3] == 100
    panel = client.get(reverse("scorecard:partner_panel", args=[partner.pk])).content.decode()
    assert str(partner.pk) in panel, "each quarter opens the orders behind it"


@pytest.mark.parametrize("who", ["crew", "owner", "yard", "engineer", "manager", "steward", "consultant"])
def test_R22_scores_rates_and_agreements_are_for_those_who_contract(world, signed_in, who):
    for page in ("scorecard:partners", "people:rates", "people:agreements", "people:score_entries"):
        assert signed_in(who).get(reverse(page)).status_code == 403


def test_R22_the_agreement_is_on_record_and_ends_the_work_when_it_ends(world, signed_in):
    partner = engaged_partner(world)
    page = signed_in("dispatcher").get(reverse("people:partner", args=[partner.pk])).content.decode()
    assert "XY-1" in page
    assert "合作协议" in page


def test_a_total_counts_only_sides_with_data():
    sides = [Side("quality", 90.0, 3, True), Side("time", 80.0, 3, True)]
    assert round(score({}, sides, DEFAULT_WEIGHTS).total or 0, 1) == 85.8
    assert score({}, (), {}).total is None
    assert measured([], []) == {}


def test_cost_is_agreed_over_actual_and_at_most_100():
    assert measured([done(agreed=900), done()], [])["cost"].score == 95
    assert measured([done(agreed=2000)], [])["cost"].score == 100


@given(
    st.lists(st.builds(done, late=st.booleans(), reworks=st.integers(0, 3), agreed=st.integers(0, 9000), actual=st.integers(0, 9000))),
    st.lists(st.integers(1, 5)),
    st.fixed_dictionaries({side: st.integers(0, 100) for side in DEFAULT_WEIGHTS}),
)  # fmt: skip
def test_a_score_lies_between_its_lowest_and_highest_side(orders, opinions, weights):
    found = score(measured(orders, opinions), (), weights)
    known = [side.score for side in found.sides if side.score is not None]
    assert all(0 <= value <= 100 for value in known)
    if found.total is not None:
        assert min(known) - 1e-9 <= found.total <= max(known) + 1e-9


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_quarter(day):
    first = quarter_of(day)
    assert first <= day < quarters_back(first, -1)
    assert quarters_back(quarters_back(first, 7), -7) == first
