"""What is said in a case, who is given a task, who takes it over."""

from __future__ import annotations

from datetime import datetime, timedelta

from aftersail.cases.events import CommentMade, OwnerChanged, RemarkMade, TaskChanged
from aftersail.cases.models import CaseComment, CaseTask
from aftersail.web.demo.always import always
from aftersail.web.demo.clockwork import Process
from aftersail.web.demo.telling import CaseTale
from aftersail.web.demo.words import ASKED, REMARKS


def say_something(story: CaseTale, at: datetime) -> None:
    """Let the crew ask, the station remark, a party get a task; now and then."""
    dice, case = story.dice, story.case
    if dice.chance(0.22):
        crew = story.crew
        text = dice.one(ASKED)
        story.put(
            CaseComment,
            at,
            case=case,
            author_id=crew.pk,
            author_name=crew.name,
            text=text,
            internal=False,
            said_at=at,
        )
        story.log.note(CommentMade(text=text), case, crew, at)
    if dice.chance(0.16):
        manager = story.manager
        text = dice.one(REMARKS)
        story.put(
            CaseComment,
            at,
            case=case,
            author_id=manager.pk,
            author_name=manager.name,
            text=text,
            internal=True,
            said_at=at,
        )
        story.log.note(RemarkMade(text=text), case, manager, at)
    if dice.chance(0.06):
        _give_task(story, at)


def _give_task(story: CaseTale, at: datetime) -> None:
    case, dice = story.case, story.dice
    yard = story.vessel.built_by
    party = (
        always(yard.organisation)
        if yard is not None and case.stage in {"commissioning", "trial", "takeover"}
        else story.stage.house
    )
    text = dice.one(
        (
            "提供安装间隙测量记录",
            "核对电缆走向与屏蔽接地",
            "提供出厂试验数据",
            "确认备件到货日期",
            "准备登轮与动火手续",
        )
    )
    due = (at + timedelta(days=dice.randrange(2, 15))).date()
    task = story.put(CaseTask, at, case=case, party=party, text=text, due_on=due)
    story.log.note(TaskChanged(party=party.name, text=text, due=due.isoformat()), case, story.manager, at)
    story.tale.clockwork.start(at, _task_done(story, task, at + timedelta(days=dice.uniform(1, 14))))


def _task_done(story: CaseTale, task: CaseTask, at: datetime) -> Process:
    yield at
    if story.case.state not in {"closed", "merged", "rejected", "cancelled"}:
        task.done_at, task.outcome = at, "已提供，资料见附件"
        told = TaskChanged(
            party=task.party.name, text=task.text, due=task.due_on.isoformat(), outcome=task.outcome
        )
        story.log.note(told, story.case, story.manager, at)


def change_owner(story: CaseTale, at: datetime) -> None:
    """Give the case to the ship's deputy manager."""
    case = story.case
    before, owner = case.owner, always(story.vessel.deputy)
    case.owner = owner
    story.log.note(
        OwnerChanged(owner=owner.name, before=before.name if before else "—", owner_id=owner.pk),
        case,
        story.dispatcher,
        at,
    )
