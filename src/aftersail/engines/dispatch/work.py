"""Works: what is planned in one piece, an order or several that must go together as one visit."""

from __future__ import annotations

from dataclasses import dataclass

from aftersail.engines.dispatch.problem import OPEN_END, Order, Problem, Slot, Window


@dataclass(frozen=True, slots=True)
class Work:
    """One or several orders done by one team without a break; `offsets` are the orders' starts after the work's.

    `needs` holds, for each slot, all that its one person must bring; `uses`, for each slot, the parts used up in all.
    The earliest due of the orders is due for the end of the whole, their priorities add up.
    """

    orders: tuple[str, ...]
    offsets: tuple[int, ...]
    ship: str
    duration: int
    windows: tuple[Window, ...]
    needs: tuple[tuple[Slot, ...], ...]
    due: int | None
    priority: float
    parts: int
    after: tuple[str, ...]
    steward: str | None
    uses: tuple[tuple[tuple[str, int], ...], ...]

    @property
    def id(self) -> str:
        """The first order's id."""
        return self.orders[0]


def works_of(problem: Problem) -> tuple[Work, ...]:
    """Return the works of a problem, in the order of their first order."""
    bundles: dict[tuple[str, str], list[Order]] = {}
    for order in problem.orders:
        key = ("together", order.together) if order.together is not None else ("alone", order.id)
        bundles.setdefault(key, []).append(order)
    return tuple(_work(orders) for orders in bundles.values())


def _work(orders: list[Order]) -> Work:
    if len(orders) == 1:
        return _alone(orders[0])
    offsets, length = [], 0
    for order in orders:
        offsets.append(length)
        length += order.duration
    position = {order.id: i for i, order in enumerate(orders)}
    dues = [order.due for order in orders if order.due is not None]
    stewards = [order.steward for order in orders if order.steward is not None]
    size = max(len(order.slots) for order in orders)
    return Work(
        orders=tuple(order.id for order in orders),
        offsets=tuple(offsets),
        ship=orders[0].ship,
        duration=length,
        windows=_shared_windows(orders),
        needs=tuple(
            tuple(dict.fromkeys(order.slots[k] for order in orders if k < len(order.slots)))
            for k in range(size)
        ),
        due=min(dues) if dues else None,
        priority=sum(order.priority for order in orders),
        parts=max(order.parts - offset for order, offset in zip(orders, offsets, strict=True)),
        # What comes earlier in the visit anyway is left out; what comes later, or is itself, stays: a circle.
        after=tuple(
            dict.fromkeys(
                first
                for i, order in enumerate(orders)
                for first in order.after
                if position.get(first, len(orders)) >= i
            )
        ),
        steward=stewards[0] if stewards else None,
        uses=tuple(_used([o.slots[k] for o in orders if k < len(o.slots)]) for k in range(size)),
    )


def _alone(order: Order) -> Work:
    """The work of an order that goes with no other: most are."""
    return Work(
        orders=(order.id,), offsets=(0,), ship=order.ship, duration=order.duration, windows=order.windows,
        needs=tuple((slot,) for slot in order.slots), due=order.due, priority=order.priority, parts=order.parts,
        after=tuple(dict.fromkeys(order.after)), steward=order.steward,
        uses=tuple(_used([slot]) for slot in order.slots),
    )  # fmt: skip


def _used(slots: list[Slot]) -> tuple[tuple[str, int], ...]:
    """The parts that one person's share of several orders uses up."""
    used: dict[str, int] = {}
    for slot in slots:
        for part, quantity in slot.uses:
            used[part] = used.get(part, 0) + quantity
    return tuple(sorted(used.items()))


def _shared_windows(orders: list[Order]) -> tuple[Window, ...]:
    """The windows in which the whole lies within a window of every order, at one place."""
    shared = orders[0].windows
    for order in orders[1:]:
        shared = tuple(
            Window(max(one.begin, other.begin), min(one.end, other.end), one.place)
            for one in shared
            for other in order.windows
            if one.place == other.place and max(one.begin, other.begin) < min(one.end, other.end)
        )
    return shared


def usable_windows(work: Work, begin: int, end: int = OPEN_END) -> tuple[Window, ...]:
    """The windows cut to what parts and the given bounds leave, without those too short for the work."""
    cut = (
        Window(max(window.begin, work.parts, begin), min(window.end, end), window.place)
        for window in work.windows
    )
    return tuple(window for window in cut if window.end - window.begin >= work.duration)
