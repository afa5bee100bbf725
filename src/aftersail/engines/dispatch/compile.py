"""From a problem to the kernel's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from aftersail.engines.dispatch.kernel.tables import (
    CANDIDATE,
    ENGINEER,
    FAR,
    ORDER,
    PRICES,
    SPAN,
    WINDOW,
    Ints,
    Records,
    Tables,
    records,
    with_stock,
)
from aftersail.engines.dispatch.near import nearest_orders
from aftersail.engines.dispatch.plan import Assignment, Plan
from aftersail.engines.dispatch.precedence import kept_of, levels_of
from aftersail.engines.dispatch.problem import (
    OPEN_END,
    Engineer,
    Lock,
    Problem,
    Published,
    Slot,
    Span,
    Window,
)
from aftersail.engines.dispatch.rules import first_missing, usable_stores, valid_spans
from aftersail.engines.dispatch.stock import Ways, can_supply, stock_rows, ways
from aftersail.engines.dispatch.unplannable import unplannable_orders
from aftersail.engines.dispatch.work import Work, usable_windows, works_of

SPREAD = 0.3
"""How many legs of mean cost a gap may be dearer than the cheapest before the search for a team leaves it out at first."""
STARTED = -(1 << 45)
"""The floor of an order that has begun: an instant before all others."""
Row = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Tables, and what their rows stand for."""

    problem: Problem
    works: tuple[Work, ...]
    row_of_order: dict[str, int]
    row_of_engineer: dict[str, int]
    tables: Tables
    store: Ints | None
    """[place, place] where a call is made between two places (see `Ways`)."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided of one work: team and start where they are, and whether that has begun already.

    stays: the team and start besides which no others are compiled, though nothing forbids them.
    """

    team: tuple[str, ...] | None = None
    start: int | None = None
    started: bool = False
    stays: Assignment | None = None


def compile_problem(
    problem: Problem, *, left_out: frozenset[str] = frozenset(), staying: Plan | None = None
) -> Compiled:
    """Return the tables of a problem; orders of `left_out` and unplannable ones get no candidates.

    Works of the plan `staying` get only their team and window there, and no work its like ones: enough to insert others,
    not to search, in a fraction of the time.
    """
    places = range(len(problem.travel.minutes))
    problem = replace(
        problem,
        engineers=tuple(e if e.home in places else replace(e, home=None) for e in problem.engineers),
    )
    works = works_of(problem)
    rows = {order: i for i, work in enumerate(works) for order in work.orders}
    engineers = {engineer.id: i for i, engineer in enumerate(problem.engineers)}
    barred = left_out | unplannable_orders(problem, works)
    published = {each.order: each for each in problem.published}
    locks = {lock.order: lock for lock in reversed(problem.locks)}
    decided = [_decided(work, published, locks, (staying or {}).get(work.id)) for work in works]
    windows = [
        () if barred.intersection(work.orders) else _windows(problem, work, published, fate)
        for work, fate in zip(works, decided, strict=True)
    ]
    travel = ways(problem)
    tables = _tables(
        problem, works, rows, engineers, published, decided, windows, travel, alike=staying is None
    )
    return Compiled(problem, works, rows, engineers, tables, travel.store)


def _decided(
    work: Work, published: dict[str, Published], locks: dict[str, Lock], stays: Assignment | None
) -> Decided:
    told = published.get(work.id)
    if told is not None and told.started:
        return Decided(told.team, told.start, started=True)
    for order, offset in zip(work.orders, work.offsets, strict=True):
        if order in locks:
            start = locks[order].start
            return Decided(locks[order].team, None if start is None else start - offset)
    return Decided(stays=stays)


def _windows(
    problem: Problem, work: Work, published: dict[str, Published], fate: Decided
) -> tuple[Window, ...]:
    """The windows of a work; of one that has started, or whose start is locked, just its time."""
    if fate.started and fate.start is not None:
        place = next(
            (w.place for w in work.windows if w.begin <= fate.start < w.end),
            work.windows[0].place if work.windows else 0,
        )
        return (Window(fate.start, fate.start + work.duration, place),)
    begin, end = problem.now, OPEN_END
    told = published.get(work.id)
    if told is not None and told.announced:
        begin = max(begin, told.start)
    if fate.start is not None:
        begin, end = max(begin, fate.start), fate.start + work.duration
    windows = usable_windows(work, begin, end)
    return windows if fate.stays is None else _one_window(work, windows, fate.stays.start)


