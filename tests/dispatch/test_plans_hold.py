"""Whatever the picture, a plan keeps what orders ask for; and whatever is published is accepted or named."""

from __future__ import annotations

import itertools
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.cases.actions.needs import MemberAsked, Needs
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.actions.planning import PlanWish, keep_plan
from aftersail.dispatch.actions.publishing import publish_plan
from aftersail.dispatch.engine import plan
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.rules.planning import Asked, First, Owed, Picture, Planned, Work
from aftersail.dispatch.rules.rest import HOURS_A_DAY
from aftersail.dispatch.rules.timeline import LOCAL, Timeline
from aftersail.people.rules.travel import Place

LINE = Timeline(date(2026, 3, 2), 6)
QINGDAO = Place("QDG", 36.07, 120.32)
SHANGHAI = Place("SHG", 31.23, 121.5)
SHIPS = [UUID(int=1000 + n) for n in range(3)]
SKILLS = ("radar", "generator")


def id_of(n: int) -> UUID:
    return UUID(int=n)


def random_picture(seed: int) -> Picture:
    """Five people and eight orders with teams, parts, ties, visits and tools, all of it by the dice."""
    dice = random.Random(seed)
    every = frozenset(LINE.every)
    people = tuple(
        Planned(
            id=id_of(1 + n), name=f"P{n}", station="S", home=dice.choice((QINGDAO, SHANGHAI)),
            skills={skill: dice.randint(0, 3) for skill in SKILLS},
            on_duty=every - {dice.choice(LINE.every)}, tools=frozenset({"tester"} if dice.random() < 0.6 else ()),
        )
        for n in range(5)
    )  # fmt: skip
    works: list[Work] = []
    for n in range(8):
        ship = dice.randrange(3)
        same = [one for one in works if one.vessel_id == SHIPS[ship]]
        before = dice.choice(same) if same and dice.random() < 0.5 else None
        roots = [one for one in same if one.visit == one.id]
        visit = dice.choice(roots).id if roots and before is None and dice.random() < 0.5 else id_of(100 + n)
        opens = LINE.starts_at + timedelta(days=dice.randrange(3))
        works.append(
            Work(
                id=id_of(100 + n), version=1, number=f"WO-{n}", vessel_id=SHIPS[ship], port=(QINGDAO, SHANGHAI, QINGDAO)[ship],
                hours=dice.choice((1, 2, 4, 9)), opens_at=opens, closes_at=opens + timedelta(days=dice.randint(1, 4)),
                skill=dice.choice(SKILLS), skill_name="skill", level=dice.randint(1, 3), severity=dice.choice(("S1", "S3")),
                further=tuple(
                    Asked(dice.choice(SKILLS), "skill", dice.randint(0, 2)) for _n in range(dice.choice((0, 0, 1, 2)))
                ),
                owed=tuple(Owed("part", dice.choice((None, *LINE.every))) for _n in range(dice.choice((0, 0, 0, 1)))),
                first=First(before.id, before.number) if before else None, visit=visit,
                tools=("Tester",) if dice.random() < 0.2 else (),
            )
        )  # fmt: skip
    return Picture(LINE, LINE.starts_at + timedelta(hours=9), tuple(works), people)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_R38_a_plan_of_any_picture_keeps_teams_parts_ties_visits_and_tools(seed):
    picture = random_picture(seed)
    made = plan(picture, seconds=0, iterations=60)
    works, people = {one.id: one for one in picture.works}, {one.id: one for one in picture.people}
    steps = {step.order_id: step for step in made.steps}
    left = {one.order_id for one in made.left_out}
    assert steps.keys() | left == works.keys()
    assert not steps.keys() & left
    assert all(str(one.reason) for one in made.left_out)
    hours: dict[UUID, list[tuple[datetime, datetime]]] = {one: [] for one in people}
    for id, step in steps.items():
        work = works[id]
        assert len(set(step.everybody)) == len(work.asked)
        for who, asked in zip(step.everybody, work.asked, strict=True):
            assert people[who].skills[asked.skill] >= asked.level
            hours[who].append((step.starts_at, step.ends_at))
        assert work.opens_at <= step.starts_at
        assert step.ends_at <= work.closes_at
        assert {tool.casefold() for tool in work.tools} <= people[step.staff_id].tools
        for part in work.owed:
            assert part.expected_on is not None
            assert step.starts_at.astimezone(LOCAL).date() >= part.expected_on
        if work.first:
            assert steps[work.first.id].ends_at <= step.starts_at
        mates = [one.id for one in works.values() if one.visit == work.visit]
        if sum(works[one].hours for one in mates) > HOURS_A_DAY:
            continue  # a visit for each day then
        assert all(mate in steps for mate in mates), "a visit is planned whole"
        assert len({steps[mate].staff_id for mate in mates}) == 1
    for taken in hours.values():
        taken.sort()
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(taken)), "nobody is in two places"


@pytest.mark.parametrize("seed", range(3))
def test_R83_every_step_of_a_random_plan_is_published_or_named(story, planning, seed):
    dice, rad = random.Random(seed), story.world.skills["RAD"]
    case = story.case()
    orders = []
    for _n in range(6):
        team = [MemberAsked(rad, level=dice.randint(0, 2)) for _n in range(dice.choice((0, 0, 1)))]
        after = dice.choice(orders) if orders and dice.random() < 0.4 else None
        joins = dice.choice(orders) if orders and after is None and dice.random() < 0.3 else None
        orders.append(
            story.order(
                case, needs=Needs(team, after, joins), level=dice.randint(1, 3), work_hours=Decimal(dice.choice((1, 3, 5))),
                window_until=story.now + timedelta(days=12),
            )
        )  # fmt: skip
    made = planning.plan()
    assert {one.order_id for one in made.steps} | {one.order_id for one in made.left_out} == {
        one.pk for one in orders
    }
    with entered(planning.account.scope()):
        draft = keep_plan(by=planning.account, wish=PlanWish(planning.line.first, 14, 10), made=made)
        outcome = publish_plan(by=planning.account, draft=draft, at=story.now)
    assert len(outcome.published) + len(outcome.refused) == len(made.steps)
    assert not outcome.refused, [str(why) for _step, reasons in outcome.refused for why in reasons]
    with as_system():
        for step in outcome.published:
            rows = Assignment.objects.filter(order=step.order_id, released_at=None)
            assert {one.staff_id for one in rows} == set(step.everybody)
