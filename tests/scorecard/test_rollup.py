"""Facts about the rollup: it equals a group-by of the cases, and is counted again only where something changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from aftersail.cases.models import Case
from aftersail.cases.states import OPEN_STATES
from aftersail.core.scope import as_system
from aftersail.scorecard.actions import LEFT_OUT, mark_month, month_of, refresh_rollup
from aftersail.scorecard.models import CaseRollup, RollupMonth
from aftersail.scorecard.queries.workload import load
from tests.scorecard.making import make_case

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def cases(world):
    """A year of cases over two stations, four stages and two owners."""
    stages = ("warranty", "in_service", "trial", "legacy")
    for n in range(36):
        owner = world.staff["steward" if n % 3 else "manager"]
        state = ("closed", "triaged", "merged", "diagnosing")[n % 4]
        vessel = world.yard_vessel if n % 5 == 0 else world.vessel
        make_case(
            world, NOW - timedelta(days=10 * n), vessel=vessel, stage=stages[n % 4], owner=owner, state=state, visits_made=n % 3, cost_cny=100 * n,
            next_due_at=NOW - timedelta(days=1) if n % 8 == 1 else None, restored_at=NOW - timedelta(days=10 * n - 2) if state == "closed" else None,
        )  # fmt: skip
    return world


def test_the_rollup_equals_a_group_by_of_the_cases(cases):
    with as_system():
        refresh_rollup(at=NOW)
        wanted = (
            Case.objects.exclude(state__in=LEFT_OUT)
            .annotate(month=TruncMonth("reported_at"))
            .values("month", "station_id", "stage", "owner_id")
            .annotate(
                cases=Count("pk"), open_cases=Count("pk", filter=Q(state__in=OPEN_STATES)), restored=Count("restored_at"),
                visits=Sum("visits_made"), cost=Sum("cost_cny"), late=Count("pk", filter=Q(next_due_at__lt=NOW)),
            )
            .order_by()
        )  # fmt: skip
        by_cell = {
            (row["month"].date(), row["station_id"], row["stage"], row["owner_id"]):
            tuple(row[name] for name in ("cases", "open_cases", "restored", "visits", "cost", "late"))
            for row in wanted
        }  # fmt: skip
        kept = CaseRollup.objects.values_list(
            "month",
            "station_id",
            "stage",
            "owner_id",
            "cases",
            "open_cases",
            "restored",
            "visits",
            "cost_cny",
            "late",
        )
        assert {row[:4]: row[4:] for row in kept} == by_cell
        assert len(by_cell) > 10


def test_only_months_that_changed_are_counted_again(cases):
    with as_system():
        assert refresh_rollup(at=NOW) > 10
        assert refresh_rollup(at=NOW) == 0
        mark_month(month_of(NOW))
        assert refresh_rollup(at=NOW) == 1
        assert refresh_rollup(at=NOW, everything=True) == RollupMonth.objects.count()


def test_a_case_that_becomes_late_by_the_clock_alone_is_counted_again(cases):
    with as_system():
        refresh_rollup(at=NOW)
        before = CaseRollup.objects.aggregate(late=Sum("late"))["late"]
        Case.objects.filter(pk=Case.objects.filter(state="triaged", next_due_at=None).first().pk).update(
            next_due_at=NOW + timedelta(hours=1)
        )
        refresh_rollup(at=NOW + timedelta(minutes=30))
        assert CaseRollup.objects.aggregate(late=Sum("late"))["late"] == before
        refresh_rollup(at=NOW + timedelta(hours=2))
        assert CaseRollup.objects.aggregate(late=Sum("late"))["late"] == before + 1


def test_the_load_by_stage_and_by_person_have_the_same_sum(cases):
    with as_system():
        refresh_rollup(at=NOW)
        until = timezone.localdate(NOW)
        by_stage, by_owner = (load(by=by, what="cases", until=until) for by in ("stage", "owner"))
        total = Case.objects.exclude(state__in=LEFT_OUT).count()
    assert sum(map(sum, by_stage.cells)) == sum(map(sum, by_owner.cells)) == total
    assert len(by_stage.months) == 18
