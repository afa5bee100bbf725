"""`aftersail bench dispatch`: see `bench.planning`."""

from __future__ import annotations

from bench.planning import run

__all__ = ["run"]
