"""The key figures on cases, declared once: whom each counts, what is a hit, and when it falls (HANDBOOK §2.8).

The totals, the trend, the tables and the list behind a figure are all made from these rows, so they agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import Case as When_
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import Case
from aftersail.cases.states import CaseState
from aftersail.core.verdicts import Reason
from aftersail.scorecard.rules.fixes import MATURE_DAYS

Kind = Literal["share", "hours", "mean", "money"]
Condition = Callable[[datetime], Q]
MATURE = timedelta(days=MATURE_DAYS)
SAME_CALL = timedelta(hours=1)
DUPLICATE = Q(state=CaseState.MERGED)
CANCELLED = Q(state__in=(CaseState.CANCELLED, CaseState.REJECTED))
VALID = ~(DUPLICATE | CANCELLED)


def every(_now: datetime) -> Q:
    """Count them all."""
    return Q()


@dataclass(frozen=True)
class Indicator:
    """One key figure.

    at: the instant by which a case falls into a period. counted: which valid cases enter n. hit: which of them
    count for it (shares). waiting: which would, but cannot be judged yet. value: what is averaged (other kinds).
    due, done: the instants that the list behind the figure shows. higher: whether more is better.
    """

    code: str
    label: Reason
    hint: Reason
    kind: Kind
    at: str
    counted: Condition = every
    hit: Condition | None = None
    waiting: Condition | None = None
    waiting_name: str = ""
    value: str = ""
    due: str = ""
    done: str = ""
    target: float | None = None
    higher: bool = True
    unit: str = "%"

    def enters(self, now: datetime) -> Q:
        """Return which cases make up n."""
        return VALID & self.counted(now)


def _kept(name: str, done: str, *, pauses: bool) -> dict[str, Any]:
    """Counted once kept or overdue; an open promise not yet due waits, and so does one whose clock stands still."""
    due = f"{name}_due_at"
    still = Q(state=CaseState.SUSPENDED) if pauses else Q(pk__in=[])

    def counted(now: datetime) -> Q:
        return Q(**{f"{done}__isnull": False}) | (Q(**{f"{due}__lt": now}) & ~still)

    def waiting(now: datetime) -> Q:
        return Q(**{f"{done}__isnull": True}) & (Q(**{f"{due}__gte": now}) | still)

    def hit(_now: datetime) -> Q:
        return Q(**{f"{done}__lte": F(due)})

    return {"counted": counted, "hit": hit, "waiting": waiting}


def _held(_now: datetime) -> Q:
    """Once was enough; what is cheap to tell is asked before what takes a look at other cases."""
    return Q(visits_made=1) & Q(reopened_count=0) & Q(was_repeated=False) & Q(came_back=False)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "response", _("Response on time"), _("First answer by a person within the promised time; an open overdue one is a miss."),
        "share", at="response_due_at", due="response_due_at", done="answered_on", target=95, waiting_name="not_due",
        **_kept("response", "answered_on", pauses=False),
    ),
    Indicator(
        "onsite", _("On board on time"), _("On board within the promised time from the request for a visit or the ship's return."),
        "share", at="onsite_due_at", due="onsite_due_at", done="boarded_on", target=90, waiting_name="not_due",
        **_kept("onsite", "boarded_on", pauses=True),
    ),
    Indicator(
        "restore", _("Restored on time"), _("Equipment works again within the promised time; a signed temporary repair counts."),
        "share", at="restore_due_at", due="restore_due_at", done="works_again_on", target=90, waiting_name="not_due",
        **_kept("restore", "works_again_on", pauses=True),
    ),
    Indicator(
        "ftfr", _("Fixed at the first visit"), _("Restored by one visit and no same fault within 30 days; counted when the 30 days are over."),
        "share", at="restored_at", done="restored_at", target=80, waiting_name="immature",
        counted=lambda now: Q(visits_made__gt=0, restored_at__lte=now - MATURE),
        hit=_held,
        waiting=lambda now: Q(visits_made__gt=0, restored_at__gt=now - MATURE),
    ),
    Indicator(
        "fcr", _("Solved at the first contact"), _("Solved from afar in the first conversation with the customer."),
        "share", at="responded_at", done="restored_at",
        hit=lambda _now: Q(visits_made=0, restored_at__lte=F("responded_at") + SAME_CALL),
    ),
    Indicator(
        "response_time", _("Time to respond"), _("From the report to the first answer by a person; median."),
        "hours", at="responded_at", value="response_took", done="responded_at", higher=False, unit="h",
    ),
    Indicator(
        "onsite_time", _("Time to board"), _("From the request for a visit, or the ship's return if later, to arrival; median."),
        "hours", at="arrived_at", value="boarding_took", done="arrived_at", higher=False, unit="h",
        counted=lambda _now: Q(boarding_took__isnull=False),
    ),
    Indicator(
        "restore_time", _("Time to restore"), _("From the report to the restoration; median."),
        "hours", at="restored_at", value="restoring_took", done="restored_at", higher=False, unit="h",
    ),
    Indicator(
        "visits", _("Visits per case"), _("Visits on board per closed case."),
        "mean", at="closed_at", value="visits_made", done="closed_at", higher=False, unit="visits",
        counted=lambda _now: Q(state=CaseState.CLOSED),
    ),
    Indicator(
        "cost", _("Cost per case"), _("Labour, travel, parts, freight and outside services per closed case."),
        "money", at="closed_at", value="cost_cny", done="closed_at", higher=False, unit="CNY",
        counted=lambda _now: Q(state=CaseState.CLOSED),
    ),
)  # fmt: skip
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
SHARES = tuple(indicator for indicator in INDICATORS if indicator.kind == "share")


class HoursOf(Func):
    """A stretch of time in hours."""

    template = "(extract(epoch from (%(expressions)s)) / 3600.0)::double precision"
    output_field = FloatField()


def hours_between(end: str, start: Any) -> HoursOf:
    """Return the expression for the hours from `start` to the instant at `end`."""
    return HoursOf(ExpressionWrapper(F(end) - start, output_field=DurationField()))


def with_ends(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Add to cases the instants and durations that the indicators speak of."""
    later = Case.objects.filter(
        VALID, reported_at__gt=OuterRef("restored_at"), reported_at__lte=OuterRef("restored_at") + MATURE
    )
    # Two questions, not one with "or": each is answered from an index.
    same_fault = later.filter(equipment=OuterRef("equipment"), mode=OuterRef("mode"))
    repeats = later.filter(repeat_of=OuterRef("pk"))
    return cases.annotate(
        answered_on=Coalesce("responded_at", "arrived_at", "temp_restored_at", "restored_at"),
        boarded_on=Coalesce("arrived_at", "restored_at"),
        works_again_on=Coalesce(
            When_(When(temp_signed=True, then=F("temp_restored_at")), output_field=DateTimeField()),
            "restored_at",
        ),
        response_took=hours_between("responded_at", F("reported_at")),
        boarding_took=hours_between("arrived_at", Greatest("onsite_asked_at", "ship_available_at")),
        restoring_took=hours_between("restored_at", F("reported_at")),
        came_back=Exists(same_fault),
        was_repeated=Exists(repeats),
    )
