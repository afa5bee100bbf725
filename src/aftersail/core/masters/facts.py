"""A record as a page tells it: its fields in words, and what was done to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.urls import NoReverseMatch
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from aftersail.core.log import sentence
from aftersail.core.masters.declared import Master, masters
from aftersail.core.masters.naming import listed, mail_address, named
from aftersail.core.models import Account, LogEntry
from aftersail.core.prepared import SeenBy

MOST_ENTRIES = 50
TOLD = SeenBy(
    LogEntry,
    lambda rows, subject: rows.filter(subject_id=subject).order_by("-at", "-id")[:MOST_ENTRIES],
    UUID,
)


class Fact(NamedTuple):
    """One field: what it is called, what it says, where it leads; `value` None where nothing is known."""

    label: str
    value: Any
    url: str = ""


class Told(NamedTuple):
    """One thing that happened: when, who, the sentence, and each changed field before and after."""

    at: Any
    who: str
    title: str
    changes: tuple[tuple[str, Any, Any], ...]


def facts_of(master: Master, record: Any, account: Account) -> list[Fact]:
    """Return the fields of a record in the reader's language, related records with links where they may be opened."""
    return [_fact(field, record, account) for field in master.model_fields()]


def _fact(field: Any, record: Any, account: Account) -> Fact:
    label = capfirst(force_str(field.verbose_name))
    if isinstance(field, models.ManyToManyField):
        return Fact(label, listed(named(item) for item in getattr(record, field.name).all()) or None)
    value = getattr(record, field.name)
    if isinstance(value, models.Model):
        return Fact(label, named(value), address_for(value, account))
    if isinstance(value, bool):
        return Fact(label, _("yes") if value else _("no"))
    if field.choices:
        return Fact(label, getattr(record, f"get_{field.name}_display")() or None)
    if isinstance(value, list):
        return Fact(label, listed(value) or None)
    if isinstance(field, models.EmailField):
        return Fact(label, mail_address(value) if value else None)
    return Fact(label, _written(value))


def _written(value: Any) -> Any:
    """A plain value as the house writes it: days by year, month and day, figures without idle zeros; None where none is."""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        whole, _point, rest = f"{value:,f}".partition(".")
        return f"{whole}.{rest}".rstrip("0").rstrip(".") if rest else whole
    return None if value in ("", None) else value


def address_for(record: Any, account: Account) -> str:
    """Return the page of a record in some register, or an empty string when it has none for this account."""
    for master in masters():
        if master.model is type(record) and account.has_role(*master.readers):
            try:
                return master.url("detail", record)
            except NoReverseMatch:
                return ""
    return ""


def history_of(record: Any, account: Account) -> list[Told]:
    """Return the newest things that were done to a record, as far as this account may see them."""
    return [
        Told(entry.at, entry.account_name, sentence(entry), tuple(_changes(entry, type(record))))
        for entry in TOLD.rows(account, record.pk)
        if entry.for_customer or account.is_house
    ]


def _changes(entry: LogEntry, model: type[models.Model]) -> Iterator[tuple[str, Any, Any]]:
    after = entry.data.get("after")
    if not isinstance(after, dict):
        return
    before = entry.data.get("before") or {}
    labels = {
        f.name: capfirst(force_str(getattr(f, "verbose_name", f.name))) for f in model._meta.get_fields()
    }
    for name, value in after.items():
        yield labels.get(name) or name, _shown(before.get(name)), _shown(value)


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return listed(value)
    return value
