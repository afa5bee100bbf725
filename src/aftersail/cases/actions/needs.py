"""What a work order needs besides its lead: further members of the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.cases.events import OrderNeedsChanged
from aftersail.cases.models import OrderMember, WorkOrder
from aftersail.cases.permissions import may_change_needs
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.people.models import Skill, TaskType

MOST_MEMBERS = 5
"""So many people besides the lead are asked for at most."""


@dataclass(frozen=True, slots=True)
class MemberAsked:
    """What one more person of a team must bring; without a skill anybody who goes on board will do."""

    skill: Skill | None = None
    task: TaskType | None = None
    level: int = 2
    certificate_kinds: tuple[str, ...] = ()


@transaction.atomic
def change_needs(
    *, by: Account, order: WorkOrder, members: Sequence[MemberAsked], at: datetime, seen: int | None = None
) -> WorkOrder:
    """Say anew whom an order asks for besides its lead, as long as nobody is promised to it."""
    require(all_of(may_change_needs(by, order), members_make_sense(members)))
    order.change(seen, team_size=1 + len(members))
    OrderMember.objects.filter(order=order).delete()
    write_members(order, members)
    record(OrderNeedsChanged(number=order.number, people=order.team_size), by=by, about=order, at=at)
    return order


def write_members(order: WorkOrder, members: Sequence[MemberAsked]) -> None:
    """Write the further members of an order; part of a larger action."""
    OrderMember.objects.bulk_create(
        OrderMember(
            order=order, place=place, skill=one.skill, task=one.task, level=one.level,
            certificate_kinds=list(one.certificate_kinds),
        )
        for place, one in enumerate(members, 2)
    )  # fmt: skip


def members_make_sense(members: Sequence[MemberAsked]) -> Verdict:
    """Whether the further members of a team are not too many, and their levels are levels."""
    few = format_lazy(_("A team has a lead and {most} more at most. Split the order."), most=MOST_MEMBERS)
    return all_of(
        ALLOWED if len(members) <= MOST_MEMBERS else refuse(few),
        ALLOWED if all(0 <= one.level <= 4 for one in members) else refuse(_("A skill level is 0 to 4.")),
    )
