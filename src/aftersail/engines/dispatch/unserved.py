"""Why an order is not in the plan: rules are lifted one after another until it fits, the nearest to hand first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from aftersail.engines.dispatch.live import Insertion, LivePlan
from aftersail.engines.dispatch.plan import Assignment, Plan
from aftersail.engines.dispatch.problem import OPEN_END, Engineer, Lock, Order, Problem
from aftersail.engines.dispatch.remedy import Change, Remedy, remedied
from aftersail.engines.dispatch.rules import Failure, Rule, valid_spans
from aftersail.engines.dispatch.unplannable import unplannable_orders
from aftersail.engines.dispatch.work import Work, works_of


@dataclass(frozen=True, slots=True)
class Reason:
    """The nearest reason, and the changes that, made together, let the order into the plan as `insertion` says.

    No remedies: the input is at fault in a way that only `diagnose` can name; or, with `Rule.FITS`, nothing stands against the
    order, which the search had not found a place for when it ended.
    """

    order: str
    failure: Failure
    remedies: tuple[Remedy, ...] = ()
    insertion: Insertion | None = None


ROUNDS = 5
"""How often the price of an insertion is asked for anew once its order is worth more; twice is nearly always enough."""

Lift = Callable[[Problem, Work, Plan], Problem]


def reason_unserved(problem: Problem, plan: Plan, order: str) -> Reason:
    """Return why a plan lacks an order; ValueError if it does not."""
    if order in plan:
        raise ValueError("the order is in the plan")
    work = next(each for each in works_of(problem) if order in each.orders)
    if unplannable_orders(problem).intersection(work.orders):
        return Reason(order, Failure(Rule.PREDECESSOR))
    found = insertable(problem, plan, work.id)
    if found is not None:
        remedies, there = _made_worth(problem, plan, work, (), found)
        rule = Rule.NOT_WORTH if remedies else Rule.FITS
        return Reason(order, Failure(rule, (("cost", found.cost),)), remedies, there)
    fixed = _all_else_fixed(problem, plan)
    tried = [fixed]
    for lifts in LADDER:
        lifted = fixed
        for lift in lifts:
            lifted = lift(lifted, work, plan)
        if lifted in tried:
            continue
        tried.append(lifted)
        found = insertable(lifted, plan, work.id)
        if found is not None:
            remedies = _needed(problem, plan, work, found.assignment)
            failure = _failure(remedies)
            there = insertable(remedied(problem, remedies), plan, work.id)
            if there is not None:
                return Reason(order, failure, *_made_worth(problem, plan, work, remedies, there))
    return Reason(order, Failure(Rule.TEAM, (("members", len(work.needs)),)))


def _all_else_fixed(problem: Problem, plan: Plan) -> Problem:
    """The problem with every planned order locked: what is found by lifting rules must not rest on others' moving."""
    locks = tuple(Lock(id, each.team, each.start) for id, each in plan.items())
    return replace(problem, locks=(*locks, *(lock for lock in problem.locks if lock.order not in plan)))


def insertable(problem: Problem, plan: Plan, order: str) -> Insertion | None:
    """The cheapest way to insert an order into a plan, whatever it costs."""
    live = LivePlan.of(problem, plan)
    return next(iter(live.insertions(order, 1)), None)


def _made_worth(
    problem: Problem, plan: Plan, work: Work, remedies: tuple[Remedy, ...], found: Insertion
) -> tuple[tuple[Remedy, ...], Insertion | None]:
    """Add to the remedies what makes the insertion worth it, and return them with the insertion that they lead to.

    A work of higher priority may be cheapest at another place, which then asks for a higher one still.
    """
    there: Insertion | None = found
    for _ in range(ROUNDS):
        more = () if there is None else _worth(remedied(problem, remedies), work, there)
        if not more:
            break
        renewed = {one.change for one in more}
        remedies = (*(one for one in remedies if one.change not in renewed), *more)
        there = insertable(remedied(problem, remedies), plan, work.id)
    return remedies, there


