"""The lists of cases: what they show and how they are filtered."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.permissions import IDENTITY_MASKED, SEES_COST
from aftersail.cases.states import OPEN_STATES, CaseState
from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.core.roles import Role
from aftersail.fleet.states import LifecycleStage, Severity, WarrantyStatus
from aftersail.people.lists import in_area
from aftersail.people.models import Area, Station

KNOWS_IDENTITY = frozenset(Role) - IDENTITY_MASKED


def _open(_value: str, _request: HttpRequest) -> Q:
    return Q(state__in=OPEN_STATES)


def _overdue(_value: str, _request: HttpRequest) -> Q:
    return Q(state__in=OPEN_STATES, next_due_at__lt=timezone.now())


def _mine(_value: str, request: HttpRequest) -> Q:
    return Q(owner__account=request.user.pk)


def _stations(_request: HttpRequest) -> list[tuple[Any, Any]]:
    return list(Station.objects.values_list("pk", "name"))


def _areas(_request: HttpRequest) -> list[tuple[Any, Any]]:
    return list(Area.objects.values_list("pk", "name"))


CASES = ListSpec(
    page="cases:cases",
    columns=(
        Column("number", _("Number"), link="cases:case", title=True, sort=True),
        Column("title", _("Title")),
        Column("state", _("State"), kind="state", choices=CaseState.choices, sort=True),
        Column("severity", _("Severity"), kind="state", choices=Severity.choices, sort=True),
        Column(
            "vessel",
            _("Vessel"),
            path="vessel__name",
            kind="whole",
            english="vessel__name_en",
            sort="vessel__hull_code",
            roles=KNOWS_IDENTITY,
        ),
        Column("equipment", _("Equipment"), path="equipment__name", phone=False),
        Column(
            "owner",
            _("Owner"),
            path="owner__name",
            kind="whole",
            english="owner__name_en",
            sort="owner__name",
        ),
        Column("next_due_at", _("Next due"), kind="due", sort=True),
        Column("reported_at", _("Reported"), kind="moment", sort=True, phone=False),
        Column("cost_cny", _("Cost"), kind="money", sort=True, phone=False, roles=SEES_COST),
    ),
    filters=(
        Filter("open", _("Open"), kind="flag", apply=_open),
        Filter("overdue", _("Overdue"), kind="flag", apply=_overdue),
        Filter(
            "mine",
            _("Mine"),
            kind="flag",
            apply=_mine,
            roles=frozenset({Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.ENGINEER}),
        ),
        Filter("state", _("State"), choices=CaseState.choices),
        Filter("severity", _("Severity"), choices=Severity.choices),
        Filter("stage", _("Stage"), choices=LifecycleStage.choices),
        Filter("warranty", _("Warranty"), choices=WarrantyStatus.choices),
        Filter("station", _("Station"), path="station_id", choices=_stations, roles=KNOWS_IDENTITY),
        Filter("area", _("Area"), apply=in_area("station__area_id"), choices=_areas, roles=KNOWS_IDENTITY),
        Filter("reported", _("Reported"), kind="period", path="reported_at"),
    ),
    default_sort="-reported_at",
    search_type="cases.case",
    placeholder=_("Number, words, ship, unit"),
    empty=_("No case fits. Clear the filters, or open a case from a request."),
)
