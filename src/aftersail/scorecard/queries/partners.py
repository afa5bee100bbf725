"""Partners' scores by quarter, from orders that they did and cards that users answered, else as entered (R22)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from aftersail.core.models import Account
from aftersail.dispatch.models import PartnerOrder
from aftersail.dispatch.states import PartnerOrderState
from aftersail.people.models import Partner, ScoreEntry, ScoreWeight
from aftersail.people.states import EngagementState
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.states import CardState
from aftersail.scorecard.rules.partners import Done, measured, score
from aftersail.scorecard.rules.sides import Score, Side, quarter_among, quarters_back

TREND = 6
"""Quarters of the trend, the one asked for last."""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner: the score of the quarter and the totals of the quarters before it, oldest first."""

    partner: Partner
    score: Score
    trend: tuple[float | None, ...]


def partner_lines(account: Account, quarter: date) -> list[PartnerLine]:
    """Return the scores of every partner that is or was engaged, best total first, those without data last."""
    known = list(Partner.objects.visible_to(account).exclude(state=EngagementState.CANDIDATE))
    quarters = [quarters_back(quarter, back) for back in range(TREND - 1, -1, -1)]
    scores = scores_of(account, quarters)
    lines = [
        PartnerLine(one, scores[one.pk, quarter], tuple(scores[one.pk, first].total for first in quarters))
        for one in known
    ]
    return sorted(
        lines, key=lambda line: (line.score.total is None, -(line.score.total or 0), line.partner.code)
    )


def scores_of(account: Account, quarters: list[date]) -> defaultdict[tuple[Any, date], Score]:
    """Return (partner, quarter) → score, in four queries however many partners and quarters there are."""
    begin, end = begin_of(quarters[0]), begin_of(quarters_back(quarters[-1], -1))
    done = PartnerOrder.objects.visible_to(account).filter(
        state=PartnerOrderState.CONFIRMED, confirmed_at__gte=begin, confirmed_at__lt=end
    )
    orders: dict[tuple[Any, date], list[Done]] = defaultdict(list)
    where: dict[Any, set[tuple[Any, date]]] = defaultdict(set)
    for partner, case, confirmed_at, ends_at, finished_at, reworks, agreed, actual in done.values_list(
        "partner_id", "case_id", "confirmed_at", "ends_at", "finished_at", "reworks", "agreed_cost_cny", "actual_cost_cny"
    ):  # fmt: skip
        key = (partner, quarter_among(quarters, timezone.localdate(confirmed_at)))
        orders[key].append(Done(ends_at, finished_at, reworks, agreed, actual))
        where[case].add(key)
    opinions: dict[tuple[Any, date], list[int]] = defaultdict(list)
    cards = SatisfactionCard.objects.visible_to(account).filter(case__in=where, state=CardState.ANSWERED)
    for case, overall in cards.values_list("case_id", "overall"):
        for key in where[case]:
            opinions[key].append(int(overall or 0))
    entries: dict[tuple[Any, date], list[Side]] = defaultdict(list)
    for partner, first, side, value, source in ScoreEntry.objects.visible_to(account).filter(
        quarter_from__in=quarters
    ).values_list("partner_id", "quarter_from", "dimension", "score", "source"):  # fmt: skip
        entries[partner, first].append(Side(side, float(value), 1, True, source))
    weights = dict(ScoreWeight.objects.values_list("dimension", "weight"))
    found: defaultdict[tuple[Any, date], Score] = defaultdict(lambda: score({}, (), weights))
    for key in {*orders, *entries}:
        found[key] = score(measured(orders[key], opinions[key]), entries[key], weights)
    return found


def begin_of(day: date) -> datetime:
    """Return the instant at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))
