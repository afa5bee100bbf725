"""Statistics of repairable units: is the rate of failures rising, and how many to expect by an age.

Formulas: Laplace and MIL-HDBK-189C trend tests (HANDBOOK §2.6), Nelson's mean cumulative function. Guarantees: pure
functions, no clock, no files, the same answer for the same numbers. They fail, with ValueError, on times outside the
observation; too few events give a result without a verdict, never a made-up one.
"""

from aftersail.engines.reliability.growth import mean_cumulative_function
from aftersail.engines.reliability.problem import Ended, Events, UnitHistory
from aftersail.engines.reliability.result import Direction, MeanCount, Trend
from aftersail.engines.reliability.trend import fewest_events, laplace_trend, mil_hdbk_trend

__all__ = [
    "Direction",
    "Ended",
    "Events",
    "MeanCount",
    "Trend",
    "UnitHistory",
    "fewest_events",
    "laplace_trend",
    "mean_cumulative_function",
    "mil_hdbk_trend",
]
