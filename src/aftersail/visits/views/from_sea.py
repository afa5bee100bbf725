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
from aftersail.visits.actions.field import cut_off_device
from aftersail.visits.models import FieldCommand, FieldDevice, Visit
from aftersail.visits.permissions import DEVICE_OWNERS
from aftersail.visits.queries.field import commands_not_done, device_by_id
from aftersail.visits.queries.sent_fields import fields_of
from aftersail.visits.queries.visits import visits_for
from aftersail.visits.states import CommandKind


@audience(*DEVICE_OWNERS)
@require_GET
def from_sea(request: SignedInRequest) -> HttpResponse:
    """One's own commands that were refused or conflict, in both versions, and one's devices."""
    commands = commands_not_done(request.user)
    visits = visits_for(request.user).in_bulk([one.visit_id for one in commands])
    context = {
        "rows": [_row(request.user, one, visits.get(one.visit_id)) for one in commands],
        "devices": FieldDevice.objects.visible_to(request.user).order_by("-seen_at"),
    }
    return render(request, "visits/from_sea.html", context)


@audience(*DEVICE_OWNERS)
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


def _row(account: Account, command: FieldCommand, visit: Visit | None) -> dict[str, Any]:
    """Return a command with what was sent beside what stands here, field by field."""
    return {
        "command": command, "visit": visit, "kind": CommandKind(command.kind).label, "fields": fields_of(account, command),
        "both": command.theirs is not None,
    }  # fmt: skip
