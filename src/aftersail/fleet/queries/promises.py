"""What holds for a unit on a day: its stage of life, its warranty, its service targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Q

from aftersail.core.prepared import Prepared
from aftersail.fleet import rules
from aftersail.fleet.models import BaselineRule, Equipment, Milestone, ProductModel, Vessel
from aftersail.fleet.queries.warranties import warranty_of
from aftersail.fleet.rules.baselines import RestoreBy
from aftersail.fleet.states import LIVE_BASELINE, Criticality, LifecycleStage, MilestoneKind

MILESTONES = Prepared(
    lambda vessel: Milestone.objects.filter(vessel=vessel).order_by().values_list("kind", "actual_on"), UUID
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit on a day: where in its life it is and what its warranty says."""

    stage: LifecycleStage
    warranty: rules.WarrantyVerdict


def standing(vessel: Vessel, equipment: Equipment | None, on: date) -> Standing:
    """Return stage and warranty of a unit (or of a ship with an unknown unit) on a day."""
    verdict = warranty_of(vessel, equipment, on)
    done: dict[str, date] = {kind: day for kind, day in MILESTONES.rows(vessel.pk) if day}
    model = equipment.model if equipment else None
    life = rules.Milestones(
        mooring_trial_on=done.get(MilestoneKind.MOORING_TRIAL),
        sea_trial_on=done.get(MilestoneKind.SEA_TRIAL),
        delivered_on=vessel.delivered_on,
        warranty_until=verdict.until,
        legacy_since=legacy_since(model),
    )
    return Standing(rules.lifecycle_stage(life, on), verdict)


def legacy_since(model: ProductModel | None) -> date | None:
    """Return the day from which a model counts as old: its end of support, or always when marked so."""
    if model is None:
        return None
    return model.end_of_support_on or (date.min if model.legacy else None)


def baseline_for(
    vessel: Vessel,
    equipment: Equipment | None,
    *,
    severity: str,
    stage: str,
    on: date,
    contract_number: str = "",
) -> rules.BaselineMatch:
    """Return the service targets that hold, with the trace of why; raises `Refused` when none or two fit.

    A unit that is not known yet counts as criticality B.
    """
    model = equipment.model if equipment else None
    book = baseline_rules(vessel, on)
    facts = rules.BaselineFacts(
        criticality=model.criticality if model else Criticality.B,
        severity=severity,
        stage=stage,
        family=model.family.code if model else "",
        vessel=vessel.hull_code,
        customer=vessel.customer.code,
        contract_number=contract_number or contract_of(vessel, book),
    )
    return rules.match_baseline(facts, book, on)


def contract_of(vessel: Vessel, book: Iterable[rules.BaselineRule]) -> str:
    """Return the contract under which a vessel sails: the latest whose rules name the vessel, else its customer."""
    named = [rule for rule in book if rule.contract_number and (rule.vessel or rule.customer)]
    best = max(named, key=lambda rule: (bool(rule.vessel), rule.valid_from), default=None)
    return best.contract_number if best else ""


def baseline_rules(vessel: Vessel, on: date) -> tuple[rules.BaselineRule, ...]:
    """Return the rule book of a day as far as it can concern a vessel; without one, the table we ship."""
    rows = BaselineRule.objects.select_related("family", "vessel", "customer").filter(
        Q(baseline=None) | Q(baseline__state__in=LIVE_BASELINE),
        Q(vessel=None) | Q(vessel=vessel),
        Q(customer=None) | Q(customer=vessel.customer_id),
        Q(valid_until=None) | Q(valid_until__gte=on),
        valid_from__lte=on,
    )
    return as_rules(rows) or rules.default_targets().rules


def as_rules(rows: Iterable[BaselineRule]) -> tuple[rules.BaselineRule, ...]:
    """Turn stored rows into rules."""
    return tuple(
        rules.BaselineRule(
            code=row.code,
            edition=row.edition,
            target=rules.ServiceTarget(
                response_hours=_number(row.response_hours),
                onsite_hours=_number(row.onsite_hours),
                restore_days=_number(row.restore_days),
                answer_working_days=row.answer_working_days,
                calendar="24x7" if row.around_the_clock else "working",
                rule_code=row.code,
                rule_edition=row.edition,
                restore_by=cast("RestoreBy", row.restore_by),
            ),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            contract_number=row.contract_number,
            customer=row.customer.code if row.customer else "",
            vessel=row.vessel.hull_code if row.vessel else "",
            family=row.family.code if row.family else "",
            criticality=row.criticality,
            severity=row.severity,
            stage=row.stage,
            id=str(row.pk),
        )
        for row in rows
    )


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
