"""Parts and tools of a visit: what should go along, what was used, and which visits a tool was used on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from aftersail.core.models import Account
from aftersail.supply.models import KitTemplate, StockPlace, Tool
from aftersail.supply.queries.stock import KitNeed, kit_needs, kits_for
from aftersail.supply.queries.work import WorkDone
from aftersail.supply.states import ToolState
from aftersail.visits.models import ToolUse, Visit
from aftersail.visits.queries.record import family_of


def work_of_tool(tool: Tool, since: date | None) -> list[WorkDone]:
    """Return the visits a tool was used on since a day, for the review of its calibration."""
    rows = ToolUse.objects.filter(tool=tool).select_related("visit")
    return [
        WorkDone(use.visit_id, use.visit.number, use.used_at, "visits:visit")
        for use in rows
        if since is None or timezone.localdate(use.used_at) >= since
    ]


def kit_of_visit(account: Account, visit: Visit) -> list[tuple[KitTemplate, list[KitNeed]]]:
    """Return the kit lists of a visit's procedure or family, each against what its engineer and station have."""
    code = visit.procedure.code if visit.procedure else ""
    kit_place = StockPlace.objects.visible_to(account).filter(holder=visit.lead).first()
    return [
        (kit, kit_needs(account, kit, visit.lead.station, kit_place))
        for kit in kits_for(family_of(visit), code)
    ]


def tools_on_offer(account: Account, visit: Visit) -> QuerySet[Tool]:
    """Return the tools of the engineer's station that are fit for use or in somebody's hands."""
    usable = (ToolState.AVAILABLE, ToolState.DUE_SOON, ToolState.LIMITED, ToolState.BORROWED)
    rows: Any = Tool.objects.visible_to(account)
    found: QuerySet[Tool] = rows.filter(state__in=usable, station=visit.lead.station_id).order_by(
        "asset_number"
    )
    return found
