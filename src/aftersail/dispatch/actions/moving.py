"""Moving a promise to another person or other hours: taken back and made anew in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.prepared import Prepared
from aftersail.core.record import Stale
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.dispatch.actions import close_case_to_the_released, open_case_to
from aftersail.dispatch.actions.promises import hold_still, hours_make_sense, log_reason, minute, promise
from aftersail.dispatch.events import AssignmentMoved
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.permissions import may_release
from aftersail.dispatch.rules.locks import is_open
from aftersail.people.models import Staff


@transaction.atomic
def move_assignment(
    *,
    by: Account,
    assignment: Assignment,
    staff: Staff,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    id: UUID,
    override_reason: str = "",
    seen: int | None = None,
    planned: bool = False,
    team: Sequence[Staff] | None = None,
) -> Assignment:
    """Let `staff` go in the place of the one promised, at these hours; the rest of the team goes along.

    With `team` just those go along, whoever did before, and `staff` leads.

    Every rule is asked again, the promise itself not counting as a clash. One entry of the log tells before and
    after. Raises `Refused` with every reason, `Stale` when somebody changed the promise since it was read; the same
    `id` again moves once. With `planned` a plan of all orders chose: nobody asks why it is not the engineer proposed
    first. Returns the new promise of the lead.
    """
    if known := made_before(Assignment, id):
        return known
    order, before = assignment.order, promises_of(assignment.order)
    people = _team_after(before, assignment, staff) if team is None else [staff, *team]
    if assignment.released_at is not None:
        raise Stale([_("This promise is gone: somebody moved or released it meanwhile. The board shows how it stands now.")])  # fmt: skip
    same = (
        [one.pk for one in people] == [one.staff_id for one in before]
        and starts_at == assignment.starts_at
        and ends_at == assignment.ends_at
    )
    changed = refuse(_("Nothing would change: same person, same hours.")) if same else ALLOWED
    require(
        all_of(may_release(by, order), is_open(assignment), hours_make_sense(starts_at, ends_at), changed)
    )
    require(all_of(*(is_open(one) for one in before)))
    assignment.change(seen, released_at=at)
    return replan(
        by=by, order=order, before=before, people=people, starts_at=starts_at,
        ends_at=ends_at, at=at, id=id, reason=override_reason.strip(), planned=planned,
    )  # fmt: skip


def promises_of(order: WorkOrder) -> list[Assignment]:
    """Return an order's promises in force, the lead first."""
    return PROMISES.rows(order.pk)


PROMISES = Prepared(
    lambda order: (
        Assignment.objects.filter(order=order, released_at=None)
        .select_related("staff__account", "staff__station__port")
        .order_by("-lead", "created_at", "id")
    ),
    UUID,
)


def replan(
    *, by: Account, order: WorkOrder, before: list[Assignment], people: list[Staff], starts_at: datetime, ends_at: datetime,
    at: datetime, id: UUID, reason: str, planned: bool = False,
) -> Assignment:  # fmt: skip
    """End the promises `before` and make those of `people`; part of a larger action, which asked who may."""
    hold_still([*(one.staff for one in before), *people])
    Assignment.objects.filter(order=order, released_at=None).update(released_at=at)
    lead, first = promise(
        order=order, people=people, starts_at=starts_at, ends_at=ends_at, at=at, id=id, reason=reason,
        unasked=planned or people[0].pk == before[0].staff_id, few=max(0, order.team_size - len(before)),
    )  # fmt: skip
    close_case_to_the_released(order=order, at=at)
    for one in people:
        open_case_to(one, order.case)
    moved = AssignmentMoved(
        number=order.number, order_id=order.pk, assignment_id=lead.pk, engineer=lead.staff.name, planned=minute(starts_at),
        engineer_before=before[0].staff.name, planned_before=minute(before[0].starts_at),
    )  # fmt: skip
    record(moved, by=by, about=lead, at=at)
    log_reason(by=by, lead=lead, first=first, at=at)
    return lead


def _team_after(before: list[Assignment], moved: Assignment, staff: Staff) -> list[Staff]:
    """Return who goes afterwards, the lead first: `staff` takes the place of the one moved."""
    team = [staff if one.pk == moved.pk else one.staff for one in before]
    return list({one.pk: one for one in team}.values())
