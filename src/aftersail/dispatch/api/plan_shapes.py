"""Shapes of the routes about plans."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

from aftersail.dispatch.models import DraftState

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class PlanWishIn(Schema):
    """Which days and whose people and orders, and how long to search; `id` is made by the sender.

    `by_area`: whether each area is planned by itself, by as many workers as there are; left out where it is large.
    `partners`: whether orders that wait may be planned for partners.
    """

    id: UUID | None = None
    first: Day | None = None
    days: int = Field(14, ge=1, le=28)
    seconds: int = Field(30, ge=1, le=600)
    station_id: UUID | None = None
    area_id: UUID | None = None
    by_area: bool | None = None
    partners: bool = True


class PlanRegionOut(Schema):
    """How far a region of a large plan is."""

    name: str
    state: str
    percent: int
    so_far: dict[str, Any]
    failure: str


class PlanJobOut(Schema):
    """How far planning or publishing is: per cent done, the best cost so far; `plan_id` once it is done.

    `regions`: those that a large plan is made in, which are planned by themselves.
    """

    job_id: UUID
    state: str
    percent: int | None
    so_far: dict[str, Any]
    failure: str
    plan_id: UUID | None
    regions: list[PlanRegionOut]


class PlanPublishingOut(Schema):
    """Who is publishing a plan, and how far it is."""

    by: str
    percent: int


class PlanStepPartnerOut(Schema):
    """The partner that a step gives its order to, and what it is expected to ask."""

    id: UUID
    name: str
    cost_cny: Decimal


class PlanStepOut(Schema):
    """One step: who leads and who goes along instead of whom, when instead of when, and why; `stale` where its base has changed.

    `partner`: to whom publishing offers the order; then nobody of ours goes, and `staff_id` is null.
    """

    id: UUID
    order_id: UUID
    number: str
    staff_id: UUID | None
    team_ids: list[UUID]
    partner: PlanStepPartnerOut | None
    starts_at: datetime
    ends_at: datetime
    assignment_id: UUID | None
    staff_id_before: UUID | None
    team_ids_before: list[UUID]
    starts_at_before: datetime | None
    reasons: list[str]
    stale: str | None
    published: bool
    refused: list[str]


class LeftOutOut(Schema):
    """An order that the plan lacks, the nearest reason, and what would let it in."""

    order_id: UUID
    number: str
    reason: str
    ways_out: list[str]


class ThreatOut(Schema):
    """A promise that cannot be kept as it is, and why."""

    order_id: UUID
    assignment_id: UUID
    number: str
    reason: str


class PlanInListOut(Schema):
    """A draft plan in a list; `cause` says what made it necessary, empty where somebody just asked for it."""

    id: UUID
    state: DraftState
    first_day: date
    days: int
    created_at: datetime
    steps: int
    left_out: int
    because: str
    cause: list[ThreatOut]


class ReplanIn(Schema):
    """Which orders are planned anew; all that cannot be kept without a list. `id` is made by the sender."""

    id: UUID | None = None
    orders: Annotated[list[UUID], Field(max_length=2000)] | None = None


class PlanDraftOut(Schema):
    """A draft plan with its steps, the cost by part before and after, and what is left out."""

    id: UUID
    version: int
    state: DraftState
    first_day: date
    days: int
    publishing: PlanPublishingOut | None
    station_id: UUID | None
    area_id: UUID | None
    created_at: datetime
    because: str
    cause: list[ThreatOut]
    steps: list[PlanStepOut]
    left_out: list[LeftOutOut]
    flaws: list[str]
    cost_before: dict[str, float]
    cost_after: dict[str, float]
    means_before: dict[str, float] = Field(
        description="Orders left out and late, hours late and on the way, CNY, nights, own service manager"
    )
    means_after: dict[str, float]


class PlanPublishIn(Schema):
    """Which steps are published; all of them without a list. `id` is made by the sender, for a job where they are many."""

    id: UUID | None = None
    steps: Annotated[list[UUID], Field(max_length=2000)] | None = None


class StepRefusedOut(Schema):
    """A step that was refused, with every reason."""

    id: UUID
    number: str
    reasons: list[str]


class PlanPublishedOut(Schema):
    """What came of publishing: the steps that went through, by id, and those refused."""

    published: list[UUID]
    refused: list[StepRefusedOut]
