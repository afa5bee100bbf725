"""Whether a unit is in warranty on a date, under which clause, and what that covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from aftersail.fleet.rules.said import Said, say
from aftersail.fleet.rules.warranty_terms import (
    Adjustment,
    Cover,
    Evidence,
    Recourse,
    WarrantyFacts,
    WarrantyTerm,
    WarrantyVerdict,
    last_of,
)


@dataclass(frozen=True, slots=True)
class _End:
    """The last covered day, from which start it is counted, and what moved it."""

    until: date | None
    source: str = ""
    start: date | None = None
    moved_by: tuple[Said, ...] = ()


def warranty_verdict(term: WarrantyTerm | None, facts: WarrantyFacts, at: date) -> WarrantyVerdict:
    """The verdict for a date; the same for ever, whatever happens later.

    Only starts, readings and agreements on or before ``at`` count, so later events cannot change it. The last covered
    day is the day before the anniversary: 12 months from delivery on 2024-03-10 end on 2025-03-09, with 0 days left
    on that day.
    """
    if term is None:
        return WarrantyVerdict("unknown", "", None, None, None, (), (say("no_term"),))
    end = _last_day(term, facts, at)
    hours_left = _hours_left(term, facts, at)
    days_left = None if end.until is None else (end.until - at).days
    cover_ends = _cover_ends(term, end)
    told = WarrantyVerdict(
        "out", term.clause, end.until, days_left, hours_left, (), (), term.edition, _evidence(facts, end, at), cover_ends
    )  # fmt: skip
    against = _against(term, facts, end, hours_left, at)
    if against:
        return replace(told, reasons=(*against, *end.moved_by))
    if end.until is None:
        return replace(told, status="unknown", reasons=(say("not_begun"),))
    covers = tuple(cover for cover, last in cover_ends if last >= at)
    runs = say("runs", until=end.until.isoformat(), source=end.source)
    shorter = tuple(
        say("cover_ended" if last < at else "cover_until", cover=cover, until=last.isoformat())
        for cover, last in cover_ends
        if last < end.until
    )
    if cover_ends and not covers:
        return replace(told, reasons=(*shorter, *end.moved_by))
    return replace(told, status="in", covers=covers, reasons=(runs, *shorter, *end.moved_by))


def under(verdict: WarrantyVerdict, whole: str) -> WarrantyVerdict:
    """The same verdict, told as that of a part under the term of the whole."""
    return replace(verdict, reasons=(*verdict.reasons, say("inherited", unit=whole)))


def _against(
    term: WarrantyTerm, facts: WarrantyFacts, end: _End, hours_left: float | None, at: date
) -> tuple[Said, ...]:
    """Everything that speaks against cover on a date."""
    reasons: list[Said] = []
    if end.until is not None and end.until < at:
        reasons.append(say("ended", until=end.until.isoformat()))
    if hours_left is not None and hours_left < 0:
        reasons.append(say("hours_passed", limit=f"{(term.hours_limit or 0) + _more_hours(facts, at):g}"))
    if reasons:
        return tuple(reasons)
    for one in facts.adjustments:
        if one.kind == "suspended" and one.since <= at and (one.until is None or at <= one.until):
            return (say("suspended", since=one.since.isoformat(), paper=one.paper),)
    if facts.cause and facts.cause in term.excluded_causes:
        return (say("excluded", cause=facts.cause, clause=term.clause),)
    return ()


def _last_day(term: WarrantyTerm, facts: WarrantyFacts, at: date) -> _End:
    """The last covered day: the earliest of the starts' ends, then as agreed, extended, stood still, repaired."""
    counted = sorted((one for one in facts.adjustments if one.since <= at), key=lambda one: one.since)
    end = _by_starts(term, facts, at)
    for kind in ("agreed", "extended", "suspended", "repaired"):
        for one in counted:
            if one.kind == kind:
                end = _moved(term, end, one, at)
    return end


def _by_starts(term: WarrantyTerm, facts: WarrantyFacts, at: date) -> _End:
    if facts.agreed_until:
        return _End(facts.agreed_until, "agreement")
    ends: list[tuple[date, str, date]] = []
    for months, start, name in (
        (term.months_from_delivery, facts.delivered_on, "delivery"),
        (term.months_from_commissioning, facts.commissioned_on, "commissioning"),
        (term.months_from_shipment, facts.shipped_on, "shipment"),
    ):
        if months is not None and start is not None and start <= at:
            ends.append((last_of(start, months), name, start))
    if not ends:
        return _End(None)
    until, name, start = min(ends)
    return _End(until, name, start)


