"""Inputs and answers of the supply chapter for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from aftersail.supply.states import IssueState, MarketState

Value = str | int | bool | list[str] | None


class SupplyMove(Schema):
    """A step with a record: the version that was read, and what the step's form asks for, by field name."""

    version: int = Field(ge=1, le=2**31 - 1)
    values: dict[str, Value] = Field(default_factory=dict)


class SupplyMoved(Schema):
    """The record after a step."""

    id: UUID
    version: int
    state: str


class SupplyBegin(Schema):
    """Something to begin: an id made by the caller, and what the page's form asks for, by field name."""

    id: UUID
    values: dict[str, Value] = Field(default_factory=dict)


class StockOut(Schema):
    """How many of a part lie in a place."""

    place_id: UUID
    place: str
    part_id: UUID
    part: str
    quantity: int
    reserved: int


class PartIssueOut(Schema):
    """An issue of parts."""

    id: UUID
    version: int
    number: str
    state: IssueState
    part_id: UUID
    quantity: int
    place_id: UUID
    requester_id: UUID
    work_number: str
    urgent: bool
    requested_at: datetime
    approved_at: datetime | None
    issued_at: datetime | None
    expected_on: date | None
    consumed: int
    returned: int
    old_state: str


class TransferOut(Schema):
    """A transfer."""

    id: UUID
    version: int
    number: str
    state: str
    part_id: UUID
    quantity: int
    source_id: UUID
    target_id: UUID


class CountOut(Schema):
    """A stock count."""

    id: UUID
    version: int
    number: str
    state: str
    place_id: UUID


class CountLineOut(Schema):
    """A line of a stock count; what the books say is told only once the count is handed in."""

    id: UUID
    part_id: UUID
    lot: str
    serial: str
    booked: int | None
    found: int | None


class PartsOrderOut(Schema):
    """A quotation or parts order."""

    id: UUID
    version: int
    number: str
    state: MarketState
    customer_id: UUID
    vessel_id: UUID | None
    valid_until: date | None
    total: Decimal | None
    ordered_at: datetime | None
    delivered_at: datetime | None


class OrderLineOut(Schema):
    """A line as the customer sees it."""

    id: UUID
    part: str
    quantity: int
    unit_price_cny: Decimal
    promised_days: int
    delivered: int


class ImpactOut(Schema):
    """A piece of work to be judged."""

    id: UUID
    version: int
    work_label: str
    worked_at: datetime
    verdict: str
    reason: str


class ScannedOut(Schema):
    """What a scanned code names."""

    kind: str
    id: UUID
