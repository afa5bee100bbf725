"""The ladder of the repair engineers, and headcount against the trend of repair demand (R53)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.people.models import GradeCriterion, Staff
from aftersail.people.models.staff import Grade
from aftersail.people.permissions import may_promote
from aftersail.people.queries import area_with_parts
from aftersail.people.registers.careers import PROMOTIONS
from aftersail.people.views.asking import asked_of
from aftersail.scorecard.permissions import LADDER_READERS
from aftersail.scorecard.queries.ladder import StrengthTrend, climbers, strength_against_demand


@audience(*LADDER_READERS)
@require_GET
def ladder(request: SignedInRequest) -> HttpResponse:
    """Show who has shown enough for the next grade, what the others lack, and people against work."""
    account, now = request.user, timezone.now()
    asked = asked_of(request)
    crew = Staff.objects.visible_to(account).filter(serves_on_board=True)
    cases = Q()
    if asked.station:
        crew, cases = crew.filter(station=asked.station), Q(station=asked.station)
    if asked.area:
        inside = area_with_parts(asked.area.pk)
        crew, cases = crew.filter(station__area__in=inside), cases & Q(station__area__in=inside)
    found = climbers(account, crew.filter(active=True), now)
    grade = request.GET.get("grade", "")
    shown = [one for one in found if not grade or one.staff.grade == grade]
    trend = strength_against_demand(account, crew, cases, now)
    names = dict(Grade.choices)
    enters = account.has_role(*PROMOTIONS.writers)
    return render(request, "scorecard/ladder.html", {
        "rows": [
            (one, names.get(one.next_grade or "", ""), enters and bool(may_promote(account, one.staff.station_id)))
            for one in shown
        ],
        "ready": sum(one.ready for one in shown),
        "counts": [(label, sum(one.staff.grade == value for one in found)) for value, label in Grade.choices],
        "has_criteria": GradeCriterion.objects.exists(),
        "chart": _chart(trend),
        "trend": trend,
        "slope": _growth(trend),
        "filters": [*asked.filters(), {
            "name": "grade", "label": _("Grade"), "all": _("All grades"), "value": grade, "options": Grade.choices,
        }],
    })  # fmt: skip


def _chart(trend: StrengthTrend) -> dict[str, Any]:
    return {
        "kind": "line",
        "x": [f"{month:%Y-%m}" for month in trend.months],
        "series": [
            {"name": _("People who go on board"), "data": list(trend.people)},
            {"name": _("Cases reported"), "data": list(trend.cases)},
        ],
    }


def _growth(trend: StrengthTrend) -> dict[str, float | None]:
    """How people and cases grew from the first to the last six months, in percent; None where there was nothing."""

    def grew(values: tuple[int, ...]) -> float | None:
        before, after = sum(values[:6]), sum(values[-6:])
        return None if not before else 100 * (after - before) / before

    return {"people": grew(trend.people), "cases": grew(trend.cases)}
