"""Regions are planned apart, come back as patches, and are whole again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from aftersail.engines.dispatch import (
    Assignment,
    Effort,
    check,
    merge,
    region_of,
    repair_seams,
    solve_region,
    split,
)
from tests.engines.dispatch.small import (
    HOME_SHANGHAI,
    SHANGHAI,
    Window,
    by_lot,
    engineer,
    order,
    problem,
)

AREAS = ("north", "east", "south", "north", "east")
SHORT = Effort(iterations=60)


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_plans_of_regions_put_together_and_repaired_keep_every_rule(seed):
    asked = by_lot(seed, 24, 8)
    regions = split(asked, {}, AREAS)
    merged = merge({}, [solve_region(region, {}, SHORT) for region in regions])
    assert merged.stale == ()
    assert check(asked, merged.plan).violations == ()
    before = check(asked, merged.plan).cost.total
    repaired = repair_seams(asked, merged.plan, AREAS, SHORT)
    assert check(asked, repaired.plan).violations == ()
    assert repaired.cost <= before + 1e-6


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_what_ties_orders_together_stays_in_one_region(seed):
    asked = by_lot(seed, 24, 8)
    where = {o.id: region.name for region in split(asked, {}, AREAS) for o in region.problem.orders}
    ships: dict[str, set[str]] = {}
    for each in asked.orders:
        if each.id in where:
            ships.setdefault(each.ship, set()).add(where[each.id])
            assert all(where[first] == where[each.id] for first in each.after if first in where)
    assert all(len(names) == 1 for names in ships.values())


def test_a_stale_patch_is_rejected_and_the_others_count():
    north, east = order("north"), order("east", windows=(Window(0, 6000, SHANGHAI),))
    asked = problem((north, east), (engineer("n"), engineer("e", home=HOME_SHANGHAI)))
    patches = [solve_region(region, {}, SHORT) for region in split(asked, {}, AREAS)]
    changed = {"north": Assignment(3000, ("n",))}
    merged = merge(changed, patches)
    assert merged.stale == ("north",)
    assert merged.plan["north"].start == 3000
    assert merged.plan["east"] == Assignment(15, ("e",))


def test_who_is_lent_to_another_region_is_away_from_their_own():
    here, there = order("here"), order("there", windows=(Window(0, 6000, SHANGHAI),))
    asked = problem((here, there), (engineer("n"), engineer("e", home=HOME_SHANGHAI)))
    plan = {"there": Assignment(2000, ("n",))}
    (north,) = (region for region in split(asked, plan, AREAS) if region.name == "north")
    (person,) = north.problem.engineers
    assert any(each.begin <= 2000 < each.end for each in person.absences)
    merged = merge(plan, [solve_region(north, plan, SHORT)])
    assert merged.plan["there"] == plan["there"]
    assert check(replace(asked), merged.plan).fine


def test_what_is_tied_to_work_given_to_another_region_is_in_none():
    """Else a region could move what others wait for, without knowing them."""
    first, then = order("first"), order("then", after=("first",))
    free = order("free")
    asked = problem((first, then, free), (engineer("n"), engineer("e", home=HOME_SHANGHAI)))
    plan = {"first": Assignment(1000, ("e",))}
    (north,) = (region for region in split(asked, plan, AREAS) if region.name == "north")
    assert [each.id for each in north.problem.orders] == ["free"]


def test_a_region_is_the_same_again_from_a_problem_read_anew():
    here, there = order("here"), order("there", windows=(Window(0, 6000, SHANGHAI),))
    asked = problem((here, there), (engineer("n"), engineer("e", home=HOME_SHANGHAI)))
    for region in split(asked, {}, AREAS):
        orders = frozenset(each.id for each in region.problem.orders)
        people = frozenset(each.id for each in region.problem.engineers)
        again = region_of(region.name, asked, {}, orders | {"gone"}, people | {"left"})
        assert again == region


def test_a_region_tells_how_far_it_is():
    asked = problem((order("here"),), (engineer("n"),))
    (region,) = split(asked, {}, AREAS)
    told = []
    solve_region(region, {}, SHORT, watch=lambda progress, best: told.append(progress.share))
    assert told[-1] == 1.0
