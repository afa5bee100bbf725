"""Pages of stock: what lies where, also on the page of a part and of a place, and what is done at the shelf."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.masters.naming import bare_name
from aftersail.supply.actions import stores
from aftersail.supply.forms.store import CarryForm, ReceiveForm, ScrapForm
from aftersail.supply.lists import stock as columns
from aftersail.supply.models import StockTotal
from aftersail.supply.permissions import REQUESTERS, STOCK_READERS, STOREKEEPERS
from aftersail.supply.queries import stock as queries
from aftersail.supply.views.frame import Table, begin_view


@audience(*STOCK_READERS)
@require_GET
def stock(request: SignedInRequest) -> HttpResponseBase:
    """What lies where."""
    return lists.page(
        request, columns.STOCK, queries.stock_for(request.user), title=_("Stock"), actions=_shelf(request)
    )


def _shelf(request: SignedInRequest) -> list[Action]:
    if not request.user.has_role(*STOREKEEPERS):
        return []
    return [
        Action(_("Receive"), reverse("supply:receive"), "download"),
        Action(_("Carry over"), reverse("supply:carry"), "transfer", "secondary"),
        Action(_("Write off"), reverse("supply:write_off"), "trash", "secondary"),
    ]


def _stock_of(move: Any) -> str:
    return reverse("supply:part", args=[move.part_id])


receive = begin_view(ReceiveForm, stores.receive_stock, lazy("Receive parts"), "supply:stock", lazy("Stock"), lazy("Receive"), _stock_of, STOREKEEPERS)  # fmt: skip
carry = begin_view(CarryForm, stores.move_at_once, lazy("Carry parts over"), "supply:stock", lazy("Stock"), lazy("Carry over"), _stock_of, REQUESTERS)  # fmt: skip
write_off = begin_view(ScrapForm, stores.scrap_stock, lazy("Write parts off"), "supply:stock", lazy("Stock"), lazy("Write off"), _stock_of, STOREKEEPERS)  # fmt: skip


def about_part(request: SignedInRequest, part: Any) -> dict[str, Any]:
    """Return what the page of a part shows besides its facts: stock, alternates, labels."""
    account, tables = request.user, []
    if account.has_role(*STOCK_READERS):
        lying = queries.lots_at(account, part=part)
        rows = [({"text": b.place.code, "url": reverse("supply:place", args=[b.place_id])}, bare_name(b.place), b.lot, b.serial, b.quantity) for b in lying[:200]]  # fmt: skip
        tables.append(Table(_("Stock"), (_("Place"), _("Name"), _("Lot"), _("Serial number"), _("Quantity")), rows, _("None in stock.")))  # fmt: skip
    alternates = [({"text": one.number, "url": reverse("supply:part", args=[one.pk])}, bare_name(one), why) for one, why in queries.alternates_of(part)]  # fmt: skip
    tables.append(Table(_("Alternates"), (_("Part number"), _("Name"), pgettext("alternate", "Condition")), alternates, _("Nothing may stand in for it.")))  # fmt: skip
    return {
        "tables": tables,
        "scan_url": _scan(request, "part", part),
        "label_url": reverse("supply:labels", args=["part"]) + f"?id={part.pk}",
    }


def about_place(request: SignedInRequest, place: Any) -> dict[str, Any]:
    """Return what the page of a place shows: what lies there, and in the places below it."""
    account = request.user
    totals = (
        StockTotal.objects.visible_to(account)
        .filter(place=place, quantity__gt=0)
        .select_related("part")
        .order_by("part__number")
    )
    rows = [({"text": t.part.number, "url": reverse("supply:part", args=[t.part_id])}, bare_name(t.part), t.quantity, t.reserved) for t in totals[:300]]  # fmt: skip
    below = [({"text": p.code, "url": reverse("supply:place", args=[p.pk])}, bare_name(p), p.get_kind_display()) for p in place.places.visible_to(account)]  # fmt: skip
    tables = [
        Table(
            _("Stock"),
            (_("Part number"), _("Name"), _("Quantity"), _("Reserved")),
            rows,
            _("Nothing lies here."),
        )
    ]
    if below:
        tables.append(Table(_("Places below"), (_("Code"), _("Name"), _("Kind")), below))
    return {
        "tables": tables,
        "scan_url": _scan(request, "place", place),
        "label_url": reverse("supply:labels", args=["place"]) + f"?id={place.pk}",
    }


def _scan(request: SignedInRequest, kind: str, record: Any) -> str:
    if kind == "part" and not request.user.has_role(*STOCK_READERS):
        return ""
    return reverse("supply:scanned", args=[kind, record.pk])
