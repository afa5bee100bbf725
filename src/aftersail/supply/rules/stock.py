"""What may move, from which lots it is taken, and what is to be ordered again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse

MOST = 100_000
"""Of one part in one move; more is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A quantity of one lot, or one serial."""

    lot: str
    serial: str
    quantity: int


def may_count(quantity: int) -> Verdict:
    """A quantity is a whole number from one up."""
    if 0 < quantity <= MOST:
        return ALLOWED
    return refuse(_("Give a quantity of one or more."))


def is_there(*, free: int, wanted: int, part: str, place: str) -> Verdict:
    """Refuse what would leave less than nothing, or take what is held for others."""
    if wanted <= free:
        return ALLOWED
    return refuse(
        format_lazy(
            _(
                "Only {free} of {part} can be taken from {place}. Take less, transfer some, or backorder the rest."
            ),
            free=free,
            part=part,
            place=place,
        )
    )


def is_numbered(*, serialised: bool, serial: str, quantity: int) -> Verdict:
    """A part with serial numbers comes in one by one, each with its number."""
    if not serialised:
        return refuse(_("This part has no serial numbers. Leave the field empty.")) if serial else ALLOWED
    if serial and quantity == 1:
        return ALLOWED
    return refuse(_("A part with serial numbers is entered one by one, with its number."))


def portions(
    lying: Sequence[Portion], wanted: int, serials: Sequence[str] = (), lot: str = ""
) -> list[Portion]:
    """Return from what a quantity is taken: the named serials or lot first, then in the order given (oldest first).

    Fewer than wanted come back when not enough lies there or a named serial does not.

    >>> portions([Portion("A", "", 2), Portion("B", "", 5)], 4)
    [Portion(lot='A', serial='', quantity=2), Portion(lot='B', serial='', quantity=2)]
    """
    if serials:
        named = [p for p in lying if p.serial in set(serials) and p.quantity > 0]
        return named if len(named) == len(set(serials)) == wanted else []
    taken, left = [], wanted
    for one in lying:
        if left <= 0:
            break
        if one.quantity > 0 and (not lot or one.lot == lot):
            share = min(one.quantity, left)
            taken.append(Portion(one.lot, one.serial, share))
            left -= share
    return taken


def to_order(*, free: int, coming: int, reorder_point: int, order_up_to: int) -> int:
    """Return how many to order: nothing above the reorder point, else up to the upper level.

    `coming` is what is on its way already.

    >>> to_order(free=2, coming=0, reorder_point=2, order_up_to=6)
    4
    """
    position = free + coming
    return order_up_to - position if position <= reorder_point else 0
