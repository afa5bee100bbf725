"""Who may do what: the rules about one engineer and one slot, the first that fails, and when they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from aftersail.engines.dispatch.problem import Certificate, Engineer, Problem, Slot, Span, Store


class Rule(StrEnum):
    """Why an engineer or an order is left out, in the order in which the rules are asked."""

    NO_HOME = "no_home"
    LOCKED_TO_OTHERS = "locked_to_others"
    BARRED = "barred"
    SKILL = "skill"
    LEVEL = "level"
    CERTIFICATE = "certificate"
    KIT = "kit"
    STOCK = "stock"
    NO_WINDOW = "no_window"
    PREDECESSOR = "predecessor"
    CERTIFICATE_DATES = "certificate_dates"
    LIMIT = "limit"
    ABSENT = "absent"
    NO_GAP = "no_gap"
    TEAM = "team"
    NOT_WORTH = "not_worth"
    FITS = "fits"


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that fails, and its arguments for whoever puts it into words (name, value)."""

    rule: Rule
    arguments: tuple[tuple[str, str | int | float], ...] = ()


def first_missing(engineer: Engineer, needs: Iterable[Slot], *, store: bool = False) -> Failure | None:
    """The first thing that an engineer lacks for good; None when only dates and time can be in the way.

    Where there is a store, no kit is lacking for good.
    """
    if engineer.home is None:
        return Failure(Rule.NO_HOME)
    for need in needs:
        if engineer.id in need.barred:
            return Failure(Rule.BARRED)
        level = engineer.skills.get(need.skill, 0)
        if level <= 0 < need.level:
            return Failure(Rule.SKILL, (("skill", need.skill), ("level", need.level)))
        if level < need.level:
            return Failure(Rule.LEVEL, (("skill", need.skill), ("level", need.level), ("has", level)))
        held = {certificate.kind for certificate in engineer.certificates}
        for kind in sorted(need.certificates - held):
            return Failure(Rule.CERTIFICATE, (("certificate", kind),))
        for kit in sorted(need.kits - engineer.kits if not store else ()):
            return Failure(Rule.KIT, (("kit", kit),))
    return None


def first_short(engineer: Engineer, uses: Iterable[tuple[str, int]]) -> Failure | None:
    """The first part of which an engineer carries less than one piece of work uses up."""
    for part, quantity in uses:
        carried = engineer.carries.get(part, 0)
        if carried < quantity:
            return Failure(Rule.STOCK, (("part", part), ("quantity", quantity), ("has", carried)))
    return None


def usable_stores(problem: Problem) -> tuple[Store, ...]:
    """The stores that lie at a known place."""
    return tuple(store for store in problem.stores if 0 <= store.place < len(problem.travel.minutes))


def valid_spans(engineer: Engineer, needs: Iterable[Slot], end: int) -> tuple[Span, ...]:
    """When every certificate that is needed is valid at once, up to `end`."""
    kinds = sorted({kind for need in needs for kind in need.certificates})
    spans: tuple[Span, ...] = (Span(0, end),)
    for kind in kinds:
        held = joined(certificate for certificate in engineer.certificates if certificate.kind == kind)
        spans = tuple(
            Span(max(one.begin, other.begin), min(one.end, other.end))
            for one in spans
            for other in held
            if max(one.begin, other.begin) < min(one.end, other.end)
        )
    return spans


def joined(certificates: Iterable[Certificate]) -> tuple[Span, ...]:
    """The spans of certificates of one kind, a renewal in time joined to what it renews."""
    spans: list[Span] = []
    for each in sorted(certificates, key=lambda one: one.valid_from):
        if each.valid_until <= each.valid_from:
            continue
        if spans and each.valid_from <= spans[-1].end:
            spans[-1] = Span(spans[-1].begin, max(spans[-1].end, each.valid_until))
        else:
            spans.append(Span(each.valid_from, each.valid_until))
    return tuple(spans)
