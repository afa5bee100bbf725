"""Facts about what stands against a promise: pure, and planning anew over small random boards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersail.dispatch.engine import replan_touched
from aftersail.dispatch.engine.problem import brief_of
from aftersail.dispatch.rules.planning import Picture, Planned, Pledge, Work
from aftersail.dispatch.rules.threats import Held, threat_kept, threats_of, told_of
from aftersail.dispatch.rules.timeline import LOCAL, Timeline
from aftersail.engines.dispatch import Assignment, check
from aftersail.people.rules.travel import Place

QINGDAO, DALIAN = Place("QDG", 36.07, 120.33), Place("DLC", 38.93, 121.65)
MONDAY = date(2026, 12, 7)


def at(day: int, hour: int) -> datetime:
    return datetime.combine(MONDAY, datetime.min.time(), LOCAL) + timedelta(days=day, hours=hour)


def id_of(number: int) -> UUID:
    return UUID(int=number)


def held(number: int, begin: datetime, hours: int = 4, **changes: object) -> Held:
    values = {
        "order_id": id_of(number), "assignment_id": id_of(100 + number), "version": 1, "number": f"WO-{number}", "staff_id": id_of(7),
        "who": "郑海", "vessel_id": id_of(1000 + number), "port": QINGDAO, "starts_at": begin, "ends_at": begin + timedelta(hours=hours),
        "window": (begin - timedelta(days=2), begin + timedelta(days=5)),
    }  # fmt: skip
    return Held(**(values | changes))  # type: ignore[arg-type]


def told(promises: list[Held]) -> dict[str, str]:
    with translation.override("en"):
        return {one.number: str(one.why) for one in threats_of(promises)}


def test_R84_leave_stands_against_the_promises_of_its_days_and_no_others():
    away = ((MONDAY + timedelta(1), MONDAY + timedelta(2)),)
    promises = [held(n, at(n, 9), away=away) for n in range(4)]
    assert told(promises) == {
        "WO-1": "郑海 is on leave 2026-12-08 – 2026-12-09.",
        "WO-2": "郑海 is on leave 2026-12-08 – 2026-12-09.",
    }
    with translation.override("en"):
        line = told_of(threats_of(promises))
    assert line == "郑海 is on leave 2026-12-08 – 2026-12-09. 2 promises cannot be kept."


def test_R84_a_ship_that_sails_before_the_work_ends_stands_against_it_unless_somebody_gave_a_reason():
    window = (at(0, 8), at(1, 12))
    assert told([held(1, at(1, 9), window=window)]) == {
        "WO-1": "The ship's window is now 2026-12-07 08:00 – 2026-12-08 12:00."
    }
    assert told([held(1, at(1, 8), window=window)]) == {}
    assert told([held(1, at(1, 9), window=window, explained=True)]) == {}


def test_R84_work_that_goes_on_stands_against_what_its_people_cannot_reach_in_time():
    late = held(1, at(0, 9), begun=True, busy_until=at(0, 15))
    here = held(2, at(0, 14), vessel_id=late.vessel_id)
    elsewhere = held(3, at(0, 18), port=DALIAN)
    later = held(4, at(2, 9), port=DALIAN)
    assert set(told([late, here, elsewhere, later])) == {"WO-2", "WO-3"}
    in_time = replace(late, busy_until=at(0, 13))
    assert set(told([in_time, replace(here, starts_at=at(0, 13))])) == set()


def test_R37_days_that_the_user_blocks_stand_against_a_promise():
    blocked = ((MONDAY, MONDAY),)
    assert told([held(1, at(0, 9), blocked=blocked)]) == {
        "WO-1": "The user's calendar blocks 2026-12-07 – 2026-12-07."
    }


def test_a_threat_is_kept_as_it_was():
    (one,) = threats_of([held(1, at(0, 9), away=((MONDAY, MONDAY),))])
    assert threat_kept(one.as_json()) == one


PEOPLE, SLOTS = 3, (8, 13)


@st.composite
def boards(draw):
    """Three people of one skill, promises at whole half days without a clash, and days on which some are away."""
    taken = draw(st.sets(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, 4), st.sampled_from(SLOTS)), min_size=2, max_size=9))  # fmt: skip
    away = draw(st.sets(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, 4)), min_size=1, max_size=4))
    ports = draw(st.lists(st.sampled_from((QINGDAO, DALIAN)), min_size=len(taken), max_size=len(taken)))
    works = []
    for number, ((who, day, hour), port) in enumerate(zip(sorted(taken), ports, strict=True)):
        begin = at(day, hour)
        end = begin + timedelta(hours=2)
        pledge = Pledge(id_of(500 + number), 1, id_of(who), begin, end, members=((id_of(who), begin, end),))
        works.append(Work(
            id=id_of(100 + number), version=1, number=f"WO-{number}", vessel_id=id_of(900 + number), port=port, hours=2, opens_at=at(0, 8),
            closes_at=at(6, 18), skill="radar", level=1, pledge=pledge,
        ))  # fmt: skip
    line = Timeline(MONDAY, 7)
    people = tuple(
        Planned(
            id=id_of(who), name=f"P{who}", station="青岛", home=QINGDAO, skills={"radar": 2},
            on_duty=frozenset(day for n, day in enumerate(line.every) if (who, n) not in away),
        )
        for who in range(PEOPLE)
    )  # fmt: skip
    touched = {
        work.id: work
        for work, (who, day, _hour) in zip(works, sorted(taken), strict=True)
        if (who, day) in away
    }
    return Picture(line, at(0, 0).astimezone(UTC), tuple(works), people), touched, away


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(boards())
def test_R84_over_random_boards_only_what_a_change_touches_moves_and_nobody_is_sent_while_away(board):
    picture, touched, away = board
    causes = {id: threats_of([held(1, at(0, 9), away=((MONDAY, MONDAY),))])[0].why for id in touched}
    made = replan_touched(picture, causes, seconds=0, iterations=60)
    moved = {step.order_id: step for step in made.steps}
    assert moved.keys() <= touched.keys(), "untouched promises stay"
    left = {one.order_id for one in made.left_out}
    assert moved.keys() | left == touched.keys(), "each touched promise gets a place or a reason"
    assert not moved.keys() & left
    for step in made.steps:
        who, day = step.staff_id.int, (step.starts_at.astimezone(LOCAL).date() - MONDAY).days
        assert (who, day) not in away
        assert step.why[0] == causes[step.order_id]
    _fits(picture, frozenset(map(str, touched)), moved)


def _fits(picture: Picture, touched: frozenset[str], moved: dict) -> None:
    """Check what would be promised after publishing, untouched promises as they are, by the engine's own check."""
    brief = brief_of(picture, touched=touched)
    plan = dict(brief.current)
    for id, step in moved.items():
        start = brief.clock.working(step.starts_at)
        plan[str(id)] = Assignment(start, (str(step.staff_id),))
    assert check(brief.problem, plan).violations == ()
