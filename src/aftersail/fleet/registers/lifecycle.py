"""The registers of a hull's life: its dates, what is left over, what must be ready, the points of its gates."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, one_by_one
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet import permissions as may
from aftersail.fleet.actions.leftovers import on_list, settle_keys
from aftersail.fleet.actions.milestones import (
    check_dates,
    follow_milestone,
)
from aftersail.fleet.models import (
    GateQuestion,
    Leftover,
    Milestone,
    ReadinessItem,
)
from aftersail.fleet.permissions.handover import (
    HANDOVER_WRITERS,
    LEFTOVER_READERS,
    may_keep_leftover,
    may_keep_readiness,
)
from aftersail.fleet.permissions.lifecycle import may_keep_gates
from aftersail.fleet.rules import hull
from aftersail.fleet.states import OwedBy


def check_milestone(milestone: Milestone) -> Verdict:
    """A hull's dates are in order, none is reached in the future, and a planned date moves with a reason (R36)."""
    kept = Milestone._base_manager.filter(pk=milestone.pk).values_list("planned_on", "vessel").first()
    before = kept[0] if kept else None
    return all_of(
        check_dates(
            milestone.vessel, milestone.kind, milestone.planned_on, milestone.actual_on, timezone.localdate()
        ),
        hull.check_moved(before=before, after=milestone.planned_on, reason=milestone.reason),
    )


def check_leftover(leftover: Leftover) -> Verdict:
    """An item of a yard names the yard, its unit lies aboard the same ship, and it is put right before it is accepted."""
    leftover.take_keys(leftover.vessel)
    if leftover.listed_on is None and on_list(leftover.vessel):
        leftover.listed_on = leftover.vessel.delivered_on
    elsewhere = leftover.equipment is not None and leftover.equipment.vessel_id != leftover.vessel_id
    nobody = leftover.owed_by == OwedBy.YARD and leftover.yard_id is None
    early = leftover.accepted_on and (leftover.fixed_on is None or leftover.accepted_on < leftover.fixed_on)
    return all_of(
        refuse(_("The unit lies aboard another vessel.")) if elsewhere else ALLOWED,
        refuse(_("Name the yard that owes the item.")) if nobody else ALLOWED,
        refuse(_("An item is put right before it is accepted.")) if early else ALLOWED,
    )


def check_readiness(point: ReadinessItem) -> Verdict:
    """A point is not done in the future."""
    if point.done_on is not None and point.done_on > timezone.localdate():
        return refuse(_("A point cannot have been done in the future. Leave the day empty until it is."))
    return ALLOWED


MILESTONES = Master(
    app="fleet", noun="milestone", plural="milestones", slug="milestones", model=Milestone,
    label=_("Milestones"), new_label=_("New milestone"), icon="flag",
    fields=("vessel", "kind", "planned_on", "actual_on", "reason"),
    readers=may.VESSEL_READERS, writers=may.KEEPERS, may_write=may.may_keep_milestones, settled=one_by_one(follow_milestone),
    check=check_milestone,
)  # fmt: skip

LEFTOVERS = Master(
    app="fleet", noun="leftover", plural="leftovers", slug="leftovers", model=Leftover,
    label=_("Warranty list"), new_label=_("New leftover item"), icon="checklist",
    fields=(
        "vessel", "equipment", "text", "location", "weight", "owed_by", "yard", "party", "due_on", "stage", "service_type",
        "fixed_on", "accepted_on",
    ),
    readers=LEFTOVER_READERS, writers=HANDOVER_WRITERS, may_write=may_keep_leftover,
    check=check_leftover, settled=one_by_one(settle_keys),
    help=_("Leftovers from commissioning and trials; at the handover they go onto the warranty list by themselves."),
)  # fmt: skip

READINESS = Master(
    app="fleet", noun="readiness_point", plural="readiness", slug="readiness", model=ReadinessItem,
    label=_("Service plans before delivery"), new_label=_("New point"), icon="list-check",
    fields=(
        "vessel", "part", "title", "title_en", "anchor", "days_before", "responsible", "needed", "done_on", "evidence",
    ),
    readers=may.HOUSE_READERS, writers=HANDOVER_WRITERS, may_write=may_keep_readiness, check=check_readiness,
    removable=True, help=_("Staff, spares, training and documents that must be ready before a hull is delivered."),
)  # fmt: skip

GATE_QUESTIONS = Master(
    app="fleet", noun="gate_question", plural="gate_questions", slug="gate-questions", model=GateQuestion,
    label=_("Gate checklists"), new_label=_("New gate question"), icon="clipboard-check",
    fields=("gate", "code", "text", "text_en", "mandatory", "active"),
    readers=may.HOUSE_READERS, writers=may.PROMISE_KEEPERS, may_write=may_keep_gates,
    help=_("What must be answered before a hull enters a stage; a review keeps the wording it began with."),
)  # fmt: skip
