"""Tables of the cases chapter."""

from aftersail.cases.models.case import Case, Suspension, WipLimit
from aftersail.cases.models.consultations import Consultation
from aftersail.cases.models.orders import OrderMember, WorkOrder
from aftersail.cases.models.parties import CaseComment, CasePart, CaseTask, ContactAttempt, LeftoverItem

__all__ = [
    "Case",
    "CaseComment",
    "CasePart",
    "CaseTask",
    "Consultation",
    "ContactAttempt",
    "LeftoverItem",
    "OrderMember",
    "Suspension",
    "WipLimit",
    "WorkOrder",
]
