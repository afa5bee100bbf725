"""The kinds of long work that chapters declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aftersail.core.verdicts import Reason

if TYPE_CHECKING:
    from aftersail.core.models import Job


Work = Callable[..., dict[str, Any]]
"""`work(progress, *, by, **arguments)`: sees what `by` sees, tells how far it is, returns the result as JSON; raises
`Refused` with the reason where it cannot be done."""


@dataclass(frozen=True)
class JobKind:
    """A kind of long work.

    name: `chapter.work`. label: what people call it. work: what a worker runs. arrives_at: the address of a finished
    job's result. so_far: the labels of the figures that it tells on the way.
    """

    name: str
    label: Reason
    work: Work
    arrives_at: Callable[[Job], str]
    so_far: tuple[tuple[str, Reason], ...] = ()

    def __post_init__(self) -> None:
        _kinds[self.name] = self


_kinds: dict[str, JobKind] = {}


def kind_named(name: str) -> JobKind:
    """Return a kind of work by its name; KeyError where no chapter declares it."""
    return _kinds[name]
