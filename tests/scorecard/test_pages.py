"""Facts about the pages of the scorecard: who sees which figure, and that a click leads to its cases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.core.scope import as_system
from aftersail.scorecard.actions import refresh_rollup
from tests.scorecard.making import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(world):
    now = timezone.now()
    for n in range(8):
        at = now - timedelta(days=40 + n)
        make_case(
            world, at, responded_at=at + timedelta(hours=n), response_due_at=at + timedelta(hours=4), closed_at=at + timedelta(days=1),
            restored_at=at + timedelta(hours=9), visits_made=1, cost_cny=1234,
        )  # fmt: skip
    return world


def signed_in(world, username: str) -> Client:
    client = Client()
    client.force_login(world.accounts[username], backend="aftersail.core.signin.PasswordBackend")
    return client


@pytest.mark.parametrize("username", ["dispatcher", "manager", "steward", "quality", "executive", "auditor"])
def test_the_desk_reads_figures_with_n_and_interval(history, username):
    page = signed_in(history, username).get("/kpi/").content.decode()
    assert "n = 8" in page
    assert "62.5" in page  # five of eight answered within four hours


def test_R84_a_figure_opens_the_cases_behind_it(history):
    client = signed_in(history, "quality")
    missed = client.get("/kpi/response/cases/", {"side": "miss"}).content.decode()
    assert missed.count("SC-TEST-") == 3
    assert client.get("/kpi/response/cases/", {"format": "csv"}).status_code == 200


def test_finance_sees_cost_and_no_case_text(history):
    client = signed_in(history, "finance")
    page = client.get("/kpi/").content.decode()
    assert "1,234" in page
    assert "/kpi/response/cases/" not in page
    assert client.get("/kpi/response/cases/").status_code == 404
    behind = client.get("/kpi/cost/cases/").content.decode()
    assert "SC-TEST-" in behind
    assert ">case " not in behind


def test_the_list_behind_cost_shows_cost_before_what_may_run_out_of_the_frame_and_on_a_phone(history):
    behind = signed_in(history, "finance").get("/kpi/cost/cases/").content.decode()
    row = re.search(r"<tr>(<td.*?)</tr>", behind, re.DOTALL)[1]
    labels = re.findall(r'<td[^>]* data-label="([^"]*)"', row)
    cost = labels.index("Cost") if "Cost" in labels else labels.index("费用")
    assert cost == 1
    assert "phone-hide" not in re.findall(r"<td[^>]*>", row)[cost]


def test_a_customer_never_sees_cost(history):
    client = signed_in(history, "owner")
    page = client.get("/kpi/").content.decode()
    assert "62.5" in page
    assert "1,234" not in page
    assert client.get("/kpi/cost/cases/").status_code == 404
    behind = client.get("/kpi/response/cases/").content.decode()
    assert "1,234" not in behind
    assert client.get("/kpi/workload/").status_code == 403


@pytest.mark.parametrize("username", ["crew", "engineer", "designer", "yard", "consultant", "admin"])
def test_figures_are_not_for_everybody(history, username):
    assert signed_in(history, username).get("/kpi/").status_code == 403


def test_the_page_bears_any_address(history):
    client = signed_in(history, "quality")
    for address in (
        "?period=custom&from=2026-99-99",
        "?period=9999-01-01..0001-01-01",
        "?station=x&severity=%00",
        "?period=2026-03-01..2026-02-01",
    ):
        assert client.get(f"/kpi/{address}").status_code == 200
        assert client.get(f"/kpi/restore/cases/{address}").status_code == 200


def test_the_load_page_reads_the_rollup(history):
    with as_system():
        refresh_rollup(at=timezone.now())
    for by in ("stage", "station", "owner"):
        assert signed_in(history, "executive").get("/kpi/workload/", {"by": by}).status_code == 200


def test_programs_read_the_same_figures(history):
    client = signed_in(history, "quality")
    figures = {row["code"]: row for row in client.get("/api/v1/scorecard/kpi").json()}
    assert (figures["response"]["n"], figures["response"]["value"]) == (8, 62.5)
    cases = client.get("/api/v1/scorecard/kpi/response/cases", {"side": "hit"}).json()
    assert len(cases["items"]) == 5
    assert client.get("/api/v1/scorecard/workload").status_code == 200
    customer = {row["code"] for row in signed_in(history, "owner").get("/api/v1/scorecard/kpi").json()}
    assert not customer & {"cost", "saving"}
