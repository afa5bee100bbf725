"""What a storekeeper does at the shelf: take in, write off, carry over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import claim
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.supply.actions.issues import serve_backorders
from aftersail.supply.actions.moves import shift
from aftersail.supply.events import StockMoved
from aftersail.supply.models import Part, StockMove, StockPlace
from aftersail.supply.permissions import may_keep_store
from aftersail.supply.rules.stock import Portion, is_numbered, may_count
from aftersail.supply.states import MoveKind


@transaction.atomic
def receive_stock(
    *, by: Account, id: UUID, place: StockPlace, part: Part, quantity: int, at: datetime, lot: str = "",
    serials: Sequence[str] = (), unit_cost_cny: Decimal | None = None, document: str = "", note: str = "",
) -> StockMove:  # fmt: skip
    """Take parts into a store, piece by piece where they have serial numbers; the same `id` again takes in nothing more."""
    claim(id)
    if (known := StockMove.objects.filter(about_id=id).first()) is not None:
        return known
    serials = [one.strip() for one in serials if one.strip()]
    numbered = (
        ALLOWED
        if not part.serialised or len(set(serials)) == quantity
        else refuse(_("Enter as many different serial numbers as pieces, one to a line."))
    )
    bare = (
        refuse(_("This part has no serial numbers. Leave the field empty."))
        if serials and not part.serialised
        else ALLOWED
    )
    lots = (
        refuse(_("This part is kept by lot. Enter the lot.")) if part.by_lot and not lot.strip() else ALLOWED
    )
    require(all_of(may_keep_store(by, place), may_count(quantity), numbered, bare, lots))
    given = [Portion(lot.strip(), one, 1) for one in serials] or [Portion(lot.strip(), "", quantity)]
    moves = shift(
        kind=MoveKind.RECEIPT, part=part, quantity=quantity, at=at, by=by, target=place, taken=given, document=document, note=note,
        unit_cost_cny=unit_cost_cny, about_id=id,
    )  # fmt: skip
    _tell(by, place, MoveKind.RECEIPT, part, quantity, document or note, at)
    serve_backorders(by=by, place=place, part=part, at=at)
    return moves[0]


@transaction.atomic
def scrap_stock(
    *, by: Account, id: UUID, place: StockPlace, part: Part, quantity: int, reason: str, at: datetime, lot: str = "", serial: str = "",
) -> StockMove:  # fmt: skip
    """Write parts off, with the reason."""
    claim(id)
    if (known := StockMove.objects.filter(about_id=id).first()) is not None:
        return known
    said = ALLOWED if reason.strip() else refuse(_("Give the reason."))
    number = is_numbered(serialised=part.serialised, serial=serial, quantity=quantity)
    require(all_of(may_keep_store(by, place), may_count(quantity), said, number))
    moves = shift(
        kind=MoveKind.SCRAP, part=part, quantity=quantity, at=at, by=by, source=place, lot=lot,
        serials=[serial] if serial else (), note=reason, about_id=id,
    )  # fmt: skip
    _tell(by, place, MoveKind.SCRAP, part, quantity, reason, at)
    return moves[0]


@transaction.atomic
def move_at_once(
    *, by: Account, id: UUID, source: StockPlace, target: StockPlace, part: Part, quantity: int, at: datetime, lot: str = "",
    serial: str = "", note: str = "",
) -> StockMove:  # fmt: skip
    """Carry parts from one place to another nearby, without a journey between (shelf to shelf, store to kit)."""
    claim(id)
    if (known := StockMove.objects.filter(about_id=id).first()) is not None:
        return known
    apart = ALLOWED if source.pk != target.pk else refuse(_("Choose two different places."))
    number = is_numbered(serialised=part.serialised, serial=serial, quantity=quantity)
    require(all_of(may_keep_store(by, source), apart, may_count(quantity), number))
    moves = shift(
        kind=MoveKind.TRANSFER, part=part, quantity=quantity, at=at, by=by, source=source, target=target, lot=lot,
        serials=[serial] if serial else (), note=note, about_id=id,
    )  # fmt: skip
    _tell(by, source, MoveKind.TRANSFER, part, quantity, target.code, at)
    return moves[0]


def _tell(
    by: Account, place: StockPlace, kind: str, part: Part, quantity: int, note: str, at: datetime
) -> None:
    record(
        StockMoved(kind=kind, part=part.number, quantity=quantity, note=note[:120]), by=by, about=place, at=at
    )
