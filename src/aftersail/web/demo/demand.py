"""What goes wrong when: the reports of eighteen months, with the anomalies woven in."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from math import exp

from aftersail.fleet.models import Equipment, Vessel
from aftersail.web.demo import anomalies
from aftersail.web.demo.always import always
from aftersail.web.demo.catalogue import Fault, families
from aftersail.web.demo.setting import LOCAL, Setting

CASES = 7_900
SEVERITY_WEIGHTS = {"S1": 0.45, "S2": 1.15, "S3": 1.7, "S4": 3.4}
FAMILY_WEIGHTS = {
    "RAD": 1.3,
    "GEN": 1.2,
    "NAV": 1.0,
    "MON": 1.5,
    "STG": 0.9,
    "BWT": 1.3,
    "FWG": 1.1,
    "DKM": 0.9,
}
HOURS = (1, 1, 1, 1, 1, 2, 4, 7, 10, 11, 10, 8, 6, 7, 9, 9, 8, 6, 4, 4, 3, 3, 2, 1)
RARE = 0.12


@dataclass(frozen=True, slots=True)
class Report:
    """One fault that a crew will report."""

    at: datetime
    vessel: Vessel
    unit: Equipment
    fault: Fault
    severity: str


def reports(stage: Setting, scale: float) -> list[Report]:
    """Return every fault of the history in the order of time; `scale` 1 means about 8,000 cases."""
    demand = _Demand(stage)
    told = [demand.everyday() for _ in range(round(CASES * scale))]
    told += [report for unit in stage.units for report in demand.worn_out(unit, scale)]
    told += [report for unit in stage.units for report in demand.of_the_batch(unit, scale)]
    return sorted(told, key=lambda report: report.at)


class _Demand:
    def __init__(self, stage: Setting) -> None:
        self.stage, self.dice = stage, stage.dice("demand")
        self.faults = {family.code: family.faults for family in families()}
        days = (stage.present - stage.begins).days
        self.days = list(
            accumulate(self._busy_on(stage.begins + timedelta(days=n), n / days) for n in range(days))
        )
        self.units = list(accumulate(self._prone(unit) for unit in stage.units))
        self.weights = {
            code: [SEVERITY_WEIGHTS[fault.severity] * (RARE if fault.key else 1.0) for fault in faults]
            for code, faults in self.faults.items()
        }
        self.season = anomalies.busy_season(stage.today)

    def everyday(self) -> Report:
        """Draw one ordinary report."""
        while True:
            at, unit = self._instant(), self._unit()
            if self._happens(unit, at):
                family = unit.model.family.code
                fault = self.dice.choices(self.faults[family], self.weights[family])[0]
                return self._report(at, unit, fault)

    def worn_out(self, unit: Equipment, scale: float) -> list[Report]:
        """Draw the wear-out failures of a unit of the weak model: a Weibull process in running hours."""
        vessel, stage = unit.vessel, self.stage
        if unit.model.code != anomalies.WEAR_OUT_MODEL or vessel.delivered_on is None:
            return []
        aboard = datetime.combine(vessel.delivered_on, time(0), UTC)
        whole = (stage.present - aboard) / timedelta(days=1)
        hours_now = float(unit.running_hours or 0)
        first = max(0.0, (stage.begins - aboard) / timedelta(days=1)) / whole
        before, now = (self._worn(hours_now * share) for share in (first, 1.0))
        told = []
        for _event in range(self._poisson((now - before) * scale)):
            hours = anomalies.WEAR_OUT_SCALE_HOURS * self.dice.uniform(before, now) ** (
                1 / anomalies.WEAR_OUT_SHAPE
            )
            at = aboard + timedelta(days=whole * hours / hours_now)
            told.append(
                self._report(
                    min(at, stage.present), unit, self._fault_with_key("GEN", anomalies.WEAR_OUT_FAULT)
                )
            )
        return told

    def of_the_batch(self, unit: Equipment, scale: float) -> list[Report]:
        """Draw the failures of a unit of the flawed batch."""
        if unit.model.code != anomalies.BATCH_MODEL or unit.batch != anomalies.BATCH:
            return []
        fault = self._fault_with_key("STG", anomalies.BATCH_FAULT)
        drawn = [self._instant() for _ in range(self._poisson(anomalies.BATCH_EVENTS_PER_UNIT * scale))]
        return [self._report(at, unit, fault) for at in drawn if self._in_service(unit, at)]

    def _report(self, at: datetime, unit: Equipment, fault: Fault) -> Report:
        part = self.stage.children[unit.pk].get(fault.at)
        severity = fault.severity
        if severity in {"S2", "S3"} and self.dice.chance(0.12):
            severity = {"S2": "S3", "S3": "S2"}[severity]
        return Report(at, unit.vessel, part if part and self.dice.chance(0.5) else unit, fault, severity)

    def _fault_with_key(self, family: str, key: str) -> Fault:
        return next(fault for fault in self.faults[family] if fault.key == key)

    def _worn(self, hours: float) -> float:
        return float((hours / anomalies.WEAR_OUT_SCALE_HOURS) ** anomalies.WEAR_OUT_SHAPE)

    def _poisson(self, mean: float) -> int:
        limit, count, product = exp(-mean), 0, self.dice.random()
        while product > limit:
            count += 1
            product *= self.dice.random()
        return count

    def _instant(self) -> datetime:
        day = bisect(self.days, self.dice.random() * self.days[-1])
        local = (self.stage.begins + timedelta(days=day)).astimezone(LOCAL)
        hour = self.dice.choices(range(24), HOURS)[0]
        at = local.replace(hour=hour, minute=self.dice.randrange(60), second=self.dice.randrange(60))
        return min(at, self.stage.present - timedelta(minutes=self.dice.randrange(5, 300)))

    def _unit(self) -> Equipment:
        return self.stage.units[bisect(self.units, self.dice.random() * self.units[-1])]

    def _busy_on(self, day: datetime, share: float) -> float:
        weekend = 0.72 if day.weekday() >= 5 else 1.0
        summer = 1.12 if day.month in {6, 7, 8} else 1.0
        return (0.92 + 0.16 * share) * weekend * summer

    def _prone(self, unit: Equipment) -> float:
        delivered = unit.vessel.delivered_on
        years = (self.stage.today - delivered).days / 365 if delivered else 0.0
        young_or_old = 1.5 if years < 1 else 1.25 if years > 12 else 1.0
        return FAMILY_WEIGHTS[unit.model.family.code] * young_or_old

    def _happens(self, unit: Equipment, at: datetime) -> bool:
        if not self._in_service(unit, at):
            return False
        vessel = unit.vessel
        share = 1 / anomalies.SURGE
        first, last = self.season
        if always(vessel.station).code == anomalies.OVERLOADED_STATION and first <= at.date() <= last:
            share = 1.0
        if vessel.customer.code == anomalies.SLIPPING_CUSTOMER:
            share *= 1 - 0.75 * anomalies.slipped(at, self.stage.present)
        return self.dice.chance(share)

    def _in_service(self, unit: Equipment, at: datetime) -> bool:
        return unit.commissioned_on is not None and at.date() >= unit.commissioned_on
