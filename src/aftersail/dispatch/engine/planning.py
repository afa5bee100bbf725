"""Planning some days: the engine searches, what it finds becomes steps, what it leaves out gets its nearest reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from aftersail.dispatch.engine.ours_first import ours_first
from aftersail.dispatch.engine.problem import Brief, brief_of
from aftersail.dispatch.engine.steps import steps_of
from aftersail.dispatch.engine.words import flaw_told, reason_told, ways_out_told
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Picture
from aftersail.dispatch.rules.plans import LeftOut, PlanMade
from aftersail.engines.dispatch import (
    Assignment,
    Effort,
    Flaw,
    Plan,
    Progress,
    diagnose,
    measures,
    price,
    reason_unserved,
    solve,
)
from aftersail.engines.dispatch.solve import Watch

EXPLAINED = 25
"""So many orders left out are explained by trying; the search for a reason takes longer than that for a place."""

Tell = Callable[[int, float, int], None]
"""Hears the share done in per cent, the best cost so far, and how many orders the best plan holds; may raise to stop."""


def plan(
    picture: Picture, *, seconds: float, tell: Tell = lambda share, cost, orders: None, iterations: int | None = None
) -> PlanMade:  # fmt: skip
    """Plan what waits into what is promised; every promise stays, though perhaps by another person or at other hours.

    Refused where nobody is on duty. With `iterations` the same picture gives the same plan.
    """
    effort = effort_of(seconds, iterations)
    brief = brief_of(picture)
    while True:
        found = solve(brief.problem, effort, begin=brief.current, watch=watch_of(tell)).plan
        dropped = brief.current.keys() - found.keys()
        if not dropped:
            break
        # A promise is kept rather than traded for an order that waits: what the search gave up is held as it is.
        brief = brief_of(picture, fixed=brief.fixed | dropped)
    return made_of(brief, found)


def effort_of(seconds: float, iterations: int | None) -> Effort:
    """Return how hard to search: so many iterations where they are given, else so long."""
    return Effort(iterations=iterations) if iterations else Effort(seconds=seconds)


def watch_of(tell: Tell) -> Watch:
    """Return what the engine calls on the way, so that `tell` hears of it."""

    def watch(progress: Progress, best: Callable[[], dict[str, Assignment]]) -> None:
        tell(int(100 * progress.share), progress.cost, len(best()))

    return watch


def made_of(brief: Brief, found: Plan, notes: tuple[Sentence, ...] = ()) -> PlanMade:
    """Return what a draft keeps of a plan: steps, what is left out and why, notes and flaws, cost and means."""
    found, partners = ours_first(brief, found)
    flaws, left_out = left_out_of(brief, found)
    return PlanMade(
        steps=steps_of(brief, found, partners=partners), left_out=left_out, flaws=(*notes, *flaws),
        cost_before=asdict(price(brief.problem, brief.current)), cost_after=asdict(price(brief.problem, found)),
        means_before=_means(brief, brief.current), means_after=_means(brief, found),
    )  # fmt: skip


def _means(brief: Brief, plan: Plan) -> dict[str, float]:
    """Return what a plan means, with what partners ask where they are planned."""
    means = asdict(measures(brief.problem, plan))
    return means | {"partners": price(brief.problem, plan).rates} if brief.outside else means


def left_out_of(brief: Brief, found: Plan) -> tuple[tuple[Sentence, ...], tuple[LeftOut, ...]]:
    """Return flaws that are no order's own, and the orders left out, each with its reason."""
    of_orders: dict[str, Sentence] = {}
    flaws: list[Sentence] = []
    for diagnosis in diagnose(brief.problem):
        waiting = [id for id in diagnosis.about if id in brief.works and id not in found]
        for id in waiting:
            of_orders.setdefault(id, flaw_told(brief, diagnosis, id))
        if not waiting or diagnosis.flaw is Flaw.LOCKS_CLASH:
            flaws.append(flaw_told(brief, diagnosis))
    left, explained = [], 0
    for id, work in brief.works.items():
        if id in found:
            continue
        ways: tuple[Sentence, ...] = ()
        if id in of_orders:
            reason = of_orders[id]
        elif explained < EXPLAINED:
            nearest, explained = reason_unserved(brief.problem, found, id), explained + 1
            reason = reason_told(brief, work, nearest)
            ways = ways_out_told(brief, work, nearest)
        else:
            reason = sentence("left_unexamined")
        left.append(LeftOut(work.id, work.number, reason, (*ways, *brief.picture.beside.get(work.id, ()))))
    left += [LeftOut(work.id, work.number, why) for work, why in brief.later]
    return tuple(flaws), tuple(left)
