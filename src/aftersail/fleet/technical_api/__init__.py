"""Trees, technical states, changes and permits for programs."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from datetime import date
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from aftersail.core.api.envelope import JSON, Listing, Paging, listing, to_json
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.fleet.actions import freeze_technical_state
from aftersail.fleet.actions import state_changes as actions
from aftersail.fleet.actions.permits import move_permit
from aftersail.fleet.models import Permit, ProductModel, ProductVersion, StateChange
from aftersail.fleet.permissions import HOUSE_READERS
from aftersail.fleet.permissions.technical_state import (
    CORRECTORS,
    FREEZERS,
    PERMIT_DECIDERS,
    PLANNERS,
    STATE_READERS,
    VERIFIERS,
)
from aftersail.fleet.queries import comparing, ledger, lineage, tree
from aftersail.fleet.queries.summary import vessel_summary
from aftersail.fleet.rules.technical_state import paths_of
from aftersail.fleet.states import FITTERS, STATE_CHANGE, ChangeState, StateKind
from aftersail.fleet.technical_api.found import change_by_id, record_by_id, unit_by_id, vessel_by_id
from aftersail.fleet.technical_api.shapes import (
    Comparing,
    ComparisonOut,
    CorrectedOut,
    Correcting,
    Ending,
    Freezing,
    FrozenOut,
    Installing,
    LeafOut,
    LineageOut,
    PermitMove,
    PermitStanding,
    Planning,
    StateChangeOut,
    StateOut,
    SummaryOut,
    SystemOut,
    Verifying,
    difference_told,
)

router = Router(tags=["fleet"])


@router.get("/vessels/{uuid:vessel_id}/summary", response=SummaryOut, summary="A ship at a glance")
@audience(*STATE_READERS, scope="fleet:read")
def read_vessel_summary(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The ship, its milestones, what is aboard by system, what was frozen, what waits."""
    return _json(vessel_summary(request.user, vessel_by_id(request, vessel_id)))


