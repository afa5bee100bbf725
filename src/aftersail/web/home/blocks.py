"""What a home page is made of: blocks of lines that need somebody, tiles with a number, buttons that begin something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists import capped_count
from aftersail.core.verdicts import Reason

SHOWN = 6
COUNTED_TO = 99


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: where it leads, what it is, how it stands, and by when."""

    title: str
    url: str
    detail: str = ""
    state: str = ""
    state_label: Any = ""
    due_at: datetime | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A card of lines with their count; `empty` says in words what it means that nothing waits."""

    title: Reason
    icon: str
    lines: list[Line]
    empty: Reason
    url: str = ""
    count: int = 0
    urgent: bool = False
    action: tuple[Reason, str] | None = None

    @property
    def capped(self) -> bool:
        """Whether there are more than can be said cheaply."""
        return self.count > COUNTED_TO

    @property
    def shown_count(self) -> int:
        """The number to print."""
        return min(self.count, COUNTED_TO)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads somewhere, or a key figure with its interval."""

    label: Reason
    url: str
    value: Any = None
    figure: Any = None
    hint: Reason = ""


@dataclass(frozen=True, slots=True)
class Start:
    """A button that begins something."""

    label: Reason
    url: str
    icon: str
    primary: bool = False


@dataclass
class Home:
    """What one person sees first."""

    starts: list[Start] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def add(self, other: Home) -> None:
        """Take in what another role of the same person brings; nothing is shown twice."""
        pairs: tuple[tuple[list[Any], list[Any], str], ...] = (
            (self.starts, other.starts, "url"), (self.tiles, other.tiles, "label"), (self.blocks, other.blocks, "title"),
        )  # fmt: skip
        for mine, theirs, key in pairs:
            known = {str(getattr(one, key)) for one in mine}
            mine.extend(one for one in theirs if str(getattr(one, key)) not in known)


Maker = Callable[[SignedInRequest, datetime], Home]


def block(
    title: Reason,
    icon: str,
    rows: QuerySet[Any],
    fields: Iterable[Any],
    line: Callable[..., Line],
    *,
    empty: Reason,
    url: str = "",
    urgent: bool = False,
    action: tuple[Reason, str] | None = None,
) -> Block:
    """Make a block of the first rows, as tuples of `fields`; counting asks the database only where more wait."""
    found = list(rows.values_list(*fields)[: SHOWN + 1])
    count = len(found) if len(found) <= SHOWN else capped_count(rows, COUNTED_TO)
    return Block(title, icon, [line(*row) for row in found[:SHOWN]], empty, url, count, urgent, action)
