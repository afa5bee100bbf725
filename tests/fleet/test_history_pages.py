"""What imported history says is right to the figure, opens down to the records, and hides cost from customers."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from aftersail.core.scope import as_system, entered
from aftersail.fleet import engine
from aftersail.fleet.models import MaintenanceRecord
from aftersail.fleet.queries import history
from aftersail.fleet.queries.history import Chosen

pytestmark = pytest.mark.django_db
EVENTS = (
    (date(2020, 1, 10), "泵", "轴封", "Leak", 100),
    (date(2020, 2, 10), "泵", "轴封", "Leak", 200),
    (date(2020, 2, 10), "泵", "轴封", "Leak", None),
    (date(2021, 5, 1), "电机", "轴承", "", 50),
    (date(2022, 12, 30), "泵", "叶轮", "Wear", 30),
    (date(2022, 12, 31), "", "", "", None),
)


@pytest.fixture
def told(world):
    with as_system():
        MaintenanceRecord.objects.bulk_create(
            MaintenanceRecord(
                equipment=unit, source="test", source_key=f"{unit.pk}{n}", fingerprint="x", happened_on=day,
                text=f"event {n}", system=system, part=part, failure_mode=mode, cost_cny=cost,
            )
            for unit in (world.radar, world.yard_radar)
            for n, (day, system, part, mode, cost) in enumerate(EVENTS)
        )  # fmt: skip
    return world


def test_counts_pareto_cost_and_repeats(told):
    by = told.accounts["dispatcher"]
    with entered(by.scope()):
        rows = history.chosen_records(by, Chosen(equipment=told.radar.pk))
        years = history.by_year(rows)
        assert years.years == (2020, 2021, 2022)
        assert years.counts == {"泵": (3, 0, 1), "电机": (0, 1, 0), "": (0, 0, 1)}
        assert [None if c is None else int(c) for c in years.cost] == [300, 50, 30]
        bars, stated = history.pareto(rows, "system")
        assert [(bar.name, bar.count, round(bar.cumulative)) for bar in bars] == [
            ("泵", 4, 80),
            ("电机", 1, 100),
        ]
        assert stated == 5
        repeats = history.repeats(rows)
        # Two records on one day are one piece of work: January to February is the only repeat.
        assert (repeats.count, repeats.of) == (1, 5)


def test_a_year_without_events_counts_zero_and_without_cost_shows_no_data(told):
    by = told.accounts["dispatcher"]
    with entered(by.scope()):
        rows = history.chosen_records(by, Chosen(equipment=told.radar.pk, system="泵"))
        years = history.by_year(rows)
        assert years.counts == {"泵": (3, 0, 1)}
        assert years.cost[1] is None


def test_trend_needs_three_events_and_reads_the_whole_observation():
    days = [date(2020, 1, 1), date(2020, 1, 2)]
    assert engine.trend_of(days, date(2020, 1, 1), date(2020, 12, 31)).statistic is None
    late = [date(2020, 12, d) for d in range(10, 30)]
    assert engine.trend_of(late, date(2020, 1, 1), date(2020, 12, 31)).direction == "worsening"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_opens_down_to_the_records(told, signed_in, language):
    client = signed_in("dispatcher", language)
    page = client.get(reverse("fleet:history"), {"equipment": str(told.radar.pk)})
    text = page.content.decode()
    assert page.status_code == 200
    assert "轴封" in text
    listed = client.get(reverse("fleet:history_records"), {"equipment": str(told.radar.pk), "part": "轴封"})
    assert listed.content.decode().count("event ") >= 3
    panel = client.get(reverse("fleet:equipment_history", args=[told.radar.pk]))
    assert panel.status_code == 200
    with as_system():
        record = MaintenanceRecord.objects.filter(equipment=told.radar).first()
    assert client.get(reverse("fleet:history_record", args=[record.pk])).status_code == 200


def test_a_customer_reads_its_own_history_without_cost_and_nobody_elses(told, signed_in):
    client = signed_in("owner")
    answer = client.get("/api/v1/fleet/maintenance?limit=500").json()
    assert {row["equipment_id"] for row in answer["items"]} == {str(told.radar.pk)}
    assert all(row["cost_cny"] is None for row in answer["items"])
    page = client.get(reverse("fleet:history_records"))
    assert "Cost" not in page.content.decode()
    assert client.get(reverse("fleet:equipment_history", args=[told.yard_radar.pk])).status_code == 404
    assert signed_in("yard").get(reverse("fleet:history")).status_code == 403


def test_garbage_in_the_address_is_left_out(told, signed_in):
    client = signed_in("dispatcher")
    for query in ("equipment=x", "first=2020-13-01&last=y", "system=%00", "first=2022-01-01&last=2020-01-01"):
        assert client.get(f"{reverse('fleet:history')}?{query}").status_code == 200
