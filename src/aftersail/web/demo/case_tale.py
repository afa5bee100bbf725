"""The life of a case from the report to its closing, told step by step up to the present."""

from __future__ import annotations

from datetime import datetime, timedelta

from aftersail.cases.events import (
    CaseClosed,
    CaseSuspended,
    ContactTried,
    CustomerConfirmed,
)
from aftersail.cases.models import ContactAttempt, Suspension
from aftersail.core.models import Account
from aftersail.intake.models import Request
from aftersail.web.demo.aftercare_tale import call_again, cards_settled, hand_out
from aftersail.web.demo.always import always
from aftersail.web.demo.clockwork import Process
from aftersail.web.demo.intake_tale import (
    answer,
    answered_without_case,
    hours_to_answer,
    joined,
    opened,
    received,
    triaged,
)
from aftersail.web.demo.record_tale import codes_of
from aftersail.web.demo.talk_tale import change_owner, say_something
from aftersail.web.demo.telling import CaseTale
from aftersail.web.demo.visit_tale import Told, on_board

SAME_CALL_SHARE = 0.4
REMOTE_SHARE = {"S1": 0.08, "S2": 0.2, "S3": 0.5, "S4": 0.96}
EVIDENCE = {
    "ship_away": "船方邮件：在航，预计{n}天后靠港",
    "user_delay": "船方来电，要求推迟到靠泊后",
    "permit": "登轮许可办理中，已提交名单",
}
PATIENCE_DAYS = 7
BACKLOG = timedelta(hours=40)


def life(story: CaseTale) -> Process:
    """Tell a case from its report on."""
    at, dice = story.report.at, story.dice
    request = received(story, at)
    urgent = story.report.severity in {"S1", "S2"}
    now = at + story.soon(0.4 if urgent else 2.5, 2.0)
    now = now if urgent else story.in_office(now)
    if not urgent and story.stage.present - at < BACKLOG and dice.chance(0.5):
        yield from _left_lying(story, request, at)
    yield now
    by = story.dispatcher if dice.chance(0.75) else story.manager
    if dice.chance(0.012):
        answered_without_case(story, request, by, now)
        return
    opened(story, request, by, now)
    if dice.chance(0.045):
        story.tale.clockwork.start(now, joined(story, max(now, at + story.soon(10))))
    yield from _judged(story, by, now)
    if story.case.state == "triaged":
        now = story.case.responded_at or now
        yield from _settled(story, now)


def _left_lying(story: CaseTale, request: Request, at: datetime) -> Process:
    """Leave a recent report for the desk to judge; some ships ask again, some callers could not name the hull well."""
    dice, present = story.dice, story.stage.present
    if dice.chance(0.25):
        again = min(at + story.soon(4), present - timedelta(minutes=dice.randrange(10, 90)))
        if again > at:
            yield again
            received(story, again).text = f"再催一下，{story.told.said}"
    elif request.channel in {"phone", "mail", "fax"} and dice.chance(0.4):
        request.vessel_text = f"{story.vessel.name}（来电自报）"
        request.vessel = request.customer = request.open_to_yard = request.station = request.equipment = None
    yield present + timedelta(days=1)


def _judged(story: CaseTale, by: Account, at: datetime) -> Process:
    """Acknowledge, triage and answer."""
    case, log, dice = story.case, story.log, story.dice
    now = at + story.soon(0.15)
    yield now
    log.move_case(case, "acknowledge", by, now, acknowledged_at=now)
    now += story.soon(0.5 if story.report.severity in {"S1", "S2"} else 2.0, 2.2)
    yield now
    by = story.dispatcher if dice.chance(0.6) else story.manager
    if dice.chance(0.008):
        log.move_case(case, "reject", by, now, reason="非本所供货范围，已书面答复并附厂家联系方式")
        return
    triaged(story, by, now)
    now = max(now, case.reported_at + timedelta(hours=hours_to_answer(story)))
    yield now
    answer(story, story.account_of(story.steward), now)
    say_something(story, now)
    if dice.chance(0.1):
        change_owner(story, now)


def _settled(story: CaseTale, at: datetime) -> Process:
    """Solve the case remotely or on board, have it confirmed, close it."""
    case, dice = story.case, story.dice
    now = at
    if dice.chance(0.08):
        now = now + story.soon(4)
        yield now
        now = yield from _suspended(story, now)
    if dice.chance(0.015):
        now += story.soon(20)
        yield now
        story.log.move_case(case, "cancel", story.crew, now, reason="船方自行处理，不再需要上船")
        return
    if dice.chance(REMOTE_SHARE[case.severity]):
        now = yield from _solved_remotely(story, now)
    else:
        now = yield from on_board(story, now)
    yield from _confirmed_and_closed(story, now)


