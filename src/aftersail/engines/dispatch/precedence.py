"""What must come before what, by rows: how deep each order lies, and what may not be taken out."""

from __future__ import annotations


def levels_of(before: list[list[int]]) -> list[int]:
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


def kept_of(decided: list[bool], before: list[list[int]]) -> list[bool]:
    """Decided works, and whatever must come before them."""
    kept, waiting = list(decided), [i for i, each in enumerate(decided) if each]
    while waiting:
        for j in before[waiting.pop()]:
            if not kept[j]:
                kept[j] = True
                waiting.append(j)
    return kept
