"""The list of return visits: what it shows and how it is filtered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from aftersail.care.queries import NOT_DONE, mine
from aftersail.care.states import ReturnVisitKind, ReturnVisitState
from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.people.lists import area_choices, in_area
from aftersail.people.models import Station


def _overdue(_value: str, _request: HttpRequest) -> Q:
    return Q(state__in=NOT_DONE, due_on__lt=timezone.localdate())


def _mine(_value: str, request: HttpRequest) -> Q:
    return mine(request.user)  # type: ignore[arg-type]


def _waiting(_value: str, _request: HttpRequest) -> Q:
    return Q(state__in=NOT_DONE)


def due_cell(due_on: date, state: str) -> Any:
    """Paint the day; one that has passed without a call says so in words."""
    if state in NOT_DONE and due_on < timezone.localdate():
        return format_html('{} <span class="tag tag-attention">{}</span>', due_on.isoformat(), now("overdue"))
    return due_on.isoformat()


def _stations(account: Any) -> Any:
    return Station.objects.visible_to(account)


RETURN_VISITS = ListSpec(
    page="care:return_visits",
    columns=(
        Column(
            "vessel",
            _("Vessel"),
            path="vessel__name",
            kind="whole",
            english="vessel__name_en",
            link="care:return_visit",
            title=True,
            sort="vessel__hull_code",
        ),
        Column("kind", _("Occasion"), kind="choice", choices=ReturnVisitKind.choices),
        Column(
            "due_on",
            _("Due"),
            sort=True,
            also=("state",),
            paint=due_cell,
            export=lambda due_on, state: due_on,
        ),
        Column("state", _("State"), kind="state", choices=ReturnVisitState.choices),
        Column("attempts", _("Tries"), kind="number", phone=False),
        Column(
            "case",
            _("Case"),
            path="case__number",
            kind="whole",
            link="cases:case",
            link_id="case_id",
            phone=False,
        ),
        Column("assignee", _("By"), path="assignee__name", kind="whole", english="assignee__name_en"),
        Column(
            "steward",
            _("Service manager"),
            path="vessel__steward__name",
            kind="whole",
            english="vessel__steward__name_en",
            phone=False,
        ),
        Column("done_at", _("Called on"), kind="moment", sort=True, phone=False),
    ),
    filters=(
        Filter("waiting", _("To be made"), kind="flag", apply=_waiting),
        Filter("overdue", _("Overdue"), kind="flag", apply=_overdue),
        Filter("mine", _("Mine"), kind="flag", apply=_mine),
        Filter("state", _("State"), choices=ReturnVisitState.choices),
        Filter("kind", _("Occasion"), choices=ReturnVisitKind.choices),
        Filter(
            "station",
            _("Station"),
            path="vessel__station_id",
            choices=choices_from(_stations, "name", "name_en"),
        ),
        Filter("area", _("Area"), apply=in_area("vessel__station__area_id"), choices=area_choices),
        Filter("due", _("Due"), kind="period", path="due_on", day_only=True),
    ),
    default_sort="due_on",
    search_paths=("vessel__hull_code", "vessel__name", "case__number", "interviewee"),
    placeholder=_("Ship, case, person"),
    empty=_(
        "No return visit yet. One is owed 15 days after a serious case closes, and 30 and 90 days after a delivery."
    ),
)
