"""Everything beside unit and vessel from which warranties are judged, read once for all units of a vessel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from aftersail.core.prepared import Prepared
from aftersail.fleet import rules
from aftersail.fleet.models import (
    Equipment,
    FormerFacts,
    SupplierWarranty,
    Vessel,
    WarrantyAdjustment,
    WarrantyTerm,
)
from aftersail.fleet.rules.warranty_terms import Repaired

TERMS = Prepared(lambda: WarrantyTerm.objects.all())
SUPPLIERS = Prepared(lambda: SupplierWarranty.objects.all())
ADJUSTED = Prepared(lambda vessel: WarrantyAdjustment.objects.filter(equipment__vessel=vessel), UUID)
READ = Prepared(
    lambda vessel: FormerFacts.objects.filter(kind="equipment", equipment__vessel=vessel).values_list(
        "subject_id", "data"
    ),
    UUID,
)


@dataclass(slots=True)
class Book:
    """Everything beside unit and vessel from which warranties are judged."""

    terms: Sequence[WarrantyTerm] = ()
    suppliers: Sequence[SupplierWarranty] = ()
    adjustments: dict[UUID, list[WarrantyAdjustment]] = field(default_factory=dict)
    readings: dict[UUID, list[rules.HourReading]] = field(default_factory=dict)
    chosen: dict[tuple[Any, ...], WarrantyTerm | None] = field(default_factory=dict)
    """Terms by what decides about them: a ship has hundreds of units, of a dozen models and few days."""
    behind: dict[tuple[UUID, date], tuple[rules.SupplierTerm, ...]] = field(default_factory=dict)
    read: dict[UUID, rules.WarrantyTerm] = field(default_factory=dict)
    alike: dict[tuple[int, date, str], tuple[rules.WarrantyVerdict, int]] = field(default_factory=dict)
    """Verdicts by kind, day and cause, each with how far above the unit stands the one whose term it is."""
    inherited: dict[tuple[tuple[int, date, str], UUID], rules.WarrantyVerdict] = field(default_factory=dict)
    kinds: dict[tuple[Any, ...], int] = field(default_factory=dict)
    kinds_of: dict[UUID, int] = field(default_factory=dict)

    def kind_of(self, unit: Equipment) -> int:
        """Return a number shared by units alike in all that decides about a warranty: model, dates, hours, and so upwards."""
        kind = self.kinds_of.get(unit.pk)
        if kind is None:
            self.kinds_of[unit.pk] = 0  # a circle ends here
            own = unit.pk if unit.pk in self.adjustments or unit.pk in self.readings else None
            above = self.kinds_of.get(unit.parent_id) if unit.parent_id else 0
            if above is None:
                above = 0 if unit.parent is None else self.kind_of(unit.parent)
            facts = (
                unit.model_id, unit.shipped_on, unit.commissioned_on, unit.running_hours, unit.running_hours_at, own, above,
            )  # fmt: skip
            kind = self.kinds_of[unit.pk] = self.kinds.setdefault(facts, len(self.kinds) + 1)
        return kind

    def as_rule(self, row: WarrantyTerm) -> rules.WarrantyTerm:
        """Return a term as rules read it, turned once."""
        if row.pk not in self.read:
            self.read[row.pk] = as_term(row)
        return self.read[row.pk]

    def concerning(self, unit: Equipment, begun: date) -> tuple[rules.SupplierTerm, ...]:
        """Return the suppliers' terms, as rules read them, that cover a unit whose warranty began on a day."""
        key = unit.model_id, begun
        if key not in self.behind:
            found = [row for row in self.suppliers if _concerns(row, unit, begun)]
            self.behind[key] = tuple(map(_supplier, found))
        return self.behind[key]


def book_of(vessel: Vessel) -> Book:
    """Return the book for the units of a vessel, as it is on record now."""
    terms = TERMS.rows()
    readings: dict[UUID, list[rules.HourReading]] = defaultdict(list)
    if any(term.hours_limit for term in terms):
        for unit_id, data in READ.rows(vessel.pk):
            readings[unit_id] += reading_of(data.get("running_hours"), data.get("running_hours_at"))
    return Book(terms, SUPPLIERS.rows(), by_unit(ADJUSTED.rows(vessel.pk)), readings)


def by_unit(rows: Iterable[WarrantyAdjustment]) -> dict[UUID, list[WarrantyAdjustment]]:
    """Return adjustments by their unit, withdrawn ones left out."""
    found: dict[UUID, list[WarrantyAdjustment]] = defaultdict(list)
    for row in rows:
        if not row.withdrawn:
            found[row.equipment_id].append(row)
    return found


def as_term(row: WarrantyTerm) -> rules.WarrantyTerm:
    """Turn a stored term into the one that rules read."""
    return rules.WarrantyTerm(
        clause=row.clause, months_from_delivery=row.months_from_delivery, months_from_commissioning=row.months_from_commissioning,
        months_from_shipment=row.months_from_shipment, hours_limit=row.hours_limit, covers_parts=row.covers_parts,
        covers_labour=row.covers_labour, covers_travel=row.covers_travel, excluded_causes=frozenset(row.excluded_causes),
        edition=row.version, parts_months=row.parts_months, labour_months=row.labour_months, travel_months=row.travel_months,
        repaired=cast("Repaired", row.repaired), repaired_months=row.repaired_months, standstill_extends=row.standstill_extends,
    )  # fmt: skip


def _supplier(row: SupplierWarranty) -> rules.SupplierTerm:
    term = rules.WarrantyTerm(
        clause=row.clause,
        months_from_delivery=row.months_from_delivery,
        months_from_commissioning=row.months_from_commissioning,
        months_from_shipment=row.months_from_shipment,
        hours_limit=row.hours_limit,
    )
    return rules.SupplierTerm(row.supplier, term, row.claims, row.claim_within_days)


def reading_of(hours: Any, at: Any) -> list[rules.HourReading]:
    """Return a reading of running hours, or none where it is not known when it was taken."""
    if hours is None or at is None:
        return []
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return [rules.HourReading(instant.date(), float(hours))]


def _concerns(row: SupplierWarranty, unit: Equipment, begun: date) -> bool:
    return (
        row.model_id in (None, unit.model_id)
        and row.family_id in (None, unit.model.family_id)
        and row.valid_from <= begun
        and (row.valid_until is None or row.valid_until >= begun)
    )
