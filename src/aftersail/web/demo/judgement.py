"""What the rules say of a case: stage of life, warranty, service targets and clocks, without asking the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from aftersail.cases import rules as case_rules
from aftersail.cases.models import Case, Suspension
from aftersail.cases.queries.clocks import facts_of
from aftersail.cases.states import CASE
from aftersail.core.calendar import WorkingCalendar
from aftersail.fleet import rules
from aftersail.fleet.models import Equipment, Vessel, WarrantyTerm
from aftersail.fleet.queries.promises import legacy_since
from aftersail.web.demo.setting import Setting

CALENDAR = WorkingCalendar()


def warranty_of(stage: Setting, unit: Equipment, on: date) -> rules.WarrantyVerdict:
    """Return the verdict for a unit on a day, under the most specific clause of the demo."""
    vessel, model = unit.vessel, unit.model
    fitting = [term for term in stage.terms if term.family_id in {None, model.family_id}]
    best = max(fitting, key=lambda term: term.family_id is not None)
    facts = rules.WarrantyFacts(
        shipped_on=unit.shipped_on, commissioned_on=unit.commissioned_on, delivered_on=vessel.delivered_on
    )
    return rules.warranty_verdict(_term(best), facts, on)


def _term(row: WarrantyTerm) -> rules.WarrantyTerm:
    return rules.WarrantyTerm(
        clause=row.clause, months_from_delivery=row.months_from_delivery, months_from_shipment=row.months_from_shipment,
        covers_travel=row.covers_travel, excluded_causes=frozenset(row.excluded_causes),
    )  # fmt: skip


def stage_of(stage: Setting, unit: Equipment, on: date, warranty: rules.WarrantyVerdict) -> str:
    """Return the stage of life of a unit on a day."""
    vessel: Vessel = unit.vessel
    done = {
        kind: row.actual_on
        for kind, row in stage.milestones[vessel.pk].items()
        if row.actual_on and row.actual_on <= on
    }
    life = rules.Milestones(
        mooring_trial_on=done.get("mooring_trial"), sea_trial_on=done.get("sea_trial"), delivered_on=vessel.delivered_on,
        warranty_until=warranty.until, legacy_since=legacy_since(unit.model),
    )  # fmt: skip
    return str(rules.lifecycle_stage(life, on))


@cache
def baseline(criticality: str, severity: str, stage: str) -> dict[str, Any]:
    """Return the targets of a case, and the trace of the choice, as the case keeps them."""
    facts = rules.BaselineFacts(criticality=criticality, severity=severity, stage=stage)
    match = rules.match_baseline(facts, rules.default_targets().rules, date(2026, 1, 1))
    target = match.target
    return {
        "baseline_code": f"{match.rule.code} v{match.rule.edition}",
        "baseline_trace": match.kept_trace(20),
        "response_hours": target.response_hours,
        "onsite_hours": target.onsite_hours,
        "restore_days": target.restore_days,
        "answer_working_days": target.answer_working_days,
        "around_the_clock": target.calendar == "24x7",
    }


def judge(case: Case, stage: Setting, verdict: rules.WarrantyVerdict) -> None:
    """Set severity-dependent targets and the warranty on a case."""
    criticality = case.equipment.model.criticality if case.equipment else "B"
    for name, value in baseline(criticality, case.severity, case.stage).items():
        setattr(case, name, value)
    case.warranty, case.warranty_clause = verdict.status, verdict.clause
    case.warranty_days_left, case.warranty_covers = verdict.days_left, list(verdict.covers)
    case.warranty_said = verdict.as_data()


def set_due_instants(case: Case, suspensions: Sequence[Suspension], now: datetime) -> None:
    """Set what is due when on a case, as `cases.queries.clocks.due_instants` would."""
    if not case.baseline_code:
        return
    clocks = case_rules.case_clocks(facts_of(case, suspensions), CALENDAR, now)
    for clock in clocks:
        if clock.kind != "permanent":
            setattr(case, f"{clock.kind}_due_at", clock.due_at)
    running = [
        c.due_at
        for c in clocks
        if c.due_at and c.stopped_at is None and c.state != case_rules.ClockState.NOT_APPLICABLE
    ]
    case.next_due_at = None if case.state in CASE.terminal else min(running, default=None)
