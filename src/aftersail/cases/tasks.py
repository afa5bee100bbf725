"""Background work of the chapter: the simulator of service baselines."""

from __future__ import annotations

from aftersail.cases.actions.replaying import REPLAY

__all__ = ["REPLAY"]
