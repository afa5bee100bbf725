"""Work that tools were used for, which later chapters tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from aftersail.supply.models import Tool


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
