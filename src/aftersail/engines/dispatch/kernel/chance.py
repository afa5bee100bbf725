"""Random numbers whose state the caller keeps, so that a run cut into pieces is the same run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aftersail.engines.dispatch.kernel.jit import compiled


@compiled
def chance(random: NDArray[np.uint64]) -> float:
    """Return the next number in [0, 1): xorshift64* (Vigna 2016)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(random: NDArray[np.uint64], bound: int) -> int:
    """Return a whole number from 0 to bound − 1."""
    return int(chance(random) * bound)
