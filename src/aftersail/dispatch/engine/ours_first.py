"""A partner goes only where nobody of ours does as well: each of its visits is tried with our own people, and told why (R21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aftersail.dispatch.engine.problem import Brief
from aftersail.dispatch.engine.words import reason_told
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Work, hours_between
from aftersail.engines.dispatch import (
    Assignment,
    Insertion,
    LivePlan,
    Plan,
    Problem,
    price,
    reason_unserved,
    violations,
)

MOST_TRIED = 50
"""So many visits of partners are tried once more; those beyond stay as the search found them."""

MOST_EXPLAINED = 10
"""Of so many that nobody of ours could do the nearest reason is looked for, which takes longer than to look for a place."""

Causes = Mapping[str, tuple[Sentence, ...]]
"""By order that a partner is planned for, why a partner."""


def ours_first(brief: Brief, plan: Plan) -> tuple[Plan, Causes]:
    """Return the plan with partners only where own people would leave it out, be late or cost more; and which of these, by order."""
    visits = _visits(brief, plan) if brief.outside else []
    live = _live(brief, plan) if visits else None
    for visit in visits[:MOST_TRIED]:
        changed = None if live is None else _by_ours(brief, plan, live, visit)
        if changed and violations(brief.problem, changed):
            live = _live(brief, plan)
        elif changed:
            plan = changed
    causes: dict[str, tuple[Sentence, ...]] = {}
    alone = 0
    for n, visit in enumerate(one for one in visits if _is_partners(brief, plan[one[0]])):
        told: tuple[Sentence, ...] = (sentence("partner_fits"),)
        if live is not None and n < MOST_TRIED:
            told = _cause(brief, plan, live, visit, explained=alone < MOST_EXPLAINED)
            alone += told[0].code == "partner_alone"
        causes |= dict.fromkeys(visit, told)
    return plan, causes


def _is_partners(brief: Brief, each: Assignment) -> bool:
    return each.team[0] in brief.outside


def _visits(brief: Brief, plan: Plan) -> list[list[str]]:
    """Return the orders planned for partners, those of one visit together."""
    found: dict[str, list[str]] = {}
    for order in brief.problem.orders:
        if order.id in plan and _is_partners(brief, plan[order.id]):
            found.setdefault(order.together or order.id, []).append(order.id)
    return list(found.values())


def _ours(brief: Brief) -> Problem:
    own = tuple(one for one in brief.problem.engineers if one.id not in brief.outside)
    return replace(brief.problem, engineers=own)


def _live(brief: Brief, plan: Plan) -> LivePlan | None:
    """Return the plan of our own people; None where it does not hold without the partners' orders."""
    own = {id: each for id, each in plan.items() if not _is_partners(brief, each)}
    live = LivePlan.of(_ours(brief), own, teams_stay=True)
    return live if live.plan.keys() == own.keys() else None


def _by_ours(brief: Brief, plan: Plan, live: LivePlan, visit: list[str]) -> Plan | None:
    """Return the plan with a visit taken over by own people, in `live` too; None where that costs more."""
    best = _best(live, visit)
    if best is None or best.cost > _costs(brief, plan, visit) or not live.accept(visit[0], best.assignment):
        return None
    return {**plan, **live.plan}


def _best(live: LivePlan, visit: list[str]) -> Insertion | None:
    return next(iter(live.insertions(visit[0], 1)), None)


def _costs(brief: Brief, plan: Plan, visit: list[str]) -> float:
    """Return what a plan costs more with a visit than without, what it would cost to leave it out not counted."""
    whole = price(brief.problem, plan)
    rest = price(brief.problem, {id: each for id, each in plan.items() if id not in visit})
    return (whole.total - whole.unserved) - (rest.total - rest.unserved)


def _cause(
    brief: Brief, plan: Plan, live: LivePlan, visit: list[str], *, explained: bool
) -> tuple[Sentence, ...]:
    work, best = brief.works[visit[0]], _best(live, visit)
    if best is None and not explained:
        return (sentence("partner_alone"),)
    if best is None:
        nearest = reason_unserved(live.compiled.problem, live.plan, visit[0])
        return sentence("partner_alone"), reason_told(brief, work, nearest)
    if later := _later_hours(brief, work, plan[visit[0]], best.assignment):
        return (sentence("partner_sooner", hours=f"{later:.1f}"),)
    more = best.cost - _costs(brief, plan, visit)
    return (sentence("partner_cheaper", amount=f"{more:,.0f}") if more >= 1 else sentence("partner_fits"),)


def _later_hours(brief: Brief, work: Work, theirs: Assignment, ours: Assignment) -> float:
    """Return by how many hours own people would be on board later, where that is after the promise; else nought."""
    starts_at, instead = brief.clock.begins(theirs.start), brief.clock.begins(ours.start)
    late = work.due_at is not None and instead > work.due_at and instead > starts_at
    return hours_between(starts_at, instead) if late else 0.0
