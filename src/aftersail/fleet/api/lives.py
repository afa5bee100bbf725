"""A hull's dates, stage, readiness and busy days for programs."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from datetime import date
from uuid import UUID

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.fleet.actions.milestones import move_hull, move_milestone
from aftersail.fleet.models import Milestone, Vessel
from aftersail.fleet.permissions import KEEPERS, VESSEL_READERS
from aftersail.fleet.permissions.lifecycle import TASK_READERS
from aftersail.fleet.queries import lifecycle
from aftersail.fleet.queries.effects import effects_of, moved_of
from aftersail.fleet.queries.user_tasks import tasks_shown
from aftersail.fleet.rules import hull
from aftersail.fleet.states import HULL, HullStage, MilestoneKind, ServiceType, TaskLevel, WindowEffect

router = Router(tags=["fleet"])


class StretchOut(Schema):
    """One stage of a hull's life, planned and actual."""

    stage: HullStage
    planned_from: date | None
    planned_until: date | None
    actual_from: date | None
    actual_until: date | None
    late_days: int | None


class WindowOut(Schema):
    """Days before delivery in which a hull asks for the maker's people."""

    service: ServiceType
    stage: HullStage
    first_day: date
    last_day: date


class LifeOut(Schema):
    """Where a hull is in its life; `readiness_percent` None while nothing is planned, and for people outside the house."""

    stage: HullStage
    stretches: list[StretchOut]
    windows: list[WindowOut]
    readiness_percent: int | None


class Days(Schema):
    """A stretch of days."""

    first: date
    last: date


class BusyOut(Schema):
    """Busy days of a ship; title and text are empty unless their content is for the caller."""

    first_day: date
    last_day: date
    level: TaskLevel
    effect: WindowEffect
    title: str
    text: str


class MovingDate(Schema):
    """A date of a hull; `preview` tells the effect and saves nothing."""

    version: int = Field(ge=1, le=2**31 - 1)
    planned_on: date | None = None
    actual_on: date | None = None
    reason: str = Field("", max_length=200)
    preview: bool = False


class EffectOut(Schema):
    """What of one kind a moved date touches."""

    what: str
    count: int
    names: list[str]


class MovedOut(Schema):
    """A date as it stands, and what the change touches."""

    id: UUID
    version: int
    kind: MilestoneKind
    planned_on: date | None
    actual_on: date | None
    effects: list[EffectOut]


class Entering(Schema):
    """The stage to enter, by the name of its move, and the day."""

    move: str = Field(max_length=20)
    on: date
    reason: str = Field("", max_length=200)


@router.get("/vessels/{uuid:vessel_id}/life", response=LifeOut, summary="A hull's life")
@audience(*VESSEL_READERS, scope="fleet:read")
def read_life(request: SignedInRequest, vessel_id: UUID) -> dict[str, object]:
    """Where a hull is in its life: stages, windows, readiness."""
    vessel, today = _vessel(request, vessel_id), timezone.localdate()
    planned, actual = lifecycle.dates_of(vessel)
    shown = [
        {name: getattr(one, name) for name in StretchOut.model_fields}
        for one in hull.stretches(planned, actual, today=today)
    ]
    return {
        "stage": vessel.stage,
        "stretches": shown,
        "windows": list(hull.service_windows(planned, actual)),
        "readiness_percent": lifecycle.readiness_of(vessel, today).percent if request.user.is_house else None,
    }


@router.get("/vessels/{uuid:vessel_id}/busy", response=list[BusyOut], summary="A ship's busy days")
@audience(*TASK_READERS, scope="fleet:read")
def read_busy(request: SignedInRequest, vessel_id: UUID, days: Query[Days]) -> list[dict[str, object]]:
    """The user's tasks in a stretch of days, with content for those who need to know, else as busy days."""
    vessel = _vessel(request, vessel_id)
    return [
        {
            "first_day": one.task.first_day, "last_day": one.task.last_day, "level": one.task.level, "effect": one.task.effect,
            "title": one.title, "text": one.text,
        }
        for one in tasks_shown(request.user, vessel, days.first)
        if one.task.first_day <= days.last
    ]  # fmt: skip


@router.post("/milestones/{uuid:pk}/move", response=MovedOut, summary="Move a date of a hull")
@audience(*KEEPERS, scope="fleet:write")
def move_date(request: SignedInRequest, pk: UUID, data: MovingDate) -> dict[str, object]:
    """Move a date, or tell what moving it would touch."""
    found = Milestone.objects.visible_to(request.user).select_related("vessel__station").filter(pk=pk).first()
    if found is None:
        raise NotThere
    effects = effects_of(moved_of(found.vessel, found.kind, found.planned_on, data.planned_on))
    if not data.preview:
        move_milestone(
            by=request.user, milestone=found, planned_on=data.planned_on, actual_on=data.actual_on, reason=data.reason,
            at=timezone.now(), seen=data.version,
        )  # fmt: skip
    stands = {name: getattr(found, name) for name in ("id", "version", "kind", "planned_on", "actual_on")}
    return stands | {"effects": [one.as_data() for one in effects]}


@router.post("/vessels/{uuid:vessel_id}/stage", response=LifeOut, summary="Enter the next stage")
@audience(*KEEPERS, scope="fleet:write")
def enter_stage(request: SignedInRequest, vessel_id: UUID, data: Entering) -> dict[str, object]:
    """Take a hull into its next stage; its gate must have been passed."""
    vessel = _vessel(request, vessel_id)
    if data.move not in {one.name for one in HULL}:
        raise NotThere
    move_hull(
        by=request.user, vessel=vessel, move=data.move, on=data.on, reason=data.reason, at=timezone.now()
    )
    return read_life(request, vessel_id)  # type: ignore[no-any-return]


def _vessel(request: SignedInRequest, vessel_id: UUID) -> Vessel:
    rows = (
        Vessel.objects.visible_to(request.user)
        .select_related("station", "customer")
        .prefetch_related("milestones")
    )
    found = rows.filter(pk=vessel_id).first()
    if found is None:
        raise NotThere
    return found
