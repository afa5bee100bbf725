"""Selling parts outside warranty: quotation, order, delivery (R93)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.fleet.models import Customer, Vessel
from aftersail.people.models import Station
from aftersail.supply.actions.moves import shift
from aftersail.supply.events import PartsOrderMoved, PartsQuoted
from aftersail.supply.models import OrderDelivery, OrderLine, Part, PartsOrder, StockPlace, StockTotal
from aftersail.supply.permissions import may_keep_store, may_move_order
from aftersail.supply.rules import issue as issue_rules
from aftersail.supply.rules import market as rules
from aftersail.supply.rules.stock import may_count
from aftersail.supply.states import MARKET, SELLERS, MarketState, MoveKind, PlaceKind


@transaction.atomic
def open_order(
    *, by: Account, id: UUID, customer: Customer, station: Station, at: datetime, vessel: Vessel | None = None, contact: str = "",
    terms: str = "",
) -> PartsOrder:  # fmt: skip
    """Begin a quotation for a customer, perhaps for one of its ships."""
    if (known := made_before(PartsOrder, id)) is not None:
        return known
    seller = (
        ALLOWED
        if by.has_role(*SELLERS)
        else refuse(_("Quotations are made by service managers, stations and dispatch."))
    )
    theirs = (
        ALLOWED
        if vessel is None or vessel.customer_id == customer.pk
        else refuse(_("This ship belongs to another customer."))
    )
    require(all_of(seller, theirs))
    order = PartsOrder(
        id=id, number=next_number("PQ", station.code, at), customer=customer, vessel=vessel, station=station, asked_at=at,
        contact=contact.strip(), terms=terms.strip(),
    )  # fmt: skip
    order.save(force_insert=True)
    _tell(by, order, at)
    return order


@transaction.atomic
def add_line(
    *, by: Account, order: PartsOrder, id: UUID, part: Part, quantity: int, at: datetime, unit_price_cny: Decimal | None = None,
    promised_days: int | None = None,
) -> OrderLine:  # fmt: skip
    """Add a part; without a price its sale price from the catalogue, without a promise its lead time."""
    if (known := made_before(OrderLine, id)) is not None:
        return known
    listed = part.sale_price_cny if unit_price_cny is None else unit_price_cny
    priced = (
        ALLOWED
        if listed is not None
        else refuse(_("The catalogue has no sale price for this part. Enter one."))
    )
    require(all_of(may_move_order(by, order, "add_line"), may_count(quantity), priced))
    price: Decimal = listed  # type: ignore[assignment]
    require(rules.may_price(price))
    line = OrderLine(
        id=id, order=order, part=part, quantity=quantity, unit_price_cny=price, unit_cost_cny=part.price_cny,
        promised_days=part.lead_time_days if promised_days is None else promised_days,
    )  # fmt: skip
    line.save(force_insert=True)
    record(PartsQuoted(part=part.number, quantity=quantity), by=by, about=order, at=at)
    return line


@transaction.atomic
def drop_line(*, by: Account, line: OrderLine, at: datetime) -> None:
    """Take a line out of a draft."""
    require(may_move_order(by, line.order, "add_line"))
    _tell(by, line.order, at, f"− {line.part.number}")
    line.delete()


def _step(
    by: Account, order: PartsOrder, name: str, at: datetime, seen: int | None, *verdicts: Verdict, note: str = "", **values: Any
) -> PartsOrder:  # fmt: skip
    require(all_of(may_move_order(by, order, name), *verdicts))
    order.change(seen, **({"state": MARKET.named(name).target} | values))
    _tell(by, order, at, note)
    return order


@transaction.atomic
def send_quotation(
    *,
    by: Account,
    order: PartsOrder,
    valid_until: date,
    at: datetime,
    terms: str = "",
    seen: int | None = None,
) -> PartsOrder:
    """Send the quotation; from now on the customer sees it."""
    ready = rules.may_quote(lines=order.lines.count(), valid_until=valid_until, today=timezone.localdate(at))
    return _step(
        by,
        order,
        "quote",
        at,
        seen,
        ready,
        valid_until=valid_until,
        quoted_at=at,
        terms=terms.strip() or order.terms,
    )


@transaction.atomic
def place_order(
    *, by: Account, order: PartsOrder, at: datetime, customer_reference: str = "", seen: int | None = None
) -> PartsOrder:
    """Order what was quoted, by the customer itself or on its word; lines note whether stock had them at once."""
    valid = rules.may_order(valid_until=order.valid_until, today=timezone.localdate(at))
    _step(
        by, order, "order", at, seen, valid, ordered_at=at, customer_reference=customer_reference.strip()[:60]
    )
    for line in order.lines.all():
        OrderLine.objects.filter(pk=line.pk).update(at_once=_free(line) >= line.quantity)
    return order


def _free(line: OrderLine) -> int:
    stores = StockTotal.objects.filter(
        part=line.part_id, place__kind__in=(PlaceKind.CENTRAL, PlaceKind.STATION, PlaceKind.SHELF)
    )
    sums = stores.aggregate(there=Sum("quantity"), held=Sum("reserved"))
    return (sums["there"] or 0) - (sums["held"] or 0)


@transaction.atomic
def decline_quotation(
    *, by: Account, order: PartsOrder, reason: str, at: datetime, seen: int | None = None
) -> PartsOrder:
    """Turn a quotation down, with the reason."""
    said = issue_rules.reasoned(reason)
    return _step(by, order, "decline", at, seen, said, reason=reason.strip()[:300], note=reason)


@transaction.atomic
def revise_quotation(*, by: Account, order: PartsOrder, at: datetime, seen: int | None = None) -> PartsOrder:
    """Take a quotation back into work as its next edition."""
    return _step(by, order, "revise", at, seen, edition=order.edition + 1, valid_until=None)


@transaction.atomic
def deliver_line(
    *,
    by: Account,
    line: OrderLine,
    id: UUID,
    place: StockPlace,
    quantity: int,
    at: datetime,
    waybill: str = "",
) -> OrderDelivery:
    """Send a quantity of a line out of a store; the order is delivered once every line is whole."""
    if (known := made_before(OrderDelivery, id)) is not None:
        return known
    order = line.order
    left = rules.may_deliver(left=line.quantity - line.delivered, quantity=quantity)
    require(all_of(may_move_order(by, order, "deliver"), may_keep_store(by, place), left))
    shift(
        kind=MoveKind.SALE, part=line.part, quantity=quantity, at=at, by=by, source=place, document=order.number, about_id=line.pk,
        note=waybill,
    )  # fmt: skip
    made = OrderDelivery.objects.create(
        id=id, line=line, place=place, quantity=quantity, delivered_at=at, waybill=waybill.strip()[:60]
    )
    done = line.delivered + quantity
    line.change(delivered=done, delivered_at=at if done == line.quantity else None)
    whole = all(one.delivered == one.quantity for one in order.lines.all())
    state = MarketState.DELIVERED if whole else MarketState.PARTLY
    _step(
        by,
        order,
        "deliver",
        at,
        None,
        state=state,
        delivered_at=at if whole else None,
        note=f"{line.part.number} × {quantity}",
    )
    return made


@transaction.atomic
def close_order(*, by: Account, order: PartsOrder, at: datetime, seen: int | None = None) -> PartsOrder:
    """Close an order that is delivered and paid."""
    return _step(by, order, "close", at, seen, closed_at=at)


@transaction.atomic
def cancel_order(
    *, by: Account, order: PartsOrder, reason: str, at: datetime, seen: int | None = None
) -> PartsOrder:
    """Drop a quotation or an order of which nothing was delivered."""
    said = issue_rules.reasoned(reason)
    return _step(by, order, "cancel", at, seen, said, reason=reason.strip()[:300], note=reason)


def _tell(by: Account, order: PartsOrder, at: datetime, note: str = "") -> None:
    record(
        PartsOrderMoved(number=order.number, state=order.state, note=note.strip()[:200]),
        by=by,
        about=order,
        at=at,
    )
