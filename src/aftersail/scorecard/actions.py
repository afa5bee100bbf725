"""Keeping the monthly rollup in step with the cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from aftersail.cases.models import Case
from aftersail.cases.states import OPEN_STATES, CaseState
from aftersail.scorecard.models import CaseRollup, RollupMonth
from aftersail.scorecard.queries.asked import midnight, months_before

LEFT_OUT = (CaseState.MERGED, CaseState.REJECTED, CaseState.CANCELLED)


def month_of(instant: datetime) -> date:
    """The first day of the local month in which an instant falls."""
    return timezone.localdate(instant).replace(day=1)


def mark_month(month: date) -> None:
    """Note that a month has to be counted again; costs one write until it has been."""
    if not RollupMonth.objects.filter(month=month).update(dirty=True):
        RollupMonth.objects.bulk_create([RollupMonth(month=month)], ignore_conflicts=True)


def refresh_rollup(*, at: datetime, everything: bool = False) -> int:
    """Count again the months that changed, or every month; return how many. To be run under every row.

    Safe to run twice and by several workers: a month is locked while it is counted.
    """
    if everything or not RollupMonth.objects.exists():
        _mark_all()
    else:
        _mark_months_with_new_delays(at)
    months = list(RollupMonth.objects.filter(dirty=True).order_by("-month").values_list("month", flat=True))
    return sum(_count_month(month, at) for month in months)


@transaction.atomic
def _count_month(month: date, at: datetime) -> int:
    # The flag falls before the count: a case that changes meanwhile raises it again and is counted next time.
    row = RollupMonth.objects.select_for_update(skip_locked=True).filter(month=month, dirty=True).first()
    if row is None:
        return 0
    row.dirty, row.refreshed_at = False, at
    row.save(update_fields=["dirty", "refreshed_at"])
    CaseRollup.objects.filter(month=month).delete()
    following = months_before(month, -1)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            insert into {CaseRollup._meta.db_table}
                (month, station_id, stage, owner_id, cases, open_cases, restored, late, visits, cost_cny)
            select %s, station_id, stage, owner_id, count(*), count(*) filter (where state = any(%s)), count(restored_at),
                count(*) filter (where next_due_at < %s or restore_due_at < coalesce(
                    case when temp_signed then temp_restored_at end, restored_at)),
                coalesce(sum(visits_made), 0), coalesce(sum(cost_cny), 0)
            from {Case._meta.db_table}
            where reported_at >= %s and reported_at < %s and state <> all(%s)
            group by station_id, stage, owner_id
            """,
            [month, list(OPEN_STATES), at, midnight(month), midnight(following), list(LEFT_OUT)],
        )
    return 1


def _mark_all() -> None:
    ends = Case.objects.aggregate(first=Min("reported_at"), last=Max("reported_at"))
    if ends["first"] is None:
        return
    month, last = month_of(ends["first"]), month_of(ends["last"])
    months = []
    while month <= last:
        months.append(month)
        month = months_before(month, -1)
    _mark(months)


def _mark(months: Iterable[date]) -> None:
    RollupMonth.objects.bulk_create([RollupMonth(month=month) for month in months], ignore_conflicts=True)
    RollupMonth.objects.filter(month__in=list(months)).update(dirty=True)


def _mark_months_with_new_delays(at: datetime) -> None:
    """A case becomes late by the clock alone, without any event."""
    since = RollupMonth.objects.filter(refreshed_at__isnull=False).aggregate(last=Max("refreshed_at"))[
        "last"
    ] or at - timedelta(days=1)
    passed = Case.objects.filter(state__in=OPEN_STATES, next_due_at__gt=since, next_due_at__lte=at)
    for month in {month_of(reported) for reported in passed.values_list("reported_at", flat=True)}:
        mark_month(month)