def _one_window(work: Work, windows: tuple[Window, ...], start: int) -> tuple[Window, ...]:
    """The window that a start lies in; all where it lies in none."""
    for window in windows:
        if window.begin <= start and start + work.duration <= window.end:
            return (window,)
    return windows


def _tables(
    problem: Problem,
    works: tuple[Work, ...],
    rows: dict[str, int],
    engineers: dict[str, int],
    published: dict[str, Published],
    decided: list[Decided],
    windows: list[tuple[Window, ...]],
    travel: Ways,
    *,
    alike: bool,
) -> Tables:
    """Every table; without `alike` no order has like ones."""
    weights, slots = problem.weights, max((len(work.needs) for work in works), default=1)
    candidates, candidate_at = _candidates(problem, works, engineers, published, decided, windows, slots)
    before = [sorted({rows[o] for o in work.after if o in rows}) for work in works]
    behind: list[list[int]] = [[] for _ in works]
    for i, first in enumerate(before):
        for j in first:
            behind[j].append(i)
    level, kept = levels_of(before), kept_of([fate.team is not None for fate in decided], before)
    ships = {ship: i for i, ship in enumerate(dict.fromkeys(work.ship for work in works))}
    windows_at, before_at, behind_at = _offsets(windows), _offsets(before), _offsets(behind)
    absences = [sorted_spans(engineer) for engineer in problem.engineers]
    absences_at = _offsets(absences)
    able = np.count_nonzero(np.diff(candidate_at), axis=1)
    orders = records(len(works), ORDER)
    told = [published.get(work.id) for work in works]
    orders.duration = [work.duration for work in works]
    orders.ship = [ships[work.ship] for work in works]
    orders.members = [len(work.needs) for work in works]
    orders.due = [FAR if work.due is None else work.due for work in works]
    orders.told = [FAR if each is None else each.start for each in told]
    orders.floor = [STARTED if fate.started else problem.now for fate in decided]
    orders.level = level
    orders.windows_from, orders.windows_to = windows_at[:-1], windows_at[1:]
    orders.before_from, orders.before_to = before_at[:-1], before_at[1:]
    orders.behind_from, orders.behind_to = behind_at[:-1], behind_at[1:]
    orders.late = [weights.late_minute * work.priority for work in works]
    orders.later = [0.0 if each is None else weights.later_minute for each in told]
    orders.unserved = [weights.unserved * work.priority for work in works]
    orders.fixed_cost = [0.0 if work.steward is None else weights.steward_missed for work in works]
    orders.pinned, orders.kept = [fate.start is not None for fate in decided], kept
    orders.able = (np.diff(windows_at) > 0) & (able == orders.members)
    people = records(len(problem.engineers), ENGINEER)
    for i, engineer in enumerate(problem.engineers):
        person = people[i]
        person.home = 0 if engineer.home is None else engineer.home
        person.regular, person.limit = max(1, engineer.regular_minutes), engineer.limit_minutes
        person.absences_from, person.absences_to = absences_at[i], absences_at[i + 1]
    prices = (
        problem.day_minutes,
        problem.near_home_minutes,
        weights.boarding,
        weights.lodging_night,
        weights.overtime_minute,
        weights.unevenness,
        SPREAD
        * (weights.travel * float(np.mean(problem.travel.cost)) + weights.boarding + weights.lodging_night)
        if problem.travel.cost
        else 0.0,
        weights.waiting_minute,
    )
    tables = Tables(
        orders=orders,
        windows=_records([(w.begin, w.end, w.place) for each in windows for w in each], WINDOW),
        candidate_at=candidate_at,
        candidates=_records(candidates, CANDIDATE),
        before=np.array([j for each in before for j in each], np.int64),
        behind=np.array([j for each in behind for j in each], np.int64),
        near=nearest_orders(orders.ship, orders.due, windows, travel.minutes[: len(problem.travel.minutes)])
        if alike
        else np.zeros((len(works), 0), np.int64),
        engineers=people,
        absences=_records([(span.begin, span.end) for each in absences for span in each], SPAN),
        order_of=np.array(
            [i for i in range(len(works)) for _ in range(slots)] + [-1] * len(problem.engineers), np.int64
        ),
        minutes=travel.minutes,
        cost=travel.cost,
        prices=_records([prices], PRICES),
    )
    return with_stock(tables, stock_rows(problem, works, slots))


