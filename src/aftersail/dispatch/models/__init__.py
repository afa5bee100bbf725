"""Tables of the dispatch chapter."""

from aftersail.dispatch.models.assignments import Assignment
from aftersail.dispatch.models.partner_orders import PartnerOrder
from aftersail.dispatch.models.plan_drafts import DraftState, PlanDraft
from aftersail.dispatch.models.presence import BoardPresence

__all__ = ["Assignment", "BoardPresence", "DraftState", "PartnerOrder", "PlanDraft"]
