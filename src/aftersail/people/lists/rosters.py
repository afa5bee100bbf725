"""The list pages of kinds, journeys, shift patterns and rosters."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.people.lists import area_choices, in_area, station_choices, today
from aftersail.people.models.places import WayToTravel

JOURNEYS = ListSpec(
    page="people:journeys",
    columns=(
        Column("first_port", _("From port"), path="first_port__name", english="first_port__name_en", sort=True, link="people:journey", title=True),
        Column("second_port", _("To port"), path="second_port__name", english="second_port__name_en", sort=True),
        Column("travel_hours", _("Travel"), kind="hours", sort=True),
        Column("note", _("Note")),
    ),
    default_sort="first_port",
    search_paths=("first_port__name", "first_port__name_en", "second_port__name", "second_port__name_en"),
)  # fmt: skip

TRAVEL_MODES = ListSpec(
    page="people:travel_modes",
    columns=(
        Column("mode", _("Way to travel"), kind="choice", choices=WayToTravel.choices, sort=True, link="people:travel_mode", title=True),
        Column("setup_hours", _("Before and after"), kind="hours"),
        Column("detour", _("Detour factor"), kind="number"),
        Column("km_per_hour", _("Speed (km/h)"), kind="number", sort=True),
        Column("fixed_cny", _("Fare: fixed part"), kind="money"),
        Column("cny_per_km", _("Fare per km"), kind="money"),
        Column("least_km", _("From so many km on"), kind="number"),
        Column("most_hours", _("At most"), kind="hours"),
        Column("in_use", _("In use"), kind="yes"),
    ),
    default_sort="mode",
)  # fmt: skip

TASK_TYPES = ListSpec(
    page="people:task_types",
    columns=(
        Column("place", _("Sequence"), kind="number", sort=True),
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="people:task_type", title=True),
    ),
    default_sort="place",
    search_paths=("code", "name", "name_en"),
)

CERTIFICATE_KINDS = ListSpec(
    page="people:certificate_kinds",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="people:certificate_kind", title=True),
        Column("boarding", _("Permit to board"), kind="yes"),
        Column("never_expires", _("Never expires"), kind="yes"),
        Column("notice_days", _("Notice before the end (days)"), kind="number"),
    ),
    default_sort="code",
    search_paths=("code", "name", "name_en"),
)

DAYS = {"D": _("day shift"), "N": _("night shift"), "C": _("on call"), "O": _("off duty")}


def cycle_in_words(cycle: str) -> str:
    """Write a cycle of days: `DDDDDOO` → 5 × day shift · 2 × off duty."""
    return " · ".join(f"{len(list(run))}\u00a0× {DAYS[day]}" for day, run in groupby(cycle))


PATTERNS = ListSpec(
    page="people:shift_patterns",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="people:shift_pattern", title=True),
        Column("cycle", _("Cycle"), paint=cycle_in_words, export=str),
        Column("day_from_hour", _("Day shift from (hour)"), kind="number", phone=False),
        Column("day_until_hour", _("Day shift until (hour)"), kind="number", phone=False),
    ),
    default_sort="code",
    search_paths=("code", "name", "name_en"),
)


def _in_force(_value: str, _request: Any) -> Q:
    day: date = today()
    return Q(first_day__lte=day) & (Q(last_day=None) | Q(last_day__gte=day))


ROSTER = ListSpec(
    page="people:roster",
    columns=(
        Column("staff", _("Staff member"), path="staff__name", english="staff__name_en", sort="staff__number", link="people:roster_line", title=True),
        Column("station", _("Station"), path="staff__station__name", english="staff__station__name_en"),
        Column("pattern", _("Shift pattern"), path="pattern__name", english="pattern__name_en", sort=True),
        Column("cycle", _("Cycle"), path="pattern__cycle", phone=False, paint=cycle_in_words, export=str),
        Column("first_day", _("First day"), kind="day", sort=True),
        Column("last_day", _("Last day"), kind="day", sort=True),
    ),
    default_sort="-first_day",
    filters=(
        Filter("station", _("Station"), path="staff__station_id", choices=station_choices),
        Filter("area", _("Area"), apply=in_area("staff__station__area_id"), choices=area_choices),
        Filter("now", _("In force today"), kind="flag", apply=_in_force),
    ),
    search_paths=("staff__name", "staff__name_en", "pattern__name"),
)  # fmt: skip
