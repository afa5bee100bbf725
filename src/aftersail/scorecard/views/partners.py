"""The quarterly scorecard of partners: a table with trend, one partner's quarters, and both as a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.naming import named
from aftersail.core.tabular import Kind
from aftersail.core.tabular.outgoing import Heading
from aftersail.core.tabular.write import write_xlsx
from aftersail.dispatch.permissions import PARTNER_READERS
from aftersail.people.models import Partner
from aftersail.people.models.partners import ScoreDimension
from aftersail.people.permissions import SCORERS, SEES_TERMS
from aftersail.scorecard.queries.partners import TREND, PartnerLine, partner_lines, scores_of
from aftersail.scorecard.rules.partners import SIDES
from aftersail.scorecard.rules.sides import Score, label_of, quarter_of, quarters_back
from aftersail.scorecard.views.quarters import XLSX, asked_quarter, quarter_options, rounded


@audience(*SEES_TERMS)
@require_GET
def partners(request: SignedInRequest) -> HttpResponse:
    """Every partner's score of a quarter (`?quarter=` its first day), as a page or a workbook (`?format=xlsx`)."""
    quarter = asked_quarter(request)
    lines = partner_lines(request.user, quarter)
    if request.GET.get("format") == "xlsx":
        return _workbook(lines, quarter)
    return render(request, "scorecard/partners.html", {
        "lines": lines, "heads": [ScoreDimension(side).label for side in SIDES], "quarter": quarter,
        "options": quarter_options(), "quarter_label": label_of(quarter), "keeps": request.user.has_role(*SCORERS),
        "quarters": TREND,
    })  # fmt: skip


@audience(*SEES_TERMS)
@require_GET
def partner_panel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Fragment of a partner's page: its quarters, each side opened down to the orders behind it."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    this = quarter_of(timezone.localdate())
    quarters = [quarters_back(this, back) for back in range(TREND)]
    scores = scores_of(request.user, quarters[::-1])
    opens = request.user.has_role(*PARTNER_READERS)
    rows = [
        (label_of(first), scores[partner.pk, first], _orders_url(partner, first) if opens else "")
        for first in quarters
    ]
    totals = [score.total for _label, score, _url in rows][::-1]
    chart = {
        "kind": "line", "x": [label_of(first) for first in quarters[::-1]],
        "series": [{"name": _("Total score"), "data": totals}, *_side_series(scores, partner, quarters[::-1])],
    }  # fmt: skip
    heads = [ScoreDimension(side).label for side in SIDES]
    context = {"rows": rows, "heads": heads, "chart": chart, "any": any(t is not None for t in totals)}
    return render(request, "scorecard/parts/_partner_scores.html", context)


def _side_series(scores: Any, partner: Partner, quarters: list[date]) -> list[dict[str, Any]]:
    return [
        {
            "name": str(ScoreDimension(side).label),
            "data": [scores[partner.pk, first].sides[place].score for first in quarters],
        }
        for place, side in enumerate(SIDES)
    ]


def _orders_url(partner: Partner, first: date) -> str:
    last = quarters_back(first, -1) - timedelta(days=1)
    return (
        f"{reverse('dispatch:partner_orders')}?partner={partner.pk}&state=confirmed"
        f"&confirmed_from={first.isoformat()}&confirmed_to={last.isoformat()}"
    )


def _workbook(lines: list[PartnerLine], quarter: date) -> HttpResponse:
    headings = [Heading(_("Code")), Heading(_("Partner")), Heading(_("Total score"), Kind.DECIMAL)]
    for side in SIDES:
        label = ScoreDimension(side).label
        headings += [
            Heading(label, Kind.DECIMAL),
            Heading(f"{label}: n", Kind.INT),
            Heading(f"{label}: {_('Source')}"),
        ]
    rows = [_row(line) for line in lines]
    out = BytesIO()
    write_xlsx(out, headings, rows, title=f"{_('Partner scorecard')} {label_of(quarter)}")
    headers = {"Content-Disposition": f'attachment; filename="partner-scores-{label_of(quarter)}.xlsx"'}
    return HttpResponse(out.getvalue(), content_type=XLSX, headers=headers)


def _row(line: PartnerLine) -> list[Any]:
    row: list[Any] = [line.partner.code, named(line.partner), rounded(line.score.total)]
    for side in line.score.sides:
        row += [
            rounded(side.score),
            side.n,
            side.source if side.entered else source_of(line.score, side.name),
        ]
    return row


def source_of(score: Score, name: str) -> str:
    """Return where a side that nobody typed in comes from."""
    side = next(one for one in score.sides if one.name == name)
    if side.score is None:
        return _("no data")
    return _("users' cards") if name == "satisfaction" else _("confirmed orders")