def _candidates(
    problem: Problem,
    works: tuple[Work, ...],
    engineers: dict[str, int],
    published: dict[str, Published],
    decided: list[Decided],
    windows: list[tuple[Window, ...]],
    slots: int,
) -> tuple[list[tuple[int, int, int, float]], Ints]:
    """Rows (engineer, earliest start, latest end, price) for every work and slot, and their bounds."""
    rows: list[tuple[int, int, int, float]] = []
    bounds: list[list[int]] = []
    qualified: dict[tuple[Slot, ...], dict[int | None, list[Row]]] = {}
    sorted_for: dict[tuple[tuple[Slot, ...], int], list[Row]] = {}
    weights = problem.weights
    for work, fate, each in zip(works, decided, windows, strict=True):
        at = [len(rows)]
        told = published.get(work.id)
        for k, needs in enumerate(work.needs):
            place = each[0].place if each else -1
            able = qualified.get(needs)
            if able is None:
                able = qualified[needs] = _qualified(problem, needs)
            team = fate.stays.team if fate.stays else fate.team
            if team is not None:
                member = engineers.get(team[k]) if k < len(team) else None
                fitting = able.get(member, [])
                if fate.started:
                    fitting = [] if member is None else [(member, -FAR, FAR)]
            else:
                if (needs, place) not in sorted_for:
                    sorted_for[needs, place] = _nearest_first(problem, able, place)
                fitting = sorted_for[needs, place]
            if work.uses[k] and not fate.started:
                fitting = [row for row in fitting if can_supply(problem, row[0], work.uses[k])]
            if each:
                for row in fitting:
                    engineer = problem.engineers[row[0]]
                    price = engineer.rate * work.duration
                    price += (
                        sum(engineer.charges.get(id, 0.0) for id in work.orders) if engineer.charges else 0.0
                    )
                    if engineer.id == work.steward:
                        price -= weights.steward_missed
                    if told is not None and engineer.id not in told.team:
                        price += weights.changed_engineer
                    rows.append((*row, price))
            at.append(len(rows))
        bounds.append(at + [len(rows)] * (slots + 1 - len(at)))
    return rows, np.array(bounds, np.int64).reshape(-1, slots + 1)


def _qualified(problem: Problem, needs: tuple[Slot, ...]) -> dict[int | None, list[Row]]:
    """Who has all that is needed, by row, and when their certificates hold."""
    store = bool(usable_stores(problem))
    return {
        i: [(i, span.begin, span.end) for span in valid_spans(engineer, needs, OPEN_END)]
        for i, engineer in enumerate(problem.engineers)
        if first_missing(engineer, needs, store=store) is None
    }


def _nearest_first(problem: Problem, rows: dict[int | None, list[Row]], place: int) -> list[Row]:
    """Those who live nearest first, so that the search finds cheap ways early."""
    minutes = problem.travel.minutes
    home = [engineer.home or 0 for engineer in problem.engineers]
    every = (row for each in rows.values() for row in each)
    return sorted(every, key=lambda row: (minutes[home[row[0]]][place], row)) if place >= 0 else []


def sorted_spans(engineer: Engineer) -> list[Span]:
    """An engineer's absences in the order of time."""
    return sorted(engineer.absences, key=lambda span: span.begin)


def _records(rows: Sequence[tuple[float, ...]], layout: np.dtype[np.void]) -> Records:
    return np.array(list(rows), layout).view(np.recarray)


def _offsets(rows: Sequence[Sequence[object]]) -> list[int]:
    return [0, *accumulate(len(each) for each in rows)]
