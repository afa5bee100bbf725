"""Tables of the fleet chapter."""

from __future__ import annotations

from aftersail.fleet.models.baselines import BaselineServices, ServiceBaseline
from aftersail.fleet.models.codes import FailureCode
from aftersail.fleet.models.customers import Contact, Customer, Yard
from aftersail.fleet.models.equipment import Equipment
from aftersail.fleet.models.functions import FunctionCode, FunctionCodeScheme
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
from aftersail.fleet.models.lineage import BillPosition, Obsolescence, ProductVersion
from aftersail.fleet.models.permits import Permit
from aftersail.fleet.models.products import ProductFamily, ProductModel
from aftersail.fleet.models.promises import BaselineRule, WarrantyTerm
from aftersail.fleet.models.technical_state import FrozenState, StateChange, StateEvent
from aftersail.fleet.models.user_tasks import UserTask, UserTaskContent
from aftersail.fleet.models.vessels import Milestone, Vessel
from aftersail.fleet.models.warranties import FormerFacts, FormerTerm, SupplierWarranty, WarrantyAdjustment

__all__ = [
    "BaselineRule",
    "BaselineServices",
    "BillPosition",
    "Contact",
    "Customer",
    "Equipment",
    "FailureCode",
    "FormerFacts",
    "FormerTerm",
    "FrozenState",
    "FunctionCode",
    "FunctionCodeScheme",
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
    "Obsolescence",
    "Permit",
    "ProductFamily",
    "ProductModel",
    "ProductVersion",
    "ReadinessItem",
    "ServiceAccount",
    "ServiceBaseline",
    "StateChange",
    "StateEvent",
    "SupplierWarranty",
    "UserTask",
    "UserTaskContent",
    "Vessel",
    "WarrantyAdjustment",
    "WarrantyTerm",
    "Yard",
]
