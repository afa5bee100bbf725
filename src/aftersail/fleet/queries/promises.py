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
from aftersail.fleet.models import BaselineRule, Equipment, Milestone, ProductModel, Vessel, WarrantyTerm
from aftersail.fleet.rules.baselines import RestoreBy
from aftersail.fleet.states import Criticality, LifecycleStage, MilestoneKind

MILESTONES = Prepared(
    lambda vessel: Milestone.objects.filter(vessel=vessel).order_by().values_list("kind", "actual_on"), UUID
)
TERMS = Prepared(lambda begun: WarrantyTerm.objects.filter(valid_from__lte=begun), date)


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


def warranty_of(
    vessel: Vessel, equipment: Equipment | None, on: date, terms: Iterable[WarrantyTerm] | None = None
) -> rules.WarrantyVerdict:
    """Return the warranty verdict for a unit on a day; an unknown unit has an unknown warranty.

    `terms`, all of them, saves a query a unit where many units are judged.
    """
    if equipment is None:
        return rules.warranty_verdict(None, rules.WarrantyFacts(), on)
    readings: tuple[rules.HourReading, ...] = ()
    if equipment.running_hours is not None and equipment.running_hours_at is not None:
        readings = (rules.HourReading(equipment.running_hours_at.date(), float(equipment.running_hours)),)
    facts = rules.WarrantyFacts(
        shipped_on=equipment.shipped_on,
        commissioned_on=equipment.commissioned_on,
        delivered_on=vessel.delivered_on,
        readings=readings,
    )
    begun = vessel.delivered_on or equipment.commissioned_on or equipment.shipped_on or on
    return rules.warranty_verdict(term_for(vessel, equipment, begun, terms), facts, on)


def term_for(
    vessel: Vessel, equipment: Equipment, begun: date, terms: Iterable[WarrantyTerm] | None = None
) -> rules.WarrantyTerm | None:
    """Return the most specific warranty term in force when the warranty began: vessel, model, family, general."""
    model = equipment.model
    offered = TERMS.rows(begun) if terms is None else terms
    fitting = [
        term
        for term in offered
        if term.vessel_id in (None, vessel.pk)
        and term.model_id in (None, model.pk)
        and term.family_id in (None, model.family_id)
        and term.valid_from <= begun
        and (term.valid_until is None or term.valid_until >= begun)
    ]
    best = max(
        fitting,
        key=lambda t: (bool(t.vessel_id), bool(t.model_id), bool(t.family_id), t.valid_from),
        default=None,
    )
    if best is None:
        return None
    return rules.WarrantyTerm(
        clause=best.clause,
        months_from_delivery=best.months_from_delivery,
        months_from_commissioning=best.months_from_commissioning,
        months_from_shipment=best.months_from_shipment,
        hours_limit=best.hours_limit,
        covers_parts=best.covers_parts,
        covers_labour=best.covers_labour,
        covers_travel=best.covers_travel,
        excluded_causes=frozenset(best.excluded_causes),
    )


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
    facts = rules.BaselineFacts(
        criticality=model.criticality if model else Criticality.B,
        severity=severity,
        stage=stage,
        family=str(model.family_id) if model else "",
        vessel=str(vessel.pk),
        customer=str(vessel.customer_id),
        contract_number=contract_number,
    )
    return rules.match_baseline(facts, baseline_rules(vessel, on), on)


def baseline_rules(vessel: Vessel, on: date) -> tuple[rules.BaselineRule, ...]:
    """Return the rule book of a day as far as it can concern a vessel; without one, the table we ship."""
    rows = BaselineRule.objects.filter(
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
            customer=str(row.customer_id or ""),
            vessel=str(row.vessel_id or ""),
            family=str(row.family_id or ""),
            criticality=row.criticality,
            severity=row.severity,
            stage=row.stage,
        )
        for row in rows
    )


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
