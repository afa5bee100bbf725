"""Half a year of stock told after the visits: stores, issues that feed the visits, levels, transfers, counts."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from aftersail.people.models import Staff, Station
from aftersail.supply.models import (
    CountLine,
    KitLine,
    KitTemplate,
    Part,
    PartAlternate,
    PartIssue,
    StockCount,
    StockLevel,
    StockMove,
    StockPlace,
    Transfer,
)
from aftersail.visits.models import PartUse
from aftersail.web.demo.always import always
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.telling import Tale

BOOKED_SINCE = timedelta(days=180)
"""Before, nobody kept stock by the books; older visits show their parts as not reconciled."""

DEAR_CNY = 2000
CENT = Decimal("0.01")
SOLD_AT = Decimal("1.32")
TOOLS_OF_A_KIT = ("数字万用表", "扭矩扳手")


class Stores:
    """Places, and moves kept until they can be written in the order of time."""

    def __init__(self, tale: Tale) -> None:
        self.tale, self.stage = tale, tale.stage
        self.dice: Dice = tale.stage.dice("supply")
        self.begins = self.stage.present - BOOKED_SINCE
        self.keys = [station.pk for station in self.stage.stations.values()]
        self.moves: list[tuple[datetime, int, dict[str, Any]]] = []
        self.kits: dict[Any, StockPlace] = {}
        self.opened: dict[tuple[Any, Any], int] = defaultdict(int)
        self.central = self.place(
            "HQ-A", "总部中心库", "Central warehouse", "central", self.stage.stations["HQ"]
        )
        self.transit = self.place("TRANSIT", "在途", "In transit", "transit", None)
        self.stores = {
            code: self.place(
                f"{code}-A", f"{one.name}备件库"[:60], f"Store of {one.name_en}"[:60], "station", one
            )
            for code, one in self.stage.stations.items()
            if code != "HQ"
        }

    def place(
        self, code: str, name: str, name_en: str, kind: str, station: Station | None, **more: Any
    ) -> StockPlace:
        """Put a place down, seen by every station."""
        made: StockPlace = self.stage.make(
            StockPlace,
            self.dice,
            code=code,
            name=name,
            name_en=name_en,
            kind=kind,
            station=station,
            keys=self.keys,
            **more,
        )
        return made

    def kit(self, staff: Staff) -> StockPlace:
        """Return an engineer's kit."""
        if staff.pk not in self.kits:
            self.kits[staff.pk] = self.place(
                f"KIT-{staff.number}",
                f"{staff.name} 工具包",
                f"Kit of {staff.name_en}"[:60],
                "kit",
                staff.station,
                holder=staff,
            )
        return self.kits[staff.pk]

    def move(self, at: datetime, kind: str, part: Part, quantity: int, **more: Any) -> None:
        """Keep a move."""
        self.moves.append((at, len(self.moves), {"kind": kind, "part": part, "quantity": quantity, **more}))

    def open_with(
        self, place: StockPlace, part: Part, quantity: int, serials: list[str] | None = None
    ) -> None:
        """Keep the opening stock of a place, piece by piece where the part has serial numbers."""
        at = self.begins - timedelta(days=1)
        common = {"target": place, "document": "期初", "unit_cost_cny": part.price_cny}
        if not part.serialised:
            self.move(at, "receipt", part, quantity, **common)
            return
        for serial in serials or [f"Q{self.dice.getrandbits(44):011X}" for _n in range(quantity)]:
            self.move(at, "receipt", part, 1, serial=serial, **common)

    def write(self) -> None:
        """Put the moves down in the order of time."""
        for at, _n, values in sorted(self.moves, key=lambda one: one[:2]):
            self.stage.sheet.put(StockMove(id=self.dice.id(at), at=at, **values), at)


def tell_supplies(tale: Tale) -> None:
    """Tell everything of stock, once the visits have been told."""
    stores = Stores(tale)
    _catalogue(stores)
    _visits_fed(stores)
    _levels(stores)
    _waiting_issues(stores)
    _transfers(stores)
    _counts(stores)
    _onboard(stores)
    stores.write()


