"""Reads of the fleet chapter; every list starts from `visible_to`."""

from aftersail.fleet.queries.history import records
from aftersail.fleet.queries.promises import baseline_for, standing, term_for, warranty_of
from aftersail.fleet.queries.vessels import (
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

__all__ = [
    "Branch",
    "VesselStanding",
    "baseline_for",
    "contacts",
    "customers",
    "equipment",
    "flat",
    "life_of",
    "models_in_use",
    "path_to",
    "records",
    "standing",
    "term_for",
    "tree_of",
    "vessel_standing",
    "vessels",
    "warranty_of",
]
