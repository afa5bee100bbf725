"""The answer every rule and permission gives: allowed, or refused with reasons that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Reason: TypeAlias = "str | _StrPromise"
"""A sentence for a person: plain, or an English msgid in ``gettext_lazy`` translated when it is shown."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may happen and, when it may not, every reason why.

    An allowed verdict has no reasons and a refused one has at least one; anything else is a ValueError.
    """

    allowed: bool
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.allowed and self.reasons:
            raise ValueError("an allowed verdict carries no reasons")
        if not self.allowed and not self.reasons:
            raise ValueError("a refusal must say why")

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


class Refused(Exception):
    """Raised by an action whose verdict was a refusal; ``reasons`` are shown to the person who asked."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons: tuple[Reason, ...] = tuple(reasons)
        super().__init__(*self.reasons)

    def __str__(self) -> str:
        return "; ".join(str(reason) for reason in self.reasons)


def refuse(*reasons: Reason) -> Verdict:
    """A refusal with one or more reasons; ValueError when none is given."""
    return Verdict(allowed=False, reasons=reasons)


def all_of(*verdicts: Verdict) -> Verdict:
    """Allowed when every verdict is; otherwise a refusal with all their reasons, in order, each once."""
    reasons: dict[Reason, None] = {}
    for verdict in verdicts:
        reasons.update(dict.fromkeys(verdict.reasons))
    return refuse(*reasons) if reasons else ALLOWED


def require(verdict: Verdict) -> None:
    """Return quietly when allowed; raise :class:`Refused` with the verdict's reasons when not."""
    if not verdict.allowed:
        raise Refused(verdict.reasons)
