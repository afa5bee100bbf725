"""Tables of the visits chapter."""

from aftersail.visits.models.records import CostLine, Finding, HoursEntry, PartUse, VisitStep
from aftersail.visits.models.signoff import Addendum, ServiceReport, Signature
from aftersail.visits.models.visit import Procedure, Visit

__all__ = [
    "Addendum",
    "CostLine",
    "Finding",
    "HoursEntry",
    "PartUse",
    "Procedure",
    "ServiceReport",
    "Signature",
    "Visit",
    "VisitStep",
]
