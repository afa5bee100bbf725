"""Why not this engineer: the rules asked one after another for one order, one slot and one person."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.insertion import bounds, candidate_gaps, gap_starts
from aftersail.engines.dispatch.kernel.tables import FAR, NEVER, WITHOUT_STOCK
from aftersail.engines.dispatch.live import LivePlan
from aftersail.engines.dispatch.problem import OPEN_END, Engineer, Span
from aftersail.engines.dispatch.rules import (
    Failure,
    Rule,
    first_missing,
    first_short,
    usable_stores,
    valid_spans,
)


def first_failure(live: LivePlan, row: int, slot: int, engineer: Engineer) -> Failure | None:
    """The first rule by which an engineer cannot fill a slot of an order that is not in the plan; None if none."""
    compiled, tables = live.compiled, live.compiled.tables
    work = compiled.works[row]
    store = bool(usable_stores(compiled.problem))
    failure = first_missing(engineer, work.needs[slot], store=store)
    if failure is None and not store:
        failure = first_short(engineer, work.uses[slot])
    if failure is not None:
        return failure
    locked = next((lock for lock in compiled.problem.locks if lock.order in work.orders), None)
    if locked is not None and (slot >= len(locked.team) or locked.team[slot] != engineer.id):
        return Failure(Rule.LOCKED_TO_OTHERS)
    windows = range(int(tables.orders[row].windows_from), int(tables.orders[row].windows_to))
    if not windows:
        last = max((window.end for window in work.windows), default=0)
        return Failure(Rule.NO_WINDOW, (("parts", work.parts), ("end", last)))
    cut = []
    for window in windows:
        begin, end, first, second = bounds(tables, live.state, row, window)
        if begin >= FAR:
            return Failure(Rule.PREDECESSOR, (("order", _missing(live, row)),))
        cut.append((window, int(begin), int(end), int(first), int(second)))
    return _by_time(live, row, slot, engineer, cut)


def _missing(live: LivePlan, row: int) -> str:
    return next(
        first
        for first in live.compiled.works[row].after
        if not live.state.orders[live.compiled.row_of_order[first]].served
    )


def _by_time(
    live: LivePlan, row: int, slot: int, engineer: Engineer, cut: list[tuple[int, int, int, int, int]]
) -> Failure | None:
    """The rules that depend on dates: certificates, the limit, absences, the gaps of the route and the stock in them."""
    work = live.compiled.works[row]
    slots = work.needs[slot]
    spans = [
        (window, max(begin, span.begin), min(end, span.end), first, second)
        for window, begin, end, first, second in cut
        for span in valid_spans(engineer, slots, OPEN_END)
    ]
    spans = [each for each in spans if each[2] - each[1] >= work.duration]
    if not spans:
        until = max((span.end for span in valid_spans(engineer, slots, OPEN_END)), default=0)
        return Failure(Rule.CERTIFICATE_DATES, (("until", until),))
    index = live.compiled.row_of_engineer[engineer.id]
    taken = int(live.state.engineers[index].work)
    if taken + work.duration > engineer.limit_minutes:
        return Failure(Rule.LIMIT, (("taken", taken), ("limit", engineer.limit_minutes)))
    if not any(_there(engineer.absences, begin, end, work.duration) for _w, begin, end, _f, _s in spans):
        free = min(_free_from(engineer.absences, begin, work.duration) for _w, begin, _e, _f, _s in spans)
        return Failure(Rule.ABSENT, (("free_from", free),))
    shortest = min(_shortage(live, row, index, each) for each in spans)
    if shortest > 0:
        return Failure(Rule.NO_GAP, (("short_minutes", shortest),))
    with_stock = len(live.compiled.tables) > WITHOUT_STOCK
    if with_stock and not any(_supplied(live, row, slot, index, each) for each in spans):
        return Failure(Rule.STOCK, tuple((part, quantity) for part, quantity in work.uses[slot]))
    return None


def _supplied(
    live: LivePlan, row: int, slot: int, engineer: int, span: tuple[int, int, int, int, int]
) -> bool:
    """Whether some gap is long enough with the parts and kits that are there, or past a store."""
    tables = live.compiled.tables
    live.state.orders[row].place = tables.windows[span[0]].place
    low, high = int(tables.candidate_at[row, slot]), int(tables.candidate_at[row, slot + 1])
    return any(
        candidate_gaps(tables, live.state, live.scratch, row, slot, candidate, span[1:], 0, NEVER, NEVER)[0]
        for candidate in range(low, high)
        if tables.candidates[candidate].engineer == engineer
    )


def _free_from(absences: tuple[Span, ...], begin: int, duration: int) -> int:
    """The first start from `begin` on without an absence."""
    for absence in sorted(absences, key=lambda one: one.begin):
        if begin < absence.end and begin + duration > absence.begin:
            begin = absence.end
    return begin


def _there(absences: tuple[Span, ...], begin: int, end: int, duration: int) -> bool:
    return _free_from(absences, begin, duration) + duration <= end


def _shortage(live: LivePlan, row: int, engineer: int, span: tuple[int, int, int, int, int]) -> int:
    """By how many minutes the best gap of a route is too short; 0 or less where one is long enough."""
    tables, state = live.compiled.tables, live.state
    window, begin, end, first, second = span
    state.orders[row].place = tables.windows[window].place
    node = depot = len(tables.orders) * state.member.shape[1] + engineer
    shortest = OPEN_END
    while True:
        then = int(state.nodes[node].following)
        before, behind = int(tables.order_of[node]), int(tables.order_of[then])
        if before >= 0 and state.orders[before].start >= second:
            break
        if behind < 0 or state.orders[behind].start > first:
            start, last = gap_starts(tables, state, row, engineer, before, behind, begin, end)
            shortest = min(shortest, int(start - last))
        node = then
        if node == depot:
            break
    return shortest
