"""Consultants' scores by quarter, from work that was signed for, cases that held, and cards that users answered (R51)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from aftersail.cases.models import Consultation
from aftersail.cases.states import CaseState
from aftersail.core.models import Account
from aftersail.people.models import Consultant, ScoreWeight
from aftersail.people.states import EngagementState
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.states import CardState
from aftersail.scorecard.queries.partners import TREND, begin_of
from aftersail.scorecard.rules.consultants import Advice, consultant_score, hours_agreed
from aftersail.scorecard.rules.sides import Score, quarter_among, quarters_back


@dataclass(frozen=True, slots=True)
class ConsultantLine:
    """One consultant: the score of the quarter, the hours signed for, and the totals of the quarters before, oldest first."""

    consultant: Consultant
    score: Score
    hours: float
    trend: tuple[float | None, ...]


def consultant_lines(account: Account, quarter: date) -> list[ConsultantLine]:
    """Return the scores of everybody who is or was engaged, best total first, those without data last."""
    known = list(Consultant.objects.visible_to(account).exclude(state=EngagementState.CANDIDATE))
    quarters = [quarters_back(quarter, back) for back in range(TREND - 1, -1, -1)]
    advice, weights = (
        advice_of(account, quarters),
        dict(ScoreWeight.objects.values_list("dimension", "weight")),
    )
    lines = []
    for one in known:
        scores = [score_in(one, first, advice[one.pk, first], weights) for first in quarters]
        hours = sum(piece.hours for piece in advice[one.pk, quarter])
        lines.append(ConsultantLine(one, scores[-1], hours, tuple(score.total for score in scores)))
    return sorted(
        lines, key=lambda line: (line.score.total is None, -(line.score.total or 0), line.consultant.number)
    )


def score_in(consultant: Consultant, quarter: date, advice: list[Advice], weights: dict[str, int]) -> Score:
    """Return a consultant's score of a quarter from the work of that quarter."""
    agreed = hours_agreed(consultant.hours_a_week, consultant.engaged_from, consultant.engaged_until, quarter)
    return consultant_score(advice, agreed, weights)


def advice_of(account: Account, quarters: list[date]) -> defaultdict[tuple[Any, date], list[Advice]]:
    """Return (consultant, quarter) → signed work, in two queries; a piece counts in the quarter in which it was signed for."""
    begin, end = begin_of(quarters[0]), begin_of(quarters_back(quarters[-1], -1))
    signed: list[tuple[Any, ...]] = list(
        Consultation.objects.visible_to(account)
        .filter(assessed_at__gte=begin, assessed_at__lt=end)
        .values_list(
            "consultant_id", "case_id", "assessed_at", "hours", "attitude", "expertise", "case__state", "case__reopened_count",
        )
    )  # fmt: skip
    opinions: dict[Any, list[int]] = defaultdict(list)
    cards = SatisfactionCard.objects.visible_to(account).filter(
        case__in={row[1] for row in signed}, state=CardState.ANSWERED
    )
    for case, overall in cards.values_list("case_id", "overall"):
        if overall:
            opinions[case].append(int(overall))
    found: defaultdict[tuple[Any, date], list[Advice]] = defaultdict(list)
    for consultant, case, at, hours, attitude, expertise, state, reopened in signed:
        key = consultant, quarter_among(quarters, timezone.localdate(at))
        closed = state == CaseState.CLOSED
        found[key].append(
            Advice(float(hours), attitude, expertise, closed, bool(reopened), tuple(opinions[case]))
        )
    return found
