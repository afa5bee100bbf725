"""How the cells of a column are to be understood, and the shape of every function that understands them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aftersail.core.tabular.cells import Cell
from aftersail.core.tabular.fields import Field
from aftersail.core.tabular.issues import Fault

Read: TypeAlias = "Callable[[Cell, str], Any]"
"""A filled cell and its text → the field's value, or a Fault."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How the cells of one column become a field's values.

    ``empty``: texts that mean nothing was entered. ``dates``: declared shapes, see ``dates``. ``decimal`` and
    ``thousands``: the marks in numbers. ``strip``: units and currency signs removed around a number.
    ``table``: text in the file → text the field understands; ``otherwise`` is used for texts not in the table,
    ``keep`` lets them pass. ``drop_time`` lets a DATE take the day of a cell that has a time too, ``round_off``
    a DECIMAL a number with more places than it keeps (half to even).
    """

    empty: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str = ","
    strip: tuple[str, ...] = ()
    table: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    keep: bool = False
    drop_time: bool = False
    round_off: bool = False
    fold_width: bool = False


def folded(text: str) -> str:
    """Full-width letters, digits and punctuation as ordinary ones (Unicode NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def outside(spec: Field, value: Any) -> Fault | None:
    """The fault of a value beyond the field's limits, or None."""
    if spec.minimum is not None and value < spec.minimum:
        return Fault("value.below", {"limit": spec.minimum})
    if spec.maximum is not None and value > spec.maximum:
        return Fault("value.above", {"limit": spec.maximum})
    return None
