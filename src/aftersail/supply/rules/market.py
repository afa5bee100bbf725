"""When parts may be quoted, ordered and delivered, and what they earn (R93)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse

VALID_DAYS = 30


def may_quote(*, lines: int, valid_until: date | None, today: date) -> Verdict:
    """A quotation has lines and a day until which it holds."""
    if not lines:
        return refuse(_("Add at least one part first."))
    if valid_until is None or valid_until < today:
        return refuse(_("Say until when the quotation holds; a day from today on."))
    return ALLOWED


def may_order(*, valid_until: date | None, today: date) -> Verdict:
    """An expired quotation is revised before it is ordered."""
    if valid_until is not None and valid_until < today:
        return refuse(_("The quotation has expired. Ask for a revised one."))
    return ALLOWED


def may_price(price: Decimal) -> Verdict:
    """A price is not negative."""
    return ALLOWED if 0 <= price < 10**9 else refuse(_("A price lies between 0 and 999,999,999 CNY."))


def may_deliver(*, left: int, quantity: int) -> Verdict:
    """No more is delivered than ordered."""
    return ALLOWED if 0 < quantity <= left else refuse(_("That is more than is still to be delivered."))


def margin_percent(lines: Iterable[tuple[Decimal, Decimal, int]]) -> float | None:
    """Return the margin in percent of revenue over lines of (price, cost, quantity); None without revenue.

    One piece sold at 125 that cost 100 gives 20.0.

    >>> margin_percent([(Decimal(125), Decimal(100), 1)])
    20.0
    """
    rows = list(lines)
    revenue = sum((price * quantity for price, _cost, quantity in rows), Decimal(0))
    cost = sum((cost * quantity for _price, cost, quantity in rows), Decimal(0))
    return float(100 * (revenue - cost) / revenue) if revenue else None
