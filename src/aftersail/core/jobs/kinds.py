"""The kinds of long work that chapters declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aftersail.core.verdicts import Reason

if TYPE_CHECKING:
    from aftersail.core.models import Job


@dataclass(frozen=True)
class Part:
    """A part of a job that any worker may do by itself; `weight` says how much of the whole it is."""

    kind: JobKind
    title: str
    arguments: dict[str, Any]
    weight: int = 1


@dataclass(frozen=True)
class Parts:
    """What a work returns that is to be done in parts: its kind's `finish` is called once all of them are over."""

    each: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not self.each:
            raise ValueError("work in parts has one at least")


Work = Callable[..., "dict[str, Any] | Parts"]
"""`work(progress, *, by, **arguments)`: sees what `by` sees, tells how far it is, returns the result as JSON, or the parts
in which it is to be done; raises `Refused` with the reason where it cannot be done."""

Finish = Callable[..., dict[str, Any]]
"""`finish(progress, *, by, parts, **arguments)`: makes one result of the parts, which are jobs that are over; some may have failed."""


@dataclass(frozen=True)
class JobKind:
    """A kind of long work.

    name: `chapter.work`. label: what people call it. work: what a worker runs. arrives_at: the address of a finished
    job's result. so_far: the labels of the figures that it tells on the way. finish: what a worker runs once the parts
    of work in parts are over. part_says: how a part is told on the page of the whole, with {title}, {percent} and the
    figures that it tells.
    """

    name: str
    label: Reason
    work: Work
    arrives_at: Callable[[Job], str]
    so_far: tuple[tuple[str, Reason], ...] = ()
    finish: Finish | None = None
    part_says: Reason = ""

    def __post_init__(self) -> None:
        _kinds[self.name] = self


_kinds: dict[str, JobKind] = {}


def kind_named(name: str) -> JobKind:
    """Return a kind of work by its name; KeyError where no chapter declares it."""
    return _kinds[name]
