"""Keeping the user task calendar (R37)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.fleet.events import UserTaskKept
from aftersail.fleet.models import UserTask, UserTaskContent, Vessel
from aftersail.fleet.permissions.lifecycle import may_keep_tasks
from aftersail.fleet.rules.user_tasks import check_task
from aftersail.fleet.states import TaskLevel, WindowEffect


@transaction.atomic
def keep_task(
    *,
    by: Account,
    vessel: Vessel,
    id: UUID,
    title: str,
    first_day: date,
    last_day: date,
    level: str,
    effect: str,
    at: datetime,
    text: str = "",
    seen: int | None = None,
) -> UserTask:
    """Enter a task of the user, or change the one with this id. What it is about goes into no log."""
    _allowed(by, vessel)
    require(
        all_of(
            check_task(title=title, first_day=first_day, last_day=last_day),
            ALLOWED if level in TaskLevel.values else refuse(_("Choose a level.")),
            ALLOWED if effect in WindowEffect.values else refuse(_("Choose what it means for service.")),
        )
    )
    days = {"level": level, "first_day": first_day, "last_day": last_day, "effect": effect}
    told = {"title": title.strip()[:120], "text": text.strip()[:2000]}
    task = made_before(UserTask, id)
    if task is None:
        task = UserTask(id=id, vessel=vessel, **days)
        task.save(force_insert=True)
        UserTaskContent(task=task, vessel=vessel, customer_id=vessel.customer_id, **told).save(
            force_insert=True
        )
    else:
        require(ALLOWED if task.vessel_id == vessel.pk else refuse(_("This task belongs to another ship.")))
        if seen is None and all(getattr(task, name) == value for name, value in days.items()):
            return task
        task.change(seen, **days)
        UserTaskContent.objects.get(task=task).change(None, **told)
    record(UserTaskKept(first_day=first_day, last_day=last_day), by=by, about=vessel, at=at)
    return task


@transaction.atomic
def drop_task(*, by: Account, task: UserTask, at: datetime) -> None:
    """Take a task off the calendar."""
    _allowed(by, task.vessel)
    record(UserTaskKept(first_day=task.first_day, last_day=task.last_day), by=by, about=task.vessel, at=at)
    task.delete()


def _allowed(by: Account, vessel: Vessel) -> None:
    verdict = may_keep_tasks(by, vessel)
    if not verdict:
        raise Forbidden(verdict.reasons)
