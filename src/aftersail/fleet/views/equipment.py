"""The page of a unit, its running hours, and its labels."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import Refused
from aftersail.fleet import queries
from aftersail.fleet.actions import read_running_hours
from aftersail.fleet.forms.equipment import HoursForm
from aftersail.fleet.labels.content import LabelItem
from aftersail.fleet.labels.render import qr_svg, render_equipment_labels
from aftersail.fleet.models import Equipment, Vessel
from aftersail.fleet.permissions import HOUR_READERS, HOUSE_READERS, VESSEL_READERS, may_read_hours
from aftersail.fleet.rules import COVER_NAMES

FONTS = (settings.WEB / "fonts",)


def label_address(request: SignedInRequest, unit: Equipment) -> str:
    """Return the public address behind a unit's QR code: reporting a fault without signing in."""
    return request.build_absolute_uri(f"/r/{unit.label_token}")


def about_equipment(request: SignedInRequest, unit: Equipment) -> dict[str, Any]:
    """Return what the page of a unit shows besides its facts: where it sits, stage and warranty, parts, hours."""
    account = request.user
    standing = queries.standing(unit.vessel, unit, timezone.localdate())
    return {
        "standing": standing,
        "above": queries.path_to(unit),
        "parts": queries.equipment(account).filter(parent=unit),
        "address": label_address(request, unit),
        "reads_hours": account.has_role(*HOUR_READERS) and bool(may_read_hours(account, unit)),
        "imported": queries.records(account).filter(equipment=unit).exists(),
        "is_house": account.has_role(*HOUSE_READERS),
        "covers": [COVER_NAMES[cover] for cover in standing.warranty.covers],
    }


@audience(*HOUR_READERS)
@require_http_methods(["GET", "POST"])
def read_hours(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Report the running hours of a unit."""
    unit = get_object_or_404(queries.equipment(request.user), pk=pk)
    initial = {"version": unit.version, "hours": unit.running_hours, "read_at": timezone.localtime()}
    form = HoursForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            read_running_hours(
                by=request.user,
                equipment=unit,
                hours=sent["hours"],
                read_at=sent["read_at"],
                reason=sent["reason"],
                seen=sent["version"],
                at=timezone.now(),
            )
        except Forbidden:
            raise
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, str(reason))
        else:
            messages.success(request, _("Running hours noted."))
            return redirect("fleet:equipment", unit.pk)
    status = 422 if form.is_bound else 200
    return render(request, "fleet/hours.html", {"form": form, "unit": unit}, status=status)


@audience(*VESSEL_READERS)
@require_GET
@cache_control(private=True, max_age=86400)
def equipment_qr(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer with a unit's QR code as a picture."""
    unit = get_object_or_404(queries.equipment(request.user), pk=pk)
    return HttpResponse(qr_svg(label_address(request, unit)), content_type="image/svg+xml")


@audience(*HOUSE_READERS)
@require_GET
def equipment_label(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer with a sheet that holds the label of one unit."""
    unit = get_object_or_404(queries.equipment(request.user), pk=pk)
    return _sheet(request, [unit], f"label-{unit.serial_number}")


@audience(*HOUSE_READERS)
@require_GET
def vessel_labels(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer with the labels of every unit aboard a vessel."""
    vessel = get_object_or_404(Vessel.objects.visible_to(request.user), pk=pk)
    units = list(queries.equipment(request.user).filter(vessel=vessel, removed_on=None))
    if not units:
        raise Refused([_("No unit is registered aboard this vessel; there is nothing to print.")])
    return _sheet(request, units, f"labels-{vessel.hull_code}")


def _sheet(request: SignedInRequest, units: list[Equipment], name: str) -> HttpResponse:
    items = [
        LabelItem(label_address(request, u), u.model.code, u.serial_number, u.vessel.hull_code) for u in units
    ]
    pdf = render_equipment_labels(items, language=get_language() or "zh-hans", font_paths=FONTS)
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in name)
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{safe}.pdf"'}
    )
