"""Draft plans: one's own, how their steps stand now, and the one that lies over the board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from aftersail.cases.models import WorkOrder
from aftersail.cases.states import OrderState
from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Reason
from aftersail.dispatch.models import Assignment, DraftState, PlanDraft
from aftersail.dispatch.rules.drafts import EMPTY, Draft
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence_kept
from aftersail.dispatch.rules.plans import LeftOut, Standing, Step, left_out_kept, step_kept, why_stale
from aftersail.dispatch.rules.threats import Threat, threat_kept, told_of
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.people.models import Partner, Staff


def drafts_of(account: Account) -> QuerySet[PlanDraft]:
    """Return an account's own drafts, and those that a change made necessary if it may see them; the newest first."""
    mine = PlanDraft.objects.visible_to(account).filter(Q(account=account) | ~Q(cause=[]))
    return mine.select_related("station", "area", "account")


def draft_by_id(account: Account, draft_id: UUID) -> PlanDraft:
    """Return a draft that an account may read, or refuse as if it did not exist."""
    found = drafts_of(account).filter(pk=draft_id).first()
    if found is None:
        raise NotThere
    return found


def steps_of(draft: PlanDraft) -> tuple[Step, ...]:
    """Return the steps of a draft in the order of time."""
    return tuple(step_kept(one) for one in draft.steps)


def steps_to_publish(draft: PlanDraft) -> tuple[Step, ...]:
    """Return the steps that are not published yet."""
    done = {id for id, told in draft.outcome.items() if told.get("published")}
    return tuple(step for step in steps_of(draft) if str(step.id) not in done)


def standing_of(account: Account, steps: Iterable[Step]) -> dict[UUID, Standing]:
    """Return how the orders of steps stand now, those that the account may see; two queries."""
    ids = [step.order_id for step in steps]
    promises: dict[UUID, tuple[UUID, int]] = {}
    rows = Assignment.objects.visible_to(account).filter(order__in=ids, released_at=None)
    for order, pk, version in rows.order_by("lead").values_list("order_id", "pk", "version"):
        promises[order] = pk, version
    orders = WorkOrder.objects.visible_to(account).filter(pk__in=ids).values_list("pk", "version", "state")
    return {
        pk: Standing(state == OrderState.APPROVED, version, *promises.get(pk, (None, 0)))
        for pk, version, state in orders
    }


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step with its order and people, the leads and those who go along, or the partner; why it is stale, and what came of it."""

    step: Step
    order: WorkOrder | None
    staff: Staff | None
    before: Staff | None
    stale: Reason | None
    published: bool
    refused: tuple[str, ...]
    along: tuple[Staff, ...] = ()
    along_before: tuple[Staff, ...] = ()
    partner: Partner | None = None


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft as its page shows it."""

    draft: PlanDraft
    rows: list[StepShown]
    left_out: list[LeftOut]
    flaws: list[Sentence]
    cause: list[Threat]

    @property
    def because(self) -> str:
        """What made the draft necessary, in one line; empty where somebody just asked for it."""
        return told_of(self.cause)

    @property
    def stale(self) -> list[StepShown]:
        """The steps whose base has changed, those that are not published."""
        return [row for row in self.rows if row.stale and not row.published]

    @property
    def published(self) -> int:
        """How many steps are published."""
        return sum(row.published for row in self.rows)

    @property
    def refused(self) -> int:
        """How many steps were tried and refused."""
        return sum(bool(row.refused) for row in self.rows)

    @property
    def tried(self) -> bool:
        """Whether publishing was tried at all."""
        return bool(self.draft.outcome)

    @property
    def to_publish(self) -> int:
        """How many steps are not published yet."""
        return sum(not row.published for row in self.rows)


def causes_of(account: Account, draft: PlanDraft) -> list[Threat]:
    """Return what made a draft necessary; people are called in the reader's language where their promise may be seen. One query."""
    threats = [threat_kept(one) for one in draft.cause]
    promises = Assignment.objects.visible_to(account).filter(pk__in=[one.assignment_id for one in threats])
    called = {one.pk: bare_name(one.staff) for one in promises.select_related("staff")} if threats else {}
    return [one.calling(called[one.assignment_id]) if one.assignment_id in called else one for one in threats]


def shown(account: Account, draft: PlanDraft) -> DraftShown:
    """Return a draft with everything that its page names; five queries, one more for a cause, one more where it gives orders to partners."""
    steps = steps_of(draft)
    now = standing_of(account, steps)
    orders = {
        one.pk: one
        for one in WorkOrder.objects.visible_to(account)
        .filter(pk__in=[step.order_id for step in steps])
        .select_related("case__vessel", "port")
    }
    ids = {who for step in steps for who in step.touched}
    people = {
        one.pk: one for one in Staff.objects.visible_to(account).filter(pk__in=ids).select_related("station")
    }
    chosen = {step.given.partner_id for step in steps if step.given}
    partners = Partner.objects.visible_to(account).in_bulk(chosen) if chosen else {}
    rows = []
    for step in steps:
        told = draft.outcome.get(str(step.id), {})
        published = bool(told.get("published"))
        rows.append(StepShown(
            step, orders.get(step.order_id), people.get(step.staff_id), people.get(step.before.staff_id) if step.before else None,
            None if published else why_stale(step, now.get(step.order_id)), published, tuple(told.get("refused", ())),
            tuple(people[one] for one in step.team if one in people),
            tuple(people[one] for one in step.before.team if one in people) if step.before else (),
            partners.get(step.given.partner_id) if step.given else None,
        ))  # fmt: skip
    return DraftShown(
        draft,
        rows,
        [left_out_kept(one) for one in draft.left_out],
        [sentence_kept(one) for one in draft.flaws],
        causes_of(account, draft),
    )


def plan_on_board(account: Account, line: Timeline) -> Draft:
    """Return an account's newest open draft for the board: what is not published yet of it."""
    draft = drafts_of(account).filter(state=DraftState.OPEN).first()
    if draft is None:
        return EMPTY
    steps = steps_to_publish(draft)
    at = timezone.localtime(draft.created_at)
    title = ngettext(
        "Draft plan of %(at)s: %(n)s step is not published yet.",
        "Draft plan of %(at)s: %(n)s steps are not published yet.",
        len(steps),
    ) % {"at": f"{at:%m-%d %H:%M}", "n": len(steps)}
    return Draft(steps, title, reverse("dispatch:plan_draft", args=[draft.pk]))
