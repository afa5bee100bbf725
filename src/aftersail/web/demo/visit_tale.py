"""Going on board: the order, the engineer, the visit, and going again when once was not enough."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from decimal import Decimal

from aftersail.cases.events import CommentMade, CustomerConfirmed, OrderDrafted
from aftersail.cases.models import CaseComment, WorkOrder
from aftersail.dispatch.events import OrderAssigned
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Partner, Staff
from aftersail.visits.events import VisitPlanned
from aftersail.visits.models import Visit
from aftersail.web.demo.aftercare_tale import hand_out
from aftersail.web.demo.always import always
from aftersail.web.demo.anomalies import SHORT_FIX_RATE, SHORT_OF_SKILL
from aftersail.web.demo.crewing import Booking
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.outcome_tale import after_signing, owe_a_part, restored
from aftersail.web.demo.partner_tale import MOST_HELP, by_partner, partner_of, second_order
from aftersail.web.demo.record_tale import codes_of, cost_of, on_record, signed, steps_done
from aftersail.web.demo.setting import LOCAL
from aftersail.web.demo.telling import CaseTale
from aftersail.web.demo.waiting_tale import ship_waits_too

FIX_RATE = {2: 0.84, 3: 0.9, 4: 0.95}
MOST_VISITS = 4
WAITS_FOR_PARTS = 0.15
ABORTS = ("船舶临时改港", "大风，无法登轮", "船方通知推迟靠泊")

Told = Generator[datetime, None, datetime]


def on_board(story: CaseTale, at: datetime) -> Told:
    """Plan and make visits until the fault is gone; return when it was signed for."""
    now = at + story.soon(1.5 if story.case.severity in {"S1", "S2"} else 44, 2.0)
    yield now
    for attempt in range(MOST_VISITS):
        order = _drafted(story, now)
        if story.case.state != "planned":
            story.log.move_case(
                story.case, "plan", story.manager, now, onsite_asked_at=story.case.onsite_asked_at or now
            )
        now, done = yield from _ordered(story, order, now, last=attempt == MOST_VISITS - 1)
        if done:
            break
        now += story.soon(24 * 9 if story.case.state == "temp_restored" else 40, 2.0)
        yield now
    if story.helped_until is not None and now < story.helped_until:
        now = story.helped_until
        yield now
    return now


def _drafted(story: CaseTale, at: datetime) -> WorkOrder:
    case, dice = story.case, story.dice
    port = story.vessel.lies_at or story.vessel.home_port
    start = at + timedelta(
        hours=dice.uniform(0.2, 1.5) if case.stage in {"commissioning", "trial"} else dice.uniform(1, 9)
    )
    order: WorkOrder = story.put(
        WorkOrder, at, number=story.log.number("WO", story.station.code, at), case=case, scope=_scope(story.told.title),
        skill=story.stage.skills[story.report.unit.model.family.code], level=2, port=port, window_from=start,
        window_until=start + timedelta(days=dice.randrange(2, 14)), due_at=None, work_hours=Decimal(dice.randrange(2, 12)),
        certificate_kinds=["boarding"], parts_list=story.report.fault.item if story.report.fault.takes_a_part else "",
        safety_notes=dice.one(("", "", "断电挂牌", "高处作业办票", "动火办票")), cost_estimate_cny=Decimal(dice.randrange(8, 90) * 100),
    )  # fmt: skip
    story.log.note(OrderDrafted(number=order.number, scope=order.scope[:120]), order, story.manager, at)
    return order


def _scope(title: str) -> str:
    """Say what is to be done in the language in which the fault was told."""
    return f"Check and clear: {title}" if title.isascii() else f"检查并排除：{title}"


def _ordered(
    story: CaseTale, order: WorkOrder, at: datetime, *, last: bool
) -> Generator[datetime, None, tuple[datetime, bool]]:
    """Approve and assign an order and make its visit; an aborted visit is made anew under the same order."""
    log = story.log
    now = at + story.soon(0.4, 2.0)
    now = now if order.case.severity in {"S1", "S2"} else story.in_office(now)
    ship_waits_too(story, order, now)
    yield now
    log.move_order(
        order,
        "approve",
        story.manager,
        now,
        approved_at=now,
        approved_by=story.stage.managers[story.station.code],
    )
    if story.dice.chance(WAITS_FOR_PARTS):
        now = yield from _parts_awaited(story, order, now)
    beside = _beside(story, order, now)
    while True:
        now += story.soon(0.6, 2.0)
        ship_waits_too(story, order, now)
        yield now
        visit, booking = yield from _assigned(story, order, now)
        if beside is not None:
            second, partner, dice = beside
            beside = None
            story.helped_until = visit.created_at + MOST_HELP
            story.tale.clockwork.start(now, by_partner(story, second, partner, visit.created_at, dice))
        if not story.dice.chance(0.02):
            return (yield from _visited(story, visit, booking, last=last))
        now = yield from _aborted(story, visit, booking)


def _beside(story: CaseTale, order: WorkOrder, at: datetime) -> tuple[WorkOrder, Partner, Dice] | None:
    """Draft a second order for a partner, where one fits and the case has not been on board yet."""
    dice = Dice(story.stage.seed, f"partner/{order.number}")
    partner = partner_of(story, order, dice) if story.case.visits_made == 0 else None
    return None if partner is None else (second_order(story, order, partner, at, dice), partner, dice)


def _parts_awaited(story: CaseTale, order: WorkOrder, at: datetime) -> Told:
    """Wait for our own parts: the clocks go on, and the customer hears why."""
    manager = story.manager
    text = f"{story.report.fault.item}暂缺，已向总部申请调拨，到货后立即安排上船。"
    story.put(
        CaseComment,
        at,
        case=story.case,
        author_id=manager.pk,
        author_name=manager.name,
        text=text,
        internal=False,
        said_at=at,
    )
    story.log.note(CommentMade(text=text), story.case, manager, at)
    now = story.in_office(at + story.soon(24 * 16, 1.6))
    ship_waits_too(story, order, now)
    yield now
    return now


def _assigned(
    story: CaseTale, order: WorkOrder, at: datetime
) -> Generator[datetime, None, tuple[Visit, Booking]]:
    """Promise an engineer's time; wait two days and ask again where nobody can go."""
    stage, log, station = story.stage, story.log, story.station
    now = at
    while True:
        urgent = order.case.severity in {"S1", "S2"}
        ready = max(now + timedelta(hours=0.3 if urgent else story.dice.uniform(48, 420)), order.window_from)
        story.tale.crewing.now = now
        if not urgent and story.tale.crewing.shown_today(station):
            ready = stage.present + timedelta(hours=story.dice.uniform(1, 5))
        hours = float(order.work_hours) * story.dice.uniform(0.8, 1.5) + 1.5
        booking = story.tale.crewing.book(
            station, order.port, always(order.skill).code, order.level, ready, hours, at_night=urgent
        )
        if booking is not None:
            break
        now += timedelta(days=2)
        ship_waits_too(story, order, now)
        yield now
    planned_end = booking.starts_at + timedelta(
        hours=max(1, int(booking.ends_at.timestamp() - booking.starts_at.timestamp()) // 3600)
    )
    assignment = story.promise = story.put(
        Assignment, now, order=order, staff=booking.staff, lead=True, starts_at=booking.starts_at, ends_at=planned_end,
        travel_hours=Decimal(round(booking.way.hours, 2)), distance_km=Decimal(round(booking.way.km, 1)), reasons=_reasons(booking, story),
    )  # fmt: skip
    order.window_until = max(order.window_until, planned_end)
    by = story.dispatcher if story.dice.chance(0.5) else story.manager
    log.move_order(order, "assign", by, now)
    log.move_case(order.case, "dispatch", by, now, dispatched_at=order.case.dispatched_at or now)
    planned = f"{booking.starts_at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    told = OrderAssigned(
        number=order.number,
        order_id=order.pk,
        assignment_id=assignment.pk,
        engineer=booking.staff.name,
        planned=planned,
    )
    log.note(told, assignment, by, now)
    procedure = stage.procedures.get(always(order.skill).code, stage.procedures[""])
    visit = story.put(
        Visit, now, number=log.number("SV", booking.staff.station.code, now), order=order, lead=booking.staff, port=order.port, procedure=procedure,
        planned_from=booking.starts_at, planned_until=planned_end,
    )  # fmt: skip
    log.note(VisitPlanned(visit_id=visit.pk, number=visit.number), visit, None, now)
    return visit, booking