def _worth(problem: Problem, work: Work, found: Insertion) -> tuple[Remedy, ...]:
    """What makes an insertion cheaper than leaving the work out: a higher priority, or a later promise as well.

    Lateness and being unserved both grow with the priority, so that a late order may need the later promise.
    """
    priority = sum(order.priority for order in problem.orders if order.id in work.orders)
    dues = [order.due for order in problem.orders if order.id in work.orders and order.due is not None]
    end = found.assignment.start + work.duration
    late = problem.weights.late_minute * max(0, end - min(dues)) if dues else 0.0
    other, margin = found.cost - late * priority, problem.weights.unserved - late
    remedies: tuple[Remedy, ...] = ()
    if found.cost < problem.weights.unserved * priority:
        return remedies
    if margin < 0.05 * problem.weights.unserved:
        remedies = tuple(Remedy(Change.MOVE_DUE, order=id, number=end) for id in work.orders)
        margin = problem.weights.unserved
    if margin > 0 and other >= margin * priority:
        first = next(order.priority for order in problem.orders if order.id == work.id)
        raised = 1.01 * other / margin + 0.01 - (priority - first)
        remedies += (Remedy(Change.RAISE_PRIORITY, order=work.id, number=raised),)
    return remedies


def _with_orders(problem: Problem, work: Work, change: Callable[[Order], Order]) -> Problem:
    return replace(problem, orders=tuple(change(o) if o.id in work.orders else o for o in problem.orders))


def _with_engineers(problem: Problem, change: Callable[[Engineer], Engineer]) -> Problem:
    return replace(problem, engineers=tuple(change(engineer) for engineer in problem.engineers))


def _open_windows(problem: Problem, work: Work, plan: Plan) -> Problem:
    def opened(order: Order) -> Order:
        if not order.windows:
            return order
        last = max(order.windows, key=lambda window: window.end)
        return replace(
            order, windows=tuple(replace(w, end=OPEN_END) if w is last else w for w in order.windows)
        )

    return _with_orders(problem, work, opened)


def _without_predecessors(problem: Problem, work: Work, plan: Plan) -> Problem:
    return _with_orders(problem, work, lambda o: replace(o, after=tuple(f for f in o.after if f in plan)))


def _everybody_there(problem: Problem, work: Work, plan: Plan) -> Problem:
    return _with_engineers(problem, lambda engineer: replace(engineer, absences=()))


def _no_limits(problem: Problem, work: Work, plan: Plan) -> Problem:
    return _with_engineers(problem, lambda engineer: replace(engineer, limit_minutes=OPEN_END))


def _no_locks(problem: Problem, work: Work, plan: Plan) -> Problem:
    return replace(problem, locks=tuple(lock for lock in problem.locks if lock.order not in work.orders))


def _slots_with(**values: Any) -> Lift:
    """The rule of a slot that these values leave nothing of."""

    def lift(problem: Problem, work: Work, plan: Plan) -> Problem:
        return _with_orders(
            problem, work, lambda o: replace(o, slots=tuple(replace(slot, **values) for slot in o.slots))
        )

    return lift


def _housed(problem: Problem, work: Work, plan: Plan) -> Problem:
    return _with_engineers(problem, lambda e: replace(e, home=0) if e.home is None else e)


_certified, _equipped = _slots_with(certificates=frozenset()), _slots_with(kits=frozenset())
_supplied, _admitted, _skilled = _slots_with(uses=()), _slots_with(barred=frozenset()), _slots_with(level=0)
_TIME = (_open_windows, _everybody_there, _no_limits, _no_locks)
_ABLE = (_certified, _equipped, _supplied)
LADDER: tuple[tuple[Lift, ...], ...] = (
    (_without_predecessors,),
    (_supplied,),
    (_no_limits,),
    (_everybody_there,),
    (_open_windows,),
    (_certified,),
    (_equipped,),
    (_equipped, _supplied),
    (_no_locks,),
    (_housed,),
    (_admitted,),
    (_skilled,),
    _TIME,
    (*_TIME, *_ABLE),
    (*_TIME, *_ABLE, _admitted),
    (*_TIME, *_ABLE, _admitted, _skilled),
    (*_TIME, *_ABLE, _admitted, _skilled, _housed, _without_predecessors),
)
"""Sets of rules to lift, tried from the nearest to hand to the farthest."""


