"""Transfers between places, and stock counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.people.models import Station
from aftersail.supply.actions.issues import serve_backorders
from aftersail.supply.actions.moves import shift, transit
from aftersail.supply.events import CountMoved, TransferMoved
from aftersail.supply.models import CountLine, Part, StockBalance, StockCount, StockMove, StockPlace, Transfer
from aftersail.supply.permissions import may_keep_store, may_move_count, may_move_transfer
from aftersail.supply.rules.stock import Portion, may_count
from aftersail.supply.states import COUNT, TRANSFER, MoveKind


@transaction.atomic
def ask_transfer(
    *, by: Account, id: UUID, source: StockPlace, target: StockPlace, part: Part, quantity: int, at: datetime, note: str = ""
) -> Transfer:  # fmt: skip
    """Ask one store to send parts to another; who keeps either of the two may ask."""
    if (known := made_before(Transfer, id)) is not None:
        return known
    either = may_keep_store(by, target) or may_keep_store(by, source)
    keeper = ALLOWED if either else may_keep_store(by, target)
    apart = ALLOWED if source.pk != target.pk else refuse(_("Choose two different places."))
    require(all_of(keeper, apart, may_count(quantity)))
    transfer = Transfer(
        id=id, number=next_number("TR", _code(target.station), at), source=source, target=target, part=part, quantity=quantity,
        asked_at=at, note=note.strip(),
    )  # fmt: skip
    transfer.save(force_insert=True)
    _told(by, transfer, at, f"{part.number} × {quantity}")
    return transfer


@transaction.atomic
def send_transfer(
    *, by: Account, transfer: Transfer, at: datetime, waybill: str = "", seen: int | None = None
) -> Transfer:
    """Send the parts off; until they arrive they lie in transit."""
    require(may_move_transfer(by, transfer, "send"))
    shift(
        kind=MoveKind.TRANSFER, part=transfer.part, quantity=transfer.quantity, at=at, by=by, source=transfer.source, target=transit(),
        document=transfer.number, about_id=transfer.pk,
    )  # fmt: skip
    transfer.change(seen, state=TRANSFER.named("send").target, sent_at=at, waybill=waybill.strip())
    _told(by, transfer, at, waybill)
    return transfer


@transaction.atomic
def receive_transfer(
    *, by: Account, transfer: Transfer, quantity: int, at: datetime, seen: int | None = None
) -> Transfer:
    """Take in what arrived; what is missing is written off as lost on the way."""
    sensible = (
        ALLOWED
        if 0 <= quantity <= transfer.quantity
        else refuse(_("No more arrives than was sent. Correct the quantity; enter a surplus as a receipt."))
    )
    require(all_of(may_move_transfer(by, transfer, "receive"), sensible))
    way = transit()
    sent = StockMove.objects.filter(about_id=transfer.pk, target=way).order_by("id")
    arrived, lost = _split([Portion(m.lot, m.serial, m.quantity) for m in sent], quantity)
    common: dict[str, Any] = {
        "part": transfer.part, "at": at, "by": by, "source": way, "document": transfer.number, "about_id": transfer.pk,
    }  # fmt: skip
    if arrived:
        shift(kind=MoveKind.TRANSFER, quantity=quantity, target=transfer.target, taken=arrived, **common)
    if lost:
        note = str(_("lost on the way"))
        shift(kind=MoveKind.SCRAP, quantity=transfer.quantity - quantity, taken=lost, note=note, **common)
    transfer.change(seen, state=TRANSFER.named("receive").target, received_at=at, received=quantity)
    _told(by, transfer, at, f"{quantity} / {transfer.quantity}")
    serve_backorders(by=by, place=transfer.target, part=transfer.part, at=at)
    return transfer


def _split(portions: list[Portion], quantity: int) -> tuple[list[Portion], list[Portion]]:
    first, rest, left = [], [], quantity
    for one in portions:
        share = min(one.quantity, left)
        left -= share
        if share:
            first.append(Portion(one.lot, one.serial, share))
        if one.quantity > share:
            rest.append(Portion(one.lot, one.serial, one.quantity - share))
    return first, rest


@transaction.atomic
def cancel_transfer(*, by: Account, transfer: Transfer, at: datetime, seen: int | None = None) -> Transfer:
    """Drop a transfer that was not sent."""
    require(may_move_transfer(by, transfer, "cancel"))
    transfer.change(seen, state=TRANSFER.named("cancel").target)
    _told(by, transfer, at)
    return transfer


@transaction.atomic
def open_count(*, by: Account, id: UUID, place: StockPlace, at: datetime, note: str = "") -> StockCount:
    """Begin to count a place: a line for everything that lies there, without saying how many."""
    if (known := made_before(StockCount, id)) is not None:
        return known
    require(may_keep_store(by, place))
    count = StockCount(
        id=id,
        number=next_number("CO", _code(place.station), at),
        place=place,
        opened_at=at,
        note=note.strip(),
    )
    count.save(force_insert=True)
    lying = StockBalance.objects.filter(place=place, quantity__gt=0).values_list("part_id", "lot", "serial")
    CountLine.objects.bulk_create(
        CountLine(count=count, part_id=part, lot=lot, serial=serial) for part, lot, serial in lying
    )
    _counted(by, count, at, place.code)
    return count


@transaction.atomic
def add_found(
    *, by: Account, count: StockCount, part: Part, found: int, at: datetime, lot: str = "", serial: str = ""
) -> CountLine:
    """Add a part that nobody expected there."""
    numbered = (
        ALLOWED
        if not part.serialised or (serial.strip() and found <= 1)
        else refuse(_("A part with serial numbers is entered one by one, with its number."))
    )
    require(all_of(may_move_count(by, count, "hand_in"), numbered, _found(found)))
    line, _made = CountLine.objects.update_or_create(
        count=count, part=part, lot=lot.strip(), serial=serial.strip() if part.serialised else "", defaults={"found": found}
    )  # fmt: skip
    return line


@transaction.atomic
def hand_in_count(
    *, by: Account, count: StockCount, found: Mapping[UUID, int], at: datetime, seen: int | None = None
) -> StockCount:
    """Hand in what was found on every line; only now the books are looked at."""
    lines = list(count.lines.all())
    whole = all(line.pk in found or line.found is not None for line in lines)
    complete = ALLOWED if whole else refuse(_("Some lines are not counted. Enter 0 where nothing is left."))
    sensible = all_of(*(_found(number) for number in found.values()))
    require(all_of(may_move_count(by, count, "hand_in"), complete, sensible))
    booked = {
        (part, lot, serial): quantity
        for part, lot, serial, quantity in StockBalance.objects.filter(place=count.place).values_list(
            "part_id", "lot", "serial", "quantity"
        )
    }
    for line in lines:
        line.found = found.get(line.pk, line.found)
        line.booked = booked.get((line.part_id, line.lot, line.serial), 0)
    CountLine.objects.bulk_update(lines, ["found", "booked"])
    count.change(seen, state=COUNT.named("hand_in").target, counter=getattr(by, "staff", None), counted_at=at)
    _counted(by, count, at)
    return count


@transaction.atomic
def count_again(*, by: Account, count: StockCount, at: datetime, seen: int | None = None) -> StockCount:
    """Send a count back."""
    require(may_move_count(by, count, "recount"))
    count.lines.update(found=None, booked=None)
    count.change(seen, state=COUNT.named("recount").target)
    _counted(by, count, at)
    return count


@transaction.atomic
def post_count(
    *, by: Account, count: StockCount, at: datetime, reason: str = "", seen: int | None = None
) -> StockCount:
    """Approve the differences: each becomes a move, so that the stock says what was found."""
    other = (
        ALLOWED
        if count.counter is None or count.counter.account_id != by.pk
        else refuse(_("You counted this yourself. Somebody else approves the differences."))
    )
    lines = [line for line in count.lines.select_related("part") if line.found != line.booked]
    said = ALLOWED if reason.strip() or not lines else refuse(_("Say how the differences are explained."))
    require(all_of(may_move_count(by, count, "post"), other, said))
    for line in lines:
        _adjust(by, count, line, at, reason.strip())
    count.change(
        seen,
        state=COUNT.named("post").target,
        approver=getattr(by, "staff", None),
        posted_at=at,
        note=reason.strip()[:300],
    )
    _counted(by, count, at, reason)
    return count


def _adjust(by: Account, count: StockCount, line: CountLine, at: datetime, reason: str) -> None:
    difference = (line.found or 0) - (line.booked or 0)
    more = difference > 0
    shift(
        kind=MoveKind.COUNT, part=line.part, quantity=abs(difference), at=at, by=by,
        taken=[Portion(line.lot, line.serial, abs(difference))], document=count.number, about_id=count.pk, note=reason,
        source=None if more else count.place, target=count.place if more else None,
    )  # fmt: skip


@transaction.atomic
def cancel_count(*, by: Account, count: StockCount, at: datetime, seen: int | None = None) -> StockCount:
    """Drop a count."""
    require(may_move_count(by, count, "cancel"))
    count.change(seen, state=COUNT.named("cancel").target)
    _counted(by, count, at)
    return count


def _found(number: int) -> Verdict:
    return ALLOWED if 0 <= number <= 100_000 else refuse(_("A count lies between 0 and 100,000."))


def _code(station: Station | None) -> str:
    return station.code if station else "HQ"


def _told(by: Account, transfer: Transfer, at: datetime, note: str = "") -> None:
    told = TransferMoved(number=transfer.number, state=transfer.state, note=note[:200])
    record(told, by=by, about=transfer, at=at)


def _counted(by: Account, count: StockCount, at: datetime, note: str = "") -> None:
    record(CountMoved(number=count.number, state=count.state, note=note[:200]), by=by, about=count, at=at)
