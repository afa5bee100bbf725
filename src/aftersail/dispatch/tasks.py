"""Background work of the chapter: planning some days, in regions where it is large, planning anew, publishing what is large."""

from __future__ import annotations

from aftersail.dispatch.actions.planning import PLAN, REGION
from aftersail.dispatch.actions.publishing_large import PUBLISH
from aftersail.dispatch.actions.replanning import REPLAN

__all__ = ["PLAN", "PUBLISH", "REGION", "REPLAN"]
