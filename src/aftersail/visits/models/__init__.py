"""Tables of the visits chapter."""

from aftersail.visits.models.field import FieldCommand, FieldDevice
from aftersail.visits.models.filled_forms import FilledForm, FollowUp, FormAddendum, FormSignature
from aftersail.visits.models.form_editions import FormDefinition, FormEdition
from aftersail.visits.models.photos import VisitPhoto
from aftersail.visits.models.records import CostLine, Finding, HoursEntry, PartUse, ToolUse, VisitStep
from aftersail.visits.models.signoff import Addendum, ServiceReport, Signature
from aftersail.visits.models.visit import Procedure, Visit

__all__ = [
    "Addendum",
    "CostLine",
    "FieldCommand",
    "FieldDevice",
    "FilledForm",
    "Finding",
    "FollowUp",
    "FormAddendum",
    "FormDefinition",
    "FormEdition",
    "FormSignature",
    "HoursEntry",
    "PartUse",
    "Procedure",
    "ServiceReport",
    "Signature",
    "ToolUse",
    "Visit",
    "VisitPhoto",
    "VisitStep",
]
