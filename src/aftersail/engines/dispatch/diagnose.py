"""What is wrong with the input, each thing named with its arguments; the rest is planned all the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from aftersail.engines.dispatch.problem import OPEN_END, Engineer, Lock, Problem, Slot
from aftersail.engines.dispatch.rules import first_missing, first_short, usable_stores, valid_spans
from aftersail.engines.dispatch.unplannable import circles
from aftersail.engines.dispatch.work import Work, usable_windows, works_of

CROWDED = 200
"""Orders on one ship from which on the dispatcher is asked whether that is meant."""


class Flaw(StrEnum):
    """Kinds of bad input."""

    NOBODY_CAN = "nobody_can"
    NOBODY_MAY = "nobody_may"
    TEAM_TOO_FEW = "team_too_few"
    NO_WINDOW = "no_window"
    WINDOW_TOO_SHORT = "window_too_short"
    WINDOW_BEFORE_PARTS = "window_before_parts"
    WINDOW_OVER = "window_over"
    CIRCLE = "circle"
    UNKNOWN_ORDER = "unknown_order"
    UNKNOWN_ENGINEER = "unknown_engineer"
    UNKNOWN_PLACE = "unknown_place"
    LOCKS_CLASH = "locks_clash"
    LOCK_BREAKS_RULE = "lock_breaks_rule"
    NO_HOME = "no_home"
    TOGETHER_APART = "together_apart"
    CROWDED_SHIP = "crowded_ship"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A flaw, whom it is about (orders, engineers, a ship) and numbers or names to tell it with."""

    flaw: Flaw
    about: tuple[str, ...]
    arguments: tuple[tuple[str, str | int], ...] = ()


def diagnose(problem: Problem) -> tuple[Diagnosis, ...]:
    """Return every flaw of a problem's input; none of them keeps the rest from being planned."""
    works = works_of(problem)
    found = [Diagnosis(Flaw.NO_HOME, (e.id,)) for e in problem.engineers if e.home is None]
    found += _engineers(problem)
    found += [Diagnosis(Flaw.CIRCLE, circle) for circle in circles(works)]
    ships_of = {order.id: order.ship for order in problem.orders}
    for work in works:
        if len({ships_of[order] for order in work.orders}) > 1:
            found.append(Diagnosis(Flaw.TOGETHER_APART, work.orders))
        found += _work(problem, work)
    found += _locks(problem, {order: work for work in works for order in work.orders})
    ships: dict[str, list[str]] = {}
    for order in problem.orders:
        ships.setdefault(order.ship, []).append(order.id)
    for ship, orders in ships.items():
        if len(orders) > CROWDED:
            found.append(Diagnosis(Flaw.CROWDED_SHIP, (ship,), (("orders", len(orders)),)))
    return tuple(found)


def _engineers(problem: Problem) -> list[Diagnosis]:
    places = len(problem.travel.minutes)
    return [
        Diagnosis(Flaw.UNKNOWN_PLACE, (e.id,), (("place", e.home),))
        for e in problem.engineers
        if e.home is not None and not 0 <= e.home < places
    ] + [
        Diagnosis(Flaw.UNKNOWN_PLACE, ("store",), (("place", store.place),))
        for store in problem.stores
        if not 0 <= store.place < places
    ]


def _work(problem: Problem, work: Work) -> list[Diagnosis]:
    found, known = [], {order.id for order in problem.orders}
    for first in work.after:
        if first not in known:
            found.append(Diagnosis(Flaw.UNKNOWN_ORDER, work.orders, (("after", first),)))
    for window in work.windows:
        if not 0 <= window.place < len(problem.travel.minutes):
            found.append(Diagnosis(Flaw.UNKNOWN_PLACE, work.orders, (("place", window.place),)))
    if any(told.order in work.orders and told.started for told in problem.published):
        return found
    if not usable_windows(work, problem.now):
        found.append(Diagnosis(_window_flaw(problem, work), work.orders, _window_arguments(problem, work)))
    able, store = [], bool(usable_stores(problem))
    for k, needs in enumerate(work.needs):
        fitting = _fitting(problem, needs, work.uses[k], store=store)
        able.append(fitting)
        if not fitting:
            unbarred = tuple(replace(need, barred=frozenset()) for need in needs)
            could = unbarred != needs and _fitting(problem, unbarred, work.uses[k], store=store)
            arguments = tuple(
                (name, value) for need in needs for name, value in _told(need.skill, need.level)
            )
            flaw = Flaw.NOBODY_MAY if could else Flaw.NOBODY_CAN
            found.append(Diagnosis(flaw, work.orders, (("slot", k), *arguments)))
    if all(able) and not _matching(able):
        arguments = (("members", len(able)), ("people", len(set().union(*able))))
        found.append(Diagnosis(Flaw.TEAM_TOO_FEW, work.orders, arguments))
    return found


