"""Publishing a draft plan: its steps become promises; what is refused is named, and the rest goes through (R17, R38)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, all_of, refuse, require
from aftersail.dispatch.actions.steps import Outcome, publish_steps
from aftersail.dispatch.events import PlanDiscarded, PlanPublished
from aftersail.dispatch.models import DraftState, PlanDraft
from aftersail.dispatch.permissions import may_plan
from aftersail.dispatch.queries.plan_drafts import steps_to_publish
from aftersail.dispatch.queries.publishing import publishing_now
from aftersail.dispatch.rules.plans import Step


def publish_plan(
    *, by: Account, draft: PlanDraft, at: datetime, chosen: Collection[UUID] | None = None
) -> Outcome:
    """Publish the steps of a draft, or those chosen by their id; what is refused is named and the rest goes through.

    The draft is over once all its steps are published. Raises `Refused` for a draft that is over already, or that a worker
    is publishing.
    """
    require(_is_left_alone(draft))
    with transaction.atomic():
        draft = PlanDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        require(all_of(may_plan(by), is_to_be_settled(draft)))
        outcome = publish_steps(by=by, steps=steps_chosen(draft, chosen), at=at)
        note(draft, outcome)
        settle(by=by, draft=draft, published=len(outcome.published), refused=len(outcome.refused), at=at)
    return outcome


def steps_chosen(draft: PlanDraft, chosen: Collection[UUID] | None) -> list[Step]:
    """Return the steps of a draft that are to be published, all or some; Refused where there are none."""
    steps = [one for one in steps_to_publish(draft) if chosen is None or one.id in chosen]
    if not steps:
        raise Refused([_("Choose at least one step that is not published yet.")])
    return steps


def note(draft: PlanDraft, outcome: Outcome) -> None:
    """Keep with a draft what came of some of its steps."""
    told: dict[str, Any] = {str(one.id): {"published": True} for one in outcome.published}
    told |= {str(one.id): {"refused": [str(why) for why in reasons]} for one, reasons in outcome.refused}
    draft.change(outcome=draft.outcome | told)


def settle(*, by: Account, draft: PlanDraft, published: int, refused: int, at: datetime) -> None:
    """Say what was published of a draft; it is over once nothing is left of it."""
    if not steps_to_publish(draft):
        draft.change(state=DraftState.PUBLISHED, settled_at=at)
    told = PlanPublished(first_day=draft.first_day.isoformat(), published=published, refused=refused)
    record(told, by=by, about=draft, at=at)


def discard_plan(*, by: Account, draft: PlanDraft, at: datetime, seen: int | None = None) -> PlanDraft:
    """Throw a draft away; what was published of it stays."""
    require(_is_left_alone(draft))
    with transaction.atomic():
        require(all_of(may_plan(by), is_to_be_settled(draft)))
        draft.change(seen, state=DraftState.DISCARDED, settled_at=at)
        record(PlanDiscarded(first_day=draft.first_day.isoformat()), by=by, about=draft, at=at)
    return draft


def is_to_be_settled(draft: PlanDraft) -> Verdict:
    """Whether a draft is neither published nor discarded yet."""
    if draft.state == DraftState.OPEN:
        return ALLOWED
    return refuse(_("This plan is published or discarded already. Ask for a new one."))


def _is_left_alone(draft: PlanDraft) -> Verdict:
    """Whether no worker is publishing a draft; to be asked before a transaction begins."""
    now = publishing_now(draft)
    if now is None:
        return ALLOWED
    return refuse(format_lazy(_("{who} is publishing this plan. Wait until that is done."), who=now.who))
