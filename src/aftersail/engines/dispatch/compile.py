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
    """What is decided of one work: team and start where they are, and whether that has begun already."""

    team: tuple[str, ...] | None = None
    start: int | None = None
    started: bool = False


def compile_problem(problem: Problem, *, left_out: frozenset[str] = frozenset()) -> Compiled:
    """Return the tables of a problem; orders of `left_out` and unplannable ones get no candidates."""
    places = range(len(problem.travel.minutes))
    problem = replace(
        problem,
        engineers=tuple(e if e.home in places else replace(e, home=None) for e in problem.engineers),
    )
    works = works_of(problem)
    rows = {order: i for i, work in enumerate(works) for order in work.orders}
    engineers = {engineer.id: i for i, engineer in enumerate(problem.engineers)}
    barred = left_out | unplannable_orders(problem)
    published = {each.order: each for each in problem.published}
    locks = {lock.order: lock for lock in reversed(problem.locks)}
    decided = [_decided(work, published, locks) for work in works]
    windows = [
        () if barred.intersection(work.orders) else _windows(problem, work, published, fate)
        for work, fate in zip(works, decided, strict=True)
    ]
    travel = ways(problem)
    tables = _tables(problem, works, rows, engineers, published, decided, windows, travel)
    return Compiled(problem, works, rows, engineers, tables, travel.store)


def _decided(work: Work, published: dict[str, Published], locks: dict[str, Lock]) -> Decided:
    told = published.get(work.id)
    if told is not None and told.started:
        return Decided(told.team, told.start, started=True)
    for order, offset in zip(work.orders, work.offsets, strict=True):
        if order in locks:
            start = locks[order].start
            return Decided(locks[order].team, None if start is None else start - offset)
    return Decided()


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
    return usable_windows(work, begin, end)


def _tables(
    problem: Problem,
    works: tuple[Work, ...],
    rows: dict[str, int],
    engineers: dict[str, int],
    published: dict[str, Published],
    decided: list[Decided],
    windows: list[tuple[Window, ...]],
    travel: Ways,
) -> Tables:
    weights, slots = problem.weights, max((len(work.needs) for work in works), default=1)
    candidates, candidate_at = _candidates(problem, works, engineers, published, decided, windows, slots)
    before = [sorted({rows[o] for o in work.after if o in rows}) for work in works]
    behind: list[list[int]] = [[] for _ in works]
    for i, first in enumerate(before):
        for j in first:
            behind[j].append(i)
    level, kept = _levels(before), _kept([fate.team is not None for fate in decided], before)
    ships = {ship: i for i, ship in enumerate(dict.fromkeys(work.ship for work in works))}
    windows_at, before_at, behind_at = _offsets(windows), _offsets(before), _offsets(behind)
    absences = [sorted_spans(engineer) for engineer in problem.engineers]
    absences_at = _offsets(absences)
    orders = records(len(works), ORDER)
    for i, (work, fate) in enumerate(zip(works, decided, strict=True)):
        row, told = orders[i], published.get(work.id)
        row.duration, row.ship, row.members = work.duration, ships[work.ship], len(work.needs)
        row.due = FAR if work.due is None else work.due
        row.told = FAR if told is None else told.start
        row.floor = STARTED if fate.started else problem.now
        row.level = level[i]
        row.windows_from, row.windows_to = windows_at[i], windows_at[i + 1]
        row.before_from, row.before_to = before_at[i], before_at[i + 1]
        row.behind_from, row.behind_to = behind_at[i], behind_at[i + 1]
        row.late = weights.late_minute * work.priority
        row.later = 0.0 if told is None else weights.later_minute
        row.unserved = weights.unserved * work.priority
        row.fixed_cost = 0.0 if work.steward is None else weights.steward_missed
        row.pinned, row.kept = fate.start is not None, kept[i]
        at = candidate_at[i]
        row.able = bool(windows[i]) and all(at[k] < at[k + 1] for k in range(len(work.needs)))
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
        near=nearest_orders(orders.ship, orders.due, windows, travel.minutes[: len(problem.travel.minutes)]),
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
    at = np.zeros((len(works), slots + 1), np.int64)
    qualified: dict[tuple[Slot, ...], list[Row]] = {}
    sorted_for: dict[tuple[tuple[Slot, ...], int], list[Row]] = {}
    weights = problem.weights
    for i, (work, fate, each) in enumerate(zip(works, decided, windows, strict=True)):
        at[i, :] = len(rows)
        told = published.get(work.id)
        for k, needs in enumerate(work.needs):
            place = each[0].place if each else -1
            if needs not in qualified:
                qualified[needs] = _qualified(problem, needs)
            if (needs, place) not in sorted_for:
                sorted_for[needs, place] = _nearest_first(problem, qualified[needs], place)
            fitting = sorted_for[needs, place]
            if fate.started and fate.team is not None:
                member = engineers.get(fate.team[k]) if k < len(fate.team) else None
                fitting = [] if member is None else [(member, -FAR, FAR)]
            elif fate.team is not None:
                member = engineers.get(fate.team[k]) if k < len(fate.team) else None
                fitting = [row for row in fitting if row[0] == member]
            if work.uses[k] and not fate.started:
                fitting = [row for row in fitting if can_supply(problem, row[0], work.uses[k])]
            if each:
                for row in fitting:
                    engineer = problem.engineers[row[0]]
                    price = engineer.rate * work.duration
                    if engineer.id == work.steward:
                        price -= weights.steward_missed
                    if told is not None and engineer.id not in told.team:
                        price += weights.changed_engineer
                    rows.append((*row, price))
            at[i, k + 1 :] = len(rows)
    return rows, at


def _qualified(problem: Problem, needs: tuple[Slot, ...]) -> list[Row]:
    """Who has all that is needed, and when their certificates hold."""
    return [
        (i, span.begin, span.end)
        for i, engineer in enumerate(problem.engineers)
        if first_missing(engineer, needs, store=bool(usable_stores(problem))) is None
        for span in valid_spans(engineer, needs, OPEN_END)
    ]


def _nearest_first(problem: Problem, rows: list[Row], place: int) -> list[Row]:
    """Those who live nearest first, so that the search finds cheap ways early."""
    minutes = problem.travel.minutes
    home = [engineer.home or 0 for engineer in problem.engineers]
    return sorted(rows, key=lambda row: (minutes[home[row[0]]][place], row)) if place >= 0 else []


def sorted_spans(engineer: Engineer) -> list[Span]:
    """An engineer's absences in the order of time."""
    return sorted(engineer.absences, key=lambda span: span.begin)


def _levels(before: list[list[int]]) -> list[int]:
    """How many orders, one after another, must come before each; those in a circle keep what was counted by then."""
    level = [0] * len(before)
    for _ in range(len(before)):
        risen = False
        for i, first in enumerate(before):
            deepest = max((level[j] + 1 for j in first), default=0)
            if deepest > level[i] and deepest <= len(before):
                level[i], risen = deepest, True
        if not risen:
            break
    return level


def _kept(decided: list[bool], before: list[list[int]]) -> list[bool]:
    """Decided works, and whatever must come before them."""
    kept, waiting = list(decided), [i for i, each in enumerate(decided) if each]
    while waiting:
        for j in before[waiting.pop()]:
            if not kept[j]:
                kept[j] = True
                waiting.append(j)
    return kept


def _records(rows: Sequence[tuple[float, ...]], layout: np.dtype[np.void]) -> Records:
    return np.array(list(rows), layout).view(np.recarray)


def _offsets(rows: Sequence[Sequence[object]]) -> list[int]:
    return [0, *accumulate(len(each) for each in rows)]
