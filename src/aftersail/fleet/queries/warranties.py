"""The warranty of a unit on a day, judged from what is on record now or from what was on record at an instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from aftersail.core.prepared import Prepared
from aftersail.core.record import Record
from aftersail.fleet import rules
from aftersail.fleet.models import (
    Equipment,
    FormerFacts,
    FormerTerm,
    SupplierWarranty,
    Vessel,
    WarrantyAdjustment,
    WarrantyTerm,
)
from aftersail.fleet.rules.warranty_terms import AdjustmentKind, Repaired
from aftersail.fleet.states import WarrantyChange

TERMS = Prepared(lambda: WarrantyTerm.objects.all())
SUPPLIERS = Prepared(lambda: SupplierWarranty.objects.all())
ADJUSTED = Prepared(lambda vessel: WarrantyAdjustment.objects.filter(equipment__vessel=vessel), UUID)
READ = Prepared(
    lambda vessel: FormerFacts.objects.filter(kind="equipment", equipment__vessel=vessel).values_list(
        "subject_id", "data"
    ),
    UUID,
)
DEEPEST = 12
R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class Book:
    """Everything beside unit and vessel from which warranties are judged."""

    terms: Sequence[WarrantyTerm] = ()
    suppliers: Sequence[SupplierWarranty] = ()
    adjustments: dict[UUID, list[WarrantyAdjustment]] = field(default_factory=dict)
    readings: dict[UUID, list[rules.HourReading]] = field(default_factory=dict)


def book_of(vessel: Vessel) -> Book:
    """Return the book for the units of a vessel, as it is on record now."""
    terms = TERMS.rows()
    readings: dict[UUID, list[rules.HourReading]] = defaultdict(list)
    if any(term.hours_limit for term in terms):
        for unit_id, data in READ.rows(vessel.pk):
            readings[unit_id] += _reading(data.get("running_hours"), data.get("running_hours_at"))
    return Book(terms, SUPPLIERS.rows(), _by_unit(ADJUSTED.rows(vessel.pk)), readings)


def warranty_of(
    vessel: Vessel,
    equipment: Equipment | None,
    on: date,
    terms: Book | Iterable[WarrantyTerm] | None = None,
    *,
    cause: str = "",
) -> rules.WarrantyVerdict:
    """Return the warranty verdict for a unit on a day; an unknown unit has an unknown warranty.

    `terms` is the vessel's book where the caller has it, which saves queries where many units are judged.
    """
    if equipment is None:
        return rules.WarrantyVerdict("unknown", "", None, None, None, (), (rules.say("no_unit"),))
    book = terms if isinstance(terms, Book) else book_of(vessel)
    return _judged(vessel, equipment, on, book, cause)


def known_by_end_of(day: date) -> datetime:
    """Return the instant by which a verdict of a day is known: the day's end, or now while the day lasts."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    return min(end, timezone.now())


def warranty_as_known(
    vessel: Vessel, equipment: Equipment, on: date, known_at: datetime
) -> rules.WarrantyVerdict:
    """Return the verdict for a day from what was on record at an instant: nothing entered later changes it."""
    formers = list(
        FormerFacts.objects.filter(Q(equipment__vessel=vessel) | Q(vessel=vessel) | Q(equipment=equipment))
    )
    former_terms = list(FormerTerm.objects.all())
    then = next(iter(_as_known([equipment], formers, known_at)), None)
    hull = next(iter(_as_known([vessel], formers, known_at)), None)
    if then is None or hull is None:
        return rules.WarrantyVerdict("unknown", "", None, None, None, (), (rules.say("not_recorded"),))
    readings: dict[UUID, list[rules.HourReading]] = defaultdict(list)
    for former in formers:
        if former.kind == "equipment" and former.known_until <= known_at:
            data = former.data
            readings[former.subject_id] += _reading(data.get("running_hours"), data.get("running_hours_at"))
    changed = WarrantyAdjustment.objects.filter(equipment__vessel=vessel)
    book = Book(
        _as_known(WarrantyTerm.objects.all(), former_terms, known_at),
        _as_known(SupplierWarranty.objects.all(), former_terms, known_at),
        _by_unit(_as_known(changed, formers, known_at)),
        readings,
    )
    above = {one.pk: one for one in _as_known(_above(then), formers, known_at)}
    return _judged(hull, then, on, book, "", above)


def _as_known(rows: Iterable[R], formers: Iterable[Any], at: datetime) -> list[R]:
    """Return rows as they were on record at an instant; those entered later are left out."""
    first: dict[UUID, Any] = {}
    for former in formers:  # by instant
        if former.known_until > at:
            first.setdefault(former.subject_id, former)
    return [
        _restored(row, first[row.pk].data) if row.pk in first else row for row in rows if row.created_at <= at
    ]


def _restored(row: R, data: dict[str, Any]) -> R:
    fields = {f.attname: f.to_python(data[f.column]) for f in row._meta.concrete_fields if f.column in data}
    return type(row)(**fields)


def _above(unit: Equipment) -> list[Equipment]:
    found: list[Equipment] = []
    parent = unit.parent
    while parent is not None and parent not in found and len(found) < DEEPEST:
        found.append(parent)
        parent = parent.parent
    return found


def _by_unit(rows: Iterable[WarrantyAdjustment]) -> dict[UUID, list[WarrantyAdjustment]]:
    found: dict[UUID, list[WarrantyAdjustment]] = defaultdict(list)
    for row in rows:
        if not row.withdrawn:
            found[row.equipment_id].append(row)
    return found


