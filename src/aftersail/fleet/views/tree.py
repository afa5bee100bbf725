"""The equipment tree: fleets, their ships, a ship's systems and units, and the parts of a unit, each level when it is opened."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import Customer, Equipment, Vessel
from aftersail.fleet.permissions.technical_state import STATE_READERS
from aftersail.fleet.queries import tree
from aftersail.fleet.queries.comparing import whose


@audience(*STATE_READERS)
@require_GET
def fleets(request: SignedInRequest) -> HttpResponse:
    """The fleets that the person may see."""
    return render(request, "fleet/fleets.html", {"fleets": tree.fleets(request.user)})


@audience(*STATE_READERS)
@require_GET
def ships(request: SignedInRequest, customer_id: UUID) -> HttpResponse:
    """The ships of a fleet, as a fragment of the tree."""
    if not Customer.objects.visible_to(request.user).filter(pk=customer_id).exists():
        raise NotThere
    return render(request, "fleet/parts/_ships.html", {"ships": tree.ships_of(request.user, customer_id)})


@audience(*STATE_READERS)
@require_GET
def vessel_tree(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """What is aboard a ship, by system."""
    vessel = vessel_seen(request, vessel_id)
    systems = tree.systems(request.user, vessel.pk, vessel.code_scheme_id)
    units = sum(len(system.units) for system in systems)
    return render(request, "fleet/tree.html", {"vessel": vessel, "systems": systems, "units": units})


@audience(*STATE_READERS)
@require_GET
def parts(request: SignedInRequest, equipment_id: UUID) -> HttpResponse:
    """The parts of a unit, as a fragment of the tree."""
    if not Equipment.objects.visible_to(request.user).filter(pk=equipment_id).exists():
        raise NotThere
    return render(request, "fleet/parts/_leaves.html", {"leaves": tree.parts_of(request.user, equipment_id)})


def vessel_seen(request: SignedInRequest, vessel_id: UUID) -> Vessel:
    """Return a vessel that the person may see; else `NotThere`."""
    found = whose(request.user, vessel_id)
    if found is None:
        raise NotThere
    return found
