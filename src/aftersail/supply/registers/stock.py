"""The registers of places, stock levels and receipts."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, one_by_one
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.supply.actions.issues import serve_backorders
from aftersail.supply.actions.moves import every_station
from aftersail.supply.models import StockLevel, StockMove, StockPlace
from aftersail.supply.permissions import KEEPERS, STOCK_READERS, may_keep_stock
from aftersail.supply.rules.stock import is_numbered
from aftersail.supply.states import MoveKind, PlaceKind

DEEPEST = 20


def check_place(place: StockPlace) -> Verdict:
    """A place is not part of itself, and has what its kind needs."""
    above, steps = place.parent, 0
    while above is not None and above.pk != place.pk and steps < DEEPEST:
        above, steps = above.parent, steps + 1
    checks = [ALLOWED if above is None else refuse(_("A place cannot be part of itself. Choose another."))]
    if place.kind in {PlaceKind.STATION, PlaceKind.CENTRAL, PlaceKind.SHELF} and place.station is None:
        checks.append(refuse(_("A warehouse, store or shelf belongs to a station. Choose it.")))
    if place.kind == PlaceKind.KIT and place.holder is None:
        checks.append(refuse(_("A kit belongs to an engineer. Choose whose.")))
    if (place.kind == PlaceKind.VESSEL) != (place.vessel is not None):
        checks.append(refuse(_("Onboard spares, and only they, belong to a vessel.")))
    return all_of(*checks)


def _settle_place(place: StockPlace, _changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    keys = [] if place.kind == PlaceKind.VESSEL else every_station()
    if keys != place.keys:
        StockPlace.objects.filter(pk=place.pk).update(keys=keys)


def may_enter_receipt(account: Account, move: StockMove) -> Verdict:
    """Receipts are entered by the dispatcher; what was entered stays."""
    if not move._state.adding:
        return refuse(_("Stock moves are never changed. Enter another move that puts things right."))
    if account.has_role(Role.DISPATCHER):
        return ALLOWED
    return refuse(_("Only the dispatcher enters receipts in this register. Use “Receive” at your own store."))


def check_receipt(move: StockMove) -> Verdict:
    """A receipt goes into a place, with serial number or lot where the part has them."""
    part = move.part
    return all_of(
        ALLOWED if move.target is not None and move.source is None else refuse(_("Choose the place that takes it in.")),
        is_numbered(serialised=part.serialised, serial=move.serial, quantity=move.quantity),
        refuse(_("This part is kept by lot. Enter the lot.")) if part.by_lot and not move.lot else ALLOWED,
    )  # fmt: skip


def _settle_receipt(move: StockMove, _changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    if by is not None and move.kind == MoveKind.RECEIPT and move.target is not None:
        serve_backorders(by=by, place=move.target, part=move.part, at=at)


PLACES = Master(
    app="supply", noun="place", plural="places", slug="places", model=StockPlace,
    label=_("Stock places"), new_label=_("New place"), icon="building-warehouse",
    fields=("code", "name", "name_en", "kind", "parent", "station", "holder", "vessel", "active"),
    readers=STOCK_READERS, writers=KEEPERS, may_write=may_keep_stock, check=check_place, settled=one_by_one(_settle_place), house_only=True,
)  # fmt: skip

LEVELS = Master(
    app="supply", noun="level", plural="levels", slug="levels", model=StockLevel,
    label=_("Stock levels"), new_label=_("New level"), icon="chart-bar",
    fields=("place", "part", "reorder_point", "order_up_to"),
    readers=STOCK_READERS, writers=KEEPERS, may_write=may_keep_stock, house_only=True, removable=True,
)  # fmt: skip

RECEIPTS = Master(
    app="supply", noun="receipt", plural="receipts", slug="moves", model=StockMove,
    label=_("Stock moves"), new_label=_("Enter a receipt"), icon="package",
    fields=("at", "target", "part", "quantity", "lot", "serial", "unit_cost_cny", "document", "note"),
    readers=STOCK_READERS - {Role.ENGINEER}, writers=KEEPERS, may_write=may_enter_receipt, check=check_receipt, settled=one_by_one(_settle_receipt), house_only=True,
    help=_("Everything that went in, out or from place to place. The opening stock is imported here."),
)  # fmt: skip
"""Moves of every kind are listed here; what is entered or imported are receipts."""
