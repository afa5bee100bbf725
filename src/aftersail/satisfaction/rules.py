"""How answers become CSAT, NPS and a satisfaction index, and when a card is settled (R85)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from django.utils.translation import gettext_lazy as _

from aftersail.core.figures import Figure, no_data, normal_quantile, note_for, share
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.satisfaction.states import DeclineCode

SATISFIED_FROM = 4
PROMOTER_FROM = 9
DETRACTOR_TO = 6
TRIES_BEFORE_UNREACHABLE = 3
DECLINE_CODES = tuple(DeclineCode.values)

IndexMap = Literal["0-100", "20-100"]
"""How a mean of 1–5 becomes an index: (x−1)·25, or the Chinese 100/80/60/40/20 which is 20·x."""


@dataclass(frozen=True, slots=True)
class SatisfactionIndex:
    """An index with the map that made it, to be printed beside it: all threes give 50 or 60."""

    figure: Figure
    index_map: IndexMap


def csat(scores: Sequence[int]) -> Figure:
    """Share of 4 and 5 among scores of 1–5, in percent, with its Wilson interval."""
    _check_scale(scores, 1, 5)
    return share(sum(score >= SATISFIED_FROM for score in scores), len(scores))


def nps(scores: Sequence[int]) -> Figure:
    """Net promoter score of answers 0–10, −100…100, with its adjusted-Wald interval."""
    _check_scale(scores, 0, 10)
    promoters = sum(score >= PROMOTER_FROM for score in scores)
    detractors = sum(score <= DETRACTOR_TO for score in scores)
    return nps_of_counts(promoters, detractors, len(scores))


def nps_of_counts(promoters: int, detractors: int, n: int, confidence: float = 0.95) -> Figure:
    """NPS from counts; 18 promoters and 5 detractors of 36 give 36.1 (10.8, 55.9) at 95 %.

    The interval adds ¾ promoter, ¾ detractor and 3 answers (Lewis & Sauro) and is cut at ±100.
    """
    if promoters < 0 or detractors < 0 or promoters + detractors > n:
        raise ValueError("promoters and detractors cannot exceed the answers")
    if n == 0:
        return no_data("NPS")
    total = n + 3
    p, d = (promoters + 0.75) / total, (detractors + 0.75) / total
    half = normal_quantile(confidence) * sqrt((p + d - (p - d) ** 2) / total)
    low, high = max(-100.0, 100 * (p - d - half)), min(100.0, 100 * (p - d + half))
    value = 100 * (promoters - detractors) / n
    return Figure(value, "NPS", n, promoters - detractors, n, low, high, note_for(n))


def satisfaction_index(
    items: Mapping[str, Sequence[float]],
    weights: Mapping[str, float] | None = None,
    *,
    index_map: IndexMap = "0-100",
) -> SatisfactionIndex:
    """CSI = Σ weight · mapped mean of each item scored 1–5; equal weights where none are given.

    Items without an answer drop out and the weights of the rest are scaled up; ``n`` is the largest number of
    answers to one item. ValueError for a negative weight or for answered items that weigh nothing.
    """
    answered = {name: scores for name, scores in items.items() if scores}
    for scores in answered.values():
        _check_scale(scores, 1, 5)
    if not answered:
        return SatisfactionIndex(no_data("index"), index_map)
    weight = {name: 1.0 if weights is None else weights.get(name, 0.0) for name in answered}
    total = sum(weight.values())
    if min(weight.values()) < 0 or total <= 0:
        raise ValueError("weights are positive and sum to more than nothing")
    mean = sum(weight[name] * sum(scores) / len(scores) for name, scores in answered.items()) / total
    n = max(len(scores) for scores in answered.values())
    return SatisfactionIndex(Figure(mapped_score(mean, index_map), "index", n, note=note_for(n)), index_map)


def mapped_score(mean: float, index_map: IndexMap) -> float:
    """A mean of 1–5 on the index scale; 3 becomes 50, or 60 on the Chinese map."""
    return 25 * (mean - 1) if index_map == "0-100" else 20 * mean


def may_decline(code: str, *, note: str = "", tries: int = 0) -> Verdict:
    """A card is declined with a listed code; "other" needs a note, "unreachable" three documented tries."""
    listed = (
        ALLOWED if code in DECLINE_CODES else refuse(_("Choose the code for which the card is declined."))
    )
    explained = (
        refuse(_("Write down why the card is declined."))
        if code == DeclineCode.OTHER and not note.strip()
        else ALLOWED
    )
    tried = (
        refuse(_("Try to reach the customer three times, and record each try, before giving up."))
        if code == DeclineCode.UNREACHABLE and tries < TRIES_BEFORE_UNREACHABLE
        else ALLOWED
    )
    return all_of(listed, explained, tried)


def _check_scale(scores: Sequence[float], low: int, high: int) -> None:
    if any(not low <= score <= high for score in scores):
        raise ValueError(f"answers lie between {low} and {high}")
