"""Tables of the fleet chapter."""

from aftersail.fleet.models.baselines import BaselineServices, ServiceBaseline
from aftersail.fleet.models.codes import FailureCode
from aftersail.fleet.models.customers import Contact, Customer, Yard
from aftersail.fleet.models.equipment import Equipment
from aftersail.fleet.models.history import MaintenanceRecord
from aftersail.fleet.models.products import ProductFamily, ProductModel
from aftersail.fleet.models.promises import BaselineRule, WarrantyTerm
from aftersail.fleet.models.vessels import Milestone, Vessel
from aftersail.fleet.models.warranties import (
    FormerFacts,
    FormerTerm,
    SupplierWarranty,
    WarrantyAdjustment,
)

__all__ = [
    "BaselineRule",
    "BaselineServices",
    "Contact",
    "Customer",
    "Equipment",
    "FailureCode",
    "FormerFacts",
    "FormerTerm",
    "MaintenanceRecord",
    "Milestone",
    "ProductFamily",
    "ProductModel",
    "ServiceBaseline",
    "SupplierWarranty",
    "Vessel",
    "WarrantyAdjustment",
    "WarrantyTerm",
    "Yard",
]
