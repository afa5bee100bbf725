"""The page for faxes: the scan, when it came, what it is about."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.verdicts import Refused
from aftersail.intake.actions.fax import receive_fax
from aftersail.intake.forms import FaxForm
from aftersail.intake.models import Request
from aftersail.intake.permissions import DESK_ENTRY


@audience(*DESK_ENTRY)
@require_http_methods(["GET", "POST"])
def fax_new(request: SignedInRequest) -> HttpResponse:
    """Enter a fax: a request whose clocks count from the receipt time."""
    form = FaxForm(
        request.POST or None,
        account=request.user,
        initial={"received_at": timezone.localtime().replace(second=0)},
    )
    if request.method == "POST":
        made = attempt(form, lambda typed: _enter(request, form, typed))
        if made is not None:
            return redirect("intake:request", request_id=made.pk)
    return render(request, "intake/fax.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def _enter(request: SignedInRequest, form: FaxForm, typed: dict[str, Any]) -> Request:
    scans = request.FILES.getlist("scans")
    if not scans:
        raise Refused([_("Add the scan of the fax: PDF, TIFF or a picture.")])
    staff = getattr(request.user, "staff", None)
    return receive_fax(
        by=request.user,
        scans=scans,
        vessel=form.vessel,
        station=staff.station if staff else None,
        at=timezone.now(),
        **typed,
    )
