"""Taking back one's own last drop on the board, as long as nobody touched it since."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.core.models import Account, LogEntry
from aftersail.core.verdicts import Refused, all_of, require
from aftersail.dispatch.actions import assign_order, release_assignment
from aftersail.dispatch.actions.moving import promises_of, replan
from aftersail.dispatch.events import AssignmentMoved, AssignmentReleased, OrderAssigned
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.permissions import may_release
from aftersail.dispatch.queries.watching import changes_of
from aftersail.dispatch.rules.locks import is_open

UNDO_WITHIN = timedelta(hours=1)
UNDOABLE = frozenset({OrderAssigned.event_name, AssignmentMoved.event_name, AssignmentReleased.event_name})


@transaction.atomic
def take_back(*, by: Account, entry: LogEntry, order: WorkOrder, at: datetime, id: UUID) -> None:
    """Undo one entry of the log: a sending is released, a move moved back, a release sent again.

    Refused when it is not one's own, older than an hour, or anything happened to the order's promise since; the
    rules are asked again, for the world may have changed. `id` is for the promise that is made again.
    """
    order = WorkOrder.objects.select_for_update(of=("self",)).select_related("case__vessel", "port", "skill", "task").get(pk=order.pk)  # fmt: skip
    _require_untouched(by, entry, order, at)
    said = _now("Taken back on the board.")
    standing = promises_of(order)
    if entry.event == OrderAssigned.event_name:
        release_assignment(by=by, assignment=standing[0], reason=said, at=at)
        return
    before = _released_with(order, entry.at)
    people = [one.staff for one in before]
    since, until = before[0].starts_at, before[0].ends_at
    if entry.event == AssignmentReleased.event_name:
        assign_order(
            by=by, order=order, staff=people[0], team=people[1:], starts_at=since, ends_at=until, at=at, id=id, override_reason=said
        )  # fmt: skip
        return
    require(all_of(may_release(by, order), *(is_open(one) for one in standing)))
    replan(
        by=by, order=order, before=standing, people=people, starts_at=since, ends_at=until, at=at, id=id, reason=said
    )  # fmt: skip


def _require_untouched(by: Account, entry: LogEntry, order: WorkOrder, at: datetime) -> None:
    if entry.account_id != by.pk or entry.event not in UNDOABLE:
        raise Refused([_("Only your own last drop can be taken back.")])
    if at - entry.at > UNDO_WITHIN:
        raise Refused([_("This was more than an hour ago. Move the promise by hand.")])
    latest = changes_of(order).first()
    standing = Assignment.objects.filter(order=order, released_at=None)
    gone = entry.event == AssignmentReleased.event_name
    if latest is None or latest.pk != entry.pk or standing.exists() is gone:
        raise Refused([_("Somebody changed this promise since. The board shows how it stands now.")])


def _released_with(order: WorkOrder, at: datetime) -> list[Assignment]:
    """Return the promises that ended with an entry, the lead first."""
    rows = Assignment.objects.filter(order=order, released_at=at)
    return list(
        rows.select_related("staff__account", "staff__station__port").order_by("-lead", "created_at", "id")
    )
