"""Reads of tools."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from aftersail.core.models import Account
from aftersail.supply.models import ImpactItem, Tool
from aftersail.supply.queries.stock import one_of


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
