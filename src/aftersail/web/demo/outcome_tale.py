"""What a signed visit leaves behind: a restored case, parts owed, leftovers, the review and closing of the record."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from aftersail.cases.events import LeftoverNoted, PartOwed
from aftersail.cases.models import CasePart, LeftoverItem
from aftersail.people.models import Staff
from aftersail.visits.models import Visit
from aftersail.web.demo.clockwork import Process
from aftersail.web.demo.telling import CaseTale

LEFTOVERS = ("更换老化电缆一段", "补油漆", "提供操作培训", "更新随船图纸", "加装防护罩")


def restored(story: CaseTale, visit: Visit, at: datetime) -> None:
    """Restore the case as of the end of work: settle what it owed, note a leftover now and then."""
    case, by = story.case, story.account_of(visit.lead)
    resolution = f"{visit.diagnosis} {visit.work_done}".strip()
    story.log.move_case(
        case,
        "restore",
        by,
        at,
        restored_at=visit.finished_at,
        test_record=visit.test_result,
        resolution=resolution,
    )
    case.confirmed_at = at
    for owed in (row for row in story.owed if row.state == "owed"):
        owed.state, owed.settled_at = "supplied", at
        story.log.note(PartOwed(part=str(owed.part), quantity=owed.quantity, state="supplied"), case, by, at)
    if story.dice.chance(0.05):
        text = story.dice.one(LEFTOVERS)
        item = story.put(
            LeftoverItem,
            at,
            case=case,
            text=text,
            party=story.stage.house.name,
            due_on=(at + timedelta(days=20)).date(),
        )
        story.log.note(LeftoverNoted(text=text), case, by, at)
        done = at + timedelta(hours=story.dice.uniform(0.5, 3))
        story.tale.clockwork.start(at, _leftover_done(story, item, done))


def _leftover_done(story: CaseTale, item: LeftoverItem, at: datetime) -> Process:
    yield at
    item.done_at = at
    story.log.note(
        LeftoverNoted(text=item.text, outcome="已完成"), story.case, story.account_of(story.steward), at
    )


def owe_a_part(story: CaseTale, lead: Staff, at: datetime) -> None:
    """Note the part that the permanent repair waits for."""
    part = story.stage.parts.get((story.report.unit.model.family.code, story.report.fault.item + "B"))
    if part is not None:
        due = (at + timedelta(days=part.lead_time_days)).date()
        story.owed.append(
            story.put(CasePart, at, case=story.case, part=part, quantity=1, state="owed", due_on=due)
        )
        story.log.note(
            PartOwed(part=str(part), quantity=1, state="owed"), story.case, story.account_of(lead), at
        )


def after_signing(story: CaseTale, visit: Visit, at: datetime, cost: Decimal) -> Process:
    """Review one record in three, close every visit; its cost counts to the case from then on."""
    now = at
    if story.dice.chance(0.35):
        now = story.in_office(at + story.soon(30))
        yield now
        story.log.move_visit(
            visit, "review", story.account_of(story.dice.one(story.stage.desk["quality"])), now
        )
    now = story.in_office(now + story.soon(40))
    yield now
    story.log.move_visit(visit, "close", story.manager, now, closed_at=now)
    story.case.cost_cny += cost
