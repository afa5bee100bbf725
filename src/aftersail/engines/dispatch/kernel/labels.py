"""Earliest and latest starts on the graph that teams and precedence tie together, kept by worklist both ways.

A start may be pushed to `latest` and no further without breaking a window behind it. Both labels are the extreme
fixed points of monotone rules, so any start between them can be absorbed by those behind.
"""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.calls import calls_before, row_from
from aftersail.engines.dispatch.kernel.jit import compiled, inlined
from aftersail.engines.dispatch.kernel.routes import leg_minutes, seed, touch_order, touch_route
from aftersail.engines.dispatch.kernel.tables import SEEDS, Scratch, State, Tables


@compiled
def earliest(tables: Tables, state: State, order: int) -> int:
    """The earliest start given everything before."""
    if tables.orders[order].pinned:
        return int(state.orders[order].opens)
    start = state.orders[order].opens
    slots = state.member.shape[1]
    for i in range(tables.orders[order].before_from, tables.orders[order].before_to):
        first = tables.before[i]
        if state.orders[first].served:
            start = max(start, state.orders[first].start + tables.orders[first].duration)
    for k in range(tables.orders[order].members):
        first = tables.order_of[state.nodes[order * slots + k].leading]
        floor, engineer = tables.orders[order].floor, state.member[order, k]
        called = calls_before(tables, state, engineer, order * slots + k)
        if first < 0:
            home = row_from(tables, tables.engineers[engineer].home, called)
            start = max(start, floor + tables.minutes[home, state.orders[order].place])
        else:
            ready = max(floor, state.orders[first].start + tables.orders[first].duration)
            start = max(start, ready + leg_minutes(tables, state, first, order, called))
    return after_absences(tables, state, order, start)


@compiled
def latest(tables: Tables, state: State, order: int) -> int:
    """The latest start given everything behind; of what has begun long ago, so that nothing is put before it."""
    if tables.orders[order].floor < 0:
        return int(tables.orders[order].floor)
    if tables.orders[order].pinned:
        return int(state.orders[order].opens)
    duration = tables.orders[order].duration
    start = state.orders[order].closes - duration
    slots = state.member.shape[1]
    for i in range(tables.orders[order].behind_from, tables.orders[order].behind_to):
        second = tables.behind[i]
        if state.orders[second].served:
            start = min(start, state.orders[second].latest - duration)
    for k in range(tables.orders[order].members):
        then = state.nodes[order * slots + k].following
        second = tables.order_of[then]
        if second >= 0:
            called = calls_before(tables, state, state.member[order, k], then)
            minutes = leg_minutes(tables, state, order, second, called)
            start = min(start, state.orders[second].latest - minutes - duration)
    return before_absences(tables, state, order, start)


@compiled
def after_absences(tables: Tables, state: State, order: int, start: int) -> int:
    """The first start, not earlier than the given one, at which the whole team is there throughout."""
    duration = tables.orders[order].duration
    moved = True
    while moved:
        moved = False
        for k in range(tables.orders[order].members):
            engineer = state.member[order, k]
            for i in range(tables.engineers[engineer].absences_from, tables.engineers[engineer].absences_to):
                if start < tables.absences[i].end and start + duration > tables.absences[i].begin:
                    start = tables.absences[i].end
                    moved = True
    return start


@compiled
def before_absences(tables: Tables, state: State, order: int, start: int) -> int:
    """The last start, not later than the given one, at which the whole team is there throughout."""
    duration = tables.orders[order].duration
    moved = True
    while moved:
        moved = False
        for k in range(tables.orders[order].members):
            engineer = state.member[order, k]
            for i in range(tables.engineers[engineer].absences_from, tables.engineers[engineer].absences_to):
                if start < tables.absences[i].end and start + duration > tables.absences[i].begin:
                    start = tables.absences[i].begin - duration
                    moved = True
    return start


@inlined
def clear_of_absences(tables: Tables, engineer: int, start: int, duration: int) -> int:
    """The first start from the given one on at which one engineer is there throughout."""
    for i in range(tables.engineers[engineer].absences_from, tables.engineers[engineer].absences_to):
        if start < tables.absences[i].end and start + duration > tables.absences[i].begin:
            start = tables.absences[i].end
    return start


@compiled
def relabel(tables: Tables, state: State, scratch: Scratch) -> bool:
    """Bring both labels up to date from the seeds on, and clear the seeds; False when an order misses its latest."""
    count = scratch.counts[SEEDS]
    scratch.counts[SEEDS] = 0
    return _forward(tables, state, scratch, count) & _backward(tables, state, scratch, count)


@compiled
def _enqueued(scratch: Scratch, order: int, head: int, length: int) -> int:
    """Put an order at the end of the ring unless it waits there already; return how many wait."""
    if scratch.orders[order].queued:
        return length
    scratch.orders[order].queued = True
    scratch.queue[(head + length) % len(scratch.queue)] = order
    return length + 1


@compiled
def _forward(tables: Tables, state: State, scratch: Scratch, count: int) -> bool:
    room, slots = len(scratch.queue), state.member.shape[1]
    lodging = tables.prices[0].lodging > 0 or tables.prices[0].waiting > 0
    head, length, patience = 0, 0, 60 * room
    for i in range(count):
        length = _enqueued(scratch, scratch.seeds[i], head, length)
    fine = True
    while length > 0:
        order = scratch.queue[head]
        head = head + 1 if head + 1 < room else 0
        length -= 1
        scratch.orders[order].queued = False
        patience -= 1
        if not state.orders[order].served or patience < 0:
            fine &= patience >= 0
            continue
        start = earliest(tables, state, order)
        if start == state.orders[order].start:
            continue
        state.orders[order].start = start
        touch_order(scratch, order)
        fine &= start + tables.orders[order].duration <= state.orders[order].closes
        for k in range(tables.orders[order].members):
            if lodging:
                touch_route(scratch, state.member[order, k])
            second = tables.order_of[state.nodes[order * slots + k].following]
            if second >= 0:
                length = _enqueued(scratch, second, head, length)
        for i in range(tables.orders[order].behind_from, tables.orders[order].behind_to):
            second = tables.behind[i]
            if state.orders[second].served:
                length = _enqueued(scratch, second, head, length)
    return fine


@compiled
def _backward(tables: Tables, state: State, scratch: Scratch, count: int) -> bool:
    room, slots = len(scratch.queue), state.member.shape[1]
    head, length, patience = 0, 0, 60 * room
    for i in range(count):
        length = _enqueued(scratch, scratch.seeds[i], head, length)
    fine = True
    while length > 0:
        order = scratch.queue[head]
        head = head + 1 if head + 1 < room else 0
        length -= 1
        scratch.orders[order].queued = False
        patience -= 1
        if not state.orders[order].served or patience < 0:
            fine &= patience >= 0
            continue
        start = latest(tables, state, order)
        if start == state.orders[order].latest:
            continue
        state.orders[order].latest = start
        touch_order(scratch, order)
        for k in range(tables.orders[order].members):
            first = tables.order_of[state.nodes[order * slots + k].leading]
            if first >= 0:
                length = _enqueued(scratch, first, head, length)
        for i in range(tables.orders[order].before_from, tables.orders[order].before_to):
            first = tables.before[i]
            if state.orders[first].served:
                length = _enqueued(scratch, first, head, length)
    return fine


@compiled
def label_all(tables: Tables, state: State, scratch: Scratch) -> bool:
    """Find every label anew."""
    for order in range(len(tables.orders)):
        if state.orders[order].served:
            state.orders[order].start = -1
            state.orders[order].latest = -1
            seed(scratch, order)
    return relabel(tables, state, scratch)
