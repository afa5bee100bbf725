"""Reads about editions of the baseline: the grid of clocks, services, what differs, and models without one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from aftersail.core.verdicts import Verdict, all_of, refuse
from aftersail.fleet import rules
from aftersail.fleet.models import BaselineRule, BaselineServices, ProductModel, ServiceBaseline, Vessel
from aftersail.fleet.queries.promises import as_rules
from aftersail.fleet.states import LIVE_BASELINE, Criticality, LifecycleStage, Severity

Cell = tuple[str, str, str]
"""Stage, criticality, severity."""


def in_force(on: date) -> Any:
    """Return the editions in force on a day."""
    return ServiceBaseline.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on), state__in=LIVE_BASELINE, valid_from__lte=on
    ).select_related("family")


def targets_of(baseline: ServiceBaseline | None) -> dict[Cell, rules.ServiceTarget]:
    """Return the clocks that an edition states, by cell."""
    if baseline is None:
        return {}
    rows = list(baseline.rules.select_related("family", "vessel", "customer"))
    return {
        (r.stage, r.criticality, r.severity): rule.target
        for r, rule in zip(rows, as_rules(rows), strict=True)
    }


def house_default(on: date) -> ServiceBaseline | None:
    """Return the house's default edition in force on a day."""
    return in_force(on).filter(family=None).first()  # type: ignore[no-any-return]


def services_of(baseline: ServiceBaseline) -> dict[str, BaselineServices]:
    """Return an edition's services by criticality."""
    return {row.criticality: row for row in baseline.services.all()}


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell in which two editions differ, as written on either side."""

    stage: Any
    criticality: str
    severity: str
    before: str
    after: str


def differences(before: ServiceBaseline | None, after: ServiceBaseline) -> list[Difference]:
    """Return the cells in which an edition differs from another."""
    old, new = targets_of(before), targets_of(after)
    found = []
    for stage in LifecycleStage:
        for criticality in Criticality.values:
            for severity in Severity.values:
                cell = (stage.value, criticality, severity)
                was, now = rules.write_target(old.get(cell)), rules.write_target(new.get(cell))
                if was != now:
                    found.append(Difference(stage.label, criticality, severity, was, now))
    return found


def baseline_gaps(vessel: Vessel, on: date) -> list[Any]:
    """Return why the models aboard a vessel lack an active baseline on a day; empty when nothing blocks delivery (R74)."""
    aboard = ProductModel.objects.filter(units__vessel=vessel, units__removed_on=None).distinct()
    return [gap for promise in promises_of(aboard, on) if (gap := rules.gap_of(promise, on)) is not None]


def delivery_stands(vessel: Vessel, on: date) -> Verdict:
    """Say whether every model aboard has an active baseline, without which a hull is not delivered (R74)."""
    return all_of(*(refuse(gap) for gap in baseline_gaps(vessel, on)))


def models_without_baseline(on: date) -> list[tuple[ProductModel, Any]]:
    """Return every model that is still served and lacks an active baseline, with the reason."""
    served = ProductModel.objects.filter(Q(end_of_support_on=None) | Q(end_of_support_on__gte=on))
    models = list(served.select_related("family"))
    return [
        (model, gap)
        for model, promise in zip(models, promises_of(models, on), strict=True)
        if (gap := rules.gap_of(promise, on)) is not None
    ]


def promises_of(models: Iterable[ProductModel], on: date) -> list[rules.ModelPromise]:
    """Return what is in force for models on a day."""
    editions = {row.family_id: row for row in in_force(on)}
    sets = {(row.baseline_id, row.criticality): row for row in BaselineServices.objects.all()}
    held: dict[Any, set[tuple[str, ...]]] = {}
    for key in BaselineRule.objects.filter(baseline__in=[e.pk for e in editions.values()]).values_list(
        "baseline__family_id", "stage", "criticality", "severity"
    ):
        held.setdefault(key[0], set()).add(key[1:])
    default = held.get(None, set())
    return [
        _promise(m, editions.get(m.family_id), sets, held.get(m.family_id, set()) | default) for m in models
    ]


def _promise(
    model: ProductModel, edition: ServiceBaseline | None, sets: Any, held: set[tuple[str, ...]]
) -> rules.ModelPromise:
    row = sets.get((edition.pk, model.criticality)) if edition else None
    missing = [
        f"{stage}/{severity}"
        for stage in LifecycleStage.values
        for severity in Severity.values
        if not {(stage, model.criticality, severity), (stage, "", severity), (stage, model.criticality, "")}
        & held
    ]
    return rules.ModelPromise(
        model=model.code,
        criticality=model.criticality,
        family=model.family.name,
        edition=edition.code if edition else "",
        services=as_services(row) if row else None,
        untargeted=tuple(missing),
    )


def as_services(row: BaselineServices) -> rules.ServiceSet:
    """Turn stored services into those that rules read."""
    return rules.ServiceSet(
        inspection_months=row.inspection_months,
        training_hours=float(row.training_hours) if row.training_hours is not None else None,
        first_visit_days=tuple(row.first_visit_days),
        visit_months=row.visit_months,
        closure_visit_days=row.closure_visit_days,
        design_visit_months=row.design_visit_months,
        spares=tuple(row.spares),
        documents=tuple(row.documents),
    )
