"""What a work order needs besides its lead: further people, tools, an order before it, a visit that it belongs to (R69)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.cases.events import OrderNeedsChanged
from aftersail.cases.models import Case, OrderMember, WorkOrder
from aftersail.cases.permissions import may_change_needs
from aftersail.cases.queries.ties import ties_of_ship, tools_of_family
from aftersail.cases.rules.ties import Tie, waits_in_a_circle
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.people.models import Skill, TaskType

MOST_MEMBERS, MOST_TOOLS = 5, 20
"""So many people besides the lead, and classes of tools, are asked for at most."""


@dataclass(frozen=True, slots=True)
class MemberAsked:
    """What one more person of a team must bring; without a skill anybody who goes on board will do."""

    skill: Skill | None = None
    task: TaskType | None = None
    level: int = 2
    certificate_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What an order needs besides its lead and its window.

    after: the order that must end before. visit_with: an order whose visit it belongs to. tool_classes: what must be
    taken along; None for what the kit list of the unit's family says.
    """

    members: Sequence[MemberAsked] = ()
    after: WorkOrder | None = None
    visit_with: WorkOrder | None = None
    tool_classes: Sequence[str] | None = None


NO_MORE = Needs()
"""What an order needs of which nothing else was said."""


@transaction.atomic
def change_needs(
    *, by: Account, order: WorkOrder, needs: Needs, at: datetime, seen: int | None = None
) -> WorkOrder:
    """Say anew what an order needs, as long as nobody is promised to it."""
    require(all_of(may_change_needs(by, order), needs_make_sense(order.pk, order.case, needs)))
    order.change(seen, **values_of(order.case, needs))
    OrderMember.objects.filter(order=order).delete()
    write_members(order, needs.members)
    told = OrderNeedsChanged(
        number=order.number, people=order.team_size, after=order.after.number if order.after else "",
        visit=order.visit_with.number if order.visit_with else "", tools=", ".join(order.tool_classes),
    )  # fmt: skip
    record(told, by=by, about=order, at=at)
    return order


def values_of(case: Case, needs: Needs) -> dict[str, Any]:
    """Return the values of an order's own row for what it needs."""
    tools = needs.tool_classes
    if tools is None:
        tools = tools_of_family(case.equipment.model.family if case.equipment else None)
    visit = needs.visit_with
    return {
        "team_size": 1 + len(needs.members), "after": needs.after,
        "visit_with": visit and (visit.visit_with or visit),
        "tool_classes": [one.strip()[:40] for one in tools if one.strip()],
    }  # fmt: skip


def needs_make_sense(order_id: UUID, case: Case, needs: Needs) -> Verdict:
    """Whether a team is not too big, the orders named are of the same ship, and no circle comes of it."""
    return all_of(
        members_make_sense(needs.members),
        *(_of_same_ship(order_id, case, one) for one in (needs.after, needs.visit_with) if one is not None),
        _no_circle(order_id, case, needs),
        _joins(order_id, needs.visit_with),
        ALLOWED
        if len(needs.tool_classes or ()) <= MOST_TOOLS
        else refuse(_("Name twenty classes of tools at most.")),
    )


def _of_same_ship(order_id: UUID, case: Case, other: WorkOrder) -> Verdict:
    if other.pk == order_id:
        return refuse(_("An order is not tied to itself. Choose another one."))
    if other.case.vessel_id != case.vessel_id:
        told = _("{order} is on another ship. Only orders of one ship are tied.")
        return refuse(format_lazy(told, order=other.number))
    return ALLOWED


def _no_circle(order_id: UUID, case: Case, needs: Needs) -> Verdict:
    if needs.after is None and needs.visit_with is None:
        return ALLOWED
    visit = needs.visit_with
    root = (visit.visit_with_id or visit.pk) if visit else None
    mine = Tie(order_id, needs.after.pk if needs.after else None, root)
    others = [one for one in ties_of_ship(case.vessel_id) if one.id != order_id]
    if not waits_in_a_circle([*others, mine]):
        return ALLOWED
    return refuse(_("Orders would wait for each other in a circle. Choose another order to come first."))


def _joins(order_id: UUID, visit: WorkOrder | None) -> Verdict:
    if visit is None or not WorkOrder.objects.filter(visit_with=order_id).exists():
        return ALLOWED
    return refuse(_("Other orders belong to the visit of this one. Join them to the other visit first."))


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
