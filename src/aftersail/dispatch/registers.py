"""The dispatch queue as a list: what it shows and how it is filtered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.dispatch.models import Assignment
from aftersail.people.lists import area_choices, in_area
from aftersail.people.models import Station


def queue(orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """Mark the orders that somebody is already promised to."""
    promised = Assignment.objects.filter(order=OuterRef("pk"), released_at=None)
    return orders.annotate(promised=Exists(promised))


def due_cell(due_at: datetime | None, state: str) -> Any:
    """Return the due instant, marked in words when it has passed and nobody is on the way."""
    if due_at is None:
        return format_html('<span class="no-data">{}</span>', "—")
    shown = f"{timezone.localtime(due_at):%Y-%m-%d %H:%M}"
    if due_at < timezone.now() and state in {OrderState.DRAFT, OrderState.APPROVED, OrderState.ASSIGNED}:
        return format_html('<span class="tag tag-bad">{} · {}</span>', shown, _now("overdue"))
    return shown


def due_text(due_at: datetime | None, _state: str) -> Any:
    """Return the due instant for an export."""
    return None if due_at is None else timezone.localtime(due_at).replace(tzinfo=None)


def _mine(_value: str, request: HttpRequest) -> Q:
    return Q(case__owner__account=request.user)


def _overdue(_value: str, _request: HttpRequest) -> Q:
    return Q(due_at__lt=timezone.now())


def _unassigned(_value: str, _request: HttpRequest) -> Q:
    return Q(state=OrderState.APPROVED)


ORDERS = ListSpec(
    page="dispatch:orders",
    columns=(
        Column("number", _("Work order"), link="dispatch:proposal", title=True, sort=True),
        Column("state", _("State"), kind="state", choices=OrderState.choices, sort=True),
        Column("vessel", _("Vessel"), path="case__vessel__name", kind="whole", english="case__vessel__name_en", sort="case__vessel__hull_code"),
        Column("title", _("Case"), path="case__title"),
        Column("severity", _("Severity"), path="case__severity", kind="state", sort=True),
        Column("port", _("Port"), path="port__name", kind="whole", english="port__name_en", sort="port__code"),
        Column("skill", _("Skill"), path="skill__name", english="skill__name_en", phone=False),
        Column("level", _("Level"), kind="number", phone=False),
        Column("window_from", _("Ship available from"), kind="moment", sort=True, phone=False),
        Column("due_at", _("Due"), sort=True, also=("state",), paint=due_cell, export=due_text),
        Column("promised", _("Somebody goes"), kind="yes"),
    ),
    filters=(
        Filter("state", _("State"), path="state", choices=OrderState.choices),
        Filter("station", _("Station"), path="case__station_id", choices=choices_from(lambda _a: Station.objects.all(), "name", "name_en")),
        Filter("area", _("Area"), apply=in_area("case__station__area_id"), choices=area_choices),
        Filter("unassigned", _("Nobody goes yet"), kind="flag", apply=_unassigned),
        Filter("overdue", _("Overdue"), kind="flag", apply=_overdue),
        Filter("mine", _("My cases"), kind="flag", apply=_mine),
    ),
    default_sort="due_at",
    search_paths=("number", "case__number", "case__title", "case__vessel__name", "case__vessel__hull_code"),
    placeholder=_("Order, case, ship"),
    empty=_("No work order waits. Write one on a case that needs a visit; once approved it appears here."),
)  # fmt: skip
