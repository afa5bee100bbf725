"""What the supply chapter shows on a ship's page: the spares that lie on board."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.naming import bare_name
from aftersail.fleet.models import Vessel
from aftersail.supply.permissions import SPARES_READERS
from aftersail.supply.queries.stock import lots_at, one_of
from aftersail.supply.views.frame import Table


@audience(*SPARES_READERS)
@require_GET
def vessel_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The spares on board, for the house and for the ship's own people; no prices."""
    vessel = one_of(Vessel.objects.visible_to(request.user), vessel_id)
    lying = lots_at(request.user, place__vessel=vessel)
    rows = [(one.part.number, bare_name(one.part), one.lot, one.serial, one.quantity) for one in lying[:200]]
    heads = (_("Part number"), _("Name"), _("Lot"), _("Serial number"), _("Quantity"))
    table = Table(_("Onboard spares"), heads, rows, _("No spares are on record aboard this ship."))
    return render(request, "supply/parts/_table.html", {"table": table})
