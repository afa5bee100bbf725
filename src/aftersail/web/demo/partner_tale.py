"""Work given to a partner beside our own visit: offered, accepted, reported, judged."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from decimal import Decimal

from aftersail.cases.events import OrderDrafted
from aftersail.cases.models import WorkOrder
from aftersail.core.models import Account
from aftersail.dispatch.events import PartnerOffered, PartnerOrderMoved
from aftersail.dispatch.models import PartnerOrder
from aftersail.people.models import Partner, PartnerScope
from aftersail.web.demo.always import always
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.telling import CaseTale

SHARE = 0.12
"""Of the orders that lie within some partner's scope, the part that a partner helps with."""

MOST_HELP = timedelta(hours=60)
"""So long a partner's work takes at most, from the offer to its confirmation."""

WHY = ("本站工程师均在外，需当日配合", "涉及专用试验台架", "船方要求原配套厂家到场", "工作量大，需增派人手")


def partner_of(story: CaseTale, order: WorkOrder, dice: Dice) -> Partner | None:
    """Return a partner that may take such work, where there is one and the dice say so."""
    area = order.port.area_id
    service = story.case.service_type
    fitting = [
        scope.partner
        for scope in story.stage.sheet.of(PartnerScope)
        if scope.skill == order.skill
        and scope.service in {"", service}
        and scope.area_id in {None, area}
        and scope.partner in story.stage.partners
    ]
    return dice.one(fitting) if fitting and dice.chance(SHARE) else None


def second_order(story: CaseTale, order: WorkOrder, partner: Partner, at: datetime, dice: Dice) -> WorkOrder:
    """Draft and approve a second order beside the first, while the case is being planned."""
    log = story.log
    made: WorkOrder = story.stage.sheet.put(WorkOrder(
        id=dice.id(at), number=log.number("WO", story.station.code, at), case=order.case, scope=f"配合：{story.told.title}",
        skill=order.skill, level=order.level, port=order.port, window_from=order.window_from, window_until=order.window_until,
        work_hours=Decimal(dice.randrange(3, 9)), certificate_kinds=[], cost_estimate_cny=Decimal(dice.randrange(20, 90) * 100),
    ), at)  # fmt: skip
    log.note(OrderDrafted(number=made.number, scope=made.scope[:120]), made, story.manager, at)
    log.move_order(
        made,
        "approve",
        story.manager,
        at,
        approved_at=at,
        approved_by=story.stage.managers[story.station.code],
    )
    return made


def by_partner(
    story: CaseTale, order: WorkOrder, partner: Partner, at: datetime, dice: Dice
) -> Generator[datetime, None, None]:
    """Offer the order and follow it; it is over within two days, before the case can close."""
    log, desk = story.log, story.dispatcher
    starts = at + timedelta(hours=dice.uniform(2, 6))
    given: PartnerOrder = story.stage.sheet.put(PartnerOrder(
        id=dice.id(at), order=order, case=order.case, partner=partner, number=order.number, vessel_name=str(story.vessel), port_name=str(order.port),
        scope=order.scope, starts_at=starts, ends_at=starts + timedelta(hours=float(order.work_hours) + 2), agreed_cost_cny=order.cost_estimate_cny,
        reason=dice.one(WHY), offered_at=at, keys=[*order.case.reach_keys(), partner.pk],
    ), at)  # fmt: skip
    log.move_order(order, "assign", desk, at)
    log.note(PartnerOffered(number=order.number, partner=partner.name, reason=given.reason), given, desk, at)
    theirs = next(
        one for one in story.stage.accounts.values() if one.organisation_id == partner.organisation_id
    )
    now = at + timedelta(hours=dice.uniform(0.3, 2))
    yield now
    _step(story, given, "accepted", theirs, now, answered_at=now)
    late = dice.chance(0.12)
    now = given.ends_at + timedelta(hours=dice.uniform(0.5, 6) if late else -dice.uniform(0.2, 1.5))
    yield now
    for again in range(2):
        cost = given.agreed_cost_cny * Decimal(str(round(dice.uniform(0.92, 1.15), 2)))
        _step(
            story, given, "reported", theirs, now, finished_at=now, reported_at=now, report=f"已完成{order.scope}，通电检查正常。",
            work_hours=Decimal(str(round(dice.uniform(3, 9), 1))), actual_cost_cny=cost.quantize(Decimal("0.01")),
        )  # fmt: skip
        now += timedelta(hours=dice.uniform(1, 5))
        yield now
        if again or not dice.chance(0.1):
            break
        _step(story, given, "accepted", desk, now, "试验记录不完整", reworks=1)
        now += timedelta(hours=dice.uniform(2, 8))
        yield now
    _step(story, given, "confirmed", desk, now, confirmed_at=now)
    log.move_order(order, "start", desk, now)
    log.move_order(order, "finish", desk, now, done_at=given.finished_at)


def _step(
    story: CaseTale,
    given: PartnerOrder,
    state: str,
    by: Account,
    at: datetime,
    reason: str = "",
    **values: object,
) -> None:
    given.state = state
    for name, value in values.items():
        setattr(given, name, value)
    told = PartnerOrderMoved(
        number=given.number, partner=always(given.partner).name, target=state, reason=reason
    )
    story.log.note(told, given, by, at)
