"""Publishing a large plan: a worker does it, some steps at a time, and tells how far it is (R38)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.jobs import JobKind, Progress, start
from aftersail.core.models import Account, Job
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused, all_of, require
from aftersail.dispatch.actions.publishing import is_to_be_settled, note, publish_plan, settle, steps_chosen
from aftersail.dispatch.actions.steps import Outcome, publish_steps
from aftersail.dispatch.models import PlanDraft
from aftersail.dispatch.permissions import may_plan
from aftersail.dispatch.queries.plan_drafts import draft_by_id, steps_to_publish
from aftersail.dispatch.queries.publishing import PUBLISHING, publishing_now
from aftersail.dispatch.rules.plans import Step

LARGE = 25
"""From so many steps on a worker publishes: each takes some hundredths of a second, and a page is to answer within one."""

AT_ONCE = 10
"""So many steps are made promises in one transaction."""


def publish_or_queue(
    *, by: Account, draft: PlanDraft, chosen: Collection[UUID] | None, id: UUID
) -> Outcome | Job:
    """Publish a plan at once, or queue it where it is large; the same `id` again, or twice at once, is one job."""
    require(is_to_be_settled(draft))
    if len(steps_chosen(draft, chosen)) < LARGE:
        return publish_plan(by=by, draft=draft, at=timezone.now(), chosen=chosen)
    return ask_to_publish(by=by, draft=draft, chosen=chosen, id=id)


def ask_to_publish(*, by: Account, draft: PlanDraft, chosen: Collection[UUID] | None, id: UUID) -> Job:
    """Queue publishing; while it goes on every further wish of the same person is that job, and others are refused."""
    require(all_of(may_plan(by), is_to_be_settled(draft)))
    arguments = {"draft": str(draft.pk), "chosen": None if chosen is None else sorted(map(str, chosen))}
    with as_system(), transaction.atomic():
        PlanDraft.objects.select_for_update(of=("self",)).get(
            pk=draft.pk
        )  # two clicks come one after the other
        now = publishing_now(draft)
        if now and now.account_id == by.pk:
            return Job.objects.get(pk=now.job_id)
        if now:
            told = _("{who} is publishing this plan. Wait until that is done.")
            raise Refused([format_lazy(told, who=now.who)])
        return start(PUBLISH, by=by, arguments=arguments, subject_id=draft.pk, job_id=id)


def _publish(progress: Progress, *, by: Account, draft: str, chosen: list[str] | None) -> dict[str, Any]:
    """Publish what is left of a plan; called off, what has gone through stays, and the plan says so.

    Some steps at a time, each time in a transaction of its own; at last those refused once more, all together, for they may
    have waited for others, or exchange their people in a ring.
    """
    kept = draft_by_id(by, UUID(draft))
    require(all_of(may_plan(by), is_to_be_settled(kept)))
    wanted = None if chosen is None else {UUID(one) for one in chosen}
    steps = [one for one in steps_to_publish(kept) if wanted is None or one.id in wanted]
    published, refused = 0, 0
    try:
        for first in range(0, len(steps), AT_ONCE):
            progress.tell(first, len(steps), published=published)
            outcome = _some(by, kept, steps[first : first + AT_ONCE])
            published, refused = published + len(outcome.published), refused + len(outcome.refused)
        if published and refused:
            progress.tell(len(steps), len(steps), published=published)
            left = {one.id for one in steps_to_publish(_now(kept))}
            outcome = _some(by, kept, [one for one in steps if one.id in left])
            published, refused = published + len(outcome.published), len(outcome.refused)
    finally:
        with transaction.atomic():
            settle(by=by, draft=_now(kept), published=published, refused=refused, at=timezone.now())
    return {"draft": draft, "published": published, "refused": refused}


def _some(by: Account, draft: PlanDraft, steps: Sequence[Step]) -> Outcome:
    with transaction.atomic():
        now = PlanDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        outcome = publish_steps(by=by, steps=steps, at=timezone.now())
        note(now, outcome)
    return outcome


def _now(draft: PlanDraft) -> PlanDraft:
    return PlanDraft.objects.get(pk=draft.pk)


def _arrives_at(job: Job) -> str:
    return reverse("dispatch:plan_draft", args=[job.subject_id])


PUBLISH = JobKind(
    PUBLISHING, _("Publish a plan"), _publish, _arrives_at, so_far=(("published", _("Steps published")),)
)