@router.get(
    "/vessels/{uuid:vessel_id}/tree",
    response=list[SystemOut],
    summary="The outermost units aboard, by system",
)
@audience(*STATE_READERS, scope="fleet:read")
def read_vessel_tree(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """What is aboard a ship; the parts of a unit are read with it."""
    vessel = vessel_by_id(request, vessel_id)
    return _json(tree.systems(request.user, vessel.pk, vessel.code_scheme_id))


@router.get(
    "/equipment/{uuid:equipment_id}/parts",
    response=list[LeafOut],
    summary="The parts of a unit, one level down",
)
@audience(*STATE_READERS, scope="fleet:read")
def read_parts(request: SignedInRequest, equipment_id: UUID) -> HttpResponse:
    """What lies within a unit."""
    return _json(tree.parts_of(request.user, unit_by_id(request, equipment_id).pk))


@router.get(
    "/vessels/{uuid:vessel_id}/technical-state", response=StateOut, summary="A technical state of a hull"
)
@audience(*STATE_READERS, scope="fleet:read")
def read_technical_state(
    request: SignedInRequest,
    vessel_id: UUID,
    kind: StateKind = StateKind.AS_MAINTAINED,
    on: date | None = None,
) -> HttpResponse:
    """One of the four states; `on` counts for the as-maintained and the as-designed one."""
    state = ledger.technical_state(vessel_by_id(request, vessel_id), kind, on or timezone.localdate())
    nodes = [node.as_data() | {"path": path} for path, node in sorted(paths_of(state.nodes).items())]
    return _json(
        {"kind": state.kind, "on": state.on, "frozen": state.frozen, "known": state.known, "nodes": nodes}
    )


@router.get(
    "/vessels/{uuid:vessel_id}/technical-state/difference",
    response=ComparisonOut,
    summary="Two technical states compared",
)
@audience(*STATE_READERS, scope="fleet:read")
def compare_technical_states(
    request: SignedInRequest, vessel_id: UUID, asked: Query[Comparing]
) -> HttpResponse:
    """Compare two states of a hull, or of one unit with its parts, on any days."""
    vessel, today = vessel_by_id(request, vessel_id), timezone.localdate()
    unit = unit_by_id(request, asked.unit_id) if asked.unit_id else None
    found = comparing.comparison(
        vessel, (asked.left, asked.left_on or today), (asked.right, asked.right_on or today), unit
    )
    shown = found.lines if asked.everything else found.changed
    return _json(
        {
            "left": found.left.kind, "left_on": found.left.on, "right": found.right.kind, "right_on": found.right.on,
            "known": found.complete, "places": len(found.lines), "counts": found.counts, "without_bill": found.without_bill,
            "pending": ledger.open_changes(request.user, vessel.pk).count(),
            "differences": [difference_told(line, found) for line in shown],
        }
    )  # fmt: skip


@router.post(
    "/vessels/{uuid:vessel_id}/technical-state/freeze", response=FrozenOut, summary="Freeze a hull's state"
)
@audience(*FREEZERS, scope="fleet:write")
def freeze_state(request: SignedInRequest, vessel_id: UUID, data: Freezing) -> HttpResponse:
    """Write a state down for good; a second call answers with what the first one wrote."""
    made = freeze_technical_state(
        by=request.user,
        vessel=vessel_by_id(request, vessel_id),
        kind=data.kind,
        on=data.on,
        at=timezone.now(),
    )
    told = {name: getattr(made, name) for name in FrozenOut.model_fields if name != "units"}
    return _json(told | {"units": len(made.nodes)})


@router.get("/state-changes", response=Listing[StateChangeOut], summary="Changes to technical states")
@audience(*STATE_READERS, scope="fleet:read")
def list_state_changes(
    request: SignedInRequest,
    paging: Query[Paging],
    state: ChangeState | None = None,
    vessel_id: UUID | None = None,
    equipment_id: UUID | None = None,
) -> HttpResponse:
    """Changes by id."""
    rows = ledger.state_changes(request.user)
    wanted = {"state": state, "vessel": vessel_id, "equipment": equipment_id}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return listing(rows, tuple(StateChangeOut.model_fields), paging=paging, order="id")


@router.get("/state-changes/{uuid:change_id}", response=StateChangeOut)
@audience(*STATE_READERS, scope="fleet:read")
def read_state_change(request: SignedInRequest, change_id: UUID) -> object:
    """One change."""
    return change_by_id(request, change_id)


@router.post("/state-changes", response={201: StateChangeOut}, summary="Plan a change")
@audience(*PLANNERS, scope="fleet:write")
def plan_state_change(request: SignedInRequest, data: Planning) -> object:
    """Plan a change to a unit aboard."""
    typed = data.dict(exclude={"equipment_id", "new_model_id", "new_version_id"})
    made = actions.plan_change(
        by=request.user, equipment=unit_by_id(request, data.equipment_id), new_model=record_by_id(request, ProductModel, data.new_model_id),
        new_version=record_by_id(request, ProductVersion, data.new_version_id), at=timezone.now(), **typed,
    )  # fmt: skip
    return Status(201, made)


@router.post("/state-changes/{uuid:change_id}/install", response=StateChangeOut)
@audience(*FITTERS, scope="fleet:write")
def install_state_change(request: SignedInRequest, change_id: UUID, data: Installing) -> object:
    """Record that a change was carried out aboard."""
    typed = data.dict(exclude={"version"})
    return actions.install_change(
        by=request.user,
        change=change_by_id(request, change_id),
        seen=data.version,
        at=timezone.now(),
        **typed,
    )


@router.post("/state-changes/{uuid:change_id}/verify", response=StateChangeOut)
@audience(*VERIFIERS, scope="fleet:write")
def verify_state_change(request: SignedInRequest, change_id: UUID, data: Verifying) -> object:
    """Verify an installed change; when quality and user both have, the as-maintained state follows."""
    return actions.verify_change(
        by=request.user,
        change=change_by_id(request, change_id),
        signer=data.signer,
        seen=data.version,
        at=timezone.now(),
    )


@router.post("/state-changes/{uuid:change_id}/return", response=StateChangeOut)
@audience(*STATE_CHANGE.named("return").roles, scope="fleet:write")
def return_state_change(request: SignedInRequest, change_id: UUID, data: Ending) -> object:
    """Return a change to its installer."""
    return _ended(request, change_id, "return", data)


@router.post("/state-changes/{uuid:change_id}/cancel", response=StateChangeOut)
@audience(*STATE_CHANGE.named("cancel").roles, scope="fleet:write")
def cancel_state_change(request: SignedInRequest, change_id: UUID, data: Ending) -> object:
    """Cancel a change that has not been installed."""
    return _ended(request, change_id, "cancel", data)


@router.post(
    "/equipment/{uuid:equipment_id}/correct", response=CorrectedOut, summary="Correct a technical state"
)
@audience(*CORRECTORS, scope="fleet:write")
def correct_technical_state(request: SignedInRequest, equipment_id: UUID, data: Correcting) -> object:
    """Put right what the technical state says of a unit."""
    typed = data.dict(exclude={"version", "reason", "product_version_id"}, exclude_none=True)
    if data.product_version_id is not None:
        typed["product_version"] = record_by_id(request, ProductVersion, data.product_version_id)
    return actions.correct_state(
        by=request.user, equipment=unit_by_id(request, equipment_id), reason=data.reason, seen=data.version, at=timezone.now(), **typed
    )  # fmt: skip


@router.post(
    "/permits/{uuid:permit_id}/moves/{name}", response=PermitStanding, summary="Take a step with a permit"
)
@audience(*PERMIT_DECIDERS, scope="fleet:write")
def take_permit_step(
    request: SignedInRequest,
    permit_id: UUID,
    name: Literal["submit", "approve", "return", "reject", "withdraw"],
    data: PermitMove,
) -> object:
    """Submit, approve, return, reject or withdraw a deviation permit or concession."""
    permit = record_by_id(request, Permit, permit_id)
    return move_permit(
        by=request.user, permit=permit, move=name, note=data.note, seen=data.version, at=timezone.now()
    )


@router.get("/models/{uuid:model_id}/lineage", response=LineageOut, summary="A model's line and versions")
@audience(*HOUSE_READERS, scope="fleet:read")
def read_lineage(request: SignedInRequest, model_id: UUID) -> HttpResponse:
    """Predecessors and successors with their units and ends of support, and the model's versions."""
    model = ProductModel.objects.visible_to(request.user).select_related("family").filter(pk=model_id).first()
    if model is None:
        raise NotThere
    line = [
        {
            "id": one.model.pk, "code": one.model.code, "units": one.units, "end_of_support_on": one.model.end_of_support_on,
            "ends_soon": one.near, "ended": one.ended,
        }
        for one in lineage.line_of(request.user, model, timezone.localdate())
    ]  # fmt: skip
    names = (
        "id",
        "code",
        "hardware",
        "software",
        "predecessor_id",
        "released_on",
        "end_of_support_on",
        "unit_count",
        "positions",
    )
    return _json({"line": line, "versions": list(lineage.versions_of(request.user, model).values(*names))})


def _json(value: object) -> HttpResponse:
    return HttpResponse(to_json(value), content_type=JSON)


def _ended(request: SignedInRequest, change_id: UUID, move: str, data: Ending) -> StateChange:
    return actions.end_change(
        by=request.user, change=change_by_id(request, change_id), move=move, note=data.note, seen=data.version, at=timezone.now()
    )  # fmt: skip
