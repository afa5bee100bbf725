"""Whether a consultant may be invited, a partner sent, and what must be in order before either is engaged (R21, R52)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from the first to the last, for an area or, without one, for all."""

    first: date
    last: date
    area: Any = None
    name: str = ""

    def holds(self, first: date, last: date) -> bool:
        """Whether these days cover all of those."""
        return self.first <= first and last <= self.last


@dataclass(frozen=True, slots=True)
class ConsultantFacts:
    """What a consultant's papers say."""

    name: str
    state: str
    term: Stretch
    confidential_from: date | None
    confidential_until: date | None
    specialities: frozenset[Any]
    clearances: tuple[Stretch, ...] = ()
    absences: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an invitation or order asks for: skill, areas from the port's own up to the sea, service, days."""

    first: date
    last: date
    skill: Any = None
    skill_name: str = ""
    areas: tuple[Any, ...] = ()
    area_name: str = ""
    service: str = ""
    on_board: bool = False


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """What a partner's papers say; a scope is (skill, area, service), empty parts meaning every one."""

    name: str
    state: str
    scopes: tuple[tuple[Any, Any, str], ...]
    qualifications: tuple[Stretch, ...] = ()
    agreements: tuple[Stretch, ...] = ()


def may_engage_consultant(facts: ConsultantFacts, today: date) -> Verdict:
    """Nobody is engaged without a signed agreement to keep silence, a speciality, and a term that still runs."""
    return all_of(
        _unless(facts.term.last < today, _("The term is over. Enter a new one first.")),
        _unless(
            facts.confidential_from is None,
            _("The confidentiality agreement is not signed. Enter its number and the day it was signed."),
        ),
        _unless(not facts.specialities, _("Enter at least one speciality first.")),
    )


def may_invite(facts: ConsultantFacts, wanted: Wanted) -> Verdict:
    """Whether a consultant may be let into a case: engaged, bound to silence, of the right speciality, at hand."""
    return all_of(
        _engaged(facts.name, facts.state),
        _term(facts, wanted),
        _silence(facts, wanted),
        _speciality(facts, wanted),
        _at_hand(facts, wanted),
        _cleared(facts, wanted) if wanted.on_board else ALLOWED,
    )


def may_let_in(facts: ConsultantFacts, today: date) -> Verdict:
    """What holds for any way in, whatever the case is about: engaged, within the term, bound to silence."""
    wanted = Wanted(today, today)
    return all_of(_engaged(facts.name, facts.state), _term(facts, wanted), _silence(facts, wanted))


def access_ends_on(facts: ConsultantFacts, wanted_last: date) -> date:
    """The last day of access: the day asked for, the term's end or the agreement's, whichever comes first."""
    ends = [wanted_last, facts.term.last]
    if facts.confidential_until is not None:
        ends.append(facts.confidential_until)
    return min(ends)


def may_engage_partner(facts: PartnerFacts, today: date) -> Verdict:
    """No partner is engaged without scope, qualification in force and agreement in force."""
    return all_of(
        _unless(not facts.scopes, _("Enter at least one scope first: what, where, for which service.")),
        _unless(
            not any(one.holds(today, today) for one in facts.qualifications),
            _("No qualification is in force today. Enter one with its days."),
        ),
        _unless(
            not any(one.holds(today, today) for one in facts.agreements),
            _("No agreement is in force today. Enter one with its days."),
        ),
    )


def may_send_partner(facts: PartnerFacts, wanted: Wanted) -> Verdict:
    """Whether a partner may take an order: engaged, within a scope, every qualification in force to the last day."""
    return all_of(
        _engaged(facts.name, facts.state),
        within_scope(facts, wanted),
        *_qualified(facts, wanted),
        _agreed(facts, wanted),
    )


def may_send_on(facts: PartnerFacts, first: date, last: date) -> Verdict:
    """What holds on some days whatever a partner is sent for: engaged, papers and an agreement that cover them."""
    wanted = Wanted(first, last)
    return all_of(_engaged(facts.name, facts.state), *_qualified(facts, wanted), _agreed(facts, wanted))


def days_in_order(facts: PartnerFacts, days: Sequence[date]) -> frozenset[date]:
    """Return the days, of some in order, on which a partner may be sent, so that work on any of them in a row may be given.

    Where one paper takes over from another, work across the change is refused: the first day after it is left out.
    Papers to the 4th and from the 5th on, asked of the 3rd to the 7th: 3, 4, 6, 7.
    """
    found: set[date] = set()
    since: date | None = None
    for day in days:
        if since is not None and may_send_on(facts, since, day):
            found.add(day)
        elif since is not None:
            since = None  # a gap, so that nothing lasts across it
        elif may_send_on(facts, day, day):
            found.add(day)
            since = day
    return frozenset(found)


