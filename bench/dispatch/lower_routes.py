"""The cheapest routes of one engineer at given values of the works: labels over time (Baldacci, Mingozzi, Roberti 2011).

A label is a way to an order: when work on it begins, what it costs less the values of the works on the way, and which
orders it remembers. Of two at one order the later, dearer one that remembers no less is forgotten. An order may be
forgotten far away from it, so that a route may come to it again: such routes only make the bound lower.
"""

from __future__ import annotations

import numba
import numpy as np

SLICE = 30
"""Labels are taken by slices of so many minutes; every work takes longer, so that a slice is whole when it is reached."""
BITS = 64

TIMES = np.dtype(
    [
        ("opens", np.int64), ("closes", np.int64), ("due", np.int64), ("duration", np.int64),
        ("late", np.float64), ("port", np.int64), ("ship", np.int64),
    ]
)  # fmt: skip
"""What a route must know of an order; `late` is one member's share of a minute late, in money."""
PRICES = np.dtype([("minute", np.float64), ("same_port", np.int64), ("home", np.int64)])
"""Money a minute of travel, minutes between two ships of a port, and between home and a ship of its port."""
LABELS = np.dtype(
    [
        ("start", np.int64), ("cost", np.float64), ("order", np.int64), ("parent", np.int64),
        ("next_there", np.int64), ("next_slice", np.int64), ("dead", np.bool_),
    ]
)  # fmt: skip


class TooManyLabels(RuntimeError):
    """The routes of an engineer are too many for the room given."""


@numba.njit(cache=True)
def _subset(few: np.ndarray, many: np.ndarray) -> bool:
    beyond = np.uint64(0)
    for word in range(len(few)):
        beyond |= few[word] & ~many[word]
    return beyond == 0


@numba.njit(cache=True)
def _forgotten(labels, memory, heads, at: int, strict: bool) -> bool:
    """Whether a label at an order is no better than another there; whatever is no better than it is taken out."""
    new, before = labels[at], -1
    there = heads[new.order]
    while there >= 0:
        old = labels[there]
        if old.start <= new.start and old.cost <= new.cost:
            if not strict or _subset(memory[there], memory[at]):
                return True
        elif (
            old.start >= new.start
            and old.cost >= new.cost
            and (not strict or _subset(memory[at], memory[there]))
        ):
            old.dead = True
            if before < 0:
                heads[new.order] = old.next_there
            else:
                labels[before].next_there = old.next_there
            there = old.next_there
            continue
        before, there = there, old.next_there
    return False


@numba.njit(cache=True)
def _minutes(orders, travel, price, home: int, begin: int, end: int) -> int:
    """Minutes from one order to another, -1 standing for home."""
    if begin >= 0 and end >= 0 and orders[begin].ship == orders[end].ship:
        return 0
    a = home if begin < 0 else orders[begin].port
    b = home if end < 0 else orders[end].port
    if travel[a, b] > 0:
        return travel[a, b]
    return price.home if begin < 0 or end < 0 else price.same_port


@numba.njit(cache=True)
def grow(orders, travel, price, home, leave, able, gain, near, strict, labels, memory, heads, slices) -> int:
    """Fill `labels` and `memory` with the ways of an engineer to every order; their number, -1 if there is no room.

    `able`: the orders they can do; `gain`: the value of each; `near`: bits of the orders that each order remembers; `strict`:
    whether memories count when labels are compared (without, routes are found fast but not all).
    """
    heads[:], slices[:] = -1, -1
    count = 0
    for now in range(-1, len(slices)):
        at = -1 if now < 0 else slices[now]
        while now < 0 or at >= 0:
            if now < 0 or not labels[at].dead:
                begin = -1 if now < 0 else labels[at].order
                for order in able:
                    if begin >= 0 and memory[at, order // BITS] >> np.uint64(order % BITS) & np.uint64(1):
                        continue
                    way = _minutes(orders, travel, price, home, begin, order)
                    free = 0 if begin < 0 else labels[at].start + orders[begin].duration
                    start = max(orders[order].opens, free + way)
                    if start < leave[1] and start + orders[order].duration > leave[0]:
                        start = max(start, leave[1])
                    end = start + orders[order].duration
                    if end > orders[order].closes:
                        continue
                    if count == len(labels):
                        return -1
                    new = labels[count]
                    new.start, new.order, new.parent, new.dead = start, order, at, False
                    new.cost = price.minute * way + orders[order].late * max(0, end - orders[order].due)
                    new.cost += (0.0 if begin < 0 else labels[at].cost) - gain[order]
                    for word in range(memory.shape[1]):
                        kept = np.uint64(0) if begin < 0 else memory[at, word] & near[order, word]
                        memory[count, word] = kept
                    memory[count, order // BITS] |= np.uint64(1) << np.uint64(order % BITS)
                    if _forgotten(labels, memory, heads, count, strict):
                        continue
                    new.next_there, heads[order] = heads[order], count
                    new.next_slice, slices[start // SLICE] = slices[start // SLICE], count
                    count += 1
            if now < 0:
                break
            at = labels[at].next_slice
    return count


@numba.njit(cache=True)
def returned(orders, travel, price, home, labels, count, totals) -> None:
    """Write what each label costs when its engineer goes home from there; infinite for those taken out."""
    for at in range(count):
        way = _minutes(orders, travel, price, home, labels[at].order, -1)
        totals[at] = np.inf if labels[at].dead else labels[at].cost + price.minute * way
