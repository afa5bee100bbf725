"""The warranty of a unit on a day, judged from what is on record now or from what was on record at an instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from aftersail.core.record import Record
from aftersail.fleet import rules
from aftersail.fleet.models import (
    Equipment,
    FormerFacts,
    FormerTerm,
    ProductModel,
    SupplierWarranty,
    Vessel,
    WarrantyAdjustment,
    WarrantyTerm,
)
from aftersail.fleet.queries.warranty_book import Book, book_of, by_unit, reading_of
from aftersail.fleet.rules.warranty_terms import AdjustmentKind
from aftersail.fleet.states import WarrantyChange

DEEPEST = 12
R = TypeVar("R", bound=Record)


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
    kind = book.kind_of(equipment), on, cause
    if kind not in book.alike:
        verdict, holder = _judged(vessel, equipment, on, book, cause)
        book.alike[kind] = verdict, list(_upwards(equipment, None)).index(holder)
    verdict, up = book.alike[kind]
    if not up:
        return verdict
    holder = equipment
    for _step in range(up):
        holder = holder.parent or holder
    named = kind, holder.pk
    if named not in book.inherited:
        book.inherited[named] = rules.under(verdict, holder.name)
    return book.inherited[named]


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
            readings[former.subject_id] += reading_of(data.get("running_hours"), data.get("running_hours_at"))
    changed = WarrantyAdjustment.objects.filter(equipment__vessel=vessel)
    book = Book(
        _as_known(WarrantyTerm.objects.all(), former_terms, known_at),
        _as_known(SupplierWarranty.objects.all(), former_terms, known_at),
        by_unit(_as_known(changed, formers, known_at)),
        readings,
    )
    above = {one.pk: one for one in _as_known(_above(then), formers, known_at)}
    verdict, holder = _judged(hull, then, on, book, "", above)
    return verdict if holder.pk == then.pk else rules.under(verdict, holder.name)


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


def _judged(
    vessel: Vessel,
    unit: Equipment,
    on: date,
    book: Book,
    cause: str,
    known: dict[UUID, Equipment] | None = None,
) -> tuple[rules.WarrantyVerdict, Equipment]:
    """Return the verdict and the unit under whose term it stands: itself, or one above."""
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
    )
    verdict = rules.warranty_verdict(book.as_rule(term) if term else None, facts, on)
    back = rules.recourse_of(book.concerning(unit, _begun(vessel, unit, on)), facts, on)
    return (verdict if back is None else replace(verdict, recourse=back)), holder


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
    wanted = [
        c
        for c in book.adjustments.get(unit.pk, ())
        if c.kind == WarrantyChange.TERM and c.since_on <= on and (c.until_on is None or on <= c.until_on)
    ]
    latest = max(wanted, key=lambda c: c.since_on, default=None)
    if latest is None or latest.term_id is None:
        return None
    return next((term for term in book.terms if term.pk == latest.term_id), None)


def _begun(vessel: Vessel, unit: Equipment, on: date) -> date:
    """The day by which a term is chosen: when the warranty began, as far as it had begun on a day."""
    starts = (vessel.delivered_on, unit.commissioned_on, unit.shipped_on)
    return next((day for day in starts if day is not None and day <= on), on)


def term_for(vessel: Vessel, unit: Equipment, on: date, book: Book) -> WarrantyTerm | None:
    """Return the most specific term in force when the warranty began: vessel, model, family, general."""
    model, begun = unit.model, _begun(vessel, unit, on)
    key = vessel.pk, model.pk, begun
    if key not in book.chosen:
        book.chosen[key] = _most_specific(vessel, model, begun, book)
    return book.chosen[key]


def _most_specific(vessel: Vessel, model: ProductModel, begun: date, book: Book) -> WarrantyTerm | None:
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


def _adjustment(row: WarrantyAdjustment) -> rules.Adjustment:
    kind = cast("AdjustmentKind", row.kind)
    return rules.Adjustment(kind, row.since_on, row.until_on, row.months or 0, row.hours or 0, row.paper)


def _readings(unit: Equipment, book: Book) -> tuple[rules.HourReading, ...]:
    return (*book.readings.get(unit.pk, ()), *reading_of(unit.running_hours, unit.running_hours_at))
