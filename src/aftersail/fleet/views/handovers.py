"""The register of handovers, and where a handover begins: on the page of its ship."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions import handover as actions
from aftersail.fleet.lists.lifecycle import HANDOVERS
from aftersail.fleet.models import Vessel
from aftersail.fleet.permissions.handover import HANDOVER_READERS, HANDOVER_WRITERS, may_keep_handover
from aftersail.fleet.queries import handover as queries
from aftersail.fleet.queries.lifecycle import house_calendar
from aftersail.fleet.rules.handover import conversion_lag, is_late


@audience(*HANDOVER_READERS)
@require_GET
def handovers(request: SignedInRequest) -> HttpResponseBase:
    """The register of handovers."""
    return lists.page(request, HANDOVERS, queries.handovers_for(request.user), title=_("Handovers"))


@audience(*HANDOVER_WRITERS)
@require_POST
def start(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Draft the handover of a hull."""
    rows = Vessel.objects.visible_to(request.user).select_related("station", "lies_at")
    vessel = get_object_or_404(rows, pk=vessel_id)
    try:
        wanted = UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise Refused([_("Reload the page and try again.")]) from error
    made = actions.start_handover(by=request.user, vessel=vessel, id=wanted, at=timezone.now())
    return redirect("fleet:handover", handover_id=made.pk)


@audience(*HANDOVER_READERS)
@require_GET
def handover_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Handover, service account and warranty list of a ship, on its page."""
    account = request.user
    rows = Vessel.objects.visible_to(account).select_related(
        "station", "steward", "deputy", "service_account"
    )
    vessel = get_object_or_404(rows, pk=vessel_id)
    running = actions.running_handover(vessel)
    served_by = getattr(vessel, "service_account", None)
    waited = None
    if served_by is None and vessel.delivered_on is not None:
        waited = conversion_lag(vessel.delivered_on, timezone.localdate(), house_calendar())
    context = {
        "vessel": vessel,
        "running": running,
        "account": served_by,
        "waited": waited,
        "late": waited is not None and is_late(waited, settings.CONVERSION_WORKING_DAYS),
        "allowed": settings.CONVERSION_WORKING_DAYS,
        "starts": running is None and served_by is None and account.has_role(*HANDOVER_WRITERS) and bool(may_keep_handover(account, vessel)),
        "is_house": account.is_house,
        "leftovers": queries.warranty_rows(account, vessel),
        "sees_list": account.is_house or account.is_customer,
        "new_id": new_id(),
    }  # fmt: skip
    return render(request, "fleet/parts/_handover_panel.html", context)
