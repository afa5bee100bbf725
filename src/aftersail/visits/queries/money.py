"""What a visit costs by its own record, and what it would have cost from the headquarters (R18)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from aftersail.dispatch.rules import journey, nights_away
from aftersail.people.models import Port, Station
from aftersail.people.queries.network import place_of, travel_table
from aftersail.visits.models import Visit
from aftersail.visits.rules import LABOUR_CNY_AN_HOUR, labour_cost
from aftersail.visits.states import CostKind, HoursKind

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A cost line in CNY with what it would have been if somebody had been sent from the headquarters."""

    kind: CostKind
    amount_cny: Decimal
    hq_reference_cny: Decimal | None


def estimated_cost(visit: Visit) -> list[Estimate]:
    """Return labour, travel and parts as the visit's hours, journey and parts make them.

    From the headquarters the same work would have taken another journey: its fares and nights stand beside travel,
    its hours on the way, at the labour rate, beside labour.
    """
    entries = list(visit.hours.values_list("staff_id", "kind", "hours"))
    labour = labour_cost(hours for _staff, _kind, hours in entries)
    on_the_way = sum((hours for _staff, kind, hours in entries if kind == HoursKind.TRAVEL), Decimal(0))
    people = len({staff for staff, _kind, _hours in entries}) or 1
    ship = visit.port or visit.order.port
    travel, _hours = _travel(visit.lead.station.port, ship, visit, people)
    headquarters = Station.objects.filter(headquarters=True).select_related("port").first()
    from_hq: Decimal | None = None
    labour_hq: Decimal | None = None
    if headquarters is not None:
        from_hq, hq_hours = _travel(headquarters.port, ship, visit, people)
        labour_hq = (labour + (hq_hours * people - on_the_way) * LABOUR_CNY_AN_HOUR).quantize(
            CENT, ROUND_HALF_UP
        )
    parts = sum((use.part.price_cny * use.quantity for use in visit.parts.select_related("part")), Decimal(0))
    lines = [Estimate(CostKind.LABOUR, labour, labour_hq), Estimate(CostKind.TRAVEL, travel, from_hq)]
    return lines + ([Estimate(CostKind.PARTS, parts, parts)] if parts else [])


def _travel(start: Port, ship: Port, visit: Visit, people: int) -> tuple[Decimal, Decimal]:
    """Return fares there and back with nights away for everybody, and the hours of one person's journeys."""
    table = travel_table()
    way = journey(place_of(start), place_of(ship), table)
    hours = float(visit.order.work_hours)
    nights = 0 if way.mode == "local" else nights_away(hours)
    money = Decimal(str(people * (2 * way.fare_cny + nights * table.lodging_cny_a_night)))
    return money.quantize(CENT, ROUND_HALF_UP), Decimal(str(round(2 * way.hours, 2)))
