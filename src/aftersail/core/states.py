"""Transition tables: the one place that says who may move a record from where to where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, refuse


@dataclass(frozen=True, slots=True)
class Transition:
    """A lawful move: its name, where from, where to, whose it is, and how its button reads."""

    name: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    label: Reason
    guard: str = ""
    primary: bool = False
    danger: bool = False


def move(
    name: str,
    sources: str | Iterable[str],
    target: str,
    roles: Iterable[str],
    label: Reason,
    *,
    guard: str = "",
    primary: bool = False,
    danger: bool = False,
) -> Transition:
    """Write one row of a transition table."""
    start = frozenset({sources} if isinstance(sources, str) else sources)
    return Transition(name, start, target, frozenset(roles), label, guard, primary, danger)


@dataclass(frozen=True)
class Machine:
    """A record's states and lawful moves, read by buttons, API, permissions, kanban and documentation."""

    noun: str
    initial: str
    transitions: tuple[Transition, ...]
    terminal: frozenset[str] = field(default_factory=frozenset)

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.transitions)

    def named(self, name: str) -> Transition:
        """Return the move with this name; a misspelt name is a KeyError at import of the caller."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(f"{self.noun} has no transition {name!r}")

    def open_to(self, state: str, roles: Iterable[str]) -> list[Transition]:
        """Return the moves that people in these roles may make from this state."""
        held = set(roles)
        return [t for t in self.transitions if state in t.sources and held & t.roles]

    def may(self, name: str, state: str, roles: Iterable[str]) -> Verdict:
        """Say whether people in these roles may make the move from this state."""
        transition = self.named(name)
        if state not in transition.sources:
            return refuse(
                _("This step is not possible in the present state. Reload the page to see what is.")
            )
        if not transition.roles & set(roles):
            return refuse(
                _("Your role may not take this step. Ask the person named as owner, or the dispatcher.")
            )
        return ALLOWED

    def lawful(self, source: str, target: str) -> bool:
        """Whether some move leads from one state to the other."""
        return any(source in t.sources and target == t.target for t in self.transitions)
