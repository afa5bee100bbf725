"""A service consultant's quarterly score from attitude, professional level, output and effect (R51); pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aftersail.scorecard.rules.sides import Score, Side, of_grades, put_together, quarters_back

CONSULTANT_WEIGHTS: Mapping[str, int] = {"attitude": 20, "expertise": 25, "output": 25, "effect": 30}
"""What a side counts where the house keeps no weight of its own (default of the house)."""

WEEK = 7


@dataclass(frozen=True, slots=True)
class Advice:
    """One signed piece of work: hours, both grades (1–5), what became of the case, the users' overall grades (1–5)."""

    hours: float
    attitude: int
    expertise: int
    closed: bool
    reopened: bool
    opinions: tuple[int, ...] = ()


def hours_agreed(hours_a_week: int, engaged_from: date, engaged_until: date, quarter: date) -> float:
    """Return the hours for which a consultant stands ready in a quarter, as far as the engagement reaches into it.

    Eight hours a week over all 91 days of a quarter are 104.
    """
    first = max(engaged_from, quarter)
    last = min(engaged_until, quarters_back(quarter, -1) - timedelta(days=1))
    return max(0, (last - first).days + 1) / WEEK * hours_a_week


def measured_of(advice: Sequence[Advice], agreed: float) -> dict[str, Side]:
    """Return the sides that records measure.

    Attitude and professional level: mean grade as (mean − 1) ÷ 4, in %. Output: hours signed for over hours agreed, in %,
    at most 100. Effect: mean of the closed cases not reopened, in %, and of the users' grades, as far as there are any.
    """
    if not advice:
        return {}
    found = {
        "attitude": of_grades("attitude", [one.attitude for one in advice]),
        "expertise": of_grades("expertise", [one.expertise for one in advice]),
    }
    if agreed:
        hours = sum(one.hours for one in advice)
        found["output"] = Side("output", min(100.0, 100 * hours / agreed), len(advice))
    finished = [one for one in advice if one.closed or one.reopened]
    opinions = [grade for one in advice for grade in one.opinions]
    parts = []
    if finished:
        parts.append(100 * sum(not one.reopened for one in finished) / len(finished))
    if opinions:
        parts.append(of_grades("effect", opinions).score or 0.0)
    if parts:
        found["effect"] = Side("effect", sum(parts) / len(parts), len(finished) + len(opinions))
    return found


def consultant_score(advice: Sequence[Advice], agreed: float, weights: Mapping[str, int]) -> Score:
    """Return the score of a quarter; sides without data do not count, and without work there is none."""
    return put_together(measured_of(advice, agreed), (), weights, CONSULTANT_WEIGHTS)
