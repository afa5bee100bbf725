"""The formulas of the key figures (HANDBOOK §2.8); pure, from rows that queries fetched."""

from aftersail.core.figures import Figure, average, no_data, quantile_figure, ratio, share, t_interval, wilson
from aftersail.scorecard.rules.cohorts import Period, Standing
from aftersail.scorecard.rules.costs import CaseCost, CostFigures, ServiceHours, cost_per_case, planned_ratio
from aftersail.scorecard.rules.fixes import (
    ContactedCase,
    CountedShare,
    DueReturnVisit,
    VisitedCase,
    first_contact_resolution,
    first_time_fix_rate,
    return_visit_rate,
)
from aftersail.scorecard.rules.summaries import may_compare, mean_figure
from aftersail.scorecard.rules.times import (
    Attainment,
    DueCase,
    TimedCase,
    TimeFigures,
    attainment,
    time_figures,
)

__all__ = [
    "Attainment",
    "CaseCost",
    "ContactedCase",
    "CostFigures",
    "CountedShare",
    "DueCase",
    "DueReturnVisit",
    "Figure",
    "Period",
    "ServiceHours",
    "Standing",
    "TimeFigures",
    "TimedCase",
    "VisitedCase",
    "attainment",
    "average",
    "cost_per_case",
    "first_contact_resolution",
    "first_time_fix_rate",
    "may_compare",
    "mean_figure",
    "no_data",
    "planned_ratio",
    "quantile_figure",
    "ratio",
    "return_visit_rate",
    "share",
    "t_interval",
    "time_figures",
    "wilson",
]
