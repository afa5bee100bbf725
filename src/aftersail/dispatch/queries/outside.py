"""Partners whose people could be planned: where they set out from, for which orders, at what cost, when they are out (R21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from aftersail.cases.models import WorkOrder
from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.core.prepared import among
from aftersail.dispatch.models import PartnerOrder
from aftersail.dispatch.rules.outside import Outside, person_id, shared_out
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Planned, Taken, Work
from aftersail.dispatch.rules.timeline import Timeline
from aftersail.dispatch.states import TO_COME
from aftersail.people.models import Area, Partner
from aftersail.people.queries.calendar import house_days
from aftersail.people.queries.engagements import partners_with_terms
from aftersail.people.rules.engagements import PartnerFacts, Wanted, days_in_order, within_scope
from aftersail.people.rules.partner_prices import Agreed, Prices, expected_cost_cny, prices_of
from aftersail.people.rules.travel import Place, TravelTable, journey
from aftersail.people.states import EngagementState

MOST_NAMED = 3
"""So many partners are named that could do an order but for a paper, a price or a port."""

Asked = tuple[UUID | None, UUID, str]
"""What a scope is asked: skill, area of the port, service."""


@dataclass(frozen=True, slots=True)
class Found:
    """The people of partners that can be planned, and by order what would let further partners do it."""

    people: tuple[Planned, ...] = ()
    beside: Mapping[UUID, tuple[Sentence, ...]] = field(default_factory=dict)


def partners_planned(account: Account, works: tuple[Work, ...], line: Timeline, table: TravelTable) -> Found:
    """Return the partners for the orders that wait for one person; for a team of several none is planned.

    Eight queries, two where no partner is engaged or the account may not read what was agreed.
    """
    known = partners_with_terms(account)
    waiting = [one for one in works if one.pledge is None and not one.further]
    if not known or not waiting:
        return Found()
    calendar = house_days()
    days = [day for day in line.every if calendar.is_working_day(day)]
    asked, given = _asked([one.id for one in waiting]), _given(known, line)
    areas = dict(Area.objects.values_list("pk", "parent_id"))
    people: list[Planned] = []
    beside: dict[UUID, list[Sentence]] = defaultdict(list)
    for partner, facts in known:
        within = _within(facts, waiting, asked, areas)
        good = days_in_order(facts, days)
        prices = _prices(partner, line)
        if partner.port is None or not prices.for_work or partner.state != EngagementState.ACTIVE:
            for work in within:
                beside[work.id].append(_lacking(partner, prices))
            continue
        for work in within:
            if not _open_on(work, good):
                beside[work.id].append(sentence("partner_papers", who=bare_name(partner)))
        if good and within:
            people += _people(partner, good, _outside(partner, prices, within, table), given[partner.pk])
    return Found(tuple(people), {id: tuple(told[:MOST_NAMED]) for id, told in beside.items()})


def _asked(orders: list[UUID]) -> dict[UUID, Asked]:
    rows = WorkOrder.objects.filter(pk__in=among(orders))
    columns = ("pk", "skill_id", "port__area_id", "case__service_type")
    return {pk: (skill, area, service) for pk, skill, area, service in rows.values_list(*columns)}


def _given(known: list[tuple[Partner, PartnerFacts]], line: Timeline) -> dict[UUID, list[Taken]]:
    """Return by partner the hours for which orders lie in its hands."""
    found: dict[UUID, list[Taken]] = defaultdict(list)
    rows = PartnerOrder.objects.filter(
        partner__in=[one.pk for one, _facts in known], state__in=TO_COME,
        starts_at__lt=line.ends_at, ends_at__gt=line.starts_at - timedelta(days=1),
    )  # fmt: skip
    port = ("order__port__code", "order__port__latitude", "order__port__longitude")
    for partner, starts_at, ends_at, *place in rows.values_list("partner_id", "starts_at", "ends_at", *port):
        found[partner].append(Taken(starts_at, ends_at, Place(*place)))
    return found


def _within(
    facts: PartnerFacts, works: list[Work], asked: Mapping[UUID, Asked], areas: Mapping[UUID, UUID | None]
) -> list[Work]:
    """Return the works within a partner's scope, as the rule has it that every offer is asked by."""
    known: dict[Asked, bool] = {}
    found = []
    for work in works:
        what = asked.get(work.id)
        if what is None:
            continue
        if what not in known:
            skill, area, service = what
            wanted = Wanted(date.min, date.min, skill, "", _up(area, areas), "", service)
            known[what] = bool(within_scope(facts, wanted))
        if known[what]:
            found.append(work)
    return found


def _up(area: UUID | None, parents: Mapping[UUID, UUID | None]) -> tuple[Any, ...]:
    found: list[UUID] = []
    while area is not None and area not in found:
        found.append(area)
        area = parents.get(area)
    return tuple(found)


def _prices(partner: Partner, line: Timeline) -> Prices:
    agreed = (Agreed(o.kind, o.price_cny, o.valid_from, o.valid_until) for o in partner.rates.all())
    return prices_of(agreed, line.first, line.last)


def _lacking(partner: Partner, prices: Prices) -> Sentence:
    code = "partner_paused" if partner.state != EngagementState.ACTIVE else "partner_port"
    if partner.port is not None and partner.state == EngagementState.ACTIVE and not prices.for_work:
        code = "partner_price"
    return sentence(code, who=bare_name(partner))


def _open_on(work: Work, days: Iterable[date]) -> bool:
    first, last = timezone.localdate(work.opens_at), timezone.localdate(work.closes_at)
    return any(first <= day <= last for day in days)


def _outside(partner: Partner, prices: Prices, works: list[Work], table: TravelTable) -> Outside:
    home, known = _home(partner), dict[tuple[str, float], Decimal]()
    charges = {}
    for work in works:
        key = (work.port.port, work.hours)
        if key not in known:
            known[key] = expected_cost_cny(prices, work.hours, journey(home, work.port, table).hours)
        charges[work.id] = known[key]
    price = prices.day if prices.hour is None else prices.hour
    assert price is not None  # asked of partners with a price for work only
    return Outside(partner.pk, bare_name(partner), charges, price, by_day=prices.hour is None)


def _home(partner: Partner) -> Place:
    port = partner.port
    assert port is not None  # asked of partners with a port only
    return Place(port.code, port.latitude, port.longitude)


def _people(partner: Partner, good: frozenset[date], outside: Outside, given: list[Taken]) -> list[Planned]:
    port = partner.port
    return [
        Planned(
            id=person_id(partner.pk, place), name=outside.name, station=bare_name(port) if port else "", home=_home(partner),
            on_duty=good, taken=tuple(mine), outside=outside,
        )
        for place, mine in enumerate(shared_out(partner.people_at_once, given))
    ]  # fmt: skip
