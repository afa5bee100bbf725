"""The records that the routes are asked about, as far as the account sees them; one it does not see is not there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aftersail.core.audience import SignedInRequest
from aftersail.core.isolation import visible
from aftersail.core.refusals import NotThere
from aftersail.fleet import queries
from aftersail.fleet.models import Equipment, StateChange, Vessel
from aftersail.fleet.queries import comparing, ledger


def vessel_by_id(request: SignedInRequest, vessel_id: UUID) -> Vessel:
    """Return the ship; raises `NotThere`."""
    found = comparing.whose(request.user, vessel_id)
    if found is None:
        raise NotThere
    return found


def unit_by_id(request: SignedInRequest, unit_id: UUID) -> Equipment:
    """Return the unit, removed or aboard; raises `NotThere`."""
    rows = queries.equipment(request.user).select_related("product_version", "vessel__station")
    found = rows.filter(pk=unit_id).first()
    if found is None:
        raise NotThere
    return found


def change_by_id(request: SignedInRequest, change_id: UUID) -> StateChange:
    """Return the change to a technical state; raises `NotThere`."""
    rows = ledger.state_changes(request.user).select_related(
        "equipment__model", "equipment__vessel", "new_version", "new_model"
    )
    found: StateChange | None = rows.filter(pk=change_id).first()
    if found is None:
        raise NotThere
    return found


def record_by_id(request: SignedInRequest, model: Any, pk: UUID | None) -> Any:
    """Return the record that an id names; None for no id. Raises `NotThere` for one that is not to be seen."""
    if pk is None:
        return None
    found = visible(model, request.user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found