def _judged(
    vessel: Vessel,
    unit: Equipment,
    on: date,
    book: Book,
    cause: str,
    known: dict[UUID, Equipment] | None = None,
) -> rules.WarrantyVerdict:
    term, holder = _term_and_holder(vessel, unit, on, book, known)
    changes = list(book.adjustments.get(unit.pk, ()))
    if holder.pk != unit.pk:
        changes += [c for c in book.adjustments.get(holder.pk, ()) if c.kind != WarrantyChange.REPAIRED]
    facts = rules.WarrantyFacts(
        shipped_on=holder.shipped_on,
        commissioned_on=holder.commissioned_on,
        delivered_on=vessel.delivered_on,
        readings=_readings(unit, book),
        cause=cause,
        adjustments=tuple(_adjustment(c) for c in changes if c.kind != WarrantyChange.TERM),
        inherited_from=holder.name if holder.pk != unit.pk else "",
    )
    verdict = rules.warranty_verdict(as_term(term) if term else None, facts, on)
    back = rules.recourse_of(
        [_supplier(s) for s in book.suppliers if _concerns(s, unit, _begun(vessel, unit, on))], facts, on
    )
    if back is None:
        return verdict
    return replace(verdict, recourse=back)


def _term_and_holder(
    vessel: Vessel, unit: Equipment, on: date, book: Book, known: dict[UUID, Equipment] | None
) -> tuple[WarrantyTerm | None, Equipment]:
    """Return the term of a unit and the unit that holds it: itself, or the nearest above whose term extends to parts."""
    own = term_for(vessel, unit, on, book)
    for holder in _upwards(unit, known):
        if assigned := _assigned(holder, on, book):
            if holder.pk == unit.pk or assigned.extends_to_parts:
                return assigned, holder
            continue
        found = term_for(vessel, holder, on, book)
        above = _next_above(holder, known)
        if found is not None and (above is None or _of_its_own(found, holder, above)):
            return (found, holder) if holder.pk == unit.pk or found.extends_to_parts else (own, unit)
    return own, unit


def _upwards(unit: Equipment, known: dict[UUID, Equipment] | None) -> Iterator[Equipment]:
    seen: set[UUID] = set()
    here: Equipment | None = unit
    while here is not None and here.pk not in seen and len(seen) < DEEPEST:
        seen.add(here.pk)
        yield here
        here = _next_above(here, known)


def _next_above(unit: Equipment, known: dict[UUID, Equipment] | None) -> Equipment | None:
    if known is None or unit.parent_id is None:
        return unit.parent
    above: UUID = unit.parent_id
    return known.get(above)


def _of_its_own(term: WarrantyTerm, unit: Equipment, above: Equipment) -> bool:
    """Whether a part has a term because of what it is, not because of the whole."""
    if term.model_id:
        return unit.model_id != above.model_id
    return bool(term.family_id) and unit.model.family_id != above.model.family_id


def _assigned(unit: Equipment, on: date, book: Book) -> WarrantyTerm | None:
    by_id = {term.pk: term for term in book.terms}
    wanted = [
        c
        for c in book.adjustments.get(unit.pk, ())
        if c.kind == WarrantyChange.TERM and c.since_on <= on and (c.until_on is None or on <= c.until_on)
    ]
    latest = max(wanted, key=lambda c: c.since_on, default=None)
    return by_id.get(latest.term_id) if latest is not None and latest.term_id is not None else None


def _begun(vessel: Vessel, unit: Equipment, on: date) -> date:
    """The day by which a term is chosen: when the warranty began, as far as it had begun on a day."""
    starts = (vessel.delivered_on, unit.commissioned_on, unit.shipped_on)
    return next((day for day in starts if day is not None and day <= on), on)


def term_for(vessel: Vessel, unit: Equipment, on: date, book: Book) -> WarrantyTerm | None:
    """Return the most specific term in force when the warranty began: vessel, model, family, general."""
    model, begun = unit.model, _begun(vessel, unit, on)
    fitting = [
        term
        for term in book.terms
        if term.vessel_id in (None, vessel.pk)
        and term.model_id in (None, model.pk)
        and term.family_id in (None, model.family_id)
        and term.valid_from <= begun
        and (term.valid_until is None or term.valid_until >= begun)
    ]
    return max(
        fitting,
        key=lambda t: (bool(t.vessel_id), bool(t.model_id), bool(t.family_id), t.valid_from, t.clause),
        default=None,
    )


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


def _concerns(row: SupplierWarranty, unit: Equipment, begun: date) -> bool:
    return (
        row.model_id in (None, unit.model_id)
        and row.family_id in (None, unit.model.family_id)
        and row.valid_from <= begun
        and (row.valid_until is None or row.valid_until >= begun)
    )


def _adjustment(row: WarrantyAdjustment) -> rules.Adjustment:
    kind = cast("AdjustmentKind", row.kind)
    return rules.Adjustment(kind, row.since_on, row.until_on, row.months or 0, row.hours or 0, row.paper)


def _readings(unit: Equipment, book: Book) -> tuple[rules.HourReading, ...]:
    return (*book.readings.get(unit.pk, ()), *_reading(unit.running_hours, unit.running_hours_at))


def _reading(hours: Any, at: Any) -> list[rules.HourReading]:
    if hours is None or at is None:
        return []
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return [rules.HourReading(instant.date(), float(hours))]