def _reasons(booking: Booking, story: CaseTale) -> list[str]:
    level = story.stage.levels[booking.staff.pk].get(story.report.unit.model.family.code, 0)
    near = (
        "同港"
        if booking.way.km == 0
        else f"距离 {booking.way.km:.0f} 公里，路程 {booking.way.hours:.1f} 小时"
    )
    return [f"技能等级 {level}", near, f"最早 {booking.starts_at.astimezone(LOCAL):%m-%d %H:%M} 可到"]


def _visited(
    story: CaseTale, visit: Visit, booking: Booking, *, last: bool
) -> Generator[datetime, None, tuple[datetime, bool]]:
    """Travel, work, sign; say when it was signed and whether the fault is gone."""
    log, dice, order, case = story.log, story.dice, visit.order, story.case
    by = story.account_of(visit.lead)
    now = min(visit.created_at + story.soon(2), booking.sets_out_at)
    yield now
    log.move_visit(visit, "accept", by, now, accepted_at=now)
    now = max(now, booking.sets_out_at)
    yield now
    log.move_visit(visit, "set_out", by, now, set_out_at=now)
    log.move_order(order, "start", by, now)
    now = max(now, booking.starts_at + timedelta(minutes=dice.randrange(-25, 40)))
    yield now
    log.move_visit(visit, "arrive", by, now, arrived_at=now)
    log.move_case(case, "arrive", by, now, arrived_at=case.arrived_at or now)
    now += timedelta(minutes=dice.randrange(10, 50))
    yield now
    log.move_visit(visit, "begin", by, now, began_at=now)
    ends = max(booking.ends_at - timedelta(minutes=40), now + timedelta(minutes=45))
    waited = 0.0
    if dice.chance(0.08):
        waited = yield from _waited(story, visit, now, ends)
    yield ends
    return (yield from _finished(story, visit, booking, ends, waited, last=last))


