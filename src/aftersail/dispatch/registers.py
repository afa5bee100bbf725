"""The dispatch queue as a list: what it shows and how it is filtered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.core.roles import HOUSE
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.states import PartnerOrderState
from aftersail.fleet.states import Severity
from aftersail.people.lists import area_choices, in_area, skill_choices, station_choices
from aftersail.people.models import Partner, Station


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
        Column("team_size", _("People"), kind="number", phone=False),
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


def _asked_elsewhere(value: str, _request: HttpRequest) -> Q:
    """The board reads these filters itself; here only their form is checked."""
    UUID(value)
    return Q()


def _understood(_value: str, _request: HttpRequest) -> Q:
    return Q()


BOARD = ListSpec(
    page="dispatch:board",
    columns=(Column("number", _("Work order"), title=True, sort=True),),
    filters=(
        Filter("weeks", _("Two weeks"), choices=(("1", _("One week")), ("3", _("Three weeks")), ("4", _("Four weeks"))), apply=_understood),
        Filter("area", _("Area"), apply=_asked_elsewhere, choices=area_choices, all_label=_("All areas")),
        Filter("station", _("Station"), apply=_asked_elsewhere, choices=station_choices, all_label=_("All stations")),
        Filter("skill", _("Skill"), apply=_asked_elsewhere, choices=skill_choices, all_label=_("All skills")),
        Filter("severity", _("Severity"), apply=_understood, choices=Severity.choices, all_label=_("All severities")),
        Filter("free", _("Only people without a promise"), kind="flag", apply=_understood, all_label=_("Everybody")),
    ),
    default_sort="number",
    search_paths=("number",),
    placeholder=_("Order, ship, person"),
)  # fmt: skip
"""The filters of the board, so that they are read, shown and kept as those of any list."""


PARTNER_ORDERS = ListSpec(
    page="dispatch:partner_orders",
    columns=(
        Column("number", _("Number"), kind="whole", link="dispatch:partner_order", title=True, sort=True),
        Column("partner", _("Partner"), path="partner__name", english="partner__name_en", sort="partner__code"),
        Column("state", _("State"), kind="state", choices=PartnerOrderState.choices, sort=True),
        Column("vessel_name", _("Vessel"), path="vessel_called"),
        Column("port_name", _("Port"), path="port_called"),
        Column("starts_at", _("Work starts"), kind="moment", sort=True),
        Column("ends_at", _("Work ends"), kind="moment", sort=True, phone=False),
        Column("agreed_cost_cny", _("Agreed cost (CNY)"), kind="money", phone=False),
        Column("actual_cost_cny", _("Actual cost (CNY)"), kind="money", phone=False),
        Column("reworks", _("Times sent back"), kind="number", phone=False),
        Column("offered_at", _("Offered"), kind="moment", sort=True, phone=False),
    ),
    default_sort="-offered_at",
    filters=(
        Filter("state", _("State"), choices=PartnerOrderState.choices),
        Filter("partner", _("Partner"), path="partner_id", choices=choices_from(lambda account: Partner.objects.all(), "name", "name_en"), roles=HOUSE),
        Filter("confirmed", pgettext_lazy("partner order", "Confirmed"), kind="period", path="confirmed_at"),
    ),
    search_paths=("number", "vessel_name", "partner__name"),
    empty=_("No order is with a partner. A work order is offered to one from its own page."),
)  # fmt: skip
