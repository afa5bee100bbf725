"""Tables of the dispatch chapter."""

from aftersail.dispatch.models.assignments import Assignment
from aftersail.dispatch.models.partner_orders import PartnerOrder

__all__ = ["Assignment", "PartnerOrder"]
