"""Partners in the problem: their people bring whatever work asks for, and are barred from what they may not be sent for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aftersail.dispatch.rules.planning import Planned, Work
from aftersail.engines.dispatch import Certificate


@dataclass(frozen=True, slots=True)
class Brought:
    """What a partner's people bring, which is the partner's affair: all that any work asks for."""

    skills: Mapping[str, int]
    certificates: tuple[Certificate, ...]
    tools: frozenset[str]

    @classmethod
    def to(cls, works: Iterable[Work]) -> Brought:
        """Return the highest level asked of each skill, every paper and every tool."""
        skills: dict[str, int] = {}
        papers: set[str] = set()
        tools: set[str] = set()
        for work in works:
            tools.update(tool.casefold() for tool in work.tools)
            for asked in work.asked:
                skills[asked.skill] = max(asked.level, skills.get(asked.skill, 0))
                papers.update(asked.certificates)
        return cls(skills, tuple(map(Certificate, sorted(papers))), frozenset(tools))


def barred_from(works: Mapping[str, Work], people: Iterable[Planned]) -> dict[str, frozenset[str]]:
    """Return by work which people of partners may not be sent for it; works that bar the same share one set."""
    theirs = defaultdict(set)
    for one in people:
        if one.outside:
            theirs[one.outside.partner_id].add(str(one.id))
    scopes = {one.outside.partner_id: one.outside.charges for one in people if one.outside}
    shared: dict[tuple[object, ...], frozenset[str]] = {}
    found = {}
    for id, work in works.items():
        partners = tuple(partner for partner, scope in scopes.items() if work.id not in scope)
        if partners not in shared:
            shared[partners] = frozenset().union(*(theirs[partner] for partner in partners))
        found[id] = shared[partners]
    return found
