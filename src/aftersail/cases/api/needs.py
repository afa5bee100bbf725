"""What a work order needs, for programs."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema

from aftersail.cases.actions.needs import MemberAsked, Needs, change_needs
from aftersail.cases.api.shapes import READ, WRITE, MemberIn, NeedsIn, Version
from aftersail.cases.models import WorkOrder
from aftersail.cases.permissions import READERS
from aftersail.cases.queries.finding import order_by_id
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.roles import OUTSIDE
from aftersail.core.verdicts import Refused
from aftersail.people.models import CertificateKind, Skill, TaskType

router = Router(tags=["work orders"])
HOUSE_READERS = READERS - OUTSIDE


class NeedsChangeIn(NeedsIn):
    """What an order needs from now on."""

    version: int | None = Version


class NeedsOut(Schema):
    """What an order needs besides its lead."""

    id: UUID
    version: int
    team_size: int
    members: list[MemberIn]
    after_id: UUID | None
    visit_with_id: UUID | None
    tool_classes: list[str]


@router.get("/orders/{uuid:order_id}/needs", response=NeedsOut, summary="What a work order needs")
@audience(*HOUSE_READERS, scope=READ)
def read_needs(request: SignedInRequest, order_id: UUID) -> dict[str, Any]:
    """Return whom an order asks for besides its lead, tools, and how it is tied to other orders."""
    return needs_out(order_by_id(request.user, order_id))


@router.post("/orders/{uuid:order_id}/needs", response=NeedsOut, summary="Say anew what a work order needs")
@audience(*HOUSE_READERS, scope=WRITE)
def write_needs(request: SignedInRequest, order_id: UUID, wanted: NeedsChangeIn) -> dict[str, Any]:
    """Say anew what an order needs, as long as nobody is promised to it."""
    order = order_by_id(request.user, order_id)
    needs = needs_of(request, wanted)
    change_needs(by=request.user, order=order, needs=needs, at=timezone.now(), seen=wanted.version)
    return needs_out(order)


def needs_out(order: WorkOrder) -> dict[str, Any]:
    """Return what an order needs in the shape of `NeedsOut`."""
    members = [
        {"skill_id": one.skill_id, "task_id": one.task_id, "level": one.level, "certificate_kinds": one.certificate_kinds}
        for one in order.members.all()
    ]  # fmt: skip
    return {
        "id": order.pk, "version": order.version, "team_size": order.team_size, "members": members,
        "after_id": order.after_id, "visit_with_id": order.visit_with_id, "tool_classes": order.tool_classes,
    }  # fmt: skip


def needs_of(request: SignedInRequest, wanted: NeedsIn) -> Needs:
    """Return what is asked for; orders that the account may not see are refused as if they did not exist."""
    after = order_by_id(request.user, wanted.after_id) if wanted.after_id else None
    visit = order_by_id(request.user, wanted.visit_with_id) if wanted.visit_with_id else None
    return Needs(members_of(wanted.members), after, visit, wanted.tool_classes)


def members_of(wanted: Sequence[MemberIn]) -> list[MemberAsked]:
    """Return the members asked for; Refused for a skill, task or certificate that is in no register."""
    skills = {one.pk: one for one in Skill.objects.filter(pk__in={one.skill_id for one in wanted})}
    tasks = {one.pk: one for one in TaskType.objects.filter(pk__in={one.task_id for one in wanted})}
    kinds = {kind for one in wanted for kind in one.certificate_kinds}
    known = set(CertificateKind.objects.filter(code__in=kinds).values_list("code", flat=True))
    unknown = any(
        (one.skill_id and one.skill_id not in skills) or (one.task_id and one.task_id not in tasks)
        for one in wanted
    )
    if unknown or kinds - known:
        raise Refused(
            [_("There is no such skill, kind of task or certificate. See the registers of skills and kinds.")]
        )
    return [
        MemberAsked(
            skills[one.skill_id] if one.skill_id else None, tasks[one.task_id] if one.task_id else None, one.level,
            tuple(one.certificate_kinds),
        )
        for one in wanted
    ]  # fmt: skip
