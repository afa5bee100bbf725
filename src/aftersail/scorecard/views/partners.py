"""The quarterly scorecard of partners: a table with trend, one partner's quarters, and a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.dispatch.permissions import PARTNER_READERS
from aftersail.people.models import Partner
from aftersail.people.models.scores import ScoreDimension
from aftersail.people.permissions import SCORERS, SEES_TERMS
from aftersail.scorecard.queries.partners import TREND, partner_lines, scores_of
from aftersail.scorecard.rules.partners import SIDES
from aftersail.scorecard.rules.sides import Side, label_of, quarter_of, quarters_back
from aftersail.scorecard.views.quarters import asked_quarter
from aftersail.scorecard.views.sides import SideRow, SideTable, sides_page


@audience(*SEES_TERMS)
@require_GET
def partners(request: SignedInRequest) -> HttpResponse:
    """Every partner's score of a quarter (`?quarter=` its first day), as a page or a workbook (`?format=xlsx`)."""
    quarter = asked_quarter(request)
    table = SideTable(
        title=_("Partner scorecard"), who=_("Partner"), key=_("Code"), heads=_heads(), page="scorecard:partners",
        record="people:partner", file="partner-scores", sourced=True,
        footnote=_("Quality: never sent back. Time: finished by the promised end. Cost: agreed over actual. Satisfaction: users' cards of the cases. A side without data does not count."),
        none=(_("No partner yet"), "building-factory-2", _("Enter partners under People; their scores follow from the orders that they do.")),
    )  # fmt: skip
    rows = [
        SideRow(
            key=one.partner.code,
            subject=one.partner,
            score=one.score,
            trend=one.trend,
            sources=[_source_of(side) for side in one.score.sides],
        )
        for one in partner_lines(request.user, quarter)
    ]
    actions = []
    if request.user.has_role(*SCORERS):
        url = f"{reverse('people:score_entry_new')}?quarter_from={quarter.isoformat()}"
        actions.append(Action(_("Enter a score"), url, "plus"))
    return sides_page(request, table, rows, quarter, actions)


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
    return render(request, "scorecard/parts/_side_quarters.html", {
        "title": _("Partner scorecard"), "rows": rows, "heads": _heads(), "chart": chart,
        "any": any(total is not None for total in totals),
        "none": _("No score yet: no order of this partner was confirmed, and none was entered."),
    })  # fmt: skip


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


def _heads() -> list[Any]:
    return [ScoreDimension(side).label for side in SIDES]


def _source_of(side: Side) -> str:
    """Return where a side comes from: as was typed in with it, or what it is measured by."""
    if side.entered:
        return side.source
    if side.score is None:
        return _("no data")
    return _("users' cards") if side.name == "satisfaction" else _("confirmed orders")
