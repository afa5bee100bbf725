"""Why not this engineer: the rules asked one after another for one order, one slot and one person."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.insertion import bounds, gap_starts
from aftersail.engines.dispatch.kernel.tables import FAR
from aftersail.engines.dispatch.live import LivePlan
from aftersail.engines.dispatch.problem import OPEN_END, Engineer, Span
from aftersail.engines.dispatch.rules import Failure, Rule, first_missing, valid_spans


def first_failure(live: LivePlan, row: int, slot: int, engineer: Engineer) -> Failure | None:
    """The first rule by which an engineer cannot fill a slot of an order that is not in the plan; None if none."""
    compiled, tables = live.compiled, live.compiled.tables
    work = compiled.works[row]
    failure = first_missing(engineer, work.needs[slot])
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
    return _by_time(live, row, work.needs[slot], engineer, cut)


def _missing(live: LivePlan, row: int) -> str:
    return next(
        first
        for first in live.compiled.works[row].after
        if not live.state.orders[live.compiled.row_of_order[first]].served
    )


def _by_time(
    live: LivePlan, row: int, needs: object, engineer: Engineer, cut: list[tuple[int, int, int, int, int]]
) -> Failure | None:
    """The rules that depend on dates: certificates, the limit, absences, and the gaps of the route."""
    work = live.compiled.works[row]
    slots = next(each for each in work.needs if each is needs)
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
    return None


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
