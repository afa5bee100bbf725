"""What came back from sea and could not be done, and the devices it comes from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused
from aftersail.visits.actions.field import cut_off_device, settle_command
from aftersail.visits.models import FieldCommand, Visit
from aftersail.visits.permissions import (
    CUTTERS_OFF,
    FROM_SEA_LEADERS,
    FROM_SEA_READERS,
    SETTLERS,
    may_cut_off,
    may_settle,
)
from aftersail.visits.queries.field import (
    MOST_SHOWN,
    command_by_id,
    device_by_id,
    devices_for,
    not_done,
    undecided,
)
from aftersail.visits.queries.sent_fields import fields_of
from aftersail.visits.queries.visits import visits_for
from aftersail.visits.states import SETTLED_AT_THE_DESK, CommandKind, Settlement


@audience(*FROM_SEA_READERS)
@require_GET
def from_sea(request: SignedInRequest) -> HttpResponse:
    """What was refused or conflicts, in both versions, and the devices: one's own, or those of everybody in reach."""
    decided = request.GET.get("decided") == "1"
    found = not_done(request.user).exclude(settled="") if decided else undecided(request.user)
    commands = list(found[:MOST_SHOWN])
    visits = visits_for(request.user).in_bulk([one.visit_id for one in commands])
    context = {
        "decided": decided, "settlements": SETTLED_AT_THE_DESK,
        "leads": request.user.has_role(*FROM_SEA_LEADERS),
        "rows": [_row(request.user, one, visits.get(one.visit_id)) for one in commands],
        "devices": [(one, bool(may_cut_off(request.user, one))) for one in devices_for(request.user)[:MOST_SHOWN]],
    }  # fmt: skip
    return render(request, "visits/from_sea.html", context)


@audience(*CUTTERS_OFF)
@require_POST
def cut_off(request: SignedInRequest, device_id: UUID) -> HttpResponse:
    """Listen to a lost device no longer."""
    device = device_by_id(request.user, device_id)
    try:
        cut_off_device(
            by=request.user, device=device, reason=request.POST.get("reason", ""), at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, " ".join(str(reason) for reason in refused.reasons))
    else:
        messages.success(request, _("The device is cut off. What it had sent before stays."))
    return redirect("visits:from_sea")


@audience(*SETTLERS)
@require_POST
def settle(request: SignedInRequest, command_id: UUID) -> HttpResponse:
    """Keep what was decided about a command that was not done."""
    command, settled = command_by_id(request.user, command_id), request.POST.get("settled", "")
    if settled not in SETTLED_AT_THE_DESK:
        messages.error(request, _("Choose what was decided."))
        return redirect("visits:from_sea")
    try:
        settle_command(
            by=request.user, command=command, settled=Settlement(settled), note=request.POST.get("note", ""), at=timezone.now()
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, " ".join(str(reason) for reason in refused.reasons))
    else:
        messages.success(request, _("The decision is kept with what was sent."))
    return redirect("visits:from_sea")


def _row(account: Account, command: FieldCommand, visit: Visit | None) -> dict[str, Any]:
    """Return a command with what was sent beside what stands here, field by field."""
    return {
        "command": command, "visit": visit, "kind": CommandKind(command.kind).label, "fields": fields_of(account, command),
        "both": command.theirs is not None, "may_settle": bool(may_settle(account, command)),
    }  # fmt: skip
