"""What a replay found: attainment before and after, the cases that flip; as an object, and as JSON to be kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.dateparse import parse_datetime

from aftersail.cases.rules.clocks import ClockKind
from aftersail.core.figures import Figure, share

CLOCKS: tuple[ClockKind, ...] = ("response", "onsite", "restore")
COUNTS = ("cases", "changed", "unmatched", "flipped")
GROUPINGS = ("by_stage", "by_severity", "by_area")


@dataclass(slots=True)
class Group:
    """Met and missed clocks of some cases, before and after."""

    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)

    def figures(self) -> list[tuple[str, Figure, Figure]]:
        """Return attainment by clock before and after, with n and interval; no data where nothing was decided."""
        return [(kind, _attained(self.before, kind), _attained(self.after, kind)) for kind in CLOCKS]

    def as_json(self) -> dict[str, dict[str, int]]:
        """Return the counts as JSON can hold them."""
        return {"before": dict(self.before), "after": dict(self.after)}


@dataclass(frozen=True, slots=True)
class Flip:
    """A case whose clock would have been met or missed otherwise; the due times are instants as ISO text, or empty."""

    case_id: str
    number: str
    title: str
    clock: ClockKind
    before: str
    after: str
    due_before: str
    due_after: str
    stage: str
    severity: str
    area: str

    @property
    def due_at_before(self) -> Any:
        """When it was due; None where it was not."""
        return parse_datetime(self.due_before) if self.due_before else None

    @property
    def due_at_after(self) -> Any:
        """When it would have been due; None where it would not."""
        return parse_datetime(self.due_after) if self.due_after else None


@dataclass(slots=True)
class Replay:
    """What a draft would have made of past cases. `flipped` counts every flip, `flips` names the first of them."""

    cases: int = 0
    changed: int = 0
    unmatched: int = 0
    flipped: int = 0
    whole: Group = field(default_factory=Group)
    by_stage: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    by_severity: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    by_area: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    flips: list[Flip] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it."""
        counts: dict[str, Any] = {name: getattr(self, name) for name in COUNTS}
        groups = {
            name: {key: one.as_json() for key, one in getattr(self, name).items()} for name in GROUPINGS
        }
        return (
            counts | groups | {"whole": self.whole.as_json(), "flips": [asdict(flip) for flip in self.flips]}
        )


def from_json(kept: dict[str, Any]) -> Replay:
    """Return the replay that was kept."""
    groups: dict[str, Any] = {
        name: {key: _group(one) for key, one in kept[name].items()} for name in GROUPINGS
    }
    counts = {name: kept[name] for name in COUNTS}
    flips = [Flip(**flip) for flip in kept["flips"]]
    return Replay(**counts, **groups, whole=_group(kept["whole"]), flips=flips)


def labelled(groups: dict[str, Group], labels: Iterable[tuple[str, Any]] = ()) -> list[tuple[Any, Group]]:
    """Return groups by their labels, in the order of the labels or of the alphabet."""
    known = dict(labels)
    order = [key for key in known if key in groups] + sorted(key for key in groups if key not in known)
    return [(known.get(key, key), groups[key]) for key in order]


def _group(kept: dict[str, Any]) -> Group:
    return Group(Counter(kept["before"]), Counter(kept["after"]))


def _attained(counted: Counter[str], kind: str) -> Figure:
    met = counted[f"{kind} met"]
    return share(met, met + counted[f"{kind} missed"])
