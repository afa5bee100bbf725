"""Background work of the chapter: planning some days."""

from __future__ import annotations

from aftersail.dispatch.actions.planning import PLAN

__all__ = ["PLAN"]
