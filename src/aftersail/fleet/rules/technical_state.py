"""Technical states as pure data: replaying a ledger, comparing two states, levels of the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.fleet.states import StateStep, TreeLevel

LEVELS = tuple(TreeLevel.values)
COMPARED = ("model", "serial", "version", "software")
"""What two units in the same place are compared by, in the order in which a difference is told."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in a technical state; `unit` is its id ("" where it is only designed), `parent` the id of the whole."""

    unit: str
    parent: str
    position: str
    name: str
    code: str
    level: str
    model: str
    serial: str
    version: str
    software: str

    @property
    def place(self) -> str:
        """What stays when the unit is swapped: its position in the bill, else its function code and name."""
        return self.position or f"{self.code} {self.name}".strip()

    def as_data(self) -> dict[str, str]:
        """Return the node as JSON values."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = tuple(Node.__slots__)
FACTS = FIELDS[1:]


def node_of(unit: str, facts: Mapping[str, Any]) -> Node:
    """Return a node from what a ledger says of a unit; what it does not say is empty."""
    get = facts.get
    return Node(
        unit, get("parent") or "", get("position") or "", get("name") or "", get("code") or "", get("level") or "",
        get("model") or "", get("serial") or "", get("version") or "", get("software") or "",
    )  # fmt: skip


def replayed(steps: Iterable[tuple[str, str, Mapping[str, Any]]]) -> dict[str, Node]:
    """Return the state that a ledger leads to: its steps in order, each (unit, step, facts).

    Installed and swapped-in units come with all their facts; a removed one goes; every other step changes what its
    facts name. A change of a unit that is not aboard says nothing.
    """
    aboard: dict[str, Mapping[str, Any]] = {}
    for unit, step, facts in steps:
        if step in _ARRIVALS:
            aboard[unit] = facts
        elif step == StateStep.REMOVED:
            aboard.pop(unit, None)
        elif unit in aboard:
            aboard[unit] = {**aboard[unit], **facts}
    return {unit: node_of(unit, facts) for unit, facts in aboard.items()}


_ARRIVALS = frozenset({StateStep.INSTALLED.value, StateStep.SWAPPED.value})


def paths_of(nodes: Mapping[str, Node]) -> dict[Path, Node]:
    """Return nodes by the places that lead to them, from the outermost in; twins in one place are numbered.

    A node whose whole is not there counts as outermost. Places, not ids, so that a swapped unit meets its successor.
    """
    below: dict[str, list[Node]] = {}
    for node in nodes.values():
        below.setdefault(node.parent if node.parent in nodes else "", []).append(node)
    found: dict[Path, Node] = {}
    waiting: list[tuple[Path, str]] = [((), "")]
    while waiting:
        above, whole = waiting.pop()
        seen: dict[str, int] = {}
        for node in sorted(below.get(whole, ()), key=_order):
            seen[node.place] = count = seen.get(node.place, 0) + 1
            path = (*above, node.place if count == 1 else f"{node.place} #{count}")
            found[path] = node
            if node.unit in below:
                waiting.append((path, node.unit))
    return found


def _order(node: Node) -> tuple[str, str, str]:
    return (node.place, node.serial, node.unit)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in one place: `kinds` are "added", "removed", or names of `COMPARED`; empty where nothing does."""

    path: Path
    left: Node | None
    right: Node | None
    kinds: tuple[str, ...]

    @property
    def node(self) -> Node:
        """The unit that is there now, or was."""
        found = self.right or self.left
        assert found is not None
        return found

    @property
    def depth(self) -> int:
        """How deep in the tree the place lies, from 0."""
        return len(self.path) - 1


def compared(left: Mapping[Path, Node], right: Mapping[Path, Node]) -> Iterator[Difference]:
    """Yield every place of two states in the order of the tree, with what differs there.

    A value that one side does not state (a bill has no serial numbers) is no difference.
    """
    for path in sorted({*left, *right}):
        was, now = left.get(path), right.get(path)
        if was is None or now is None:
            yield Difference(path, was, now, ("added",) if was is None else ("removed",))
            continue
        kinds = tuple(
            name
            for name in COMPARED
            if (one := getattr(was, name)) != (other := getattr(now, name))
            and (name == "software" or (one and other))
            and ((was.unit and now.unit) or (one and other))
        )
        yield Difference(path, was, now, kinds)


def within(paths: Mapping[Path, Node], root: Path) -> dict[Path, Node]:
    """Keep what lies in a place, the place itself included."""
    size = len(root)
    return {path: node for path, node in paths.items() if path[:size] == root}


def level_below(level: str) -> str:
    """Return the level under this one; a part's parts are parts. Nothing above means a unit."""
    if level not in LEVELS:
        return TreeLevel.SUBUNIT
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]


def check_level(level: str, above: str | None) -> Verdict:
    """Refuse a unit that does not lie deeper than the whole; unstated levels go by the place in the tree."""
    if not level or not above or level not in LEVELS or above not in LEVELS:
        return ALLOWED
    deeper = LEVELS.index(level) > LEVELS.index(above) or level == above == TreeLevel.PART
    if deeper:
        return ALLOWED
    return refuse(
        _("A part must lie at a deeper level than the whole. Choose a deeper level, or leave it empty.")
    )
