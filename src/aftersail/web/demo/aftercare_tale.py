"""After the work: satisfaction cards, return visits."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime, timedelta

from aftersail.care.events import (
    ReturnVisitAssigned,
    ReturnVisitClosed,
    ReturnVisitMissed,
    ReturnVisitPlanned,
    ReturnVisitRecorded,
)
from aftersail.care.models import ReturnVisit
from aftersail.care.rules import due_after_delivery
from aftersail.cases.models import Case
from aftersail.fleet.models import Vessel
from aftersail.satisfaction.events import CardAnswered, CardDeclined, CardHandedOut
from aftersail.satisfaction.models import CardItem, SatisfactionCard
from aftersail.satisfaction.states import CardEvent, Item, subject_of
from aftersail.visits.models import Visit
from aftersail.web.demo.always import always
from aftersail.web.demo.anomalies import SLIPPING_CUSTOMER, slipped
from aftersail.web.demo.clockwork import Process
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.telling import CaseTale, Tale
from aftersail.web.demo.words import BLAME, CONDITIONS, PRAISE, WISHES

ANSWERED_SHARE = 0.72
DECLINES = {"no_time": 0.5, "not_concerned": 0.25, "not_allowed": 0.15, "other": 0.1}
DUE_DAYS = 15


def hand_out(story: CaseTale, at: datetime, *, visit: Visit | None) -> SatisfactionCard:
    """Hand out the card of a visit, or of remote help, and let it be answered in its own time."""
    event = CardEvent.REMOTE if visit is None else CardEvent.VISIT
    card: SatisfactionCard = story.put(
        SatisfactionCard,
        at,
        case=story.case,
        visit=visit,
        event=event.value,
        handed_out_at=at,
        token=story.dice.code(20),
    )
    story.log.note(CardHandedOut(occasion=str(event.value)), card, None, at)
    story.cards.append(card)
    story.tale.clockwork.start(at, _answered(story, card, at))
    return card


def cards_settled(story: CaseTale, at: datetime) -> Generator[datetime, None, datetime]:
    """Wait until every card of the case is answered or declined."""
    now = at
    while any(card.state == "open" for card in story.cards):
        now += timedelta(hours=8)
        yield now
    return now


def _answered(story: CaseTale, card: SatisfactionCard, at: datetime) -> Process:
    dice = story.dice
    slip = slipped(at, story.stage.present) if story.vessel.customer.code == SLIPPING_CUSTOMER else 0.0
    now = story.in_office(at + timedelta(hours=dice.about(80, 2.3)))
    yield now
    crew = story.crew
    if not dice.chance(ANSWERED_SHARE - 0.3 * slip):
        code = dice.weighted(DECLINES)
        note = "船方表示无意见" if code == "other" else ""
        desk = story.account_of(story.steward)
        story.log.move_card(card, "decline", desk, now, decline_code=code, decline_note=note, entered_by=desk)
        story.log.note(
            CardDeclined(reason=str(code), note=note),
            card,
            story.account_of(story.steward),
            now,
        )
        return
    mood = _mood(story, slip)
    card.overall = _score(dice, mood)
    card.nps = min(10, max(0, round(dice.gauss(2.1 * mood - 0.6, 1.1))))
    card.effort = min(7, max(1, round(dice.gauss(1.4 * mood, 0.8))))
    portal = dice.chance(0.55)
    story.log.move_card(
        card, "answer", crew, now, channel="portal" if portal else "qr", entered_by=crew if portal else None
    )
    card.respondent, card.respondent_post = crew.name if portal else story.case.reporter_name, "轮机长"
    if dice.chance(0.3):
        card.comment = dice.one(PRAISE if mood > 3.9 else BLAME)
    for item in Item:
        if item not in {Item.PRODUCT, Item.DELIVERY} or dice.chance(0.8):
            story.put(
                CardItem,
                now,
                card=card,
                item=item.value,
                subject=str(subject_of(item)),
                score=_score(dice, mood),
            )
    story.log.note(CardAnswered(channel=card.channel), card, crew if portal else None, now)


def _mood(story: CaseTale, slip: float) -> float:
    """Return how content the customer is, 1–5: delays, second visits and slipping away lower it."""
    case = story.case
    mood = 4.65 - 1.9 * slip - 0.35 * max(0, case.visits_made - 1)
    reached = case.arrived_at or case.restored_at
    if reached is not None:
        days = (reached - case.reported_at) / timedelta(days=1)
        mood -= min(1.2, max(0.0, days - 6) * 0.06)
    return mood


def _score(dice: Dice, mood: float) -> int:
    return min(5, max(1, round(dice.gauss(mood, 0.55))))


def call_again(story: CaseTale, closed: datetime) -> Process:
    """The return visit owed fifteen days after a serious case closed."""
    yield from _owed(
        story.tale,
        story.dice,
        story.vessel,
        story.case,
        "closure",
        (closed + timedelta(days=DUE_DAYS)).date(),
        closed,
    )


def calls_after_delivery(tale: Tale, dice: Dice, vessel: Vessel, delivered: datetime) -> Process:
    """The calls owed thirty and ninety days after a delivery."""
    yield delivered
    for due in due_after_delivery(delivered.date()):
        tale.clockwork.start(delivered, _owed(tale, dice, vessel, None, "delivery", due, delivered))


def _owed(
    tale: Tale, dice: Dice, vessel: Vessel, case: Case | None, kind: str, due: date, at: datetime
) -> Process:
    """Plan a return visit, give it to the ship's service manager, make it near its day."""
    yield at
    log, caller = tale.log, always(vessel.steward)
    row = ReturnVisit(id=dice.id(at), vessel=vessel, case=case, kind=kind, due_on=due)
    tale.stage.sheet.put(row, at)
    log.note(ReturnVisitPlanned(due_on=due, kind=str(kind)), row, None, at)
    now = at + timedelta(hours=dice.uniform(1, 30))
    yield now
    log.move_return_visit(
        row, "assign", always(caller.account), now, ReturnVisitAssigned(person=caller.name), assignee=caller
    )
    now = max(now, at + (due - at.date()) + timedelta(days=dice.gauss(-1.5, 3.0)))
    yield now
    for attempt in (1, 2, 3):
        if dice.chance(0.85):
            break
        told = ReturnVisitMissed(attempt=attempt, most=3)
        values = {"attempts": attempt, "last_tried_at": now}
        if row.state == "unreachable":
            log.move_return_visit(
                row, "assign", always(caller.account), now, ReturnVisitAssigned(person=caller.name)
            )
        log.move_return_visit(row, "miss", always(caller.account), now, told, **values)
        now += timedelta(days=dice.uniform(1, 3))
        yield now
    else:
        return
    yield from _made(tale, dice, row, now)


def _made(tale: Tale, dice: Dice, row: ReturnVisit, at: datetime) -> Process:
    by = always(always(row.assignee).account)
    crew = tale.stage.crews[row.vessel_id]
    values = {
        "done_at": at,
        "interviewee": crew.name,
        "condition": dice.one(CONDITIONS),
        "suggestions": dice.one(WISHES),
    }
    tale.log.move_return_visit(
        row, "record", by, at, ReturnVisitRecorded(interviewee=crew.name, has_problems=False), **values
    )
    now = at + timedelta(days=dice.uniform(0.5, 4))
    yield now
    tale.log.move_return_visit(row, "close", by, now, ReturnVisitClosed())