def _engaged(name: str, state: str) -> Verdict:
    told = format_lazy(
        _("{name} is not engaged at present. Engage first, or choose somebody else."), name=name
    )
    return _unless(state != "active", told)


def _term(facts: ConsultantFacts, wanted: Wanted) -> Verdict:
    if facts.term.holds(wanted.first, wanted.first):
        return ALLOWED
    told = _("The engagement of {name} runs from {first} to {last}. Renew it, or choose somebody else.")
    return refuse(
        format_lazy(
            told, name=facts.name, first=facts.term.first.isoformat(), last=facts.term.last.isoformat()
        )
    )


def _silence(facts: ConsultantFacts, wanted: Wanted) -> Verdict:
    if facts.confidential_from is None or facts.confidential_from > wanted.first:
        return refuse(
            format_lazy(
                _("{name} has not signed the confidentiality agreement. Have it signed first."),
                name=facts.name,
            )
        )
    until = facts.confidential_until
    told = _("The confidentiality agreement of {name} ended on {day}. Have a new one signed.")
    return (
        ALLOWED
        if until is None or until >= wanted.first
        else refuse(format_lazy(told, name=facts.name, day=until.isoformat()))
    )


def _speciality(facts: ConsultantFacts, wanted: Wanted) -> Verdict:
    told = _("{skill} is not a speciality of {name}. Choose an expert of that field.")
    outside = wanted.skill is not None and wanted.skill not in facts.specialities
    return _unless(outside, format_lazy(told, skill=wanted.skill_name, name=facts.name))


def _at_hand(facts: ConsultantFacts, wanted: Wanted) -> Verdict:
    away = next((one for one in facts.absences if one.first <= wanted.first <= one.last), None)
    if away is None:
        return ALLOWED
    told = _("{name} cannot be asked until {day}. Choose somebody else.")
    return refuse(format_lazy(told, name=facts.name, day=away.last.isoformat()))


def _cleared(facts: ConsultantFacts, wanted: Wanted) -> Verdict:
    here = [one for one in facts.clearances if one.area is None or one.area in wanted.areas]
    if any(one.holds(wanted.first, wanted.last) for one in here):
        return ALLOWED
    told = _(
        "{name} has no vessel clearance for {area} on these days. Apply for it, or invite without boarding."
    )
    return refuse(format_lazy(told, name=facts.name, area=wanted.area_name))


def within_scope(facts: PartnerFacts, wanted: Wanted) -> Verdict:
    """Whether work lies within what a partner may be sent for: trade, area and service."""
    if any(_covers(scope, wanted) for scope in facts.scopes):
        return ALLOWED
    told = _("Outside the scope of {name}: {what}. Widen the scope first, or choose another partner.")
    what = " · ".join(part for part in (wanted.skill_name, wanted.area_name) if part)
    return refuse(format_lazy(told, name=facts.name, what=what or "—"))


def _covers(scope: tuple[Any, Any, str], wanted: Wanted) -> bool:
    skill, area, service = scope
    return (
        (skill is None or skill == wanted.skill)
        and (area is None or area in wanted.areas)
        and (not service or service == wanted.service)
    )


def _qualified(facts: PartnerFacts, wanted: Wanted) -> Iterable[Verdict]:
    """Of each kind the newest paper counts: one that was renewed is no hindrance."""
    if not facts.qualifications:
        told = _("{name} has no qualification on record. Enter it first.")
        return [refuse(format_lazy(told, name=facts.name))]
    told = _("Qualification {what} of {name} does not cover the work; it expires on {day}. Renew it first.")
    kinds = {one.name for one in facts.qualifications}
    return [
        refuse(format_lazy(told, what=kind, name=facts.name, day=newest.isoformat()))
        for kind in sorted(kinds)
        if not _held(kind, facts.qualifications, wanted)
        for newest in [max(one.last for one in facts.qualifications if one.name == kind)]
    ]


def _held(kind: str, papers: Collection[Stretch], wanted: Wanted) -> bool:
    return any(one.name == kind and one.holds(wanted.first, wanted.last) for one in papers)


def _agreed(facts: PartnerFacts, wanted: Wanted) -> Verdict:
    told = _("No agreement with {name} covers these days. Enter or renew it first.")
    none = not any(one.holds(wanted.first, wanted.last) for one in facts.agreements)
    return _unless(none, format_lazy(told, name=facts.name))


def _unless(wrong: bool, told: Reason) -> Verdict:
    return refuse(told) if wrong else ALLOWED
