"""What programs send and get of trees, technical states, changes and permits."""

# No postponed annotations here: ninja reads them.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from aftersail.fleet.queries import comparing
from aftersail.fleet.rules.technical_state import Difference, Node
from aftersail.fleet.states import ChangeKind, ChangeState, StateKind, Whereto

Version = Field(ge=1, le=2**31 - 1)


class NodeOut(Schema):
    """A unit in a technical state."""

    unit: str
    parent: str
    position: str
    name: str
    code: str
    level: str
    model: str
    serial: str
    version: str
    software: str
    path: list[str]


class StateOut(Schema):
    """A technical state of a hull; `known` is false where there is none."""

    kind: StateKind
    on: date
    frozen: bool
    known: bool
    nodes: list[NodeOut]


class DifferenceOut(Schema):
    """What differs in one place."""

    path: list[str]
    kinds: list[str]
    left: dict[str, str] | None
    right: dict[str, str] | None
    permits: list[str]


class ComparisonOut(Schema):
    """Two technical states compared; only places in which something differs, unless all were asked for."""

    left: StateKind
    left_on: date
    right: StateKind
    right_on: date
    known: bool
    places: int
    counts: dict[str, int]
    without_bill: int
    pending: int
    differences: list[DifferenceOut]


class Comparing(Schema):
    """Which states are compared."""

    left: StateKind = StateKind.AS_DELIVERED
    right: StateKind = StateKind.AS_MAINTAINED
    left_on: date | None = None
    right_on: date | None = None
    unit_id: UUID | None = None
    everything: bool = False


class LeafOut(Schema):
    """A unit in the tree, with the number of its parts."""

    id: UUID
    parent_id: UUID | None
    name: str
    level: str
    function_code: str
    position: str
    serial: str
    software: str
    model: str
    version: str | None
    end_of_support_on: date | None
    parts: int
    pending: int


class SystemOut(Schema):
    """A system aboard with its outermost units."""

    code: str
    name: str
    name_en: str
    units: list[LeafOut]


class FrozenOut(Schema):
    """A frozen state."""

    id: UUID
    kind: StateKind
    state_on: date
    frozen_at: datetime
    frozen_by: str
    digest: str
    units: int


class Freezing(Schema):
    """Which state is frozen; without a day, today's."""

    kind: Literal["as_built", "as_delivered"]
    on: date | None = None


class StateChangeOut(Schema):
    """A change to a technical state."""

    id: UUID
    version: int
    number: str
    vessel_id: UUID
    equipment_id: UUID
    kind: ChangeKind
    state: ChangeState
    reason: str
    reference: str
    planned_on: date | None
    new_serial: str
    new_model_id: UUID | None
    new_version_id: UUID | None
    new_software: str
    whereto: str
    parts_stay: bool
    installed_on: date | None
    installed_by: str
    quality_name: str
    quality_at: datetime | None
    user_name: str
    user_at: datetime | None
    successor_id: UUID | None


class Planning(Schema):
    """A change to be planned; the same id again answers with the change made first."""

    id: UUID
    equipment_id: UUID
    kind: ChangeKind
    reason: str = Field(max_length=300)
    reference: str = Field("", max_length=60)
    planned_on: date | None = None
    new_serial: str = Field("", max_length=60)
    new_model_id: UUID | None = None
    new_version_id: UUID | None = None
    new_software: str = Field("", max_length=30)
    parts_stay: bool = True


class Installing(Schema):
    """That a change was carried out aboard."""

    version: int = Version
    installed_on: date
    new_serial: str = Field("", max_length=60)
    new_software: str = Field("", max_length=30)
    whereto: Whereto | Literal[""] = ""


class Verifying(Schema):
    """That an installed change was verified; `signer` where the house writes it down for the user."""

    version: int = Version
    signer: str = Field("", max_length=60)


class Ending(Schema):
    """Why a change is returned or cancelled."""

    version: int = Version
    note: str = Field(max_length=300)


class Correcting(Schema):
    """What the technical state of a unit should say; what is left out stays."""

    version: int = Version
    reason: str = Field(max_length=300)
    serial_number: str | None = Field(None, max_length=60)
    product_version_id: UUID | None = None
    software_version: str | None = Field(None, max_length=30)


class CorrectedOut(Schema):
    """A unit after its correction."""

    id: UUID
    version: int
    serial_number: str
    product_version_id: UUID | None
    software_version: str


class PermitMove(Schema):
    """A step of a permit."""

    version: int = Version
    note: str = Field("", max_length=300)


class PermitStanding(Schema):
    """Where a permit stands."""

    id: UUID
    version: int
    number: str
    state: str
    approver_name: str


class GenerationOut(Schema):
    """A model in its line."""

    id: UUID
    code: str
    units: int
    end_of_support_on: date | None
    ends_soon: bool
    ended: bool


class LineageOut(Schema):
    """A model's line and versions."""

    line: list[GenerationOut]
    versions: list[dict[str, object]]


class SummaryOut(Schema):
    """A ship at a glance."""

    vessel: dict[str, object]
    milestones: list[dict[str, object]]
    systems: list[SystemOut]
    counts: dict[str, int]
    frozen: list[dict[str, object]]


def difference_told(line: Difference, found: comparing.Comparison) -> dict[str, object]:
    """Return a place where two states differ, as `DifferenceOut` has it, with the permits that allow it."""

    def told(node: Node | None) -> dict[str, str] | None:
        return node.as_data() if node else None

    permits = [number for _pk, number, _kind in found.permits.get(line.node.unit, ())]
    return {
        "path": line.path,
        "kinds": line.kinds,
        "left": told(line.left),
        "right": told(line.right),
        "permits": permits,
    }
