"""Key figures that do not rest on cases alone: return visits, satisfaction, hours, and what working from stations saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from aftersail.care.models import ReturnVisit
from aftersail.care.queries import NOT_DONE, return_visits_for
from aftersail.care.rules import MOST_ATTEMPTS
from aftersail.cases.models import Case
from aftersail.cases.states import CaseState
from aftersail.core.figures import Figure, no_data, note_for, ratio, share
from aftersail.core.models import Account
from aftersail.satisfaction.figures import COUNTS
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.queries import cards_for
from aftersail.satisfaction.rules import nps_of_counts
from aftersail.satisfaction.states import CardState
from aftersail.scorecard.queries.asked import Asked, matching
from aftersail.visits.models import CostLine, HoursEntry

VIA_VESSEL = {"area": "vessel__station__area_id", "station": "vessel__station_id"}


@dataclass(frozen=True, slots=True)
class Opinion:
    """Satisfied share and recommendation of the cards answered in the period."""

    csat: Figure
    nps: Figure


def opinion(account: Account, asked: Asked) -> Opinion:
    """Return CSAT and NPS of the cards answered in the period."""
    row = cards_asked(account, asked).aggregate(**COUNTS)
    return Opinion(
        share(row["satisfied"], row["n"]), nps_of_counts(row["promoters"], row["detractors"], row["nps_n"])
    )


def cards_asked(account: Account, asked: Asked) -> QuerySet[SatisfactionCard]:
    """Return the cards behind CSAT."""
    return cards_for(account).filter(
        asked.condition("case__"), asked.within("answered_at"), state=CardState.ANSWERED
    )


def return_visits_asked(account: Account, asked: Asked) -> QuerySet[ReturnVisit]:
    """Return the return visits due in the period."""
    rows = return_visits_for(account).filter(due_on__gte=asked.first_day, due_on__lte=asked.last_day)
    for name, value in asked.filters:
        rows = rows.filter(matching(VIA_VESSEL.get(name) or f"case__{_case_path(name)}", name, value))
    return rows


def return_visits_counted(now: datetime) -> Q:
    """Made, or due and not made; one that is not due yet waits."""
    return ~Q(state__in=NOT_DONE) | Q(due_on__lt=timezone.localdate(now))


def return_visits_on_time() -> Q:
    """Made on the day it was due, or before."""
    return Q(done_at__isnull=False, done_at__date__lte=F("due_on"))


def return_visit_figure(account: Account, asked: Asked, now: datetime) -> Figure:
    """Return visits made on time ÷ due in the period; not reached after three tries is a miss, told apart (R79)."""
    counted = return_visits_counted(now)
    row = return_visits_asked(account, asked).aggregate(
        n=Count("pk", filter=counted),
        hits=Count("pk", filter=counted & return_visits_on_time()),
        waiting=Count("pk", filter=~counted),
        unreachable=Count("pk", filter=Q(state__in=NOT_DONE, attempts__gte=MOST_ATTEMPTS)),
    )
    apart = [("not_due", row["waiting"]), ("unreachable", row["unreachable"])]
    return share(row["hits"], row["n"], excluded=[(reason, count) for reason, count in apart if count])


def closed_in(account: Account, asked: Asked) -> QuerySet[Case]:
    """Return the cases closed in the period."""
    return Case.objects.visible_to(account).filter(
        asked.condition(), asked.within("closed_at"), state=CaseState.CLOSED
    )


def hours_figure(account: Account, asked: Asked) -> Figure:
    """Return all hours booked on the visits of closed cases ÷ those cases (R84)."""
    closed = closed_in(account, asked)
    n = closed.count()
    total = (
        HoursEntry.objects.visible_to(account)
        .filter(visit__order__case__in=closed)
        .aggregate(total=Sum("hours"))["total"]
    )
    return ratio(float(total or 0), n, "h", n)


def saving_figure(account: Account, asked: Asked) -> Figure:
    """Return Σ(cost if sent from headquarters − actual cost) of closed cases in CNY; may be negative (R18)."""
    lines = CostLine.objects.visible_to(account).filter(
        hq_reference_cny__isnull=False, visit__order__case__in=closed_in(account, asked)
    )
    row = lines.aggregate(
        saved=Sum(F("hq_reference_cny") - F("amount_cny")), n=Count("visit__order__case", distinct=True)
    )
    if not row["n"]:
        return no_data("CNY")
    return Figure(float(row["saved"]), "CNY", row["n"], note=note_for(row["n"]))


def _case_path(name: str) -> str:
    return {"family": "equipment__model__family_id"}.get(name, name)
