"""The daily lists of a station: what is due today, and how well they were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, QuerySet

from aftersail.core.models import Account
from aftersail.fleet.queries.lifecycle import house_calendar
from aftersail.people.models import Station
from aftersail.visits.models import FilledForm, FormEdition
from aftersail.visits.queries.forms import active_editions, filled_for
from aftersail.visits.rules.daily_lists import Habit, habit_of, working_days
from aftersail.visits.states import FilledState, FormKind

DAYS_SHOWN = 30


@dataclass(frozen=True)
class StationLists:
    """A station with its habit and today's lists, each with the form begun for it."""

    station: Station
    habit: Habit
    today: list[tuple[FormEdition, FilledForm | None]]


def stations_with_lists(account: Account) -> QuerySet[Station]:
    """Return the stations whose lists the account may read."""
    rows = Station.objects.order_by("code")
    return rows if account.sees_everything else rows.filter(pk__in=account.reach_ids)


def daily_lists(account: Account, station: Station, today: date) -> StationLists:
    """Return how a station keeps its lists; the count begins with its first list, at most thirty days back."""
    editions = list(active_editions(FormKind.DAILY))
    codes = tuple(one.form.code for one in editions)
    rows = (
        filled_for(account).filter(form__kind=FormKind.DAILY, station=station).exclude(state=FilledState.VOID)
    )
    begun = rows.aggregate(day=Min("day"))["day"] or today
    kept = rows.filter(state=FilledState.SIGNED).values_list("form__code", "day")
    signed = {(code, day) for code, day in kept if day is not None}
    first = max(begun, today - timedelta(days=DAYS_SHOWN - 1))
    of_today = {one.form_id: one for one in rows.filter(day=today)}
    return StationLists(
        station,
        habit_of(codes, signed, first, today, house_calendar()),
        [(one, of_today.get(one.form_id)) for one in editions],
    )


def days_of(
    account: Account, station: Station, today: date
) -> list[tuple[date, list[tuple[FormEdition, FilledForm | None]]]]:
    """Return the working days of the last thirty with the form of every list, the latest first."""
    editions = list(active_editions(FormKind.DAILY))
    first = today - timedelta(days=DAYS_SHOWN - 1)
    rows = filled_for(account).filter(
        form__kind=FormKind.DAILY, station=station, day__gte=first, day__lte=today
    )
    by_day = {(one.form_id, one.day): one for one in rows.exclude(state=FilledState.VOID)}
    days = reversed(working_days(first, today, house_calendar()))
    return [(day, [(one, by_day.get((one.form_id, day))) for one in editions]) for day in days]


def lists_missing(account: Account) -> int | None:
    """Return how many of today's lists of the person's own station are not signed, for the rail."""
    from django.utils import timezone

    staff = getattr(account, "staff", None)
    if staff is None:
        return None
    return len(daily_lists(account, staff.station, timezone.localdate()).habit.missing_today) or None
