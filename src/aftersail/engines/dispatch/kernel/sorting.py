"""Sorting a few hundred rows by a key, without allocating."""

from __future__ import annotations

from aftersail.engines.dispatch.kernel.jit import compiled
from aftersail.engines.dispatch.kernel.tables import Floats, Ints


@compiled
def sort_by_key(rows: Ints, key: Floats, begin: int, end: int) -> None:
    """Sort rows[begin:end] by key[row], ascending (Shell sort with the gaps of Ciura 2001)."""
    step = 1
    while step < (end - begin) // 9:
        step = 3 * step + 1
    while step > 0:
        for i in range(begin + step, end):
            row, value, j = rows[i], key[rows[i]], i
            while j >= begin + step and key[rows[j - step]] > value:
                rows[j] = rows[j - step]
                j -= step
            rows[j] = row
        step //= 3