def _needed(problem: Problem, plan: Plan, work: Work, assignment: Assignment) -> tuple[Remedy, ...]:
    """The changes that an assignment, found with rules lifted, asks for."""
    start, end = assignment.start, assignment.start + work.duration
    engineers = {engineer.id: engineer for engineer in problem.engineers}
    remedies: list[Remedy] = []
    for id in work.orders:
        order = next(each for each in problem.orders if each.id == id)
        remedies += [
            Remedy(Change.WITHOUT_PREDECESSOR, order=id, name=first)
            for first in order.after
            if first not in plan and first not in work.orders
        ]
        remedies += [
            Remedy(Change.ADMIT, order=id, engineer=member)
            for member, slot in zip(assignment.team, order.slots, strict=False)
            if member in slot.barred
        ]
    if any(lock.order in work.orders and lock.team != assignment.team for lock in problem.locks):
        remedies += [Remedy(Change.UNLOCK, order=id) for id in work.orders]
    if not any(window.begin <= start and end <= window.end for window in work.windows):
        remedies += [Remedy(Change.OPEN_WINDOW, order=id, number=end) for id in work.orders]
    loads = {
        id: sum(o.duration for o in problem.orders if o.id in plan and id in plan[o.id].team)
        for id in engineers
    }
    for member, needs, uses in zip(assignment.team, work.needs, work.uses, strict=True):
        engineer = engineers[member]
        if engineer.home is None:
            remedies.append(Remedy(Change.HOME, engineer=member, number=0))
        for need in needs:
            if engineer.skills.get(need.skill, 0) < need.level:
                remedies.append(Remedy(Change.TRAIN, engineer=member, name=need.skill, number=need.level))
            for kind in sorted(need.certificates):
                only = (replace(need, certificates=frozenset({kind})),)
                if not any(s.begin <= start and end <= s.end for s in valid_spans(engineer, only, OPEN_END)):
                    remedies.append(Remedy(Change.CERTIFY, engineer=member, name=kind))
            remedies += [
                Remedy(Change.EQUIP, engineer=member, name=kit) for kit in sorted(need.kits - engineer.kits)
            ]
        remedies += _supply(problem, plan, engineer, uses)
        if loads[member] + work.duration > engineer.limit_minutes:
            remedies.append(Remedy(Change.RAISE_LIMIT, engineer=member, number=loads[member] + work.duration))
        if any(start < absence.end and end > absence.begin for absence in engineer.absences):
            remedies.append(Remedy(Change.FREE_ENGINEER, engineer=member, span=(start, end)))
    return tuple(dict.fromkeys(remedies))


def _supply(
    problem: Problem, plan: Plan, engineer: Engineer, uses: tuple[tuple[str, int], ...]
) -> list[Remedy]:
    """The parts an engineer must carry for one more work beside all that they do in the plan."""
    used: dict[str, int] = {}
    for order in problem.orders:
        if order.id in plan and engineer.id in plan[order.id].team:
            k = plan[order.id].team.index(engineer.id)
            for part, quantity in order.slots[k].uses if k < len(order.slots) else ():
                used[part] = used.get(part, 0) + quantity
    return [
        Remedy(Change.SUPPLY, engineer=engineer.id, name=part, number=quantity + used.get(part, 0))
        for part, quantity in uses
        if engineer.carries.get(part, 0) < quantity + used.get(part, 0)
    ]


_RULE = {
    Change.OPEN_WINDOW: Rule.NO_GAP,
    Change.WITHOUT_PREDECESSOR: Rule.PREDECESSOR,
    Change.FREE_ENGINEER: Rule.ABSENT,
    Change.RAISE_LIMIT: Rule.LIMIT,
    Change.CERTIFY: Rule.CERTIFICATE,
    Change.EQUIP: Rule.KIT,
    Change.SUPPLY: Rule.STOCK,
    Change.ADMIT: Rule.BARRED,
    Change.TRAIN: Rule.LEVEL,
    Change.HOME: Rule.NO_HOME,
    Change.UNLOCK: Rule.LOCKED_TO_OTHERS,
}


def _failure(remedies: tuple[Remedy, ...]) -> Failure:
    """The rule that the farthest of the changes lifts, with what it is about."""
    if not remedies:
        return Failure(Rule.TEAM)
    far = max(remedies, key=lambda remedy: list(Change).index(remedy.change))
    told = (("order", far.order), ("engineer", far.engineer), ("name", far.name), ("number", far.number))
    return Failure(_RULE[far.change], tuple((name, value) for name, value in told if value is not None))
