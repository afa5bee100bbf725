"""Pages of the scorecard."""

from aftersail.scorecard.views import behind, kpi, workload

__all__ = ["behind", "kpi", "workload"]