def _moved(term: WarrantyTerm, end: _End, one: Adjustment, at: date) -> _End:
    """Return where an adjustment leaves the end."""
    since, moved = one.since.isoformat(), end.moved_by
    if one.kind == "agreed":
        return _End(one.until, "agreement", end.start, (*moved, say("agreed", since=since, paper=one.paper)))
    if one.kind == "repaired":
        return _repaired(term, end, one)
    if end.until is None:
        return end
    if one.kind == "extended":
        later = last_of(end.until + timedelta(days=1), one.months) if one.months else end.until
        until = max(later, one.until or later)
        return replace(end, until=until, moved_by=(*moved, say("extended", since=since, paper=one.paper)))
    if one.since > end.until:
        return end
    last = min(one.until or at, at)
    days = (last - one.since).days + 1
    if not term.standstill_extends:
        lost = say("stood_still_lost", since=since, until=last.isoformat(), paper=one.paper)
        return replace(end, moved_by=(*moved, lost))
    added = say("stood_still", since=since, until=last.isoformat(), paper=one.paper, days=days)
    return replace(end, until=end.until + timedelta(days=days), moved_by=(*moved, added))


def _repaired(term: WarrantyTerm, end: _End, one: Adjustment) -> _End:
    since = one.since.isoformat()
    if term.repaired == "remainder" or term.repaired_months is None:
        return replace(end, moved_by=(*end.moved_by, say("repaired_remainder", since=since)))
    own = last_of(one.since, term.repaired_months)
    code = "repaired" if term.repaired == "own" else "repaired_longer"
    moved = (*end.moved_by, say(code, since=since, months=term.repaired_months))
    if term.repaired == "longer" and end.until is not None and end.until >= own:
        return replace(end, moved_by=moved)
    return _End(own, "repair", one.since, moved)


def _more_hours(facts: WarrantyFacts, at: date) -> float:
    return sum(one.hours for one in facts.adjustments if one.kind == "extended" and one.since <= at)


def _hours_left(term: WarrantyTerm, facts: WarrantyFacts, at: date) -> float | None:
    """Hours left by the highest reading up to the date; None without a limit or a reading.

    A part with a term of its own after repair counts its hours from the last reading before the repair.
    """
    known = [reading for reading in facts.readings if reading.on <= at]
    if term.hours_limit is None or not known:
        return None
    begun = 0.0
    repairs = [one.since for one in facts.adjustments if one.kind == "repaired" and one.since <= at]
    if repairs and term.repaired != "remainder":
        begun = max((reading.hours for reading in known if reading.on <= max(repairs)), default=0.0)
    return term.hours_limit + _more_hours(facts, at) + begun - max(reading.hours for reading in known)


def _cover_ends(term: WarrantyTerm, end: _End) -> tuple[tuple[Cover, date], ...]:
    """When each cover ends: with the term, or after its own months from the same start."""
    if end.until is None:
        return ()
    ends: list[tuple[Cover, date]] = []
    for cover in term.covers:
        cap = term.cap(cover)
        capped = end.until if cap is None or end.start is None else last_of(end.start, cap)
        ends.append((cover, min(end.until, capped)))
    return tuple(ends)


def _evidence(facts: WarrantyFacts, end: _End, at: date) -> tuple[Evidence, ...]:
    found = [
        Evidence(kind, day, kind == end.source)
        for kind, day in (
            ("shipment", facts.shipped_on),
            ("commissioning", facts.commissioned_on),
            ("delivery", facts.delivered_on),
        )
        if day is not None and day <= at
    ]
    found += [
        Evidence(one.kind, one.since, end.source == {"agreed": "agreement", "repaired": "repair"}.get(one.kind))
        for one in facts.adjustments
        if one.since <= at
    ]  # fmt: skip
    known = [reading for reading in facts.readings if reading.on <= at]
    if known:
        last = max(known, key=lambda reading: (reading.hours, reading.on))
        found.append(Evidence("reading", last.on, hours=last.hours))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SupplierTerm:
    """What a supplier owes us for a unit: his clause, what to claim, and within how many days of the fault."""

    supplier: str
    term: WarrantyTerm
    claims: str = ""
    claim_within_days: int | None = None


def recourse_of(terms: Sequence[SupplierTerm], facts: WarrantyFacts, at: date) -> Recourse | None:
    """The supplier's term that is open longest on a date, or else the one that ended last; None without any.

    What we agreed with the customer does not bind the supplier: adjustments do not count.
    """
    plain = replace(facts, adjustments=(), agreed_until=None, cause="")
    found: list[Recourse] = []
    for one in terms:
        verdict = warranty_verdict(one.term, plain, at)
        is_open = verdict.status == "in"
        until = verdict.until
        code = "recoverable" if is_open else "recourse_not_begun" if until is None else "not_recoverable"
        said = say(
            code, supplier=one.supplier, clause=one.term.clause, until=until.isoformat() if until else ""
        )
        found.append(
            Recourse(
                one.supplier, one.term.clause, is_open, until, verdict.days_left, one.claims, one.claim_within_days, said
            )
        )  # fmt: skip
    return max(found, key=lambda back: (back.open, back.until or date.min), default=None)
