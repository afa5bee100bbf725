"""Shapes that several routes of dispatch share."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from aftersail.dispatch.models import Assignment

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC))
]


class AssignmentOut(Schema):
    """A promise of somebody's time."""

    id: UUID
    version: int
    order_id: UUID
    staff_id: UUID
    staff: str
    lead: bool
    starts_at: datetime
    ends_at: datetime
    released_at: datetime | None
    locked_at: datetime | None


ASSIGNMENT_FIELDS = {
    "id": "id", "version": "version", "order_id": "order_id", "staff_id": "staff_id", "staff": "staff__name", "lead": "lead",
    "starts_at": "starts_at", "ends_at": "ends_at", "released_at": "released_at", "locked_at": "locked_at",
}  # fmt: skip


def assignment_out(made: Assignment) -> dict[str, Any]:
    """Return a promise as its shape wants it."""
    return {name: getattr(made, name) for name in ASSIGNMENT_FIELDS if name != "staff"} | {
        "staff": made.staff.name
    }
