"""The line of a model, its versions and bills; the steps of a permit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.verdicts import Refused
from aftersail.fleet import queries
from aftersail.fleet.actions.permits import move_permit
from aftersail.fleet.forms.technical_state import NoteForm
from aftersail.fleet.models import Permit, ProductModel, ProductVersion
from aftersail.fleet.permissions.technical_state import LINEAGE_KEEPERS, PERMIT_DECIDERS, may_move_permit
from aftersail.fleet.queries import lineage
from aftersail.fleet.rules.serials import is_among
from aftersail.fleet.rules.state_changes import is_in_force
from aftersail.fleet.states import PERMIT, PermitState


def about_model(request: SignedInRequest, model: ProductModel) -> dict[str, Any]:
    """Return a model's line, its versions, and what of it goes out of production."""
    account, today = request.user, timezone.localdate()
    line = lineage.line_of(account, model, today)
    return {
        "line": line,
        "own": next(one for one in line if one.current),
        "versions": lineage.versions_of(account, model),
        "unversioned": lineage.unversioned(account, model),
        "going_out": lineage.going_out(model),
        "permits": Permit.objects.filter(model=model).exclude(state=PermitState.WITHDRAWN)[:20],
        "keeps": account.has_role(*LINEAGE_KEEPERS),
        "today": today,
    }


def about_version(request: SignedInRequest, version: ProductVersion) -> dict[str, Any]:
    """Return a version's bill and the units built in it."""
    units = queries.equipment(request.user).filter(product_version=version, removed_on=None)
    return {
        "bill": version.bill.select_related("model", "part_version").order_by("position"),
        "units": units.order_by("serial_number")[:50],
        "unit_count": units.count(),
        "keeps": request.user.has_role(*LINEAGE_KEEPERS),
    }


def about_permit(request: SignedInRequest, permit: Permit) -> dict[str, Any]:
    """Return a permit's next steps and the units aboard that it covers."""
    account, today = request.user, timezone.localdate()
    units = queries.equipment(account).filter(model=permit.model_id, removed_on=None)
    covered = [unit for unit in units if is_among(unit.serial_number, permit.serials)]
    return {
        "moves": [move for move in PERMIT if may_move_permit(account, permit, move.name)],
        "covered": covered[:50],
        "in_force": is_in_force(
            state=permit.state, valid_from=permit.valid_from, valid_until=permit.valid_until, on=today
        ),
        "expired": permit.state == PermitState.APPROVED and permit.valid_until < today,
    }


@audience(*PERMIT_DECIDERS)
@require_POST
def move(request: SignedInRequest, permit_id: UUID, name: str) -> HttpResponse:
    """Take a step with a permit."""
    permit = get_object_or_404(Permit.objects.visible_to(request.user), pk=permit_id)
    if name not in {one.name for one in PERMIT}:
        raise Refused([_("There is no such step.")])
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise Refused([_("Reload the page and try again.")])
    move_permit(
        by=request.user, permit=permit, move=name, note=form.cleaned_data["note"], seen=form.cleaned_data["version"],
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect("fleet:permit", permit.pk)
