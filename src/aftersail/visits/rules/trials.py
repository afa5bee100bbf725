"""First-pass rate of test items: how many passed in the first test of the first sheet (R54)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aftersail.core.figures import Figure, share
from aftersail.visits.rules.filling import FAIL, PASS


@dataclass(frozen=True, slots=True)
class TrialFact:
    """A signed sheet: what was tested (unit, else ship, else the sheet itself), how its items ended, which were retested.

    Facts are given in the order in which the sheets were begun.
    """

    sheet: UUID
    tested: UUID
    form: str
    family: str
    results: dict[str, str]
    attempts: dict[str, Any]


@dataclass
class ItemRate:
    """One test item of a form in one product family."""

    form: str
    item: str
    family: str
    passed: list[UUID] = field(default_factory=list)
    failed: list[UUID] = field(default_factory=list)

    @property
    def figure(self) -> Figure:
        """The share that passed the first time, with its Wilson interval; 47 of 50 are 94.0 % (83.8–97.9)."""
        return share(len(self.passed), len(self.passed) + len(self.failed))


def first_pass_rates(facts: Iterable[TrialFact]) -> dict[tuple[str, str, str], ItemRate]:
    """Return the rate by form, item and family; only the first sheet of each thing tested counts, and a retest is no first pass."""
    rates: dict[tuple[str, str, str], ItemRate] = {}
    seen: set[tuple[UUID, str, str]] = set()
    for fact in facts:
        for item, result in fact.results.items():
            if result not in {PASS, FAIL} or (fact.tested, fact.form, item) in seen:
                continue
            seen.add((fact.tested, fact.form, item))
            rate = rates.setdefault((fact.form, item, fact.family), ItemRate(fact.form, item, fact.family))
            first = result == PASS and not fact.attempts.get(item)
            (rate.passed if first else rate.failed).append(fact.sheet)
    return rates
