"""Which order must end before which begins, and what is done in one visit; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tie:
    """An order with the one that must end before it, and the one whose visit it belongs to."""

    id: UUID
    after: UUID | None = None
    visit_with: UUID | None = None


def waits_in_a_circle(ties: Iterable[Tie]) -> bool:
    """Whether orders wait for each other in a circle; those of one visit wait as one.

    B after A, C after B: no. A after C besides: yes. B in one visit with A, and after A: yes, for a visit is one.
    """
    known = {one.id: one for one in ties}
    visit = {id: one.visit_with or id for id, one in known.items()}
    first: dict[UUID, set[UUID]] = {}
    for id, one in known.items():
        if one.after in known:
            first.setdefault(visit[id], set()).add(visit[one.after])
    return _circle(first)


def _circle(first: Mapping[UUID, set[UUID]]) -> bool:
    done: set[UUID] = set()
    for start in first:
        path: list[tuple[UUID, list[UUID]]] = [(start, list(first[start]))]
        on_path = {start}
        while path:
            here, left = path[-1]
            if not left:
                on_path.discard(here)
                done.add(here)
                path.pop()
                continue
            there = left.pop()
            if there in on_path:
                return True
            if there not in done:
                on_path.add(there)
                path.append((there, list(first.get(there, ()))))
    return False
