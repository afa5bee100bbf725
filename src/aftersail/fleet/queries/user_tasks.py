"""The user task calendar: busy days for who plans, content for who needs to know (R37)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aftersail.core.models import Account
from aftersail.core.prepared import among
from aftersail.fleet.models import UserTask, UserTaskContent, Vessel
from aftersail.fleet.permissions.lifecycle import may_read_task_content
from aftersail.fleet.rules.user_tasks import BusySpan, clashes, preferred
from aftersail.fleet.states import TaskLevel, WindowEffect


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One task as this reader may see it; `title` and `text` are empty where its content is not for the reader."""

    task: UserTask
    title: str = ""
    text: str = ""
    open: bool = False


def tasks_shown(account: Account, vessel: Vessel, since: date | None = None) -> list[TaskShown]:
    """Return a ship's tasks, each with its content for those who need to know, else as busy days."""
    rows = UserTask.objects.visible_to(account).filter(vessel=vessel)
    if since is not None:
        rows = rows.filter(last_day__gte=since)
    if not may_read_task_content(account, vessel):
        return [TaskShown(one) for one in rows]
    contents = {one.task_id: one for one in UserTaskContent.objects.visible_to(account).filter(vessel=vessel)}
    return [
        TaskShown(one, told.title, told.text, True) if (told := contents.get(one.pk)) else TaskShown(one)
        for one in rows
    ]


def busy_spans(vessel_ids: Iterable[UUID], first: date, last: date) -> list[BusySpan]:
    """Return the busy days of ships within a stretch, without a word of what they are about; for planners of later chapters."""
    rows = UserTask._base_manager.filter(
        vessel__in=among(list(vessel_ids)), first_day__lte=last, last_day__gte=first
    )
    return [
        BusySpan(vessel, begin, end, WindowEffect(effect), TaskLevel(level))
        for vessel, begin, end, effect, level in rows.order_by("first_day").values_list(
            "vessel_id", "first_day", "last_day", "effect", "level"
        )
    ]


@dataclass(frozen=True, slots=True)
class Availability:
    """What the user's calendar says of a stretch of days: what blocks it, and where service goes first."""

    blocked: list[BusySpan]
    preferred: list[BusySpan]


def availability(vessel_id: UUID, first: date, last: date) -> Availability:
    """Return whether a ship can be served in a stretch of days; dispatch shows it before it promises anybody (R37)."""
    spans = busy_spans([vessel_id], first, last)
    return Availability(clashes(spans, first, last), preferred(spans, first, last))
