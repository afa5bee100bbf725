"""The quarterly scorecard of service consultants: a table with trend, one consultant's quarters, and a workbook (R51)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.people.models import Consultant, ScoreWeight
from aftersail.people.models.scores import ConsultantSide
from aftersail.people.permissions import SEES_TERMS
from aftersail.scorecard.queries.consultants import advice_of, consultant_lines, score_in
from aftersail.scorecard.queries.partners import TREND
from aftersail.scorecard.rules.consultants import CONSULTANT_WEIGHTS
from aftersail.scorecard.rules.sides import label_of, quarter_of, quarters_back
from aftersail.scorecard.views.quarters import asked_quarter
from aftersail.scorecard.views.sides import SideRow, SideTable, sides_page


@audience(*SEES_TERMS)
@require_GET
def consultants(request: SignedInRequest) -> HttpResponse:
    """Every consultant's score of a quarter (`?quarter=` its first day), as a page or a workbook (`?format=xlsx`)."""
    quarter = asked_quarter(request)
    table = SideTable(
        title=_("Scorecard of consultants"), who=_("Service consultant"), key=_("Number"), heads=_heads(),
        page="scorecard:consultants", record="people:consultant", file="consultant-scores", more=_("Hours signed for"),
        footnote=_("Attitude and professional level: grades given when the work is signed for. Output: hours signed for over hours agreed. Effect: cases that stayed closed, and what users thought. A side without data does not count."),
        none=(_("No consultant yet"), "stethoscope", _("Enter consultants under People; their scores follow from the work that is signed for in cases.")),
    )  # fmt: skip
    rows = [
        SideRow(
            key=one.consultant.number,
            subject=one.consultant,
            score=one.score,
            trend=one.trend,
            more=one.hours,
        )
        for one in consultant_lines(request.user, quarter)
    ]
    return sides_page(request, table, rows, quarter)


@audience(*SEES_TERMS)
@require_GET
def consultant_panel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Fragment of a consultant's page: the quarters, each with its sides."""
    consultant = get_object_or_404(Consultant.objects.visible_to(request.user), pk=pk)
    this = quarter_of(timezone.localdate())
    quarters = [quarters_back(this, back) for back in range(TREND)]
    advice = advice_of(request.user, quarters[::-1])
    weights = dict(ScoreWeight.objects.values_list("dimension", "weight"))
    rows = [
        (label_of(first), score_in(consultant, first, advice[consultant.pk, first], weights), "")
        for first in quarters
    ]
    return render(request, "scorecard/parts/_side_quarters.html", {
        "title": _("Scorecard of consultants"), "rows": rows, "heads": _heads(),
        "any": any(score.total is not None for _label, score, _url in rows),
        "none": _("No score yet: no work of this consultant was signed for."),
    })  # fmt: skip


def _heads() -> list[Any]:
    return [ConsultantSide(side).label for side in CONSULTANT_WEIGHTS]
