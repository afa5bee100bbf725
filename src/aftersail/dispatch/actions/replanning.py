"""Planning anew what a change touches: a worker plans it, the draft says why and waits to be published (R38, R84)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.jobs import JobKind, Progress, start
from aftersail.core.log import record
from aftersail.core.models import Account, Job
from aftersail.core.verdicts import Refused, require
from aftersail.dispatch.events import PlanDiscarded, PlanSuperseded, ReplanDrafted
from aftersail.dispatch.models import DraftState, PlanDraft
from aftersail.dispatch.permissions import may_plan
from aftersail.dispatch.queries.planning import PlanAsked, picture_of
from aftersail.dispatch.queries.threats import AHEAD_DAYS, open_replans, threats_now
from aftersail.dispatch.rules.planning import SETTLING
from aftersail.dispatch.rules.plans import PlanMade
from aftersail.dispatch.rules.threats import Threat
from aftersail.dispatch.rules.timeline import Timeline

SECONDS = 3
"""A change touches a few promises: more search finds no better place for them."""


def ask_for_replan(*, by: Account, id: UUID, orders: Collection[UUID] | None = None) -> Job:
    """Queue planning anew what cannot be kept, of some orders or of all; the same `id` again is the same job."""
    require(may_plan(by))
    arguments = {"orders": None if orders is None else sorted(str(one) for one in orders)}
    return start(REPLAN, by=by, arguments=arguments, job_id=id)


def _replan(progress: Progress, *, by: Account, orders: list[str] | None) -> dict[str, Any]:
    threats = threats_to_answer(by, None if orders is None else {UUID(one) for one in orders}, timezone.now())
    draft = replan_threatened(by=by, threats=threats, at=timezone.now())
    return {"draft": str(draft.pk) if draft else None}


def threats_to_answer(by: Account, orders: Collection[UUID] | None, now: datetime) -> list[Threat]:
    """Return what a draft must answer: the threats to some orders, and those that an open draft has not settled yet."""
    threats = threats_now(by, now)
    if orders is None:
        return threats
    unsettled = {UUID(one["order"]) for draft in open_replans(by) for one in draft.cause}
    return [one for one in threats if one.order_id in unsettled or one.order_id in orders]


def replan_threatened(
    *, by: Account, threats: Sequence[Threat], at: datetime, iterations: int | None = None
) -> PlanDraft | None:
    """Plan the promises that cannot be kept anew and keep the draft; None where there is none.

    A draft that answers just this already is returned as it is, so that the same change twice makes one draft.
    """
    if not threats:
        return None
    cause = [one.as_json() for one in threats]
    if known := _known(by, cause):
        return known
    from aftersail.dispatch.engine import replan_touched  # 30 MB, only for a worker that plans

    line = Timeline(timezone.localdate(at), AHEAD_DAYS)
    picture = picture_of(by, PlanAsked(line, promised=True), at + SETTLING)
    causes = {one.order_id: one.why for one in reversed(threats)}
    made = replan_touched(picture, causes, seconds=SECONDS, iterations=iterations)
    return keep_replan(by=by, cause=cause, line=line, made=made, at=at)


@transaction.atomic
def keep_replan(
    *, by: Account, cause: list[dict[str, Any]], line: Timeline, made: PlanMade, at: datetime
) -> PlanDraft:
    """Keep what planning anew found; drafts made for one of these promises before are over."""
    orders = {one["order"] for one in cause}
    for before in open_replans(by).select_for_update(of=("self",)):
        if before.account_id == by.pk or orders & {one["order"] for one in before.cause}:
            before.change(state=DraftState.SUPERSEDED, settled_at=at)
            record(PlanSuperseded(first_day=before.first_day.isoformat()), by=by, about=before, at=at)
    draft = PlanDraft(
        account=by, first_day=line.first, days=(line.last - line.first + timedelta(1)).days, seconds=SECONDS, cause=cause,
        steps=[one.as_json() for one in made.steps], left_out=[one.as_json() for one in made.left_out],
        flaws=[one.as_json() for one in made.flaws], cost_before=made.cost_before, cost_after=made.cost_after,
        means_before=made.means_before, means_after=made.means_after,
    )  # fmt: skip
    draft.save(force_insert=True)
    numbers = list(dict.fromkeys(one["number"] for one in cause))
    record(
        ReplanDrafted(orders=numbers, steps=len(made.steps), left_out=len(made.left_out)),
        by=by,
        about=draft,
        at=at,
    )
    return draft


@transaction.atomic
def drop_needless(*, at: datetime) -> int:
    """Throw away the drafts whose promises can all be kept again, and return how many; for the system's own work."""
    dropped = 0
    for draft in PlanDraft.objects.filter(state=DraftState.OPEN).exclude(cause=[]).select_related("account"):
        broken = {str(one.order_id) for one in threats_now(draft.account, at)}
        if not broken & {one["order"] for one in draft.cause}:
            draft.change(state=DraftState.DISCARDED, settled_at=at)
            record(PlanDiscarded(first_day=draft.first_day.isoformat()), by=None, about=draft, at=at)
            dropped += 1
    return dropped


def _known(by: Account, cause: list[dict[str, Any]]) -> PlanDraft | None:
    return next((one for one in open_replans(by) if one.cause == cause), None)


def ask_in_name_of(planners: Sequence[Account], *, id: UUID, orders: Collection[UUID]) -> Job | None:
    """Queue planning anew for the first planner who has room for a job; raises `Refused` where none has."""
    refused: list[Any] = []
    for one in planners:
        try:
            return ask_for_replan(by=one, id=id, orders=orders)
        except Refused as refusal:
            refused += refusal.reasons
    if refused:
        raise Refused(refused)
    return None


def _arrives_at(job: Job) -> str:
    return reverse("dispatch:plan_of_job", args=[job.pk])


REPLAN = JobKind("dispatch.replan", _("Plan anew what cannot be kept"), _replan, _arrives_at)
