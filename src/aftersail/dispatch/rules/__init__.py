"""Decisions about who goes where: journeys and the ranking of engineers for one order; pure, no queries."""

from aftersail.dispatch.rules.needs import (
    RULES,
    Busy,
    Candidate,
    HeldCertificate,
    OrderNeed,
    Proposal,
    Ranking,
    Refusal,
    Weights,
)
from aftersail.dispatch.rules.ranking import nights_away, rank_candidates
from aftersail.people.rules.travel import (
    DEFAULT_MODES,
    DEFAULT_TABLE,
    Journey,
    ModeRow,
    Place,
    TravelTable,
    great_circle_km,
    journey,
)

__all__ = [
    "DEFAULT_MODES",
    "DEFAULT_TABLE",
    "RULES",
    "Busy",
    "Candidate",
    "HeldCertificate",
    "Journey",
    "ModeRow",
    "OrderNeed",
    "Place",
    "Proposal",
    "Ranking",
    "Refusal",
    "TravelTable",
    "Weights",
    "great_circle_km",
    "journey",
    "nights_away",
    "rank_candidates",
]
