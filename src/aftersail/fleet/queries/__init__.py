"""Reads of the fleet chapter; every list starts from `visible_to`."""

from aftersail.fleet.queries.baselines import baseline_gaps, models_without_baseline
from aftersail.fleet.queries.history import IMPORTED, records
from aftersail.fleet.queries.promises import baseline_for, standing
from aftersail.fleet.queries.vessels import (
    TO_CALL,
    Branch,
    VesselStanding,
    contacts,
    customers,
    equipment,
    flat,
    life_of,
    models_in_use,
    path_to,
    tree_of,
    vessel_standing,
    vessels,
)
from aftersail.fleet.queries.warranties import warranty_as_known, warranty_of

__all__ = [
    "IMPORTED",
    "TO_CALL",
    "Branch",
    "VesselStanding",
    "baseline_for",
    "baseline_gaps",
    "contacts",
    "customers",
    "equipment",
    "flat",
    "life_of",
    "models_in_use",
    "models_without_baseline",
    "path_to",
    "records",
    "standing",
    "tree_of",
    "vessel_standing",
    "vessels",
    "warranty_as_known",
    "warranty_of",
]
