"""A plan in regions: cut by area, each region solved by itself, put together again and repaired where regions meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from aftersail.dispatch.engine.planning import Tell, effort_of, made_of, watch_of
from aftersail.dispatch.engine.problem import Brief, brief_of
from aftersail.dispatch.rules.plan_sentences import Sentence, sentence
from aftersail.dispatch.rules.planning import Picture
from aftersail.dispatch.rules.plans import PlanMade
from aftersail.dispatch.rules.regions import (
    REPAIR_SHARE,
    AreaMap,
    RegionPlan,
    Share,
    region_of_areas,
    seconds_for,
)
from aftersail.engines.dispatch import Assignment, Patch, merge, region_of, repair_seams, solve_region, split


def shares_of(picture: Picture, areas: AreaMap) -> tuple[Share, ...]:
    """Cut a picture into regions; orders where nobody lives are in none, and left to the repair. Refused where nobody is on duty."""
    brief = brief_of(picture)
    regions = split(brief.problem, brief.current, _areas_of_places(brief, areas))
    return tuple(
        Share(
            region.name,
            frozenset(order.id for order in region.problem.orders),
            frozenset(engineer.id for engineer in region.problem.engineers),
        )
        for region in regions
    )


def solve_share(
    picture: Picture, share: Share, *, seconds: float, tell: Tell = lambda share, cost, orders: None, iterations: int | None = None
) -> RegionPlan:  # fmt: skip
    """Plan one region of a picture; as in a whole plan no promise is traded for an order that waits."""
    given_up: frozenset[str] = frozenset()
    while True:
        brief = brief_of(picture, fixed=given_up)
        region = region_of(share.key, brief.problem, brief.current, share.orders, share.people)
        patch = solve_region(region, brief.current, effort_of(seconds, iterations), watch=watch_of(tell))
        dropped = (brief.current.keys() & patch.orders) - patch.plan.keys()
        if not dropped:
            plan = {id: (each.start, each.team) for id, each in patch.plan.items()}
            return RegionPlan(
                share.key, _based(patch.base, brief), patch.orders, patch.engineers, given_up, plan
            )
        given_up |= dropped


def plan_whole(
    picture: Picture, areas: AreaMap, shares: Sequence[Share], done: Sequence[RegionPlan], *, seconds: float,
    tell: Tell = lambda share, cost, orders: None, iterations: int | None = None, broken: Mapping[str, str] | None = None,
) -> PlanMade:  # fmt: skip
    """Put the plans of regions together, repair the seams, and return the draft; every promise stays, as in a whole plan.

    A region whose promises have changed since it was planned is named and planned again. One that did not come through, in
    `broken` with the reason, is named and left to the repair, as are orders that are new.
    """
    found = {one.key: one for one in done}
    stale = _stale(_brief(picture, found), found)
    planned = sum(len(one.orders) for one in shares)
    for share in shares:
        if share.key in stale:
            long = seconds_for(seconds, len(share.orders), planned)
            found[share.key] = solve_share(picture, share, seconds=long, iterations=iterations)
    brief = _brief(picture, found)
    patches = [_patch(one) for one in found.values() if one.base.endswith(_days(brief))]
    merged = merge(brief.current, patches).plan
    effort = effort_of(seconds * REPAIR_SHARE, iterations)
    while True:
        begin = {id: each for id, each in merged.items() if id in brief.works}
        begin |= {id: each for id, each in brief.current.items() if id not in begin}
        places = _areas_of_places(brief, areas)
        repaired = repair_seams(brief.problem, begin, places, effort, watch=watch_of(tell)).plan
        dropped = brief.current.keys() - repaired.keys()
        if not dropped:
            return made_of(brief, repaired, _notes(areas, stale, broken or {}))
        brief = brief_of(picture, fixed=brief.fixed | dropped)


def _brief(picture: Picture, found: Mapping[str, RegionPlan]) -> Brief:
    """Return the whole problem, with the promises held that the regions would have given up, if they still stand."""
    promised = {str(work.id) for work in picture.works if work.pledge}
    held = [one.given_up & promised for one in found.values()]
    return brief_of(picture, fixed=frozenset().union(*held))


def _stale(brief: Brief, found: Mapping[str, RegionPlan]) -> frozenset[str]:
    patches = [_patch(one) for one in found.values() if one.base.endswith(_days(brief))]
    fresh = {one.region for one in patches} - set(merge(brief.current, patches).stale)
    return frozenset(found.keys() - fresh)


def _patch(one: RegionPlan) -> Patch:
    plan = {id: Assignment(start, team) for id, (start, team) in one.plan.items()}
    return Patch(one.key, one.base.partition(":")[0], one.orders, one.people, plan)


def _based(base: str, brief: Brief) -> str:
    return f"{base}:{_days(brief)}"


def _days(brief: Brief) -> str:
    """Return a fingerprint of the days on the axis: a working minute means the same instant only while they are the same."""
    told = repr((brief.clock.origin.isoformat(), brief.picture.days))
    return blake2b(told.encode(), digest_size=6).hexdigest()


def _notes(areas: AreaMap, stale: frozenset[str], broken: Mapping[str, str]) -> tuple[Sentence, ...]:
    told = [sentence("region_stale", region=areas.names.get(key, key)) for key in sorted(stale)]
    told += [
        sentence("region_broke", region=areas.names.get(key, key), why=why)
        for key, why in sorted(broken.items())
    ]
    return tuple(told)


def _areas_of_places(brief: Brief, areas: AreaMap) -> tuple[str, ...]:
    """Return the region of every place of the problem; a place without one is a region of its own name."""
    ports = {work.port.port for work in brief.works.values()} | {
        one.home.port for one in brief.picture.people
    }
    orders = Counter(areas.of_port.get(work.port.port, "") for work in brief.works.values())
    regions = region_of_areas(areas.parents, orders)
    of_port = {port: regions.get(areas.of_port.get(port, ""), "") for port in ports}
    found = [""] * len(brief.problem.travel.minutes)
    for order in brief.problem.orders:
        for window in order.windows:
            found[window.place] = of_port[brief.works[order.id].port.port]
    homes = {str(one.id): one.home.port for one in brief.picture.people}
    for engineer in brief.problem.engineers:
        if engineer.home is not None:
            found[engineer.home] = of_port[homes[engineer.id]]
    return tuple(found)
