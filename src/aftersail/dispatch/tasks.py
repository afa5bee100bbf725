"""Background work of the chapter: planning some days, and planning anew what a change touches."""

from __future__ import annotations

from aftersail.dispatch.actions.planning import PLAN
from aftersail.dispatch.actions.replanning import REPLAN

__all__ = ["PLAN", "REPLAN"]
