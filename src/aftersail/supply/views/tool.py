"""Pages of a tool: what can be done with it, its calibrations, the review of work it was used for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.files import attachments
from aftersail.core.lists import Action
from aftersail.core.masters.naming import named
from aftersail.supply.forms.tool import JUDGE, TOOL_STEPS
from aftersail.supply.models import ImpactReview, Tool
from aftersail.supply.permissions import CARERS, REQUESTERS, STOCK_READERS, may_keep_tool
from aftersail.supply.queries.tool import impact_by_id, tool_by_id
from aftersail.supply.rules.tool import is_overdue
from aftersail.supply.states import ON_THE_SHELF, TOOL, ToolState
from aftersail.supply.views.frame import Frame, Table, moved, offers, shown, take

MOVERS = frozenset(CARERS) | frozenset(REQUESTERS)
TONES = {"none": "good", "measure": "attention", "redo": "bad"}


@audience(*STOCK_READERS)
@require_GET
def tool(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One tool."""
    return _page(request, tool_by_id(request.user, pk))


def _page(request: SignedInRequest, found: Tool, refused: Any = None, judged: Any = None) -> HttpResponse:
    today, account = timezone.localdate(), request.user
    open_steps = offers(
        TOOL,
        TOOL_STEPS,
        request,
        found,
        lambda name: reverse("supply:tool_move", args=[found.pk, name]),
        state=found.state,
        refused=refused,
    )
    overdue = is_overdue(found.due_on, today)
    warnings = []
    if found.state == ToolState.LOCKED or (found.state in ON_THE_SHELF and overdue):
        warnings.append(_("The tool is locked until it is calibrated. It cannot be borrowed."))
        open_steps = [one for one in open_steps if one.name != "borrow"]
    if found.limits:
        warnings.append(_("Limits of use: %(limits)s") % {"limits": found.limits})
    actions = [
        Action(
            _("Print the label"),
            reverse("supply:labels", args=["tool"]) + f"?id={found.pk}",
            "printer",
            "secondary",
        )
    ]
    if account.has_role(*CARERS) and may_keep_tool(account, found):
        actions.append(Action(_("Edit"), reverse("supply:tool_edit", args=[found.pk]), "pencil", "secondary"))
    frame = Frame(
        title=named(found), crumb=(_("Tools"), reverse("supply:tools")), record=found, eyebrow=found.tool_class,
        subtitle=named(found.station), facts=_facts(found), tables=_tables(found), offers=open_steps, warnings=warnings, actions=actions,
        more={"files": attachments(account, found)} | _review(request, found, judged),
    )  # fmt: skip
    return shown(request, frame, status=422 if refused or judged else 200)


def _facts(found: Tool) -> list[tuple[Any, Any]]:
    loan = found.loans.filter(given_back_at=None).select_related("borrower").first()
    months = _("%(n)s months") % {"n": found.interval_months} if found.interval_months else _("none needed")
    return [
        (_("Range"), found.measuring_range),
        (_("Accuracy"), found.accuracy),
        (_("Calibration interval"), months),
        (_("Last good calibration"), found.calibrated_on.isoformat() if found.calibrated_on else ""),
        (_("Calibration due"), found.due_on.isoformat() if found.due_on else ""),
        (_("Lent to"), f"{named(loan.borrower)} → {loan.due_on.isoformat()}" if loan else _("nobody")),
    ]


def _tables(found: Tool) -> list[Table]:
    calibrations = [
        (c.calibrated_on.isoformat(), c.get_result_display(), c.body, c.certificate_number, c.due_on.isoformat() if c.due_on else "", c.limits or c.note)
        for c in found.calibrations.all()[:30]
    ]  # fmt: skip
    loans = [
        (named(one.borrower), _day(one.borrowed_at), one.due_on.isoformat(), _day(one.given_back_at), one.condition_in or one.condition_out)
        for one in found.loans.select_related("borrower")[:15]
    ]  # fmt: skip
    return [
        Table(_("Calibrations"), (_("Calibrated on"), _("Result"), _("Body"), _("Certificate"), _("Next due"), _("Note")), calibrations, _("None on record.")),
        Table(_("Loans"), (_("Borrower"), _("Borrowed"), _("Due back"), _("Given back"), _("Condition")), loans, _("Never lent.")),
    ]  # fmt: skip


def _day(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d") if at else ""


def _review(request: SignedInRequest, found: Tool, judged: Any) -> dict[str, Any]:
    review: ImpactReview | None = found.reviews.first()
    if review is None:
        return {}
    judges = review.closed_at is None and request.user.has_role(*CARERS)
    rows = []
    for item in review.items.select_related("judged_by"):
        form = judged[1] if judged and judged[0].pk == item.pk else JUDGE.empty(item, request.user)
        rows.append({
            "item": item, "url": _address(item), "tone": TONES.get(item.verdict, "neutral"), "form": form if judges and not item.verdict else None,
        })  # fmt: skip
    return {"review": review, "review_rows": rows}


def _address(item: Any) -> str:
    try:
        return reverse(item.page, args=[item.work_ref]) if item.page else ""
    except NoReverseMatch:
        return ""


@audience(*MOVERS)
@require_POST
def tool_move(request: SignedInRequest, pk: UUID, name: str) -> HttpResponse:
    """Take a step with a tool."""
    return moved(request, TOOL_STEPS, name, lambda: tool_by_id(request.user, pk), _page, "supply:tool")


@audience(*CARERS)
@require_POST
def judge(request: SignedInRequest, impact_id: UUID) -> HttpResponse:
    """Judge one piece of work."""
    item = impact_by_id(request.user, impact_id)
    done, form = take(request, JUDGE, item)
    if done:
        return redirect("supply:tool", item.review.tool_id)
    return _page(request, tool_by_id(request.user, item.review.tool_id), None, (item, form))
