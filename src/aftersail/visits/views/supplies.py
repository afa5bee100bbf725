"""The panel of a visit that shows what should go along, what is missing, and the tools it was done with."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.verdicts import Refused
from aftersail.supply.models import ImpactItem, PartIssue
from aftersail.supply.permissions import REQUESTERS, STOCK_READERS
from aftersail.visits.actions import supplies
from aftersail.visits.forms import ToolForm
from aftersail.visits.models import Visit
from aftersail.visits.permissions import WRITERS, may_record
from aftersail.visits.queries.supplies import kit_of_visit, tools_on_offer
from aftersail.visits.queries.visits import visit_by_id


@audience(*STOCK_READERS)
@require_GET
def supplies_panel(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Kit list, issues of the work order, tools used."""
    return _panel(request, visit_by_id(request.user, visit_id))


def _panel(request: SignedInRequest, found: Visit, form: forms.Form | None = None) -> HttpResponse:
    account = request.user
    issues = (
        PartIssue.objects.visible_to(account).filter(work_ref=found.order_id).select_related("part", "place")
    )
    store = (
        account.staff.station.stock_places.filter(kind="station").first()
        if hasattr(account, "staff")
        else None
    )
    context = {
        "visit": found,
        "kits": kit_of_visit(account, found),
        "issues": issues.order_by("requested_at"),
        "tools": found.tools.select_related("tool"),
        "judged": ImpactItem.objects.visible_to(account)
        .filter(work_ref=found.pk)
        .exclude(verdict="")
        .select_related("review__tool"),
        "unreconciled": found.parts.filter(source=None)
        .exclude(serial_in="", part__serialised=True)
        .select_related("part"),
        "writes": account.has_role(*WRITERS) and bool(may_record(account, found)),
        "asks": account.has_role(*REQUESTERS),
        "store": store,
        "tool_form": form or ToolForm(choices=tools_on_offer(account, found)),
    }
    return render(request, "visits/parts/_supplies.html", context)


@audience(*WRITERS)
@require_POST
def add_tool(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Write down a tool used."""
    found = visit_by_id(request.user, visit_id)
    form = ToolForm(request.POST, choices=tools_on_offer(request.user, found))
    if not form.is_valid():
        raise Refused([_("Choose a tool from the list.")])
    supplies.record_tool(by=request.user, visit=found, at=timezone.now(), **form.cleaned_data)
    return redirect("visits:visit", found.pk)


@audience(*WRITERS)
@require_POST
def drop_tool(request: SignedInRequest, visit_id: UUID, tool_use_id: UUID) -> HttpResponse:
    """Take a tool back."""
    found = visit_by_id(request.user, visit_id)
    use = get_object_or_404(found.tools.select_related("tool", "visit__order__case"), pk=tool_use_id)
    supplies.remove_tool(by=request.user, use=use, at=timezone.now())
    return redirect("visits:visit", found.pk)
