"""What the answers add up to: CSAT, NPS and effort, by item, subject, station and month, counted by the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet, StdDev
from django.db.models.functions import TruncMonth

from aftersail.core.figures import Figure, no_data, note_for, share, t_quantile
from aftersail.core.masters.naming import spoken_name
from aftersail.core.models import Account
from aftersail.satisfaction import rules
from aftersail.satisfaction.models import CardItem, SatisfactionCard
from aftersail.satisfaction.queries import cards_for
from aftersail.satisfaction.states import SUBJECT_ITEMS, CardState, Item, Subject

COUNTS = {
    "n": Count("pk"),
    "satisfied": Count("pk", filter=Q(overall__gte=rules.SATISFIED_FROM)),
    "nps_n": Count("nps"),
    "promoters": Count("pk", filter=Q(nps__gte=rules.PROMOTER_FROM)),
    "detractors": Count("pk", filter=Q(nps__lte=rules.DETRACTOR_TO)),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """CSAT and NPS of some cards; `key` says which (a station, a month, an engineer)."""

    csat: Figure
    nps: Figure
    key: Any = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """One question: the share of 4 and 5, and the mean of 1–5 with its t-interval."""

    item: str
    label: str
    csat: Figure
    mean: Figure


@dataclass(frozen=True, slots=True)
class SubjectFigure:
    """One of the three subjects: satisfaction with it, and its index 0–100 over all its items."""

    subject: str
    label: str
    csat: Figure
    index: Figure


def answered_between(
    account: Account, start: datetime, end: datetime, *, station: UUID | None = None
) -> QuerySet[SatisfactionCard]:
    """Return the cards answered from `start` to just before `end` that this account may see."""
    cards = cards_for(account).filter(state=CardState.ANSWERED, answered_at__gte=start, answered_at__lt=end)
    return cards.filter(case__station=station) if station else cards


def measured(cards: QuerySet[SatisfactionCard]) -> Measured:
    """Return CSAT (Wilson) and NPS (adjusted Wald) of the cards."""
    return _measured(cards.aggregate(**COUNTS))


def measured_by(cards: QuerySet[SatisfactionCard], path: str, label: str) -> list[Measured]:
    """Return CSAT and NPS by a field across relations, largest groups first."""
    groups = cards.exclude(**{path: None}).annotate(called=spoken_name(label)).values(path, "called")
    rows = groups.annotate(**COUNTS).order_by("-n", "called")
    return [_measured(row, row[path], row["called"] or "") for row in rows]


def measured_by_month(cards: QuerySet[SatisfactionCard]) -> list[Measured]:
    """Return CSAT and NPS of each month in which answers came, oldest first."""
    rows = (
        cards.annotate(month=TruncMonth("answered_at")).values("month").annotate(**COUNTS).order_by("month")
    )
    return [_measured(dict(row), row["month"], f"{row['month']:%Y-%m}") for row in rows]


def items_of(cards: QuerySet[SatisfactionCard]) -> list[ItemFigure]:
    """Return every question, also those nobody answered, in the card's order."""
    found = {row["item"]: row for row in _item_rows(cards)}
    return [_item(item, found.get(item)) for item in Item]


def subjects_of(items: list[ItemFigure]) -> list[SubjectFigure]:
    """Return the three subjects; one that nobody scored says "no data" instead of hiding (R89)."""
    figures = []
    by_item = {figure.item: figure for figure in items}
    for own_item, subject in SUBJECT_ITEMS.items():
        mine = [
            f
            for f in items
            if SUBJECT_ITEMS.get(Item(f.item), Subject.SERVICE) == subject and f.mean.value is not None
        ]
        figures.append(
            SubjectFigure(subject, str(Subject(subject).label), by_item[own_item].csat, _index(mine))
        )
    return figures


def effort_of(cards: QuerySet[SatisfactionCard]) -> Figure:
    """Return the mean of "easy to get help" (1–7) with its t-interval."""
    row = cards.aggregate(n=Count("effort"), mean=Avg("effort"), spread=StdDev("effort", sample=True))
    return _mean(row)


def response_rate(account: Account, start: datetime, end: datetime, *, station: UUID | None = None) -> Figure:
    """Return answered ÷ handed out in the period; open and declined cards stay in the denominator."""
    cards = cards_for(account).filter(handed_out_at__gte=start, handed_out_at__lt=end)
    cards = cards.filter(case__station=station) if station else cards
    row = cards.aggregate(n=Count("pk"), hits=Count("pk", filter=Q(state=CardState.ANSWERED)))
    return share(row["hits"], row["n"])


def _measured(row: dict[str, Any], key: Any = None, label: str = "") -> Measured:
    csat = share(row["satisfied"], row["n"])
    return Measured(csat, rules.nps_of_counts(row["promoters"], row["detractors"], row["nps_n"]), key, label)


def _item_rows(cards: QuerySet[SatisfactionCard]) -> Any:
    scored = CardItem.objects.filter(card__in=cards.order_by())
    return scored.values("item").annotate(
        n=Count("pk"),
        hits=Count("pk", filter=Q(score__gte=rules.SATISFIED_FROM)),
        mean=Avg("score"),
        spread=StdDev("score", sample=True),
    )


def _item(item: Item, row: dict[str, Any] | None) -> ItemFigure:
    if row is None:
        return ItemFigure(item, str(item.label), share(0, 0), no_data("1–5"))
    return ItemFigure(item, str(item.label), share(row["hits"], row["n"]), replace(_mean(row), unit="1–5"))


def _mean(row: dict[str, Any]) -> Figure:
    n, mean = row["n"], row["mean"]
    if not n:
        return no_data("")
    half = t_quantile(n - 1, 0.95) * row["spread"] / sqrt(n) if n >= 5 else None
    low, high = (mean - half, mean + half) if half is not None else (None, None)
    return Figure(mean, "", n, low=low, high=high, note=note_for(n))


def _index(items: list[ItemFigure]) -> Figure:
    """The index of a subject on the map (x−1)·25, items weighing alike."""
    means = [figure.mean.value for figure in items if figure.mean.value is not None]
    if not means:
        return no_data("index")
    n = max(figure.mean.n for figure in items)
    return Figure(rules.mapped_score(sum(means) / len(means), "0-100"), "index", n, note=note_for(n))
