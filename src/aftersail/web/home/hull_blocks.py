"""Blocks of the home page about hulls: handovers under way, milestones that come or are late, what a yard owes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.masters.naming import name_at
from aftersail.fleet.models import Handover, Leftover, Milestone
from aftersail.fleet.states import HandoverState, MilestoneKind
from aftersail.web.home.blocks import Block, Line, block

AHEAD = timedelta(days=14)


def handovers_under_way(request: SignedInRequest) -> Block:
    """Handovers that are drafted, checked or signed, the oldest first."""

    def line(pk: Any, number: str, hull: str, state: str, begun: datetime) -> Line:
        label = HandoverState(state).label
        return Line(
            number, reverse("fleet:handover", args=[pk]), hull, state=state, state_label=label, at=begun
        )

    rows = (
        Handover.objects.visible_to(request.user)
        .exclude(state__in=[HandoverState.ACCEPTED, HandoverState.CANCELLED])
        .order_by("created_at")
    )
    return block(
        _("Handovers under way"), "transfer", rows, ("id", "number", "vessel__hull_code", "state", "created_at"), line,
        url=reverse("fleet:handovers"), empty=_("No handover is under way. One begins on the page of its hull."),
    )  # fmt: skip


def milestones_ahead(request: SignedInRequest) -> Block:
    """Milestones of hulls in the yard that come within two weeks, or are late."""

    def line(vessel: Any, kind: str, hull: str, name: str, planned: date) -> Line:
        return Line(
            f"{hull} {name}",
            reverse("fleet:vessel", args=[vessel]),
            f"{MilestoneKind(kind).label} {planned:%Y-%m-%d}",
        )

    until = timezone.localdate() + AHEAD
    rows = (
        Milestone.objects.visible_to(request.user)
        .filter(Q(vessel__delivered_on=None), actual_on=None, planned_on__lte=until)
        .order_by("planned_on")
    )
    return block(
        _("Milestones, two weeks ahead"), "flag", rows,
        ("vessel_id", "kind", "vessel__hull_code", name_at("vessel__name"), "planned_on"), line,
        url=reverse("fleet:milestones"), empty=_("No hull reaches a milestone in the next two weeks."),
    )  # fmt: skip


def owed_by_yard(request: SignedInRequest) -> Block:
    """What the yard still owes, the soonest due first."""

    def line(pk: Any, text: str, hull: str, due_on: date) -> Line:
        return Line(text, reverse("fleet:owed_item", args=[pk]), f"{hull} · {due_on:%Y-%m-%d}")

    rows = (
        Leftover.objects.visible_to(request.user)
        .filter(yard__in=request.user.reach_ids, fixed_on=None)
        .order_by("due_on")
    )
    return block(
        _("Leftovers of our yard"), "checklist", rows, ("id", "text", "hull_code", "due_on"), line, url=reverse("fleet:owed"),
        empty=_("Your yard owes nothing."),
    )  # fmt: skip