def _catalogue(stores: Stores) -> None:
    stage, dice = stores.stage, stores.dice
    for (of, name), part in stage.parts.items():
        part.sale_price_cny = (part.price_cny * SOLD_AT).quantize(CENT)
        part.old_part_days = 30 if part.price_cny > DEAR_CNY else None
        newer = stage.parts.get((of, name[:-1] + "B")) if name.endswith("A") else None
        if newer is not None:
            stage.make(
                PartAlternate, dice, part=newer, alternate=part, both_ways=False, condition="仅老型号接口适用"
            )
    for code, family in stage.families.items():
        kit = stage.make(
            KitTemplate,
            dice,
            code=f"KIT-{code}",
            name=f"{family.name}检修携行清单",
            name_en=f"Kit list: {family.name_en}"[:120],
            family=family,
        )
        parts = [p for (of, name), p in stage.parts.items() if of == code and name.endswith("B")][:4]
        for n, part in enumerate(parts, 1):
            stage.make(KitLine, dice, kit=kit, line_number=n, part=part, quantity=1)
        for n, tool_class in enumerate(TOOLS_OF_A_KIT, len(parts) + 1):
            stage.make(KitLine, dice, kit=kit, line_number=n, tool_class=tool_class, quantity=1)


def _visits_fed(stores: Stores) -> None:
    """Issue what visits used since the books began, all but a few, out of stock that was opened for it."""
    dice, seen = stores.dice, set()
    for use in stores.stage.sheet.of(PartUse):
        visit, part = use.visit, use.part
        at = visit.finished_at
        if (
            at is None
            or at < stores.begins
            or (part.serialised and (not use.serial_in or (part.pk, use.serial_in) in seen))
        ):
            continue
        seen.add((part.pk, use.serial_in))
        if dice.chance(0.06):
            continue
        station = visit.lead.station
        store = stores.stores.get(station.code, stores.central)
        kit, serial = stores.kit(visit.lead), use.serial_in if part.serialised else ""
        at_once = dice.chance(0.9)
        asked = max(
            stores.begins,
            always(visit.set_out_at or visit.accepted_at or at) - timedelta(hours=6 if at_once else 60),
        )
        asked = min(asked, at - timedelta(hours=1))
        issued = asked + (at - asked) * 0.4
        if part.serialised:
            stores.open_with(store, part, 1, [serial])
        else:
            stores.opened[store.pk, part.pk] += use.quantity
        issue = _issue(
            stores, part, use.quantity, store, visit.lead, asked, state="reconciled" if dice.chance(0.9) else "consumed", at_once=at_once,
            approved_at=asked + (issued - asked) * 0.3, issued_at=issued, consumed=use.quantity, serials=[serial] if serial else [], work_ref=visit.order_id,
            work_number=visit.order.number, vessel=visit.order.case.vessel, reserved_at=asked + (issued - asked) * (0.3 if at_once else 0.9),
            backordered_at=None if at_once else asked + (issued - asked) * 0.3,
        )  # fmt: skip
        if issue.state == "reconciled":
            issue.reconciled_at = at + timedelta(days=2)
        if part.old_part_days and use.serial_out:
            returned = issue.state == "reconciled"
            issue.old_due_on = (issued + timedelta(days=part.old_part_days)).date()
            issue.old_state = (
                dice.weighted({"received": 2, "analysed": 3, "scrapped": 5}) if returned else "due"
            )
            issue.old_serial = use.serial_out if returned else ""
            issue.old_finding = (
                "接触面烧蚀，符合磨损规律" if issue.old_state in {"analysed", "scrapped"} else ""
            )
        use.source, use.issue = kit, issue
        common = {"serial": serial, "document": issue.number}
        stores.move(
            issued, "issue", part, use.quantity, source=store, target=kit, about_id=issue.pk, **common
        )
        stores.move(
            at,
            "consume",
            part,
            use.quantity,
            source=kit,
            about_id=use.pk,
            serial=serial,
            document=visit.number,
        )


def _issue(
    stores: Stores, part: Part, quantity: int, place: StockPlace, staff: Staff, at: datetime, **more: Any
) -> PartIssue:
    manager = stores.stage.managers[staff.station.code]
    approved = {"approver": manager} if more.get("approved_at") else {}
    issued = {"issuer": manager} if more.get("issued_at") else {}
    row = PartIssue(
        id=stores.dice.id(at), number=stores.tale.log.number("PI", staff.station.code, at), station=staff.station, part=part, quantity=quantity,
        place=place, requester=staff, requested_at=at, purpose="warranty", **approved, **issued, **more,
    )  # fmt: skip
    return stores.stage.sheet.put(row, at)


