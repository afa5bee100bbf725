"""How alike two short texts are, in Chinese, English or both, by their character n-grams."""

from __future__ import annotations

import math
import re
from collections import Counter

_NOISE = re.compile(r"[\W_]+", re.UNICODE)
SIZES = (1, 2, 3)
WEIGHT = {1: 0.2, 2: 1.0, 3: 1.0}
"""Single characters say little of likeness; judgement, to be fitted when labelled pairs are at hand."""


def profile(text: str) -> dict[str, float]:
    """Return the weighted n-gram counts of a text, of unit length; empty for a text without letters."""
    cleaned = _NOISE.sub(" ", text.lower()).strip()
    grams: Counter[str] = Counter()
    for size in SIZES:
        for start in range(len(cleaned) - size + 1):
            gram = cleaned[start : start + size]
            if " " not in gram.strip() and gram.strip():
                grams[gram] += 1
    weighted = {gram: math.sqrt(count) * WEIGHT[len(gram)] for gram, count in grams.items()}
    length = math.sqrt(sum(weight * weight for weight in weighted.values()))
    return {gram: weight / length for gram, weight in weighted.items()} if length else {}


def likeness(one: dict[str, float], other: dict[str, float]) -> float:
    """Return the cosine of two profiles, 0 (nothing shared) to 1 (the same n-grams).

    >>> likeness(profile("海水泵漏水"), profile("海水泵漏水"))
    1.0
    """
    if len(one) > len(other):
        one, other = other, one
    return round(sum(weight * other.get(gram, 0.0) for gram, weight in one.items()), 12)
