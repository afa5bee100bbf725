"""Planning anew what a change touches, with every other promise locked to the minute (R84)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from aftersail.dispatch.engine.planning import left_out_of
from aftersail.dispatch.engine.problem import Brief, brief_of
from aftersail.dispatch.engine.steps import steps_of
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Picture, Work, by_hand
from aftersail.dispatch.rules.plans import LeftOut, PlanMade, Step
from aftersail.engines.dispatch import Effort, measures, price, replan


def replan_touched(
    picture: Picture, causes: Mapping[UUID, Sentence], *, seconds: float, iterations: int | None = None
) -> PlanMade:
    """Plan the orders of `causes` anew, told why their promises cannot be kept; nothing else moves.

    What a person must decide first, a lock or a team, is left out with the way to go. Refused where nobody is on duty.
    """
    by_id = {str(work.id): work for work in picture.works if work.id in causes and work.pledge}
    known = {one.id for one in picture.people}
    hand = {id for id, work in by_id.items() if by_hand(work, known)}
    free = frozenset(by_id.keys() - hand)
    effort = Effort(iterations=iterations) if iterations else Effort(seconds=seconds)
    brief = brief_of(picture, touched=free)
    while True:
        found = replan(brief.problem, brief.current, effort).solution.plan
        moved = frozenset(id for id, each in brief.current.items() if found.get(id) != each)
        if not moved:
            break
        # What the engine could not hold as a lock is held as time taken.
        brief = brief_of(picture, fixed=brief.fixed | moved, touched=free)
    whys = {str(id): why for id, why in causes.items()}
    flaws, left_out = left_out_of(brief, found)
    hands = tuple(_left_to_a_person(work, causes[work.id]) for id, work in by_id.items() if id in hand)
    return PlanMade(
        steps=tuple(step for step in steps_of(brief, found, causes=whys) if _changes(brief, step)),
        left_out=(*hands, *left_out), flaws=flaws,
        cost_before=asdict(price(brief.problem, brief.current)), cost_after=asdict(price(brief.problem, found)),
        means_before=asdict(measures(brief.problem, brief.current)), means_after=asdict(measures(brief.problem, found)),
    )  # fmt: skip


def _left_to_a_person(work: Work, why: Sentence) -> LeftOut:
    locked = work.pledge is not None and work.pledge.locked
    way = sentence("unlock", order=work.number) if locked else sentence("team_by_hand")
    return LeftOut(work.id, work.number, why, (way,))


def _changes(brief: Brief, step: Step) -> bool:
    pledge = brief.works[str(step.order_id)].pledge
    if pledge is None:
        return True
    same = pledge.staff_id == step.staff_id and set(pledge.along) == set(step.team)
    return not same or pledge.starts_at != step.starts_at