def _waited(
    story: CaseTale, visit: Visit, began: datetime, ends: datetime
) -> Generator[datetime, None, float]:
    by = story.account_of(visit.lead)
    stops = began + (ends - began) * story.dice.uniform(0.2, 0.4)
    yield stops
    reason = story.dice.weighted({"parts": 3, "access": 3, "test": 2, "weather": 2})
    story.log.move_visit(visit, "wait", by, stops, reason=reason, wait_reason=reason)
    goes_on = stops + (ends - began) * story.dice.uniform(0.1, 0.3)
    yield goes_on
    story.log.move_visit(visit, "begin", by, goes_on, wait_reason="")
    return (goes_on - stops) / timedelta(hours=1)


def _finished(
    story: CaseTale, visit: Visit, booking: Booking, at: datetime, waited: float, *, last: bool
) -> Generator[datetime, None, tuple[datetime, bool]]:
    log, dice, case = story.log, story.dice, story.case
    by = story.account_of(visit.lead)
    fixed = last or dice.chance(_fix_rate(story, visit.lead))
    outcome = "restored" if fixed else "temporary" if dice.chance(0.4) else "not"
    used = on_record(story, visit, outcome)
    steps_done(story, visit, at)
    log.move_visit(visit, "finish", by, at, finished_at=at)
    now = at + timedelta(minutes=dice.randrange(10, 60))
    yield now
    visit.signed_at = now
    signer = signed(story, visit, now)
    log.move_visit(visit, "sign", by, now, signer=signer)
    cost = cost_of(story, visit, booking, waited, used)
    log.move_order(visit.order, "finish", by, now, done_at=now)
    case.visits_made += 1
    hand_out(story, now, visit=visit)
    case.mode, case.mechanism, case.cause = codes_of(story)
    if fixed:
        restored(story, visit, now)
        log.note(CustomerConfirmed(person=signer), case, by, now)
    elif outcome == "temporary":
        due = now + timedelta(days=dice.randrange(10, 45))
        visit.permanent_due_on = due.date()
        log.move_case(
            case, "restore_temporarily", by, now, temp_restored_at=case.temp_restored_at or visit.finished_at, temp_signed=True,
            permanent_due_at=due, test_record=visit.test_result,
        )  # fmt: skip
        owe_a_part(story, visit.lead, now)
    else:
        log.move_case(case, "replan", by, now, reason="本次上船未能修复")
    story.tale.clockwork.start(now, after_signing(story, visit, now, cost))
    return now, fixed


def _fix_rate(story: CaseTale, lead: Staff) -> float:
    family = story.report.unit.model.family.code
    station, short = SHORT_OF_SKILL
    if family == short and lead is story.stage.engineers[station][0]:
        return SHORT_FIX_RATE
    return FIX_RATE.get(story.stage.levels[lead.pk].get(family, 2), 0.8)


def _aborted(story: CaseTale, visit: Visit, booking: Booking) -> Told:
    """Give the visit up on the way; order and case go back to planning."""
    by = story.account_of(visit.lead)
    now = min(visit.created_at + story.soon(2), booking.sets_out_at)
    yield now
    story.log.move_visit(visit, "accept", by, now, accepted_at=now)
    now = max(now, booking.sets_out_at - timedelta(hours=1))
    yield now
    reason = story.dice.one(ABORTS)
    story.log.move_visit(visit, "abort", by, now, reason=reason, abort_reason=reason)
    story.promise.released_at = now
    story.log.move_order(visit.order, "unassign", by, now, reason=reason)
    story.log.move_case(story.case, "replan", by, now, reason=reason)
    now += timedelta(hours=story.dice.uniform(6, 40))
    yield now
    return now
