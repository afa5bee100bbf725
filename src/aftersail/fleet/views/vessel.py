"""Vessel 360 and the customer's page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from aftersail.core.audience import SignedInRequest
from aftersail.fleet import queries
from aftersail.fleet.models import Customer, Vessel, Yard
from aftersail.fleet.permissions import CONTACT_READERS, KEEPERS, may_keep_vessel
from aftersail.fleet.queries import lifecycle
from aftersail.fleet.queries.owners import away_on, gap_of
from aftersail.fleet.rules import hull
from aftersail.fleet.states import WarrantyStatus
from aftersail.fleet.views.lifecycle_picture import lifecycle_svg
from aftersail.fleet.views.milestones import stage_moves

MOST_UNITS = 40
"""A page with more units aboard shows the outermost only; the tree opens the rest."""


def about_vessel(request: SignedInRequest, vessel: Vessel) -> dict[str, Any]:
    """Return what the page of a vessel shows besides its facts: stage, life, tree, warranties, contacts."""
    account, today = request.user, timezone.localdate()
    lifecycle.read_milestones(account, vessel)  # life, stage and table ask for them
    tree = queries.tree_of(account, vessel, today)
    units = queries.flat(tree)
    standing = queries.vessel_standing(vessel, units, today)
    counts: Counter[str] = Counter(b.warranty.status for b in units if b.warranty)
    sees_contacts = account.has_role(*CONTACT_READERS)
    return {
        "standing": standing,
        "life": queries.life_of(vessel, standing, today),
        "tree": tree,
        "units": units if len(units) <= MOST_UNITS else tree,
        "unit_count": len(units),
        "warranty_counts": [(one.value, one.label, counts[one.value]) for one in WarrantyStatus],
        "contacts": queries.TO_CALL.rows(account, vessel.pk) if sees_contacts else None,
        "milestones": vessel.milestones.all(),
        "keeps": account.has_role(*KEEPERS) and bool(may_keep_vessel(account, vessel)),
        **_stands(request, vessel),
        "imported": queries.IMPORTED.first(account, vessel.pk) is not None,
    }


def _stands(request: SignedInRequest, vessel: Vessel) -> dict[str, Any]:
    """Where the hull is in its life: the picture, what comes next, readiness, who is there for it (R04, R42)."""
    account, today = request.user, timezone.localdate()
    planned, actual = lifecycle.dates_of(vessel)
    ready = (
        lifecycle.readiness_of(vessel, today) if account.is_house and vessel.delivered_on is None else None
    )
    return {
        "picture": lifecycle_svg(hull.stretches(planned, actual, today=today), vessel.stage, today),
        "next_dates": lifecycle.next_milestones(vessel, today),
        "ready": ready,
        "gap": gap_of(vessel, away_on(today)) if account.is_house else None,
        "stage_moves": stage_moves(account, vessel) if account.has_role(*KEEPERS) else [],
        "today": today,
    }


def about_customer(request: SignedInRequest, customer: Customer) -> dict[str, Any]:
    """Return a customer's vessels and the people to talk to."""
    account = request.user
    return {
        "vessels": queries.vessels(account).filter(customer=customer).select_related("lies_at", "steward"),
        "contacts": queries.contacts(account).filter(customer=customer).select_related("vessel"),
        "keeps": account.has_role(*KEEPERS),
    }


def about_yard(request: SignedInRequest, yard: Yard) -> dict[str, Any]:
    """Return the hulls that are open to a yard, and those it built."""
    account = request.user
    return {
        "open_hulls": queries.vessels(account).filter(open_to_yard=yard).select_related("customer"),
        "built": queries.vessels(account).filter(built_by=yard, open_to_yard=None).select_related("customer"),
    }
