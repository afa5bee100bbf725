"""Which orders are alike: near in place and time, those of one ship the most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aftersail.engines.dispatch.kernel.tables import Ints
from aftersail.engines.dispatch.problem import Window

HOW_MANY = 80
TIME = 0.1
"""Weight of a minute's difference of windows against a minute of travel; judgement."""
LATEST = 1 << 20


def nearest_orders(ship: Ints, due: Ints, windows: Sequence[tuple[Window, ...]], minutes: Ints) -> Ints:
    """Return [n, m] rows of the other orders, the nearest first; by strips, so that memory stays small."""
    n = len(ship)
    if n < 2:
        return np.zeros((n, 0), np.int64)
    place = np.array([each[0].place if each else 0 for each in windows], np.int64)
    begin = np.array([min(each[0].begin, LATEST) if each else 0 for each in windows], np.int64)
    end = np.minimum(
        due, np.array([min(each[-1].end, LATEST) if each else LATEST for each in windows], np.int64)
    )
    many = min(HOW_MANY, n - 1)
    near = np.zeros((n, many), np.int64)
    strip = max(1, 4_000_000 // n)
    for low in range(0, n, strip):
        high = min(n, low + strip)
        apart = minutes[place[low:high, None], place[None, :]].astype(np.float64)
        apart[ship[low:high, None] == ship[None, :]] = 0.0
        apart += TIME * np.abs(begin[low:high, None] - begin[None, :])
        apart += TIME * np.abs(end[low:high, None] - end[None, :])
        apart[np.arange(high - low), np.arange(low, high)] = np.inf
        chosen = np.argpartition(apart, many - 1, axis=1)[:, :many]
        ranked = np.argsort(np.take_along_axis(apart, chosen, axis=1), axis=1, kind="stable")
        near[low:high] = np.take_along_axis(chosen, ranked, axis=1)
    return near