def _levels(stores: Stores) -> None:
    """Set levels for a dozen parts a store, and open with more than the visits took, now and then with too little."""
    stage, dice = stores.stage, stores.dice
    parts = [part for (_f, name), part in stage.parts.items() if not name.endswith("A")]
    for place in (*stores.stores.values(), stores.central):
        central = place is stores.central
        for part in parts if central else dice.sample(parts, 14):
            point = (4 if central else 1) if part.price_cny > DEAR_CNY else (20 if central else 5)
            stage.make(StockLevel, dice, place=place, part=part, reorder_point=point, order_up_to=point * 3)
            left = dice.randrange(0, point * 3 + 1)
            if part.serialised and left:
                stores.open_with(place, part, left)
            elif left:
                stores.opened[place.pk, part.pk] += left
    known = {place.pk: place for place in (*stores.stores.values(), stores.central)}
    by_id = {part.pk: part for part in stage.parts.values()}
    for (place_pk, part_pk), quantity in stores.opened.items():
        stores.open_with(known[place_pk], by_id[part_pk], quantity)


def _waiting_issues(stores: Stores) -> None:
    """A few issues that somebody has to do something about today; none of them has moved stock yet."""
    stage, dice, now = stores.stage, stores.dice, stores.stage.present
    parts = [part for part in stage.parts.values() if not part.serialised]
    for code, engineers in stage.engineers.items():
        store = stores.stores.get(code)
        if store is None:
            continue
        for state in ("requested", "backordered")[: dice.randrange(1, 3)]:
            at = now - timedelta(hours=dice.randrange(3, 90))
            waits = {
                "approved_at": at + timedelta(hours=1),
                "backordered_at": at + timedelta(hours=1),
                "at_once": False,
            }
            _issue(
                stores, dice.one(parts), dice.randrange(40, 90) if state == "backordered" else dice.randrange(1, 4), store, dice.one(engineers), at,
                state=state, **(waits if state == "backordered" else {}),
            )  # fmt: skip


def _transfers(stores: Stores) -> None:
    stage, dice = stores.stage, stores.dice
    grease = stage.parts["", "润滑脂"]
    stores.open_with(stores.central, grease, 80)
    for n, (code, store) in enumerate(stores.stores.items()):
        at = stage.present - timedelta(days=2 + 3 * n)
        state = ("asked", "in_transit", "received", "received")[n % 4]
        row = Transfer(
            id=dice.id(at), number=stores.tale.log.number("TR", code, at), source=stores.central, target=store, part=grease, quantity=4, state=state, asked_at=at,
        )  # fmt: skip
        stage.sheet.put(row, at)
        common = {"document": row.number, "about_id": row.pk}
        if state != "asked":
            row.sent_at, row.waybill = at + timedelta(hours=9), f"YD{dice.randrange(10**8):08d}"
            stores.move(
                row.sent_at, "transfer", grease, 4, source=stores.central, target=stores.transit, **common
            )
        if state == "received":
            row.received_at, row.received = at + timedelta(hours=40), 4
            stores.move(row.received_at, "transfer", grease, 4, source=stores.transit, target=store, **common)


def _counts(stores: Stores) -> None:
    stage, dice = stores.stage, stores.dice
    fuse = stage.parts["", "保险丝组"]
    for n, (code, store) in enumerate(stores.stores.items()):
        stores.open_with(store, fuse, 30)
        at = stage.present - timedelta(days=20 + n)
        counter = stage.engineers[code][0] if stage.engineers[code] else stage.managers[code]
        row = StockCount(
            id=dice.id(at), number=stores.tale.log.number("CO", code, at), place=store, state="posted", opened_at=at, counter=counter,
            counted_at=at + timedelta(hours=3), approver=stage.managers[code], posted_at=at + timedelta(hours=20), note="包装破损 2 套",
        )  # fmt: skip
        stage.sheet.put(row, at)
        stage.sheet.put(CountLine(id=dice.id(at), count=row, part=fuse, booked=30, found=28), at)
        stores.move(
            always(row.posted_at),
            "count",
            fuse,
            2,
            source=store,
            document=row.number,
            about_id=row.pk,
            note="包装破损 2 套",
        )


def _onboard(stores: Stores) -> None:
    """Put spares aboard every fourth ship in service."""
    stage, dice = stores.stage, stores.dice
    cheap = [part for part in stage.parts.values() if not part.serialised]
    for vessel in [one for one in stage.vessels if one.delivered_on][::4]:
        place = stage.make(
            StockPlace,
            dice,
            code=f"SHIP-{vessel.hull_code}",
            name="船上备件",
            name_en="Onboard spares",
            kind="vessel",
            vessel=vessel,
        )
        for part in dice.sample(cheap, 5):
            stores.open_with(place, part, dice.randrange(1, 6))
