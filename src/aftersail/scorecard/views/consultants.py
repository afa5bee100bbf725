"""The quarterly scorecard of service consultants: a table with trend, one consultant's quarters, and a workbook (R51)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.naming import named
from aftersail.core.tabular import Kind
from aftersail.core.tabular.outgoing import Heading
from aftersail.core.tabular.write import write_xlsx
from aftersail.people.models import Consultant, ScoreWeight
from aftersail.people.models.partners import ConsultantSide
from aftersail.people.permissions import SCORERS, SEES_TERMS
from aftersail.scorecard.queries.consultants import ConsultantLine, advice_of, consultant_lines, score_in
from aftersail.scorecard.queries.partners import TREND
from aftersail.scorecard.rules.consultants import CONSULTANT_WEIGHTS
from aftersail.scorecard.rules.sides import label_of, quarter_of, quarters_back
from aftersail.scorecard.views.quarters import XLSX, asked_quarter, quarter_options, rounded


@audience(*SEES_TERMS)
@require_GET
def consultants(request: SignedInRequest) -> HttpResponse:
    """Every consultant's score of a quarter (`?quarter=` its first day), as a page or a workbook (`?format=xlsx`)."""
    quarter = asked_quarter(request)
    lines = consultant_lines(request.user, quarter)
    if request.GET.get("format") == "xlsx":
        return _workbook(lines, quarter)
    return render(request, "scorecard/consultants.html", {
        "lines": lines, "heads": _heads(), "quarter": quarter, "quarter_label": label_of(quarter), "quarters": TREND,
        "options": quarter_options(), "keeps": request.user.has_role(*SCORERS),
    })  # fmt: skip


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
        (label_of(first), score_in(consultant, first, advice[consultant.pk, first], weights))
        for first in quarters
    ]
    context = {"rows": rows, "heads": _heads(), "any": any(score.total is not None for _label, score in rows)}
    return render(request, "scorecard/parts/_consultant_scores.html", context)


def _heads() -> list[Any]:
    return [ConsultantSide(side).label for side in CONSULTANT_WEIGHTS]


def _workbook(lines: list[ConsultantLine], quarter: date) -> HttpResponse:
    headings = [
        Heading(_("Number")), Heading(_("Service consultant")), Heading(_("Total score"), Kind.DECIMAL),
        Heading(_("Hours signed for"), Kind.DECIMAL),
    ]  # fmt: skip
    for label in _heads():
        headings += [Heading(str(label), Kind.DECIMAL), Heading(f"{label}: n", Kind.INT)]
    rows = [
        [
            line.consultant.number, named(line.consultant), rounded(line.score.total), rounded(line.hours),
            *(cell for side in line.score.sides for cell in (rounded(side.score), side.n)),
        ]
        for line in lines
    ]  # fmt: skip
    out = BytesIO()
    write_xlsx(out, headings, rows, title=f"{_('Scorecard of consultants')} {label_of(quarter)}")
    headers = {"Content-Disposition": f'attachment; filename="consultant-scores-{label_of(quarter)}.xlsx"'}
    return HttpResponse(out.getvalue(), content_type=XLSX, headers=headers)
