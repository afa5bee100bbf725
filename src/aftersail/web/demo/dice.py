"""Chance that repeats: streams of random numbers named after what they decide, and ids drawn from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

from aftersail.core.ids import id_at

T = TypeVar("T")
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Dice(Random):
    """A random stream of its own for each matter, so that more of one thing does not change another."""

    def __new__(cls, seed: int, matter: str) -> Dice:
        """Make the stream; Random itself accepts one argument only."""
        return super().__new__(cls)

    def __init__(self, seed: int, matter: str) -> None:
        super().__init__(f"{seed}/{matter}")

    def chance(self, share: float) -> bool:
        """Say yes in a share of cases (0–1)."""
        return self.random() < share

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return a key, drawn in proportion to its weight."""
        return self.choices(list(weights), list(weights.values()))[0]

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[int(self.random() * len(items))]

    def about(self, middle: float, spread: float = 1.6) -> float:
        """Return a positive number around `middle`: log-normal with this factor for one sigma."""
        return middle * spread ** self.gauss(0, 1)

    def id(self, at: datetime) -> UUID:
        """Return a UUIDv7 that sorts by the instant at which its record is made."""
        return id_at(int(at.timestamp() * 1000), self.getrandbits(80))

    def code(self, length: int) -> str:
        """Return letters and digits without look-alikes."""
        return "".join(self.choices(LETTERS, k=length))
