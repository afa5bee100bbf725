"""Moving stock: the one way in which a quantity changes place, and what is held for issues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused, require
from aftersail.people.models import Staff, Station
from aftersail.supply.models import Part, StockBalance, StockMove, StockPlace, StockTotal
from aftersail.supply.rules.stock import Portion, is_there, may_count, portions
from aftersail.supply.states import PlaceKind


def shift(
    *, kind: str, part: Part, quantity: int, at: datetime, by: Account | None, source: StockPlace | None = None,
    target: StockPlace | None = None, lot: str = "", serials: Sequence[str] = (), taken: Sequence[Portion] = (),
    document: str = "", about_id: UUID | None = None, note: str = "", held: bool = False,
    unit_cost_cny: Decimal | None = None,
) -> list[StockMove]:  # fmt: skip
    """Move a quantity in the caller's transaction and return its moves, one for each lot or serial.

    Whoever comes second waits at the total's row and is refused when nothing is left. `held` takes what was reserved;
    `taken` names the very lots. Raises `Refused`; the database raises on its own account if this function is wrong.
    """
    require(may_count(quantity))
    if source is None:
        given = list(taken) or [Portion(lot, one, 1) for one in serials] or [Portion(lot, "", quantity)]
    else:
        given = _taken_from(source, part, quantity, serials, lot, taken, held=held)
    rows = [
        StockMove(
            id=new_id(), at=at, kind=kind, part=part, lot=one.lot, serial=one.serial, quantity=one.quantity, source=source,
            target=target, unit_cost_cny=unit_cost_cny, document=document[:40], about_id=about_id, note=note[:200], by=by,
        )
        for one in given
    ]  # fmt: skip
    try:
        with transaction.atomic():
            StockMove.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refused([_refusal_of(error)]) from error
    return rows


def _taken_from(
    source: StockPlace, part: Part, quantity: int, serials: Sequence[str], lot: str, taken: Sequence[Portion], *, held: bool
) -> list[Portion]:  # fmt: skip
    total = locked_total(source, part)
    free = (total.quantity if held else total.quantity - total.reserved) if total else 0
    require(is_there(free=free, wanted=quantity, part=part.number, place=source.code))
    found = list(taken) or portions(lying_at(source, part), quantity, serials, lot)
    if sum(one.quantity for one in found) != quantity:
        raise Refused(
            [_("Not all of these lots or serial numbers lie there. Look at the stock of the place.")]
        )
    if held and total is not None:
        StockTotal.objects.filter(pk=total.pk).update(reserved=F("reserved") - quantity)
    return found


def _refusal_of(error: IntegrityError) -> Any:
    if "serial_lies_in_one_place" in str(error):
        return _("A part with this serial number lies in a store already. Check the number.")
    return _("Somebody took these parts a moment before you. Look at what is left.")


def locked_total(place: StockPlace, part: Part) -> StockTotal | None:
    """Return the total's row, locked until the transaction ends."""
    return StockTotal.objects.select_for_update().filter(place=place, part=part).first()


def lying_at(place: StockPlace, part: Part) -> list[Portion]:
    """Return the lots and serials that lie in a place, oldest first."""
    rows = StockBalance.objects.filter(place=place, part=part, quantity__gt=0).order_by("created_at", "id")
    return [Portion(*row) for row in rows.values_list("lot", "serial", "quantity")]


def hold(place: StockPlace, part: Part, quantity: int) -> bool:
    """Hold a quantity for an issue if so many are free; whether it was."""
    total = locked_total(place, part)
    if total is None or total.quantity - total.reserved < quantity:
        return False
    StockTotal.objects.filter(pk=total.pk).update(reserved=F("reserved") + quantity)
    return True


def let_go(place: StockPlace, part: Part, quantity: int) -> None:
    """Give back what was held."""
    StockTotal.objects.filter(place=place, part=part).update(reserved=F("reserved") - quantity)


def kit_of(staff: Staff) -> StockPlace:
    """Return the place that is an engineer's kit, made when first needed."""
    found, _made = StockPlace.objects.get_or_create(
        holder=staff,
        defaults={
            "code": f"KIT-{staff.number}", "name": f"{staff.name} 工具包"[:60], "name_en": f"Kit of {staff.name_en or staff.name}"[:60],
            "kind": PlaceKind.KIT, "station": staff.station, "keys": every_station(),
        },
    )  # fmt: skip
    return found


def transit() -> StockPlace:
    """Return the place where stock lies that is on its way."""
    found, _made = StockPlace.objects.get_or_create(
        code="TRANSIT",
        defaults={
            "name": "在途",
            "name_en": "In transit",
            "kind": PlaceKind.TRANSIT,
            "keys": every_station(),
        },
    )
    return found


def every_station() -> list[UUID]:
    """Return the ids of all stations: the house's stores are seen by all of them."""
    return list(Station.objects.order_by("code").values_list("pk", flat=True))


def share_stores() -> None:
    """Let every station see every store of the house; onboard spares stay with their ship."""
    StockPlace.objects.exclude(kind=PlaceKind.VESSEL).update(keys=every_station())
