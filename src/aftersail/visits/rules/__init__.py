"""Decisions about work on board and about forms; pure, no queries."""

from aftersail.visits.rules.record import (
    CLOCK_SKEW,
    LABOUR_CNY_AN_HOUR,
    SHOWN_IN,
    STAMPS,
    FinishFacts,
    Reckoned,
    StepFact,
    check_stamps,
    judged_result,
    labour_cost,
    may_finish,
    may_record_step,
    prefilled_hours,
    previous_steps_settled,
    stands_as_seen,
    when_it_happened,
)

__all__ = [
    "CLOCK_SKEW",
    "LABOUR_CNY_AN_HOUR",
    "SHOWN_IN",
    "STAMPS",
    "FinishFacts",
    "Reckoned",
    "StepFact",
    "check_stamps",
    "judged_result",
    "labour_cost",
    "may_finish",
    "may_record_step",
    "prefilled_hours",
    "previous_steps_settled",
    "stands_as_seen",
    "when_it_happened",
]
