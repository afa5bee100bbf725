"""Small problems for tests: one by hand with names, and any number by lot."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from aftersail.engines.dispatch import (
    Certificate,
    Engineer,
    Order,
    Problem,
    Slot,
    Span,
    Store,
    Travel,
    Weights,
    Window,
)

QINGDAO, SHANGHAI, GUANGZHOU, HOME_QINGDAO, HOME_SHANGHAI = range(5)
HOURS = (
    (30, 240, 400, 15, 240),
    (240, 30, 300, 240, 15),
    (400, 300, 30, 400, 300),
    (15, 240, 400, 15, 240),
    (240, 15, 300, 240, 15),
)
TRAVEL = Travel(HOURS, tuple(tuple(2.0 * minutes for minutes in row) for row in HOURS))
SONAR, RADAR = "sonar", "radar"


def order(id: str, **given: object) -> Order:
    """A one-person sonar order of two hours at Qingdao, changed as given."""
    usual = {
        "ship": f"ship of {id}",
        "duration": 120,
        "windows": (Window(0, 6000, QINGDAO),),
        "slots": (Slot(SONAR, 1),),
    }
    return Order(id=id, **(usual | given))


def engineer(id: str, **given: object) -> Engineer:
    """A sonar engineer of level 3 who lives at Qingdao, changed as given."""
    usual = {"home": HOME_QINGDAO, "skills": {SONAR: 3}, "regular_minutes": 4800}
    return Engineer(id=id, **(usual | given))


def problem(orders: tuple[Order, ...], engineers: tuple[Engineer, ...], **given: object) -> Problem:
    """A problem on the small map."""
    return Problem(orders=orders, engineers=engineers, travel=TRAVEL, **given)


def by_lot(seed: int, orders: int = 12, engineers: int = 6) -> Problem:
    """A problem with everything in it: teams, two windows, leave, certificates, kits, precedence, visits of several orders,
    people barred from a slot.
    """
    lot = Random(seed)
    people = tuple(_engineer(lot, i) for i in range(engineers))
    works: list[Order] = []
    for i in range(orders):
        works.append(_order(lot, i, works, people))
    barred = _barred(Random(f"{seed} barred"), tuple(works), people)
    return Problem(orders=barred, engineers=people, travel=TRAVEL, weights=_weights(lot))


def _barred(lot: Random, works: tuple[Order, ...], people: tuple[Engineer, ...]) -> tuple[Order, ...]:
    """The orders, some of whose slots up to half of the people may not fill."""
    ids = [each.id for each in people]

    def some() -> frozenset[str]:
        return frozenset(lot.sample(ids, lot.randint(1, len(ids) // 2)) if lot.random() < 0.3 else ())

    return tuple(
        replace(each, slots=tuple(replace(slot, barred=some()) for slot in each.slots)) for each in works
    )


def _weights(lot: Random) -> Weights:
    return lot.choice(
        [Weights(), Weights(lodging_night=0, boarding=0), Weights(unevenness=5000, late_minute=0.1)]
    )


def _engineer(lot: Random, i: int) -> Engineer:
    begin = lot.randrange(0, 4800)
    return Engineer(
        id=f"e{i}",
        home=lot.choice([HOME_QINGDAO, HOME_SHANGHAI]),
        skills={skill: lot.randint(1, 3) for skill in (SONAR, RADAR) if lot.random() < 0.8},
        certificates=tuple(
            Certificate("permit", begin, begin + lot.randrange(600, 6000))
            for begin in (0, 2400)
            if lot.random() < 0.6
        ),
        kits=frozenset(kit for kit in ("jig",) if lot.random() < 0.6),
        absences=(Span(begin, begin + 600),) if lot.random() < 0.5 else (),
        regular_minutes=2400,
        limit_minutes=lot.choice([1500, 3000, 6000]),
        rate=lot.choice([0.0, 0.0, 1.5]),
        charges={f"o{i}": 90.0 for i in range(0, 40, 3)} if lot.random() < 0.3 else {},
    )


def _order(lot: Random, i: int, works: list[Order], people: tuple[Engineer, ...]) -> Order:
    begin, port = lot.randrange(0, 3000), lot.choice([QINGDAO, SHANGHAI, GUANGZHOU])
    windows = [Window(begin, begin + lot.randrange(600, 3000), port)]
    if lot.random() < 0.3:
        windows.append(Window(windows[0].end + 300, windows[0].end + 1500, lot.choice([QINGDAO, SHANGHAI])))
    slots = tuple(
        Slot(
            lot.choice([SONAR, RADAR]),
            lot.randint(1, 2),
            frozenset({"permit"}) if lot.random() < 0.2 else frozenset(),
            frozenset({"jig"}) if lot.random() < 0.2 else frozenset(),
        )
        for _ in range(lot.choice([1, 1, 1, 2, 2, 3]))
    )
    tied = works[-1] if i % 2 and works[-1].together is not None else None
    return Order(
        id=f"o{i}",
        ship=tied.ship if tied else f"s{lot.randrange(max(1, i))}",
        duration=lot.randrange(30, 600),
        windows=tied.windows if tied else tuple(windows),
        slots=slots,
        due=begin + lot.randrange(300, 2000) if lot.random() < 0.7 else None,
        priority=lot.choice([1.0, 2.0, 4.0]),
        parts=begin + 120 if lot.random() < 0.2 else 0,
        after=(lot.choice(works).id,) if works and lot.random() < 0.2 else (),
        together=f"visit{i // 2}" if tied or lot.random() < 0.25 else None,
        steward=lot.choice(people).id if lot.random() < 0.4 else None,
    )


PUMP, SEAL = "pump", "seal"


def stocked_by_lot(seed: int, orders: int = 12, engineers: int = 6) -> Problem:
    """A problem by lot in which parts run out; with no store, one or two, and waiting free or paid."""
    lot, asked = Random(-seed - 1), by_lot(seed, orders, engineers)
    stores = (Store(QINGDAO, 20), Store(HOME_SHANGHAI))[: lot.choice([0, 1, 2, 2])]
    uses = [(), (), ((PUMP, 1),), ((PUMP, 2), (SEAL, 1)), ((SEAL, 1),)]
    return replace(
        asked,
        orders=tuple(
            replace(each, slots=tuple(replace(slot, uses=lot.choice(uses)) for slot in each.slots))
            for each in asked.orders
        ),
        engineers=tuple(
            replace(each, carries={part: lot.randrange(4) for part in (PUMP, SEAL) if lot.random() < 0.8})
            for each in asked.engineers
        ),
        stores=stores,
        weights=replace(asked.weights, waiting_minute=lot.choice([0.0, 0.5, 3.0])),
    )


def untied_by_lot(seed: int, orders: int = 12, engineers: int = 6) -> Problem:
    """A problem by lot in which no two routes are tied: one person an order, and nothing waits for other work."""
    asked = (stocked_by_lot if seed % 2 else by_lot)(seed, orders, engineers)
    return replace(
        asked, orders=tuple(replace(each, slots=each.slots[:1], after=()) for each in asked.orders)
    )
