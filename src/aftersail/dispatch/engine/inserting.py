"""An urgent order into the plan as it is promised: the cheapest ways, and whom each pushes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from aftersail.dispatch.engine.problem import Brief, brief_of
from aftersail.dispatch.engine.steps import steps_of
from aftersail.dispatch.engine.words import flaw_told, reason_told, ways_out_told
from aftersail.dispatch.rules.plan_sentences import Sentence
from aftersail.dispatch.rules.planning import Picture, Work
from aftersail.dispatch.rules.plans import Step
from aftersail.engines.dispatch import Assignment, LivePlan, Problem, diagnose, reason_unserved

OFFERS = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to do the order: what the plan then costs more, the step for it, and the promises it pushes.

    rested_at: for somebody called out, until when they rest; `cost` is then that of journeys and nights away. open: promises
    in the way for which there is no other, which wait again.
    """

    cost: float
    step: Step
    pushed: tuple[Step, ...]
    rested_at: datetime | None = None
    open: tuple[Work, ...] = ()


def offers_for(picture: Picture, order_id: UUID) -> tuple[tuple[Offer, ...], tuple[Sentence, ...]]:
    """Return the best ways to insert an order, the cheapest first; where there is none, why and what would help."""
    brief, id = brief_of(picture, inserting=True), str(order_id)
    if id not in brief.works:
        return (), tuple(why for work, why in brief.later if work.id == order_id)
    flaws = tuple(flaw_told(brief, one, id) for one in diagnose(_alone(brief, id)) if id in one.about)
    if flaws:
        return (), flaws
    live = LivePlan.of(brief.problem, brief.current, teams_stay=True)
    offers = tuple(
        made
        for one in live.insertions(id, OFFERS)
        if (made := _offer(brief, live.plan_with(one), id, one.cost))
    )
    if offers:
        return offers, ()
    nearest = reason_unserved(brief.problem, brief.current, id)
    work = brief.works[id]
    return (), (reason_told(brief, work, nearest), *ways_out_told(brief, work, nearest))


def _alone(brief: Brief, id: str) -> Problem:
    """Return the problem with one order, its visit and what they wait for: to look for flaws of all others takes as long as all else."""
    by_id = {order.id: order for order in brief.problem.orders}
    wanted: set[str] = set()
    asked = [id]
    while asked:
        order = by_id.get(asked.pop())
        if order is None or order.id in wanted:
            continue
        wanted.add(order.id)
        mates = [o.id for o in brief.problem.orders if order.together and o.together == order.together]
        asked += [*order.after, *mates]
    orders = tuple(order for order in brief.problem.orders if order.id in wanted)
    return replace(brief.problem, orders=orders, locks=(), published=())


def _offer(brief: Brief, plan: dict[str, Assignment] | None, id: str, cost: float) -> Offer | None:
    if plan is None:
        return None
    steps = steps_of(brief, plan, because_of=brief.works[id].number)
    mine = next(step for step in steps if str(step.order_id) == id)
    return Offer(cost, mine, tuple(step for step in steps if step is not mine))
