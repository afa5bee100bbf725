"""What would make an order possible: single changes of the problem, and how each is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from aftersail.engines.dispatch.problem import OPEN_END, Certificate, Engineer, Order, Problem, Span, Window


class Change(StrEnum):
    """Kinds of change."""

    OPEN_WINDOW = "open_window"
    WITHOUT_PREDECESSOR = "without_predecessor"
    FREE_ENGINEER = "free_engineer"
    RAISE_LIMIT = "raise_limit"
    CERTIFY = "certify"
    EQUIP = "equip"
    SUPPLY = "supply"
    ADMIT = "admit"
    TRAIN = "train"
    HOME = "home"
    RAISE_PRIORITY = "raise_priority"
    MOVE_DUE = "move_due"
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change: of an order or of an engineer (`ADMIT`: of an order, for an engineer), to a name (skill, certificate, kit, part, order) and a number.

    The number is the minute until which a window opens or to which a promise moves, the level, the limit in minutes, the place of a home, the
    parts carried, or the priority; `span` the minutes in which an engineer is to be free.
    """

    change: Change
    order: str | None = None
    engineer: str | None = None
    name: str | None = None
    number: float | None = None
    span: tuple[int, int] | None = None


def remedied(problem: Problem, remedies: tuple[Remedy, ...]) -> Problem:
    """Return the problem with the changes made."""
    for remedy in remedies:
        if remedy.change is Change.UNLOCK:
            problem = replace(
                problem, locks=tuple(lock for lock in problem.locks if lock.order != remedy.order)
            )
        elif remedy.order is not None:
            orders = tuple(_order(o, remedy) if o.id == remedy.order else o for o in problem.orders)
            problem = replace(problem, orders=orders)
        else:
            engineers = tuple(
                _engineer(e, remedy) if e.id == remedy.engineer else e for e in problem.engineers
            )
            problem = replace(problem, engineers=engineers)
    return problem


def _order(order: Order, remedy: Remedy) -> Order:
    number = remedy.number or 0
    if remedy.change is Change.OPEN_WINDOW and order.windows:
        last = max(order.windows, key=lambda window: window.end)
        windows = tuple(replace(w, end=int(number)) if w is last else w for w in order.windows)
        return replace(order, windows=tuple(Window(min(w.begin, w.end), w.end, w.place) for w in windows))
    if remedy.change is Change.WITHOUT_PREDECESSOR:
        return replace(order, after=tuple(first for first in order.after if first != remedy.name))
    if remedy.change is Change.ADMIT:
        admitted = {remedy.engineer}
        return replace(order, slots=tuple(replace(s, barred=s.barred - admitted) for s in order.slots))
    if remedy.change is Change.MOVE_DUE:
        return replace(order, due=int(number))
    if remedy.change is Change.RAISE_PRIORITY:
        return replace(order, priority=number)
    return order


def _engineer(engineer: Engineer, remedy: Remedy) -> Engineer:
    name, number = remedy.name or "", int(remedy.number or 0)
    if remedy.change is Change.TRAIN:
        return replace(engineer, skills={**engineer.skills, name: number})
    if remedy.change is Change.CERTIFY:
        return replace(engineer, certificates=(*engineer.certificates, Certificate(name, 0, OPEN_END)))
    if remedy.change is Change.EQUIP:
        return replace(engineer, kits=engineer.kits | {name})
    if remedy.change is Change.SUPPLY:
        return replace(engineer, carries={**engineer.carries, name: number})
    if remedy.change is Change.RAISE_LIMIT:
        return replace(engineer, limit_minutes=number)
    if remedy.change is Change.HOME:
        return replace(engineer, home=number)
    if remedy.change is Change.FREE_ENGINEER and remedy.span is not None:
        begin, end = remedy.span
        return replace(
            engineer, absences=tuple(part for a in engineer.absences for part in _cut(a, begin, end))
        )
    return engineer


def _cut(absence: Span, begin: int, end: int) -> list[Span]:
    """What is left of an absence outside the given minutes."""
    parts = []
    if absence.begin < min(absence.end, begin):
        parts.append(Span(absence.begin, min(absence.end, begin)))
    if max(absence.begin, end) < absence.end:
        parts.append(Span(max(absence.begin, end), absence.end))
    return parts