def _fitting(
    problem: Problem, needs: tuple[Slot, ...], uses: tuple[tuple[str, int], ...], *, store: bool
) -> set[str]:
    """Who could fill a slot at some time."""
    return {
        engineer.id
        for engineer in problem.engineers
        if first_missing(engineer, needs, store=store) is None
        and (store or first_short(engineer, uses) is None)
        and valid_spans(engineer, needs, OPEN_END)
    }


def _told(skill: str, level: int) -> tuple[tuple[str, str | int], ...]:
    return (("skill", skill), ("level", level))


def _window_flaw(problem: Problem, work: Work) -> Flaw:
    if not work.windows:
        return Flaw.NO_WINDOW
    if all(window.end - window.begin < work.duration for window in work.windows):
        return Flaw.WINDOW_TOO_SHORT
    if all(window.end - max(window.begin, work.parts) < work.duration for window in work.windows):
        return Flaw.WINDOW_BEFORE_PARTS
    return Flaw.WINDOW_OVER


def _window_arguments(problem: Problem, work: Work) -> tuple[tuple[str, str | int], ...]:
    last = max((window.end for window in work.windows), default=0)
    return (("parts", work.parts), ("end", last), ("duration", work.duration), ("now", problem.now))


def _matching(able: list[set[str]]) -> bool:
    """Whether every slot can have a person of its own (augmenting paths)."""
    taken: dict[str, int] = {}

    def seat(slot: int, asked: set[str]) -> bool:
        for person in sorted(able[slot] - asked):
            asked.add(person)
            if person not in taken or seat(taken[person], asked):
                taken[person] = slot
                return True
        return False

    return all(seat(slot, set()) for slot in range(len(able)))


def _locks(problem: Problem, works: dict[str, Work]) -> list[Diagnosis]:
    engineers = {engineer.id: engineer for engineer in problem.engineers}
    found = []
    for lock in problem.locks:
        if lock.order not in works:
            found.append(Diagnosis(Flaw.UNKNOWN_ORDER, (lock.order,)))
            continue
        unknown = [member for member in lock.team if member not in engineers]
        found += [Diagnosis(Flaw.UNKNOWN_ENGINEER, (lock.order, member)) for member in unknown]
        if not unknown:
            found += _lock(lock, works[lock.order], engineers, store=bool(usable_stores(problem)))
    for one, other in combinations((lock for lock in problem.locks if lock.order in works), 2):
        if _clash(problem, one, other, works):
            shared = sorted(set(one.team) & set(other.team))
            found.append(Diagnosis(Flaw.LOCKS_CLASH, (one.order, other.order, *shared)))
    return found


def _lock(lock: Lock, work: Work, engineers: dict[str, Engineer], *, store: bool) -> list[Diagnosis]:
    if len(lock.team) != len(work.needs) or len(set(lock.team)) != len(lock.team):
        return [Diagnosis(Flaw.LOCK_BREAKS_RULE, (lock.order,), (("rule", "team"),))]
    found = []
    for member, needs in zip(lock.team, work.needs, strict=True):
        failure = first_missing(engineers[member], needs, store=store)
        if failure is not None:
            arguments = (
                ("rule", failure.rule.value),
                *((k, v) for k, v in failure.arguments if isinstance(v, str | int)),
            )
            found.append(Diagnosis(Flaw.LOCK_BREAKS_RULE, (lock.order, member), arguments))
        elif lock.start is not None and any(
            lock.start < absence.end and lock.start + work.duration > absence.begin
            for absence in engineers[member].absences
        ):
            found.append(Diagnosis(Flaw.LOCK_BREAKS_RULE, (lock.order, member), (("rule", "absent"),)))
    if lock.start is not None and not any(
        window.begin <= lock.start and lock.start + work.duration <= window.end for window in work.windows
    ):
        found.append(Diagnosis(Flaw.LOCK_BREAKS_RULE, (lock.order,), (("rule", "window"),)))
    return found


def _clash(problem: Problem, one: Lock, other: Lock, works: dict[str, Work]) -> bool:
    """Two locks clash if one order is locked twice differently, or one person cannot be in time for both."""
    if one.order == other.order:
        return one != other
    if one.start is None or other.start is None or not set(one.team) & set(other.team):
        return False
    first, second = (one, other) if one.start <= other.start else (other, one)
    before, then = works[first.order], works[second.order]
    minutes = 0
    if before.ship != then.ship and before.windows and then.windows:
        here, there = before.windows[0].place, then.windows[0].place
        size = len(problem.travel.minutes)
        minutes = problem.travel.minutes[here][there] if max(here, there) < size else 0
    return (first.start or 0) + before.duration + minutes > (second.start or 0)
