"""Facts about the regional saving by station and month, worked out by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.core.scope import as_system
from aftersail.scorecard.queries.asked import asked_of
from aftersail.scorecard.queries.saving import saving_table
from aftersail.visits.models import CostLine
from tests.scorecard.making import make_case, make_visit


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def costs(world):
    """Two cases of Qingdao closed in March and April, one line without a reference, one case still open."""
    for month, lines in ((3, [(8000, 10500)]), (4, [(900, 700), (500, None)])):
        visit = make_visit(world, make_case(world, at(month, 1), closed_at=at(month, 20)), at(month, 5))
        for amount, reference in lines:
            _line(visit, amount, reference)
    _line(make_visit(world, make_case(world, at(4, 1), state="on_site"), at(4, 5)), 100, 5000)


def _line(visit, amount, reference):
    with as_system():
        CostLine.objects.create(visit=visit, kind="travel", amount_cny=amount, hq_reference_cny=reference)


def test_R18_the_saving_stands_by_station_and_month_beside_both_costs(world, costs):
    asked = asked_of({"period": "2026-01-01..2026-06-30"}, timezone.localdate())
    with as_system():
        months, (row,) = saving_table(world.account("dispatcher"), asked)
    assert [month.month for month in months] == [3, 4]
    assert [one.saved_cny for one in row.months] == [Decimal(2500), Decimal(-200)]
    assert (row.total.actual_cny, row.total.reference_cny, row.total.cases) == (8900, 11200, 2)


@pytest.mark.parametrize(
    ("who", "status"), [("dispatcher", 200), ("crew", 403), ("owner", 403), ("engineer", 403)]
)
def test_R18_the_page_and_its_twin_are_for_those_who_see_cost(world, costs, who, status):
    client = Client()
    client.force_login(world.accounts[who], backend="aftersail.core.signin.PasswordBackend")
    page = client.get("/kpi/saving/?period=2026-01-01..2026-06-30")
    told = client.get("/api/v1/scorecard/saving?period=2026-01-01..2026-06-30")
    assert (page.status_code, told.status_code) == (status, status)
    if status == 200:
        assert "2,500" in page.content.decode()
        assert [one["saved_cny"] for one in told.json()] == ["2500.00", "-200.00"]
