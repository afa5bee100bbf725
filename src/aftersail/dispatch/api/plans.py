"""Routes of planning: asking for a plan, watching it, the difference, publishing, discarding."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.jobs.parts import percent_of
from aftersail.core.models import Account, Job, JobState
from aftersail.core.refusals import NotThere
from aftersail.dispatch.actions.planning import PLAN, PlanWish, ask_for_plan
from aftersail.dispatch.actions.publishing import discard_plan
from aftersail.dispatch.actions.publishing_large import PUBLISH, publish_or_queue
from aftersail.dispatch.actions.replanning import REPLAN, ask_for_replan
from aftersail.dispatch.actions.steps import Outcome
from aftersail.dispatch.api.plan_shapes import (
    PlanDraftOut,
    PlanInListOut,
    PlanJobOut,
    PlanPublishedOut,
    PlanPublishIn,
    PlanWishIn,
    ReplanIn,
    ThreatOut,
)
from aftersail.dispatch.models import PlanDraft
from aftersail.dispatch.permissions import PLANNERS
from aftersail.dispatch.queries.plan_drafts import StepShown, draft_by_id, drafts_of, shown
from aftersail.dispatch.queries.publishing import publishing_now
from aftersail.dispatch.queries.threats import threats_now
from aftersail.dispatch.rules.threats import Threat, threat_kept, told_of
from aftersail.people.models import Area, Station

router = Router(tags=["dispatch"])
MOST_LISTED = 50


@router.post("/plans", response={202: PlanJobOut}, summary="Ask for a plan of some days")
@audience(*PLANNERS, scope="dispatch:write")
def ask(request: SignedInRequest, data: PlanWishIn) -> tuple[int, dict[str, Any]]:
    """Queue planning of the days; a worker does it. The same `id` again is the same job."""
    account = request.user
    if data.station_id and not Station.objects.visible_to(account).filter(pk=data.station_id).exists():
        raise NotThere
    if data.area_id and not Area.objects.visible_to(account).filter(pk=data.area_id).exists():
        raise NotThere
    first = data.first or timezone.localdate()
    wish = PlanWish(
        first, data.days, data.seconds, data.station_id, data.area_id, data.by_area, partners=data.partners
    )
    return 202, _job(ask_for_plan(by=account, wish=wish, id=data.id or new_id()))


@router.get("/plans", response=list[PlanInListOut], summary="Draft plans")
@audience(*PLANNERS, scope="dispatch:read")
def listed(request: SignedInRequest) -> list[dict[str, Any]]:
    """List the newest draft plans of this account, and those that a change made necessary."""
    return [_in_list(one) for one in drafts_of(request.user)[:MOST_LISTED]]


@router.get("/threats", response=list[ThreatOut], summary="Promises that cannot be kept")
@audience(*PLANNERS, scope="dispatch:read")
def threats(request: SignedInRequest) -> list[dict[str, Any]]:
    """List the promises of the coming four weeks that leave, a ship's window, its calendar or an overrun stands against."""
    return [_threat(one) for one in threats_now(request.user, timezone.now())]


@router.post("/plans/anew", response={202: PlanJobOut}, summary="Plan anew what cannot be kept")
@audience(*PLANNERS, scope="dispatch:write")
def replan(request: SignedInRequest, data: ReplanIn) -> tuple[int, dict[str, Any]]:
    """Queue planning anew; every other promise stays to the minute, and nothing is promised before it is published."""
    return 202, _job(ask_for_replan(by=request.user, id=data.id or new_id(), orders=data.orders))


@router.get("/plans/of/{uuid:job_id}", response=PlanJobOut, summary="How far planning is")
@audience(*PLANNERS, scope="dispatch:read")
def watch(request: SignedInRequest, job_id: UUID) -> dict[str, Any]:
    """Return how far planning is, and which plan came of it; `POST /jobs/{id}/cancel` calls it off."""
    job = Job.objects.filter(account=request.user, pk=job_id).first()
    if job is None:
        raise NotThere
    return _job(job)


def _job(job: Job) -> dict[str, Any]:
    result = job.result or {} if job.kind in {PLAN.name, REPLAN.name, PUBLISH.name} else {}
    parts = list(job.parts.defer("result", "arguments").order_by("created_at", "id"))
    measured = job.whole or parts or job.state == JobState.DONE
    return {
        "job_id": job.pk, "state": job.state, "percent": percent_of(job, parts) if measured else None, "so_far": job.so_far,
        "failure": job.failure, "plan_id": result.get("draft"),
        "regions": [
            {"name": one.title, "state": one.state, "percent": percent_of(one, ()), "so_far": one.so_far, "failure": one.failure}
            for one in parts
        ],
    }  # fmt: skip


