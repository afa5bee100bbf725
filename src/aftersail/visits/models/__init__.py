"""Tables of the visits chapter."""

from aftersail.visits.models.records import CostLine, Finding, HoursEntry, PartUse, ToolUse, VisitStep
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
    "ToolUse",
    "Visit",
    "VisitStep",
]
