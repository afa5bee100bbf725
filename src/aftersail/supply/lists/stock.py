"""The lists of places, stock, moves, levels, issues, transfers and counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.people.models import Station
from aftersail.supply.models import StockPlace
from aftersail.supply.permissions import COST_READERS
from aftersail.supply.rules.issue import AFTER_THE_FACT
from aftersail.supply.states import (
    OPEN_ISSUES,
    CountState,
    IssueState,
    MoveKind,
    OldPartState,
    PlaceKind,
    Purpose,
    TransferState,
)


def _places(account: Any) -> Any:
    return StockPlace.objects.visible_to(account).exclude(kind=PlaceKind.TRANSIT).order_by("code")


def _stations(_account: Any) -> Any:
    return Station.objects.order_by("code")


place_choices = choices_from(_places, "name", "name_en")
station_choices = choices_from(_stations, "name", "name_en")


def low(_value: str = "1", _request: Any = None) -> Q:
    """Return the condition of stock at or below its reorder point."""
    return Q(place__levels__part=F("part"), place__levels__reorder_point__gte=F("quantity") - F("reserved"))


def late_approval() -> Q:
    """Return the condition of urgent issues that nobody approved within 24 hours."""
    return Q(urgent=True, issued_at__lt=timezone.now() - AFTER_THE_FACT, approved_at=None) | Q(
        urgent=True, approved_at__gt=F("issued_at") + AFTER_THE_FACT
    )


PLACES = ListSpec(
    page="supply:places",
    columns=(
        Column("code", _("Code"), sort=True, link="supply:place", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("kind", _("Kind"), kind="choice", choices=PlaceKind.choices, sort=True),
        Column("station", _("Station"), path="station__name", english="station__name_en"),
        Column("parent", _("Part of"), path="parent__code", phone=False),
        Column("active", _("Active"), kind="yes", phone=False),
    ),
    default_sort="code",
    filters=(
        Filter("kind", _("Kind"), choices=PlaceKind.choices),
        Filter("station", _("Station"), path="station_id", choices=station_choices),
    ),
    search_paths=("code", "name", "name_en"),
)

LEVELS = ListSpec(
    page="supply:levels",
    columns=(
        Column("place", _("Place"), path="place__code", sort=True, link="supply:level", title=True),
        Column("part", _("Part"), path="part__number", sort=True),
        Column("part_name", _("Name"), path="part__name", english="part__name_en"),
        Column("reorder_point", _("Reorder point"), kind="number"),
        Column("order_up_to", _("Order up to"), kind="number"),
    ),
    default_sort="place",
    filters=(Filter("place", _("Place"), path="place_id", choices=place_choices),),
    search_paths=("part__number", "part__name", "place__code"),
)

STOCK = ListSpec(
    page="supply:stock",
    columns=(
        Column("part", _("Part number"), path="part__number", sort=True, link="supply:part", link_id="part_id", title=True),
        Column("name", _("Name"), path="part__name", english="part__name_en", sort=True),
        Column("place", _("Place"), path="place__code", sort=True, link="supply:place", link_id="place_id"),
        Column("place_name", _("Place name"), path="place__name", english="place__name_en", phone=False),
        Column("quantity", _("Quantity"), kind="number", sort=True),
        Column("reserved", _("Reserved"), kind="number"),
        Column("free", _("Free"), kind="number", sort=True),
        Column("value", _("Value"), kind="money", phone=False, roles=COST_READERS),
    ),
    default_sort="part",
    filters=(
        Filter("place", _("Place"), path="place_id", choices=place_choices),
        Filter("kind", _("Kind"), path="place__kind", choices=PlaceKind.choices),
        Filter("station", _("Station"), path="place__station_id", choices=station_choices),
        Filter("low", _("To be ordered"), kind="flag", apply=low),
        Filter("there", _("In stock"), kind="flag", apply=lambda _v, _r: Q(quantity__gt=0)),
    ),
    search_paths=("part__number", "part__name", "part__name_en", "place__code"),
    empty=_("Nothing in stock yet. Enter a receipt, or import the opening stock from a spreadsheet."),
)  # fmt: skip

MOVES = ListSpec(
    page="supply:receipts",
    columns=(
        Column("at", _("When"), kind="moment", sort=True, title=True, link="supply:receipt"),
        Column("kind", _("Kind"), kind="choice", choices=MoveKind.choices),
        Column("part", _("Part"), path="part__number"),
        Column("part_name", _("Name"), path="part__name", english="part__name_en", phone=False),
        Column("quantity", _("Quantity"), kind="number"),
        Column("lot", _("Lot"), phone=False),
        Column("serial", _("Serial number")),
        Column("source", pgettext_lazy("place", "From"), path="source__code"),
        Column("target", pgettext_lazy("place", "To"), path="target__code"),
        Column("document", _("Document"), phone=False),
        Column("note", _("Note"), phone=False),
        Column("by", _("By"), path="by__name", english="by__name_en", phone=False),
    ),
    default_sort="-at",
    filters=(
        Filter("kind", _("Kind"), choices=MoveKind.choices),
        Filter("from", pgettext_lazy("place", "From"), path="source_id", choices=place_choices),
        Filter("to", pgettext_lazy("place", "To"), path="target_id", choices=place_choices),
        Filter("moved", _("When"), kind="period", path="at"),
    ),
    search_paths=("part__number", "serial", "lot", "document"),
)


def _issue_due(state: str, urgent: bool, issued_at: datetime | None, approved_at: datetime | None) -> Any:
    if urgent and issued_at and (approved_at or timezone.now()) - issued_at > AFTER_THE_FACT:
        return format_html('<span class="tag tag-attention">{}</span>', now("approved late") if approved_at else now("not approved in 24 h"))  # fmt: skip
    return now("S1") if urgent else ""


def _old(state: str, due_on: date | None) -> Any:
    if state == OldPartState.DUE and due_on and due_on < timezone.localdate():
        return format_html('{} <span class="tag tag-attention">{}</span>', due_on.isoformat(), now("overdue"))
    return f"{dict(OldPartState.choices).get(state, '')}" if state else ""


ISSUES = ListSpec(
    page="supply:issues",
    columns=(
        Column("number", _("Number"), kind="whole", sort=True, link="supply:issue", title=True),
        Column("state", _("State"), kind="state", choices=IssueState.choices),
        Column("part", _("Part"), path="part__number"),
        Column("part_name", _("Name"), path="part__name", english="part__name_en", phone=False),
        Column("quantity", _("Quantity"), kind="number"),
        Column("place", _("Warehouse"), path="place__code"),
        Column("purpose", _("Purpose"), kind="choice", choices=Purpose.choices, phone=False),
        Column("requester", _("For"), path="requester__name", english="requester__name_en"),
        Column("work", _("Work order"), path="work_number", phone=False),
        Column("urgent", _("Urgent"), path="state", also=("urgent", "issued_at", "approved_at"), paint=_issue_due, export=lambda _s, urgent, _i, _a: urgent),
        Column("old", _("Old part"), path="old_state", also=("old_due_on",), paint=_old, export=lambda state, _d: state, phone=False),
        Column("expected_on", _("Expected"), kind="day", phone=False),
        Column("requested_at", _("Asked for"), kind="moment", sort=True, phone=False),
    ),
    default_sort="-requested_at",
    filters=(
        Filter("open", _("Open"), kind="flag", apply=lambda _v, _r: Q(state__in=OPEN_ISSUES)),
        Filter("state", _("State"), choices=IssueState.choices),
        Filter("station", _("Station"), path="station_id", choices=station_choices),
        Filter("late", _("Approved late"), kind="flag", apply=lambda _v, _r: late_approval()),
        Filter("old", _("Old part due"), kind="flag", apply=lambda _v, _r: Q(old_state=OldPartState.DUE)),
        Filter("filled", _("Filled at once"), path="at_once", choices=((True, _("yes")), (False, _("no")))),
        Filter("mine", _("Mine"), kind="flag", apply=lambda _v, request: Q(requester__account=request.user)),
        Filter("asked", _("Asked for"), kind="period", path="requested_at"),
    ),
    search_paths=("number", "part__number", "part__name", "work_number", "requester__name"),
    empty=_("No part was asked for yet. Parts go out of a store by an issue, so that somebody accounts for them."),
)  # fmt: skip

TRANSFERS = ListSpec(
    page="supply:transfers",
    columns=(
        Column("number", _("Number"), kind="whole", sort=True, link="supply:transfer", title=True),
        Column("state", _("State"), kind="state", choices=TransferState.choices),
        Column("part", _("Part"), path="part__number"),
        Column("quantity", _("Quantity"), kind="number"),
        Column("source", pgettext_lazy("place", "From"), path="source__code"),
        Column("target", pgettext_lazy("place", "To"), path="target__code"),
        Column("waybill", _("Waybill"), phone=False),
        Column("asked_at", _("Asked for"), kind="moment", sort=True),
    ),
    default_sort="-asked_at",
    filters=(
        Filter("state", _("State"), choices=TransferState.choices),
        Filter("to", pgettext_lazy("place", "To"), path="target_id", choices=place_choices),
    ),
    search_paths=("number", "part__number", "waybill"),
)

COUNTS = ListSpec(
    page="supply:counts",
    columns=(
        Column("number", _("Number"), kind="whole", sort=True, link="supply:count", title=True),
        Column("state", _("State"), kind="state", choices=CountState.choices),
        Column("place", _("Place"), path="place__code"),
        Column("counter", _("Counted by"), path="counter__name", english="counter__name_en"),
        Column("opened_at", _("Opened"), kind="moment", sort=True),
    ),
    default_sort="-opened_at",
    filters=(Filter("state", _("State"), choices=CountState.choices),),
    search_paths=("number", "place__code"),
)
