"""Planning as long work: a worker plans some days through the eyes of whoever asked, and keeps the draft (R38).

A large plan of several areas is made in parts, one for each region, by as many workers as there are (decision 0019).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.jobs import JobKind, Part, Parts, Progress, start
from aftersail.core.models import Account, Job, JobState
from aftersail.core.verdicts import Verdict, all_of, refuse, require
from aftersail.dispatch.models import PlanDraft
from aftersail.dispatch.permissions import may_plan
from aftersail.dispatch.queries.planning import PlanAsked, picture_of
from aftersail.dispatch.queries.regions import area_map
from aftersail.dispatch.rules.planning import SETTLING, Picture
from aftersail.dispatch.rules.plans import PlanMade
from aftersail.dispatch.rules.regions import (
    RegionPlan,
    Share,
    is_large,
    region_plan_kept,
    seconds_for,
)
from aftersail.dispatch.rules.timeline import Timeline

MOST_DAYS, MOST_SECONDS = 28, 600

SEVERAL = 2
LEAST_SETTLING = SETTLING / 2
"""Regions that waited long for a worker are put together with what can still be set out for."""


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What somebody wants planned: from which day, how many days, how long to search, whose people and orders.

    by_area: whether in regions, None to leave it to the size. iterations: instead of seconds, for the same plan every time.
    partners: whether orders that wait may be planned for partners.
    """

    first: date
    days: int
    seconds: int
    station: UUID | None = None
    area: UUID | None = None
    by_area: bool | None = None
    iterations: int | None = None
    partners: bool = True

    @property
    def arguments(self) -> dict[str, Any]:
        """The wish as a job keeps it."""
        return {
            "first": self.first.isoformat(), "days": self.days, "seconds": self.seconds,
            "station": str(self.station) if self.station else None, "area": str(self.area) if self.area else None,
            "by_area": self.by_area, "iterations": self.iterations, "partners": self.partners,
        }  # fmt: skip

    @classmethod
    def kept(cls, arguments: Mapping[str, Any]) -> PlanWish:
        """Return the wish that a job keeps."""
        station, area = arguments["station"], arguments["area"]
        return cls(
            date.fromisoformat(arguments["first"]), arguments["days"], arguments["seconds"],
            UUID(station) if station else None, UUID(area) if area else None, arguments.get("by_area"), arguments.get("iterations"),
            arguments.get("partners", True),
        )  # fmt: skip


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


def _plan(progress: Progress, *, by: Account, **wished: Any) -> dict[str, Any] | Parts:
    from aftersail.dispatch.engine import plan  # 30 MB, only for a worker that plans

    wish, earliest = PlanWish.kept(wished), timezone.now() + SETTLING
    picture = _picture(by, wish, earliest)
    if parts := _parts(by, wish, picture):
        return Parts(tuple(parts))
    made = plan(picture, seconds=wish.seconds, tell=_tell(progress), iterations=wish.iterations)
    return _kept(by, wish, made)


def _picture(by: Account, wish: PlanWish, earliest: datetime) -> Picture:
    asked = PlanAsked(Timeline(wish.first, wish.days), wish.station, wish.area, partners=wish.partners)
    return picture_of(by, asked, earliest)


def _tell(progress: Progress) -> Callable[[int, float, int], None]:
    def tell(share: int, cost: float, orders: int) -> None:
        progress.tell(share, 100, cost=f"{cost:,.0f}", orders=orders)

    return tell


def _kept(by: Account, wish: PlanWish, made: PlanMade) -> dict[str, Any]:
    draft = keep_plan(by=by, wish=wish, made=made)
    return {"draft": str(draft.pk), "steps": len(draft.steps), "left_out": len(draft.left_out)}


def _parts(by: Account, wish: PlanWish, picture: Picture) -> list[Part]:
    """Return the regions in which a plan is to be made; none where one search will do."""
    from aftersail.dispatch.engine import shares_of

    if not is_large(len(picture.works), wish.by_area):
        return []
    areas = area_map(by)
    shares = shares_of(picture, areas)
    if len(shares) < SEVERAL:
        return []
    planned = sum(len(one.orders) for one in shares)
    shared = wish.arguments | {"earliest": picture.earliest.isoformat()}
    return [
        Part(
            REGION, areas.names.get(one.key, "–"),
            shared | one.as_json() | {"search_s": seconds_for(wish.seconds, len(one.orders), planned)}, len(one.orders),
        )
        for one in shares
    ]  # fmt: skip


def _region(
    progress: Progress, *, by: Account, region: str, orders: list[str], people: list[str], earliest: str, search_s: float,
    **wished: Any,
) -> dict[str, Any]:  # fmt: skip
    """Plan one region on what the asker sees now."""
    from aftersail.dispatch.engine import solve_share

    wish = PlanWish.kept(wished)
    picture = _picture(by, wish, datetime.fromisoformat(earliest))
    share = Share(region, frozenset(orders), frozenset(people))
    found = solve_share(picture, share, seconds=search_s, tell=_tell(progress), iterations=wish.iterations)
    return found.as_json()


def _whole(progress: Progress, *, by: Account, parts: Sequence[Job], **wished: Any) -> dict[str, Any]:
    """Make one draft of the regions, without those that did not come through; they are named."""
    from aftersail.dispatch.engine import plan_whole

    wish = PlanWish.kept(wished)
    told = [one.arguments for one in parts]
    shares = [Share(one["region"], frozenset(one["orders"]), frozenset(one["people"])) for one in told]
    done: list[RegionPlan] = [region_plan_kept(one.result) for one in parts if one.result is not None]
    broken = {one.arguments["region"]: one.failure for one in parts if one.state != JobState.DONE}
    earliest = max(datetime.fromisoformat(told[0]["earliest"]), timezone.now() + LEAST_SETTLING)
    made = plan_whole(
        _picture(by, wish, earliest), area_map(by), shares, done,
        seconds=wish.seconds, tell=_tell(progress), iterations=wish.iterations, broken=broken,
    )  # fmt: skip
    return _kept(by, wish, made)


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


def _arrives_at_whole(job: Job) -> str:
    return reverse("core:job", args=[job.parent_id])


FIGURES = (("cost", _("Best cost so far")), ("orders", _("Orders in the plan")))

PLAN = JobKind(
    "dispatch.plan", _("Plan the coming days"), _plan, _arrives_at, so_far=FIGURES, finish=_whole,
    part_says=_("{title}: {percent} %, best so far {cost} with {orders} orders"),
)  # fmt: skip
REGION = JobKind("dispatch.plan_region", _("Plan a region"), _region, _arrives_at_whole, so_far=FIGURES)
