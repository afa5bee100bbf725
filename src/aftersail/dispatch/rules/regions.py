"""A large plan in regions: when it is cut, into what, and what comes back from each; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MANY_ORDERS = 300
"""From so many orders on a plan of several areas is cut into regions.

Up to about that many one search of half a minute comes within a few hundredths of what a long one finds; each order more
makes every try dearer and asks for more tries.
"""

MOST_IN_REGION = 400
"""A sea with more orders than this is cut into its parts, where it has some."""

REPAIR_SHARE = 0.1
"""What the repair of seams gets of the seconds asked for; the rest is the regions', by their orders."""

LEAST_SECONDS = 1.0
"""A region is searched at least so long."""


@dataclass(frozen=True, slots=True)
class AreaMap:
    """Which area each port lies in, which area each is a part of, and what they are called; by id, ports by code."""

    of_port: Mapping[str, str]
    parents: Mapping[str, str | None]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """A region as a lead job asks for it: its orders and its people, by id."""

    key: str
    orders: frozenset[str]
    people: frozenset[str]

    def as_json(self) -> dict[str, Any]:
        """Return it as the arguments of a job."""
        return {"region": self.key, "orders": sorted(self.orders), "people": sorted(self.people)}


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """What came of a region: by order the start in working minutes and the team.

    base: the version of the promises, and of the days, that it was made from. given_up: promises that the search would have
    traded away; they are held as they stand. orders, people: those that it was about.
    """

    key: str
    base: str
    orders: frozenset[str]
    people: frozenset[str]
    given_up: frozenset[str]
    plan: Mapping[str, tuple[int, tuple[str, ...]]]

    def as_json(self) -> dict[str, Any]:
        """Return it as the result of a job."""
        return {
            "region": self.key, "base": self.base, "orders": sorted(self.orders), "people": sorted(self.people),
            "given_up": sorted(self.given_up), "plan": {id: [start, list(team)] for id, (start, team) in self.plan.items()},
        }  # fmt: skip


def region_plan_kept(kept: Mapping[str, Any]) -> RegionPlan:
    """Return a kept plan of a region."""
    return RegionPlan(
        kept["region"], kept["base"], frozenset(kept["orders"]), frozenset(kept["people"]), frozenset(kept["given_up"]),
        {id: (start, tuple(team)) for id, (start, team) in kept["plan"].items()},
    )  # fmt: skip


def is_large(orders: int, wanted: bool | None) -> bool:
    """Whether a plan of so many orders is cut into regions, if it has several: as the asker wishes, else by its size."""
    return orders >= MANY_ORDERS if wanted is None else wanted


def region_of_areas(
    parents: Mapping[str, str | None], orders: Mapping[str, int], most: int = MOST_IN_REGION
) -> dict[str, str]:
    """Return for each area the one that is its region: the sea at the root of it; where a sea has more orders than `most`, its part.

    North with 500 orders in its two parts, East with 20: each part of North by itself, the whole of East.
    """
    parts: dict[str | None, list[str]] = {}
    for area, parent in parents.items():
        parts.setdefault(parent if parent in parents else None, []).append(area)

    def below(area: str) -> list[str]:
        return [area, *(deep for part in parts.get(area, ()) for deep in below(part))]

    regions: dict[str, str] = {}

    def cut(area: str) -> None:
        whole = below(area)
        if sum(orders.get(one, 0) for one in whole) > most and parts.get(area):
            regions[area] = area
            for part in parts[area]:
                cut(part)
        else:
            regions.update(dict.fromkeys(whole, area))

    for root in parts.get(None, ()):
        cut(root)
    return regions


def seconds_for(seconds: float, orders: int, all_orders: int) -> float:
    """Return how long a region of so many orders is searched: 30 s for 400 of 1,000: 10.8 s, for 3 s are the repair's."""
    return max(LEAST_SECONDS, seconds * (1 - REPAIR_SHARE) * orders / max(1, all_orders))
