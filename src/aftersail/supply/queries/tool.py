"""Reads of tools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from aftersail.core.models import Account
from aftersail.supply.models import ImpactItem, Tool, ToolLoan
from aftersail.supply.queries.stock import one_of
from aftersail.supply.states import ON_THE_SHELF, ToolState


def tools_for(account: Account) -> QuerySet[Tool]:
    """Return the tools that an account sees."""
    rows: QuerySet[Tool] = Tool.objects.visible_to(account)
    return rows.select_related("station")


def tool_by_id(account: Account, pk: UUID) -> Tool:
    """Return one tool."""
    return one_of(tools_for(account), pk)  # type: ignore[no-any-return]


def impact_by_id(account: Account, pk: UUID) -> ImpactItem:
    """Return one piece of work under review."""
    return one_of(ImpactItem.objects.visible_to(account).select_related("review__tool"), pk)  # type: ignore[no-any-return]


def classes_at_hand(
    account: Account, stations: Collection[UUID], people: Collection[UUID], until: date
) -> tuple[dict[UUID, set[str]], dict[UUID, set[str]]]:
    """Return the classes of tools fit for use up to a day: by station those on its shelf, by person those on loan.

    Classes are told in small letters. Two queries.
    """
    shelves: dict[UUID, set[str]] = defaultdict(set)
    hands: dict[UUID, set[str]] = defaultdict(set)
    lying = tools_for(account).filter(_good(until), station__in=stations, state__in=ON_THE_SHELF)
    for station, name in lying.order_by().values_list("station_id", "tool_class").distinct():
        shelves[station].add(name.casefold())
    lent = ToolLoan.objects.filter(
        _good(until, "tool__"), borrower__in=people, given_back_at=None, tool__state=ToolState.BORROWED
    )
    for person, name in lent.order_by().values_list("borrower_id", "tool__tool_class"):
        hands[person].add(name.casefold())
    return shelves, hands


def _good(until: date, path: str = "") -> Q:
    return Q(**{f"{path}due_on": None}) | Q(**{f"{path}due_on__gte": until})
