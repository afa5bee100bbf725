"""The daily lists of a station: what is due today, and how well they were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from aftersail.core.models import Account
from aftersail.fleet.queries.lifecycle import house_calendar
from aftersail.people.models import Station
from aftersail.visits.models import FilledForm, FormEdition
from aftersail.visits.queries.forms import active_editions, filled_for
from aftersail.visits.rules.daily_lists import LOOKED_BACK, Habit, habit_of, working_days
from aftersail.visits.states import FilledState, FormKind

DAYS_SHOWN = 30


@dataclass(frozen=True)
class StationLists:
    """A station with its habit and today's lists, each with the form begun for it."""

    station: Station
    habit: Habit
    today: list[tuple[FormEdition, FilledForm | None]]

    @property
    def has_lists(self) -> bool:
        """Whether any list was due or begun here; a station that never kept one has no figures yet."""
        return self.habit.figure.n > 0 or any(form for _edition, form in self.today)


def stations_with_lists(account: Account) -> QuerySet[Station]:
    """Return the stations whose lists the account may read."""
    rows = Station.objects.order_by("code")
    return rows if account.sees_everything else rows.filter(pk__in=account.reach_ids)


def daily_lists(account: Account, station: Station, today: date) -> StationLists:
    """Return how a station keeps its lists; the count begins with its first list, at most thirty days back."""
    editions = list(active_editions(FormKind.DAILY))
    codes = {one.form_id: one.form.code for one in editions}
    rows = FilledForm.objects.visible_to(account).exclude(state=FilledState.VOID)
    kept = [
        (one.day, one)
        for one in rows.filter(
            form__in=list(codes),
            station=station,
            day__gte=today - timedelta(days=LOOKED_BACK),
            day__lte=today,
        ).only("form_id", "day", "state")
        if one.day is not None
    ]
    signed = {(codes[one.form_id], day) for day, one in kept if one.state == FilledState.SIGNED}
    begun = min((day for day, _one in kept), default=today)
    first = max(begun, today - timedelta(days=DAYS_SHOWN - 1))
    of_today = {one.form_id: one for day, one in kept if day == today}
    return StationLists(
        station,
        habit_of(tuple(codes.values()), signed, first, today, house_calendar()),
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