def _solved_remotely(story: CaseTale, at: datetime) -> Told:
    case, log, dice, told = story.case, story.log, story.dice, story.told
    in_one_call = dice.chance(SAME_CALL_SHARE)
    now = at + story.soon(0.1 if in_one_call else 1.5)
    yield now
    engineer = dice.one(story.stage.engineers[story.station.code])
    by = story.account_of(engineer)
    log.move_case(case, "diagnose", by, now)
    if in_one_call:
        now += story.soon(0.3, 1.3)
    else:
        now = story.in_office(now + story.soon(14 if case.severity in {"S3", "S4"} else 5, 2.4))
    yield now
    case.mode, case.mechanism, case.cause = codes_of(story)
    log.move_case(case, "resolve_remotely", by, now, resolution=f"{told.found}。{told.did}", restored_at=now)
    hand_out(story, now, visit=None)
    return now


def _suspended(story: CaseTale, at: datetime) -> Told:
    case, dice = story.case, story.dice
    reason = dice.weighted({"ship_away": 0.6, "user_delay": 0.28, "permit": 0.12})
    days = max(1, round(dice.about(6, 1.8)))
    evidence = EVIDENCE[reason].format(n=days)
    pause = story.put(
        Suspension,
        at,
        case=case,
        reason=reason,
        evidence=evidence,
        review_on=(at + timedelta(days=days)).date(),
        from_at=at,
    )
    story.suspensions.append(pause)
    by = story.manager
    story.log.move_case(case, "suspend", by, at)
    story.log.note(CaseSuspended(reason=reason, evidence=evidence), case, by, at)
    now = story.in_office(at + timedelta(days=days * dice.uniform(0.8, 1.3)))
    yield now
    pause.until_at = now
    if reason == "ship_away":
        case.ship_available_at = now
    story.log.move_case(case, "resume", by, now)
    return now


def _confirmed_and_closed(story: CaseTale, at: datetime) -> Process:
    """Ask for confirmation, wait for the card, close; without a word from the customer only after calls and a week."""
    case, log, dice = story.case, story.log, story.dice
    now = at + story.soon(4, 2.0)
    yield now
    by = story.account_of(story.steward)
    log.move_case(case, "confirm", by, now)
    asked = now
    confirms = case.confirmed_at is not None or dice.chance(0.9)
    if case.confirmed_at is None and confirms:
        now += story.soon(22, 2.2)
        yield now
        case.confirmed_at = now
        log.note(
            CustomerConfirmed(person=case.reporter_name),
            case,
            story.crew,
            now,
        )
    if not confirms:
        now = yield from _called_in_vain(story, asked)
    now = yield from cards_settled(story, now)
    now = story.in_office(now + story.soon(6, 2.4))
    yield now
    closer = by if confirms else _another_dispatcher(story)
    log.move_case(case, "close", closer, now, closed_at=now, unconfirmed=not confirms)
    log.note(CaseClosed(number=case.number, unconfirmed=not confirms), case, closer, now)
    if case.severity in {"S1", "S2"} and not case.reopened_count:
        story.tale.clockwork.start(now, call_again(story, now))
    if dice.chance(0.02) and case.visits_made:
        yield from _reopened(story, now)


def _another_dispatcher(story: CaseTale) -> Account:
    """Return a dispatcher who did not write the request down: nobody closes their own without the user's word."""
    desk = [story.account_of(staff) for staff in story.stage.desk["dispatcher"]]
    return next(account for account in desk if account.pk != always(story.case.request).reported_by)


def _called_in_vain(story: CaseTale, asked: datetime) -> Told:
    now = asked
    for _call in range(2):
        now = story.in_office(now + timedelta(days=story.dice.uniform(1.5, 3.2)))
        yield now
        note = "无人接听，已留言并发送邮件"
        story.put(
            ContactAttempt,
            now,
            case=story.case,
            means="phone",
            reached=False,
            note=note,
            made_at=now,
            made_by=story.steward,
        )
        story.log.note(
            ContactTried(means="phone", reached=False, note=note),
            story.case,
            story.account_of(story.steward),
            now,
        )
    now = max(now, asked + timedelta(days=PATIENCE_DAYS, hours=story.dice.uniform(2, 30)))
    yield now
    return now


def _reopened(story: CaseTale, closed: datetime) -> Process:
    """Take the case up again for the same fault, once."""
    now = closed + timedelta(days=story.dice.uniform(2, 26))
    yield now
    case = story.case
    story.log.move_case(
        case, "reopen", story.crew, now, reason="同样的故障又出现了", reopened_count=case.reopened_count + 1, restored_at=None, temp_restored_at=None,
        confirmed_at=None, closed_at=None, temp_signed=False, unconfirmed=False,
    )  # fmt: skip
    now += story.soon(8)
    yield now
    now = yield from on_board(story, now)
    yield from _confirmed_and_closed(story, now)
