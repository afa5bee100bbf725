"""Work that later chapters know: what tools were used for, and the parts that work orders wait for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from aftersail.core.masters.naming import bare_name
from aftersail.core.prepared import among
from aftersail.supply.models import PartIssue, StockTotal, Tool
from aftersail.supply.states import IssueState


@dataclass(frozen=True, slots=True)
class WorkDone:
    """One piece of work done with a tool: its id, what it is called, when, and the URL name of its page."""

    ref: UUID
    label: str
    at: datetime
    page: str


Source = Callable[[Tool, "date | None"], list[WorkDone]]
_sources: list[Source] = []


def tells_work_of_tools(source: Source) -> None:
    """Add a source of work; called from a later app's `ready`."""
    _sources.append(source)


def work_done_with(tool: Tool, since: date | None) -> list[WorkDone]:
    """Return what was done with a tool since a day, by every chapter that knows, the oldest first."""
    return sorted((work for source in _sources for work in source(tool, since)), key=lambda work: work.at)


@dataclass(frozen=True, slots=True)
class OwedPart:
    """A part that a work order waits for: what it is called, and when it arrives; None where nobody has said."""

    name: str
    expected_on: date | None


def parts_owed(work_refs: Collection[UUID]) -> dict[UUID, list[OwedPart]]:
    """Return what work orders wait for: backordered, or asked for while the store has too little; one query.

    To be asked for orders that the reader sees; issues of stations beyond the reader's reach are not told.
    """
    there = StockTotal.objects.filter(place=OuterRef("place"), part=OuterRef("part"))
    free = Coalesce(Subquery(there.values_list(F("quantity") - F("reserved"))[:1]), 0)
    rows = PartIssue.objects.filter(work_ref__in=among(list(work_refs))).annotate(free=free)
    asked = Q(state__in=(IssueState.REQUESTED, IssueState.APPROVED), free__lt=F("quantity"))
    owed = rows.filter(asked | Q(state=IssueState.BACKORDERED)).select_related("part").order_by("number")
    found: dict[UUID, list[OwedPart]] = defaultdict(list)
    for one in owed:
        if one.work_ref is not None:
            found[one.work_ref].append(OwedPart(bare_name(one.part), one.expected_on))
    return found
