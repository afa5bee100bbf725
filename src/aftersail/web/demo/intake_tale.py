"""The beginning of a case: the crew's words, the desk's judgement, the first answer."""

from __future__ import annotations

from datetime import datetime

from aftersail.cases.events import CaseAnswered, CaseOpened, CaseTriaged, ContactTried
from aftersail.cases.models import Case, ContactAttempt
from aftersail.core.models import Account
from aftersail.intake.events import RequestAnswered, RequestReceived, RequestSettled
from aftersail.intake.models import Request
from aftersail.web.demo.clockwork import Process
from aftersail.web.demo.judgement import judge, stage_of, warranty_of
from aftersail.web.demo.names import phone
from aftersail.web.demo.telling import CaseTale

CHANNELS = {"qr": 0.3, "phone": 0.36, "portal": 0.24, "mail": 0.05, "fax": 0.02, "visit": 0.03}
PHASES = {"use": 0.66, "upkeep": 0.16, "repair": 0.1, "takeover": 0.08}
ANSWER_SHARE = 0.45
"""Of the hours promised, the median that the desk takes to answer."""


def received(story: CaseTale, at: datetime) -> Request:
    """Put down the request of a report; QR reports come without an account, calls are written down by the desk."""
    report, dice, vessel = story.report, story.dice, story.vessel
    channel = dice.weighted(CHANNELS)
    by = _who_wrote(story, channel)
    unknown = dice.chance(0.06) and channel in {"phone", "mail", "fax"}
    reporter = (
        by.name
        if by is not None and by.is_customer
        else dice.one(("王轮机", "李大管", "张船长", "陈电机", "刘二副", "赵机务", "周轮机", "吴大副"))
    )
    request: Request = story.put(
        Request, at, number=story.log.number("RQ", story.station.code, at), channel=channel, text=story.told.said,
        user_phase=dice.weighted(PHASES), severity_felt=report.severity if dice.chance(0.7) else "", vessel=vessel,
        stage=stage_of(story.stage, report.unit, at.date(), warranty_of(story.stage, report.unit, at.date())),
        equipment=None if unknown else report.unit, customer=vessel.customer, open_to_yard=vessel.open_to_yard, station=vessel.station,
        equipment_text=report.unit.model.family.name if unknown else "", reporter_name=reporter, reporter_post=dice.one(("轮机长", "船长", "大管轮", "电机员")),
        reporter_phone=phone(dice), occurred_at=at - story.soon(3, 2.2) if dice.chance(0.6) else None, received_at=at,
        reported_by=by.pk if by else None, language=story.told.language, tracking_code=dice.code(16),
    )  # fmt: skip
    story.log.note(RequestReceived(number=request.number, channel=channel), request, by, at)
    return request


def _who_wrote(story: CaseTale, channel: str) -> Account | None:
    if channel == "qr":
        return None
    if channel == "portal":
        return story.crew if story.dice.chance(0.75) else story.stage.owners[story.vessel.customer_id]
    return story.account_of(story.steward) if channel == "visit" else story.dispatcher


def answered_without_case(story: CaseTale, request: Request, by: Account, at: datetime) -> None:
    """Close a request that is no case, with words for the customer."""
    request.state, request.answer = "rejected", "经核实不属于本所产品，已告知联系设备厂家，并提供了联系方式。"
    story.log.note(RequestAnswered(number=request.number, answer=request.answer), request, by, at)


def opened(story: CaseTale, request: Request, by: Account, at: datetime) -> None:
    """Make the case of a request."""
    report, vessel = story.report, story.vessel
    on = request.received_at.date()
    verdict = warranty_of(story.stage, report.unit, on)
    case: Case = story.put(
        Case, at, number=story.log.number("SC", story.station.code, at), title=story.told.title[:200], description=request.text,
        channel=request.channel, request=request, vessel=vessel, equipment=report.unit, customer=vessel.customer, open_to_yard=vessel.open_to_yard,
        station=vessel.station, owner=story.steward, stage=stage_of(story.stage, report.unit, on, verdict), user_phase=request.user_phase,
        reporter_name=request.reporter_name, reporter_phone=request.reporter_phone, occurred_at=request.occurred_at, reported_at=request.received_at,
    )  # fmt: skip
    case.service_type = _service_type(case.stage, verdict.status)
    request.state, request.equipment = "accepted", report.unit
    story.case = case
    story.tale.cases.append(story)
    story.log.note(CaseOpened(number=case.number, title=case.title), case, by, at)
    story.log.note(RequestSettled(number=request.number, case=case.number), request, by, at)


def _service_type(stage: str, warranty: str) -> str:
    if stage in {"commissioning", "trial"}:
        return "commissioning" if stage == "commissioning" else "trial_support"
    return "warranty" if warranty == "in" else "repair"


def joined(story: CaseTale, at: datetime) -> Process:
    """Let somebody else of the ship report the same fault, and have it joined to the open case."""
    request = received(story, at)
    request.text = f"还是“{story.report.unit.name}”的事：{story.told.said}"[:8000]
    yield at + story.soon(3)
    now = story.in_office(at + story.soon(3))
    yield now
    if story.case.state in {"closed", "merged", "rejected", "cancelled"}:
        answered_without_case(story, request, story.dispatcher, now)
        return
    by = story.dispatcher
    request.state = "duplicate"
    settled = RequestSettled(number=request.number, case=story.case.number)
    story.log.note(settled, request, by, now)
    story.log.note(settled, story.case, by, now)


def triaged(story: CaseTale, by: Account, at: datetime) -> None:
    """Judge the case: severity, targets, warranty."""
    case = story.case
    case.severity = story.report.severity
    judge(case, story.stage, warranty_of(story.stage, story.report.unit, case.reported_at.date()))
    story.log.move_case(case, "triage", by, at, acknowledged_at=case.acknowledged_at or at)
    told = CaseTriaged(
        severity=case.severity, stage=case.stage, baseline=case.baseline_code, warranty=case.warranty
    )
    story.log.note(told, case, by, at)


def hours_to_answer(story: CaseTale) -> float:
    """Return how long the desk takes to answer, from the report; most answers keep the promise."""
    promised = float(story.case.response_hours or 8.0)
    slow = 1.25 if story.station.code == "ZS" else 1.0
    return story.dice.about(promised * ANSWER_SHARE * slow, 1.75)


def answer(story: CaseTale, by: Account, at: datetime) -> None:
    """Call the customer back: the response clock stops."""
    case = story.case
    note = story.dice.one(
        (
            "已电话了解现象，指导先行检查",
            "已说明处理安排",
            "收到照片，初步判断为部件故障",
            "已告知预计上船时间",
        )
    )
    story.put(
        ContactAttempt,
        at,
        case=case,
        means="phone",
        person=case.reporter_name,
        reached=True,
        note=note,
        made_at=at,
        made_by=story.steward,
    )
    story.log.note(ContactTried(means="phone", reached=True, note=note), case, by, at)
    case.responded_at = at
    story.log.note(CaseAnswered(), case, by, at)
