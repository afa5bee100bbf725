"""Shapes of cases and work orders for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.permissions import masked, sees_cost
from aftersail.cases.states import CaseState, ServiceType
from aftersail.core.audience import SignedInRequest
from aftersail.fleet.states import LifecycleStage, Severity, WarrantyStatus

READ, WRITE = "cases:read", "cases:write"
Version = Field(None, ge=1, le=2**31 - 1, description="The version you saw; left out, the newest is taken")
LISTED = (
    "id", "number", "title", "state", "severity", "stage", "service_type", "channel", "vessel_id", "vessel__hull_code", "vessel__name",
    "equipment_id", "equipment__name", "customer_id", "station_id", "owner_id", "owner__name", "warranty", "reported_at", "next_due_at",
    "closed_at", "cost_cny", "version",
)  # fmt: skip
NAMES = {path: path.replace("__", "_") for path in LISTED}
IDENTITY = ("vessel_id", "vessel_hull_code", "vessel_name", "customer_id")


class CaseRow(Schema):
    """A case in a list; ship and customer are null where they are masked, cost where it is not shown."""

    id: UUID
    number: str
    title: str
    state: str
    severity: str
    stage: str
    service_type: str
    channel: str
    vessel_id: UUID | None
    vessel_hull_code: str | None
    vessel_name: str | None
    equipment_id: UUID | None
    equipment_name: str | None
    customer_id: UUID | None
    station_id: UUID | None
    owner_id: UUID | None
    owner_name: str | None
    warranty: str
    reported_at: datetime
    next_due_at: datetime | None
    closed_at: datetime | None
    cost_cny: str | None
    version: int


class ClockOut(Schema):
    """A clock of a case at the moment of asking."""

    kind: str
    state: str
    due_at: datetime | None
    left_hours: float | None
    used_percent: float | None
    paused_reason: str


class HappeningOut(Schema):
    """A line of the timeline."""

    at: datetime
    who: str
    event: str
    sentence: str


class CaseOut(CaseRow):
    """A case with clocks and what may be done with it: what a change of it answers."""

    description: str
    user_phase: str
    reporter_name: str
    baseline_code: str
    baseline_trace: list[dict[str, Any]]
    warranty_clause: str
    warranty_days_left: int | None
    warranty_covers: list[str]
    warranty_reason: str
    occurred_at: datetime | None
    acknowledged_at: datetime | None
    responded_at: datetime | None
    dispatched_at: datetime | None
    arrived_at: datetime | None
    temp_restored_at: datetime | None
    restored_at: datetime | None
    confirmed_at: datetime | None
    mode_id: UUID | None
    mechanism_id: UUID | None
    cause_id: UUID | None
    resolution: str
    clocks: list[ClockOut]
    moves: list[str]


class CaseWithHistoryOut(CaseOut):
    """A case and all that happened to it."""

    timeline: list[HappeningOut]


class CaseFilter(Schema):
    """Which cases."""

    state: Literal[tuple(CaseState.values)] | None = None  # type: ignore[valid-type]
    severity: Literal[tuple(Severity.values)] | None = None  # type: ignore[valid-type]
    stage: Literal[tuple(LifecycleStage.values)] | None = None  # type: ignore[valid-type]
    station_id: UUID | None = None
    vessel_id: UUID | None = None
    equipment_id: UUID | None = None
    owner_id: UUID | None = None
    open: bool = Field(False, description="Only open cases")
    overdue: bool = Field(False, description="Only cases with something overdue")
    q: str = Field("", max_length=200, description="Words to search for")
    sort: Literal["-reported_at", "reported_at", "number", "-number"] = "-reported_at"


class CaseIn(Schema):
    """A case opened without a request; the same `id` sent twice makes one case."""

    id: UUID
    vessel_id: UUID
    title: str = Field(min_length=1, max_length=200)
    description: str = Field("", max_length=8000)
    channel: Literal["portal", "phone", "mail", "fax", "letter", "interview", "visit"] = "phone"
    equipment_id: UUID | None = None
    reported_at: AwareDatetime | None = None
    occurred_at: AwareDatetime | None = None
    service_type: Literal[("", *ServiceType.values)] = ""  # type: ignore[valid-type]
    reporter_name: str = Field("", max_length=60)
    reporter_phone: str = Field("", max_length=60)
    owner_id: UUID | None = None


class FromRequestIn(Schema):
    """A case made of a request."""

    id: UUID
    title: str = Field(min_length=1, max_length=200)
    owner_id: UUID | None = None
    version: int | None = Version


class WarrantyIn(Schema):
    """Another verdict on the warranty."""

    status: Literal[tuple(WarrantyStatus.values)]  # type: ignore[valid-type]
    reason: str = Field(min_length=1, max_length=300)
    version: int | None = Version


class OrderOut(Schema):
    """A work order."""

    id: UUID
    number: str
    case_id: UUID
    state: str
    scope: str
    skill_id: UUID | None
    task_id: UUID | None
    level: int
    team_size: int
    after_id: UUID | None
    visit_with_id: UUID | None
    port_id: UUID
    window_from: datetime
    window_until: datetime
    due_at: datetime | None
    work_hours: float
    cost_estimate_cny: str | None
    version: int


class MemberIn(Schema):
    """What one more person of a team must bring; without a skill anybody who goes on board will do."""

    skill_id: UUID | None = None
    task_id: UUID | None = None
    level: int = Field(2, ge=0, le=4)
    certificate_kinds: list[str] = Field(default_factory=list, max_length=20)


class NeedsIn(Schema):
    """Whom and what an order needs besides its lead, and how it is tied to other orders of the ship."""

    members: list[MemberIn] = Field(default_factory=list, max_length=5)
    after_id: UUID | None = Field(None, description="The order that must end before")
    visit_with_id: UUID | None = Field(None, description="An order whose visit this one belongs to")
    tool_classes: list[Annotated[str, Field(max_length=40)]] | None = Field(
        None, max_length=20, description="Without a list, what the kit list of the unit's family says"
    )


class OrderIn(NeedsIn):
    """A work order to be written; the same `id` sent twice makes one order."""

    id: UUID
    scope: str = Field(min_length=1, max_length=4000)
    port_id: UUID
    window_from: AwareDatetime
    window_until: AwareDatetime
    work_hours: float = Field(gt=0, le=500)
    skill_id: UUID | None = None
    task_id: UUID | None = None
    level: int = Field(2, ge=0, le=4)
    certificate_kinds: list[str] = Field(default_factory=list, max_length=20)
    cost_estimate_cny: float = Field(0, ge=0, le=10_000_000)
    parts_list: str = Field("", max_length=2000)
    safety_notes: str = Field("", max_length=2000)


class TaskIn(Schema):
    """A task for one party."""

    id: UUID
    party_id: UUID
    text: str = Field(min_length=1, max_length=300)
    due_on: date


def shaped_row(request: SignedInRequest) -> Any:
    """Return the function that masks what this account may not see in a row of `LISTED`."""
    hidden, cost = masked(request.user), sees_cost(request.user)

    def shape(row: dict[str, Any]) -> dict[str, Any]:
        if hidden:
            row |= dict.fromkeys(IDENTITY)
        row["cost_cny"] = str(row["cost_cny"]) if cost else None
        return row

    return shape


def order_out(request: SignedInRequest, order: WorkOrder) -> dict[str, Any]:
    """Return a work order in the shape of `OrderOut`."""
    values = {name: getattr(order, name) for name in OrderOut.model_fields}
    cost = str(order.cost_estimate_cny) if sees_cost(request.user) else None
    return values | {"work_hours": float(order.work_hours), "cost_estimate_cny": cost}


def row_of(case: Case) -> dict[str, Any]:
    """Return a loaded case in the shape of a row, unmasked."""
    row: dict[str, Any] = {}
    for path, name in NAMES.items():
        value: Any = case
        for part in path.split("__"):
            value = getattr(value, part) if value is not None else None
        row[name] = value
    return row
