"""Who may reach what in the demo: grants by place, and to the single cases that somebody was sent or invited to."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from aftersail.cases.actions.consultations import INVITED_AS
from aftersail.cases.models import Consultation
from aftersail.cases.states import CASE
from aftersail.core.models import AccessGrant, Account, Subscription
from aftersail.dispatch.actions import GRANTED_FOR
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Consultant
from aftersail.people.states import EngagementState
from aftersail.web.demo.always import always
from aftersail.web.demo.setting import Setting
from aftersail.web.demo.telling import Tale

INVITED = 9
INVITED_DAYS = 30
ADVISED = 60
QUESTIONS = (
    "同类故障以往如何定位？",
    "能否在不停机的情况下先行隔离？",
    "更换后是否需要重新标定？",
    "该批次是否有共性缺陷？",
)


def give_access(tale: Tale) -> None:
    """Put down the grants that a reach is made of, and who follows the cases still open."""
    stage = tale.stage
    for code, manager in stage.managers.items():
        near = [
            station for station in stage.stations.values() if station.area_id == stage.stations[code].area_id
        ]
        for station in near:
            _grant(stage, always(manager.account), "station", station.pk)
    for code, engineers in stage.engineers.items():
        for engineer in engineers:
            _grant(stage, always(engineer.account), "station", stage.stations[code].pk)
    _open_to_those_sent(tale)
    _open_to_the_invited(tale)
    _sign_for_past_advice(tale)
    _let_owners_follow(tale)


def _grant(stage: Setting, account: Account, kind: str, target: UUID, **values: object) -> None:
    stage.sheet.put(AccessGrant(account=account, kind=kind, target_id=target, **values))


def _open_to_those_sent(tale: Tale) -> None:
    """Let engineers from other stations reach the cases they are under way to."""
    stage = tale.stage
    given: set[tuple[UUID, UUID]] = set()
    for promise in stage.sheet.of(Assignment):
        case, staff = promise.order.case, promise.staff
        wanted = (
            case.state not in CASE.terminal
            and promise.released_at is None
            and case.station_id != staff.station_id
        )
        for kind, target, glimpse in (("case", case.pk, False), ("vessel", case.vessel_id, True)):
            if wanted and (staff.pk, target) not in given:
                given.add((staff.pk, target))
                _grant(stage, always(staff.account), kind, target, glimpse=glimpse, reason=GRANTED_FOR)


def _open_to_the_invited(tale: Tale) -> None:
    """Invite the first consultant to a few difficult cases, for a month."""
    stage, dice = tale.stage, tale.stage.dice("invited")
    expert = stage.sheet.of(Consultant)[0]
    account = always(expert.account)
    difficult = [
        story.case
        for story in tale.cases
        if story.case.state not in CASE.terminal and story.case.severity in {"S1", "S2"}
    ][-INVITED:]
    until = stage.present + timedelta(days=INVITED_DAYS)
    for case in difficult:
        invited = stage.present - timedelta(hours=dice.uniform(0.5, 5))
        row = Consultation(
            id=dice.id(invited), case=case, consultant=expert, question=dice.one(QUESTIONS), invited_at=invited, until=until
        )  # fmt: skip
        stage.sheet.put(row, invited)
        _grant(stage, account, "case", case.pk, until=until, reason=INVITED_AS)
    for vessel_id in dict.fromkeys(case.vessel_id for case in difficult):
        _grant(stage, account, "vessel", vessel_id, glimpse=True, until=until, reason=INVITED_AS)


def _sign_for_past_advice(tale: Tale) -> None:
    """Have experts asked into difficult cases that are closed by now, most of it signed for and graded (R51)."""
    stage, dice = tale.stage, tale.stage.dice("advised")
    active = [one for one in stage.sheet.of(Consultant) if one.state == EngagementState.ACTIVE]
    experts = [one for one in active if one.engaged_until >= stage.today]
    signers = [staff.account for staff in stage.desk["dispatcher"]]
    past = [story.case for story in tale.cases if story.case.closed_at and story.case.severity == "S1"]
    for case in past[-ADVISED:]:
        expert = dice.one(experts)
        invited = case.reported_at + timedelta(hours=dice.uniform(2, 30))
        ended = max(always(case.closed_at), invited + timedelta(hours=1))
        graded = dice.chance(0.9)
        stage.sheet.put(
            Consultation(
                id=dice.id(invited), case=case, consultant=expert, question=dice.one(QUESTIONS), invited_at=invited, until=ended, ended_at=ended,
                hours=Decimal(dice.randint(2, 40)) / 2 if graded else None,
                attitude=dice.one([3, 4, 4, 5, 5]) if graded else None, expertise=dice.one([3, 4, 5, 5]) if graded else None,
                assessed_at=ended if graded else None, assessed_by=dice.one(signers) if graded else None,
            ), invited,
        )  # fmt: skip


def _let_owners_follow(tale: Tale) -> None:
    stage = tale.stage
    dice = stage.dice("followers")
    for story in tale.cases:
        case = story.case
        if case.state not in CASE.terminal and case.owner is not None:
            for account in dict.fromkeys((case.owner.account, stage.desk["dispatcher"][0].account)):
                stage.make(Subscription, dice, account=account, subject_type="cases.case", subject_id=case.pk)
