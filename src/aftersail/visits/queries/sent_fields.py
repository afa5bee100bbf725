"""What a device sent, field by field in the reader's words, beside what stands here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model
from django.utils.text import capfirst

from aftersail.cases.models import LeftoverItem
from aftersail.core.isolation import visible
from aftersail.core.masters.naming import named
from aftersail.core.models import Account
from aftersail.visits.models import (
    Addendum,
    FieldCommand,
    Finding,
    FormEdition,
    HoursEntry,
    PartUse,
    Visit,
    VisitPhoto,
    VisitStep,
)
from aftersail.visits.rules.filling import wrong_values
from aftersail.visits.rules.said_values import said_value
from aftersail.visits.states import CommandKind

ABOUT: dict[str, type[Model]] = {
    CommandKind.STEP: VisitStep, CommandKind.HOURS: HoursEntry, CommandKind.FINDING: Finding, CommandKind.PART: PartUse,
    CommandKind.PHOTO: VisitPhoto, CommandKind.LEFTOVER: LeftoverItem, CommandKind.OWED_PART: LeftoverItem,
    CommandKind.ADDENDUM: Addendum,
}  # fmt: skip
"""The record that a kind of command is about; the others are about the visit."""

UNTOLD = frozenset({"version", "before", "at", "signatures", "values", "image"})
"""What tells a person nothing beside the rest."""


@dataclass(frozen=True, slots=True)
class SentField:
    """One field: how it is called, as it was sent, as it stands here."""

    label: str
    mine: str
    theirs: str


def fields_of(account: Account, command: FieldCommand) -> list[SentField]:
    """Return the fields of a command; ids of records are told by the records' names."""
    content, theirs = command.body.get("content") or {}, command.theirs or {}
    if command.kind == CommandKind.FORM:
        return _lines_of_form(content, theirs)
    model = ABOUT.get(command.kind, Visit)
    sent = {name: _field(model, name) for name in content if name not in UNTOLD}
    names = _names_of(account, sent, (content, theirs))
    return [
        SentField(
            name if field is None else str(capfirst(str(field.verbose_name))),
            _told(names, field, content[name]),
            _told(names, field, theirs.get(name)),
        )
        for name, field in sent.items()
    ]


def _names_of(
    account: Account, sent: Mapping[str, Any], versions: Iterable[Mapping[str, Any]]
) -> dict[tuple[type[Model], UUID], str]:
    """Return the names of all records that the ids of both versions stand for, asked for once a kind of record."""
    wanted: dict[type[Model], set[UUID]] = {}
    for version in versions:
        for name, field in sent.items():
            if isinstance(field, ForeignKey) and (pk := _id(version.get(name))) is not None:
                wanted.setdefault(field.related_model, set()).add(pk)
    return {
        (model, pk): named(row)
        for model, pks in wanted.items()
        for pk, row in visible(model, account).in_bulk(pks).items()
    }


def _lines_of_form(content: dict[str, Any], theirs: dict[str, Any]) -> list[SentField]:
    """Return the lines of a form that were sent, by what they ask for; of what is no form, nothing can be told."""
    values, stands = content.get("values") or {}, theirs.get("values") or {}
    known = _id(content.get("edition_id"))
    edition = FormEdition.objects.filter(pk=known).first() if known else None
    if edition is None or not isinstance(values, dict) or wrong_values(edition.definition, values):
        return []
    sent = content.get("skips")
    skips = [one for one in sent if isinstance(one, dict)] if isinstance(sent, list) else []
    reasons = {str(one.get("line")): str(one.get("reason") or "") for one in skips}
    passed_over = {key: one["reason"] for key, one in (theirs.get("skipped") or {}).items()}
    return [
        SentField(
            str(field.label),
            said_value(field, values.get(field.key)) or reasons.get(field.key) or "—",
            said_value(field, stands.get(field.key)) or passed_over.get(field.key) or "—",
        )
        for field in edition.definition.lines
        if field.key in values or field.key in reasons
    ]


def _id(value: Any) -> UUID | None:
    """Return an id that was sent; None for what is none, for a refused command is kept as it came."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _field(model: type[Model], name: str) -> Any | None:
    try:
        return model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None


def _told(names: Mapping[tuple[type[Model], UUID], str], field: Any | None, value: Any) -> str:
    """Return a value as people read it: the name of what an id stands for, the label of a choice."""
    if value in (None, ""):
        return "—"
    if isinstance(field, ForeignKey):
        pk = _id(value)
        return str(value) if pk is None else names.get((field.related_model, pk), str(value))
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