@router.get("/plans/{uuid:draft_id}", response=PlanDraftOut, summary="A draft plan")
@audience(*PLANNERS, scope="dispatch:read")
def read(request: SignedInRequest, draft_id: UUID) -> dict[str, Any]:
    """Return a draft: every step with its reason, the cost before and after, what is left out and why."""
    return _draft(request.user, draft_by_id(request.user, draft_id))


def _threat(one: Threat) -> dict[str, Any]:
    return {
        "order_id": one.order_id,
        "assignment_id": one.assignment_id,
        "number": one.number,
        "reason": str(one.why),
    }


def _in_list(draft: PlanDraft) -> dict[str, Any]:
    cause = [threat_kept(one) for one in draft.cause]
    return {
        "id": draft.pk, "state": draft.state, "first_day": draft.first_day, "days": draft.days, "created_at": draft.created_at,
        "steps": len(draft.steps), "left_out": len(draft.left_out), "because": told_of(cause),
        "cause": [_threat(one) for one in cause],
    }  # fmt: skip


def _draft(account: Account, draft: PlanDraft) -> dict[str, Any]:
    found, now = shown(account, draft), publishing_now(draft)
    return {
        "id": draft.pk, "version": draft.version, "state": draft.state, "first_day": draft.first_day, "days": draft.days,
        "publishing": None if now is None else {"by": now.who, "percent": now.percent},
        "station_id": draft.station_id, "area_id": draft.area_id, "created_at": draft.created_at,
        "because": found.because, "cause": [_threat(one) for one in found.cause],
        "steps": [_step(row) for row in found.rows],
        "left_out": [
            {"order_id": one.order_id, "number": one.number, "reason": str(one.reason), "ways_out": [str(way) for way in one.ways_out]}
            for one in found.left_out
        ],
        "flaws": [str(one) for one in found.flaws], "cost_before": draft.cost_before, "cost_after": draft.cost_after,
        "means_before": draft.means_before, "means_after": draft.means_after,
    }  # fmt: skip


def _step(row: StepShown) -> dict[str, Any]:
    step, before, given = row.step, row.step.before, row.step.given
    return {
        "id": step.id, "order_id": step.order_id, "number": step.number, "staff_id": None if step.given else step.staff_id, "team_ids": list(step.team),
        "partner": {"id": given.partner_id, "name": given.name, "cost_cny": given.cost_cny} if given else None,
        "team_ids_before": list(before.team) if before else [], "starts_at": step.starts_at,
        "ends_at": step.ends_at, "assignment_id": before.assignment_id if before else None,
        "staff_id_before": before.staff_id if before else None, "starts_at_before": before.starts_at if before else None,
        "reasons": [str(one) for one in step.why], "stale": str(row.stale) if row.stale else None,
        "published": row.published, "refused": list(row.refused),
    }  # fmt: skip


@router.post(
    "/plans/{uuid:draft_id}/publish",
    response={200: PlanPublishedOut, 202: PlanJobOut},
    summary="Publish a draft plan",
)
@audience(*PLANNERS, scope="dispatch:write")
def publish(request: SignedInRequest, draft_id: UUID, data: PlanPublishIn) -> tuple[int, dict[str, Any]]:
    """Make promises of all steps or of some; every rule is asked again, what is refused is named, the rest goes through.

    From 25 steps on a worker does it: the answer is 202 with the job, and the plan then tells what came of each step.
    """
    account = request.user
    draft = draft_by_id(account, draft_id)
    made = publish_or_queue(by=account, draft=draft, chosen=data.steps, id=data.id or new_id())
    return (202, _job(made)) if isinstance(made, Job) else (200, published(made))


def published(outcome: Outcome) -> dict[str, Any]:
    """Return what came of publishing as programs read it."""
    return {
        "published": [step.id for step in outcome.published],
        "refused": [
            {"id": step.id, "number": step.number, "reasons": [str(one) for one in reasons]}
            for step, reasons in outcome.refused
        ],
    }


@router.post("/plans/{uuid:draft_id}/discard", response={204: None}, summary="Discard a draft plan")
@audience(*PLANNERS, scope="dispatch:write")
def discard(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away; what was published of it stays."""
    discard_plan(by=request.user, draft=draft_by_id(request.user, draft_id), at=timezone.now())
    return HttpResponse(status=204)
