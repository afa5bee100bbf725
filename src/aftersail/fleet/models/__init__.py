"""Tables of the fleet chapter."""

from aftersail.fleet.models.codes import FailureCode
from aftersail.fleet.models.customers import Contact, Customer, Yard
from aftersail.fleet.models.equipment import Equipment
from aftersail.fleet.models.handover import (
    Handover,
    HandoverAddendum,
    HandoverItem,
    HandoverPaper,
    HandoverSignature,
    ServiceAccount,
)
from aftersail.fleet.models.history import MaintenanceRecord
from aftersail.fleet.models.leftovers import Leftover
from aftersail.fleet.models.lifecycle import (
    GateItem,
    GateQuestion,
    GateReview,
    MilestoneChange,
    ReadinessItem,
)
from aftersail.fleet.models.products import ProductFamily, ProductModel
from aftersail.fleet.models.promises import BaselineRule, WarrantyTerm
from aftersail.fleet.models.user_tasks import UserTask, UserTaskContent
from aftersail.fleet.models.vessels import Milestone, Vessel

__all__ = [
    "BaselineRule",
    "Contact",
    "Customer",
    "Equipment",
    "FailureCode",
    "GateItem",
    "GateQuestion",
    "GateReview",
    "Handover",
    "HandoverAddendum",
    "HandoverItem",
    "HandoverPaper",
    "HandoverSignature",
    "Leftover",
    "MaintenanceRecord",
    "Milestone",
    "MilestoneChange",
    "ProductFamily",
    "ProductModel",
    "ReadinessItem",
    "ServiceAccount",
    "UserTask",
    "UserTaskContent",
    "Vessel",
    "WarrantyTerm",
    "Yard",
]
