"""What an account can be let reach: kinds of records, found by code or name; later chapters bring their kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.verdicts import Refused, Verdict, require

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing to reach: its label, its model and the fields by which people name one."""

    label: Any
    model: str
    fields: tuple[str, ...]


Limit = Callable[[Account, datetime], "tuple[Verdict, datetime | None]"]
"""Says whether an account may be let into anything at an instant, and until when at the latest."""

_kinds: dict[str, Kind] = {}
_limits: list[Limit] = []


def register(kind: str, label: Any, model: str, fields: tuple[str, ...]) -> None:
    """Add a kind; called from an app's `ready`."""
    _kinds[kind] = Kind(label, model, fields)


def limit(rule: Limit) -> None:
    """Add a rule that every access given to an account must keep; called from an app's `ready`."""
    _limits.append(rule)


def latest_end(account: Account, at: datetime, until: datetime | None) -> datetime | None:
    """Return the end asked for, or an earlier one that a rule sets; raises `Refused` where a rule says no."""
    for rule in _limits:
        verdict, latest = rule(account, at)
        require(verdict)
        if latest is not None:
            until = latest if until is None else min(until, latest)
    return until


def kinds() -> list[tuple[str, Any]]:
    """Return the kinds to choose from."""
    return [(code, kind.label) for code, kind in _kinds.items()]


def find(kind: str, words: str) -> UUID:
    """Return the id of the one record that the words name; `Refused` when none or several do."""
    known = _kinds.get(kind)
    if known is None:
        raise Refused([_("There is no such kind.")])
    words = words.strip()
    rows: Any = apps.get_model(known.model)._base_manager.all()
    for lookup in ("iexact", "icontains"):
        conditions = [Q(**{f"{field}__{lookup}": words}) for field in known.fields]
        found = list(rows.filter(reduce(or_, conditions))[: SHOWN + 1]) if words else []
        if len(found) == 1:
            return UUID(str(found[0].pk))
        if found:
            raise Refused([_("Several fit: %s. Write more of it.") % ", ".join(map(str, found[:SHOWN]))])
    raise Refused([_("Nothing fits “%s”.") % words[:60]])


def names_of(pairs: list[tuple[str, UUID]]) -> dict[UUID, str]:
    """Return how the reached records are called."""
    named: dict[UUID, str] = {}
    for code, kind in _kinds.items():
        ids = [target for wanted, target in pairs if wanted == code]
        if ids:
            named |= {row.pk: str(row) for row in apps.get_model(kind.model)._base_manager.filter(pk__in=ids)}
    return named
