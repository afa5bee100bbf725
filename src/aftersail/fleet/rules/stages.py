"""At which stage of its life a unit was on a date, read from the hull's milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aftersail.fleet.rules.warranty_terms import add_months
from aftersail.fleet.states import LifecycleStage

TAKEOVER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Milestones:
    """Actual dates of a hull and its unit, None where not reached; ``legacy_since`` when support became limited.

    ``warranty_until`` is the last day in warranty, as reckoned by the warranty verdict.
    """

    mooring_trial_on: date | None = None
    sea_trial_on: date | None = None
    delivered_on: date | None = None
    warranty_until: date | None = None
    legacy_since: date | None = None

    def __post_init__(self) -> None:
        trials = [day for day in (self.mooring_trial_on, self.sea_trial_on) if day]
        if self.delivered_on and any(day > self.delivered_on for day in trials):
            raise ValueError("a trial must not come after delivery")


def lifecycle_stage(
    milestones: Milestones, at: date, *, takeover_months: int = TAKEOVER_MONTHS
) -> LifecycleStage:
    """The stage on a date.

    Before delivery: commissioning until the first trial begins, then trials. From delivery: take-over for
    three months, then warranty while it runs, then old model once support is limited, else in service.
    A warranty in force outranks the old-model stage: what was sold is kept.
    """
    delivered = milestones.delivered_on
    if delivered is None or at < delivered:
        trials = [day for day in (milestones.mooring_trial_on, milestones.sea_trial_on) if day]
        return LifecycleStage.TRIAL if trials and min(trials) <= at else LifecycleStage.COMMISSIONING
    if at < add_months(delivered, takeover_months):
        return LifecycleStage.TAKEOVER
    if milestones.warranty_until is not None and at <= milestones.warranty_until:
        return LifecycleStage.WARRANTY
    if milestones.legacy_since is not None and at >= milestones.legacy_since:
        return LifecycleStage.LEGACY
    return LifecycleStage.IN_SERVICE
