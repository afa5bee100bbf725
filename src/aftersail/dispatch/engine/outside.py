"""Partners in the problem: the skill that a slot asks for says which of them may be sent, so that no other is.

Own people hold every skill in each of these forms; where no partner is planned, skills stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aftersail.dispatch.rules.planning import Asked, Picture, Planned, Work
from aftersail.engines.dispatch import Certificate

ANY_LEVEL = 99
MARK = "|"


@dataclass(frozen=True, slots=True)
class Scopes:
    """Which partners may be sent for the works of a problem: by work a mark, empty where none may.

    kinds, tools: all papers and tools that the works ask for, which a partner's people bring themselves.
    """

    marks: Mapping[str, str]
    asked: Mapping[str, Asked]
    kinds: tuple[Certificate, ...] = ()
    tools: frozenset[str] = frozenset()

    @classmethod
    def of(cls, picture: Picture, works: Mapping[str, Work]) -> Scopes | None:
        """Return the scopes of a picture's partners; None where it has no partner."""
        partners = list(
            {one.outside.partner_id: one.outside for one in picture.people if one.outside}.values()
        )
        if not partners:
            return None
        marks = {}
        for id, work in works.items():
            may = [str(n) for n, one in enumerate(partners) if work.id in one.charges]
            marks[id] = MARK + ",".join(may) if may else ""
        kinds = {kind for id, work in works.items() if marks[id] for kind in work.certificates}
        tools = {tool.casefold() for id, work in works.items() if marks[id] for tool in work.tools}
        return cls(
            marks, {id: work.asked[0] for id, work in works.items()}, tuple(Certificate(kind) for kind in sorted(kinds)), frozenset(tools)
        )  # fmt: skip

    def skill(self, asked: Asked, mark: str) -> tuple[str, int]:
        """Return skill and level as a slot of an order with this mark asks for them; nobody is without level 1 where none is asked."""
        return (asked.skill + mark, asked.level) if asked.level > 0 else (mark, 1)

    def own_skills(self, one: Planned) -> dict[str, int]:
        """Return what somebody of the house can do, under every mark."""
        every = {"", *self.marks.values()}
        return {skill + mark: level for skill, level in one.skills.items() for mark in every} | dict.fromkeys(
            every, 1
        )

    def partner_skills(self, orders: Iterable[object]) -> dict[str, int]:
        """Return the skills that a partner's people are planned with: those of the orders that it may be sent for."""
        wanted = {str(one) for one in orders}
        return {
            self.skill(asked, self.marks[id])[0]: ANY_LEVEL
            for id, asked in self.asked.items()
            if id in wanted
        }


def bare_skill(key: str) -> str:
    """Return a skill of the problem as people and orders name it."""
    return key.partition(MARK)[0]
