"""Planning as long work: a worker plans some days through the eyes of whoever asked, and keeps the draft (R38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.jobs import JobKind, Progress, start
from aftersail.core.models import Account, Job
from aftersail.core.verdicts import Verdict, all_of, refuse, require
from aftersail.dispatch.models import PlanDraft
from aftersail.dispatch.permissions import may_plan
from aftersail.dispatch.queries.planning import PlanAsked, picture_of
from aftersail.dispatch.rules.planning import SETTLING
from aftersail.dispatch.rules.plans import PlanMade
from aftersail.dispatch.rules.timeline import Timeline

MOST_DAYS, MOST_SECONDS = 28, 600


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What somebody wants planned: from which day, how many days, how long to search, whose people and orders."""

    first: date
    days: int
    seconds: int
    station: UUID | None = None
    area: UUID | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """The wish as a job keeps it."""
        return {
            "first": self.first.isoformat(), "days": self.days, "seconds": self.seconds,
            "station": str(self.station) if self.station else None, "area": str(self.area) if self.area else None,
        }  # fmt: skip


def ask_for_plan(*, by: Account, wish: PlanWish, id: UUID) -> Job:
    """Queue planning; the same `id` again is the same job. Refused for days that are over or too many."""
    require(all_of(may_plan(by), _makes_sense(wish)))
    return start(PLAN, by=by, arguments=wish.arguments, job_id=id)


def _makes_sense(wish: PlanWish) -> Verdict:
    wrong = []
    if wish.first < timezone.localdate():
        wrong.append(refuse(_("Plan from today on, or from a later day.")))
    if not 1 <= wish.days <= MOST_DAYS:
        wrong.append(refuse(_("Plan one day at least, four weeks at most.")))
    if not 1 <= wish.seconds <= MOST_SECONDS:
        wrong.append(refuse(_("Let it search a second at least, ten minutes at most.")))
    return all_of(*wrong)


def _plan(
    progress: Progress, *, by: Account, first: str, days: int, seconds: int, station: str | None, area: str | None
) -> dict[str, Any]:  # fmt: skip
    from aftersail.dispatch.engine import plan  # 30 MB, only for a worker that plans

    wish = PlanWish(
        date.fromisoformat(first), days, seconds, UUID(station) if station else None, UUID(area) if area else None
    )  # fmt: skip
    asked = PlanAsked(Timeline(wish.first, days), wish.station, wish.area)
    picture = picture_of(by, asked, timezone.now() + SETTLING)

    def tell(share: int, cost: float, orders: int) -> None:
        progress.tell(share, 100, cost=f"{cost:,.0f}", orders=orders)

    draft = keep_plan(by=by, wish=wish, made=plan(picture, seconds=seconds, tell=tell))
    return {"draft": str(draft.pk), "steps": len(draft.steps), "left_out": len(draft.left_out)}


def keep_plan(*, by: Account, wish: PlanWish, made: PlanMade) -> PlanDraft:
    """Keep what planning found as a draft of whoever asked."""
    draft = PlanDraft(
        account=by, first_day=wish.first, days=wish.days, seconds=wish.seconds, station_id=wish.station, area_id=wish.area,
        steps=[one.as_json() for one in made.steps], left_out=[one.as_json() for one in made.left_out],
        flaws=[one.as_json() for one in made.flaws], cost_before=made.cost_before, cost_after=made.cost_after,
        means_before=made.means_before, means_after=made.means_after,
    )  # fmt: skip
    draft.save(force_insert=True)
    return draft


def _arrives_at(job: Job) -> str:
    return reverse("dispatch:plan_of_job", args=[job.pk])


PLAN = JobKind(
    "dispatch.plan", _("Plan the coming days"), _plan, _arrives_at,
    so_far=(("cost", _("Best cost so far")), ("orders", _("Orders in the plan"))),
)  # fmt: skip
