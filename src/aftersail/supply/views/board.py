"""The stock board and the calibration board: what needs somebody now, with the figures above."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.figures import Figure
from aftersail.core.masters.naming import bare_name, named
from aftersail.core.templatetags.figures import figure_unit
from aftersail.supply import registers
from aftersail.supply.lists import stock as columns
from aftersail.supply.lists.tool import due_cell, due_soon, out_of_date
from aftersail.supply.models import ImpactItem, PartIssue, Transfer
from aftersail.supply.permissions import STOCK_READERS, STOREKEEPERS
from aftersail.supply.queries import figures
from aftersail.supply.queries.stock import suggestions
from aftersail.supply.queries.tool import tools_for
from aftersail.supply.states import IssueState, OldPartState, ToolState, TransferState
from aftersail.supply.views.frame import Table

YEAR = timedelta(days=365)
MOST = 60


def _link(text: Any, name: str, *args: Any) -> dict[str, Any]:
    return {"text": text, "url": reverse(name, args=args)}


def kpi(label: Any, figure: Figure, href: str = "", digits: int = 1) -> dict[str, Any]:
    """Return a figure as its tile shows it; no value reads "no data"."""
    value = None if figure.value is None else f"{figure.value:,.{digits}f}"
    interval = (
        f"{figure.low:.0f}–{figure.high:.0f}" if figure.low is not None and figure.high is not None else ""
    )
    return {
        "label": label,
        "value": value,
        "unit": figure_unit(figure),
        "n": figure.n,
        "interval": interval,
        "href": href,
    }


@audience(*STOCK_READERS)
@require_GET
def stock_board(request: SignedInRequest) -> HttpResponse:
    """What the storekeeper has to do now."""
    account, now = request.user, timezone.now()
    issues: QuerySet[PartIssue] = PartIssue.objects.visible_to(account).select_related(
        "part", "place", "requester"
    )
    recent, list_url = issues.filter(requested_at__gte=now - YEAR), reverse("supply:issues")
    tiles = [
        kpi(_("Fill rate, a year"), figures.fill_rate(recent), f"{list_url}?filled=True&filled=False"),
        kpi(_("Backorder wait, median"), figures.backorder_days(recent, now), f"{list_url}?filled=False"),
        kpi(_("Calibration compliance"), figures.calibration_compliance(account), reverse("supply:tools")),
    ]
    lanes = [
        _lane(_("To approve"), issues.filter(state=IssueState.REQUESTED)),
        _lane(_("To hand out"), issues.filter(state__in=(IssueState.RESERVED, IssueState.PICKED))),
        _lane(_("Backordered"), issues.filter(state=IssueState.BACKORDERED)),
        _lane(_("Urgent, not approved in time"), issues.filter(columns.late_approval(), approved_at=None)),
        _lane(
            _("Old parts overdue"),
            issues.filter(old_state=OldPartState.DUE, old_due_on__lt=timezone.localdate()),
        ),
    ]
    on_way = Transfer.objects.visible_to(account).filter(state__in=(TransferState.ASKED, TransferState.IN_TRANSIT)).select_related("part", "source", "target")  # fmt: skip
    lanes.append({
        "label": _("Transfers under way"), "count": on_way.count(),
        "cards": [
            {"url": reverse("supply:transfer", args=[t.pk]), "title": f"{t.part.number} × {t.quantity}", "line": f"{t.source.code} → {t.target.code}", "state": t.state, "state_label": t.get_state_display()}
            for t in on_way.order_by("asked_at")[:MOST]
        ],
    })  # fmt: skip
    return render(request, "supply/board.html", {
        "title": _("Stock board"), "tiles": tiles, "lanes": lanes, "tables": [_to_order(request)],
        "links": [(_("Stock"), reverse("supply:stock")), (_("Part issues"), list_url), (registers.LEVELS.label, reverse("supply:levels")), (registers.ALTERNATES.label, reverse("supply:alternates")), (registers.KIT_LINES.label, reverse("supply:kit_lines")), (_("Scan"), reverse("supply:scan"))],
    })  # fmt: skip


def _lane(label: Any, rows: QuerySet[PartIssue]) -> dict[str, Any]:
    cards = [
        {
            "url": reverse("supply:issue", args=[one.pk]), "title": f"{one.part.number} × {one.quantity}", "urgent": one.urgent,
            "line": f"{one.place.code} → {named(one.requester)}", "state": one.state, "state_label": one.get_state_display(), "number": one.number,
        }
        for one in rows.order_by("requested_at")[:MOST]
    ]  # fmt: skip
    return {"label": label, "count": rows.count(), "cards": cards}


def _to_order(request: SignedInRequest) -> Table:
    keeper, rows = request.user.has_role(*STOREKEEPERS), []
    for one in suggestions(request.user)[:200]:
        level = one.level
        step: Any = _("order from the supplier, %(days)s days") % {"days": level.part.lead_time_days}
        if one.source is not None:
            step = _("transfer from %(place)s") % {"place": one.source.code}
            if keeper:
                ask = f"?part={level.part_id}&source={one.source.pk}&target={level.place_id}&quantity={one.wanted}"
                step = {"text": step, "url": reverse("supply:transfer_new") + ask}
        rows.append((
            _link(level.part.number, "supply:part", level.part_id), bare_name(level.part), level.place.code, one.free, one.coming,
            level.reorder_point, level.order_up_to, one.wanted, step,
        ))  # fmt: skip
    heads = (_("Part number"), _("Name"), _("Place"), _("Free"), _("Coming"), _("Reorder point"), _("Order up to"), _("To order"), _("How"))  # fmt: skip
    return Table(_("To be ordered"), heads, rows, _("Nothing has fallen to its reorder point."))


@audience(*STOCK_READERS)
@require_GET
def calibration_board(request: SignedInRequest) -> HttpResponse:
    """Tools by how their calibration stands."""
    tools, list_url = tools_for(request.user), reverse("supply:tools")
    groups = (
        (_("Overdue, locked"), tools.filter(out_of_date())),
        (_("Due within 30 days"), tools.filter(due_soon())),
        (_("At calibration"), tools.filter(state=ToolState.AT_CALIBRATION)),
        (_("Impact review"), tools.filter(state__in=(ToolState.FAILED, ToolState.IMPACT_REVIEW))),
        (pgettext("tools", "Lent"), tools.filter(state=ToolState.BORROWED)),
    )
    lanes = [
        {
            "label": label, "count": rows.count(),
            "cards": [
                {"url": reverse("supply:tool", args=[t.pk]), "title": named(t), "line": named(t.station), "due": due_cell(t.due_on, t.state), "state": t.state, "state_label": t.get_state_display()}
                for t in rows.order_by("due_on", "asset_number")[:MOST]
            ],
        }
        for label, rows in groups
    ]  # fmt: skip
    waiting = ImpactItem.objects.visible_to(request.user).filter(verdict="", review__closed_at=None).select_related("review__tool").order_by("worked_at")  # fmt: skip
    rows = [(_link(one.work_label, "supply:tool", one.review.tool_id), named(one.review.tool), timezone.localtime(one.worked_at).strftime("%Y-%m-%d")) for one in waiting[:200]]  # fmt: skip
    table = Table(
        _("Work to be judged"), (_("Work"), _("Tool"), _("Done")), rows, _("No work waits to be judged.")
    )
    tiles = [
        kpi(
            _("Calibration compliance"), figures.calibration_compliance(request.user), f"{list_url}?overdue=1"
        )
    ]
    return render(request, "supply/board.html", {
        "title": _("Calibration board"), "tiles": tiles, "lanes": lanes, "tables": [table],
        "links": [(_("Tools"), list_url), (_("Scan"), reverse("supply:scan"))],
    })  # fmt: skip
