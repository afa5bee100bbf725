"""The values of a record's fields: read as plain data, compared, checked, and ids turned into records one may see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from aftersail.core.isolation import visible
from aftersail.core.masters.declared import Master
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.core.verdicts import Refused

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters and lone surrogates: PostgreSQL refuses some of them, people see none."""


def plain(value: Any) -> Any:
    """Return a field's value as JSON can hold it; related records by their id."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, (list, tuple, models.QuerySet)):
        return [plain(item) for item in value]
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def told(value: Any) -> Any:
    """Return a field's value as the timeline tells it; related records by their name."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, (list, tuple, models.QuerySet)):
        return [told(item) for item in value]
    return plain(value)


def require_holdable(master: Master, values: Mapping[str, Any]) -> None:
    """Refuse texts with characters that cannot be kept or seen."""
    reasons = [
        _("%(field)s: it holds an invisible control character. Type the text again.")
        % {"field": label_of(master, name)}
        for name, value in values.items()
        if isinstance(value, str) and _UNHOLDABLE.search(value)
    ]
    if reasons:
        raise Refused(reasons)


def require_valid(master: Master, record: Record) -> None:
    """Refuse a record whose fields or constraints do not hold, naming each field."""
    others = {f.name for f in record._meta.concrete_fields} - set(master.fields)
    try:
        record.full_clean(exclude=others)
    except ValidationError as error:
        raise Refused(reasons_of(master, error)) from error


def reasons_of(master: Master, error: ValidationError) -> list[str]:
    """Return the sentences of a validation error, each with the name of its field."""
    if not hasattr(error, "error_dict"):
        return [force_str(message) for message in error.messages]
    reasons = []
    for name, errors in error.error_dict.items():
        for message in (force_str(m) for e in errors for m in e.messages):
            reasons.append(message if name == "__all__" else f"{label_of(master, name)}: {message}")
    return reasons


def label_of(master: Master, name: str) -> str:
    """Return a field's label in the language in force."""
    return force_str(getattr(master.model._meta.get_field(name), "verbose_name", name))


def resolved(master: Master, by: Account, values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn ids of related records into records that this account may see; Refused names those it may not."""
    found: dict[str, Any] = {}
    reasons: list[str] = []
    for name, value in values.items():
        field = master.model._meta.get_field(name)
        related = (
            field.related_model if isinstance(field, (models.ForeignKey, models.ManyToManyField)) else None
        )
        if related is None or value is None:
            found[name] = value
            continue
        wanted = list(value) if isinstance(field, models.ManyToManyField) else [value]
        known = _known(related, by, wanted)
        if len(known) != len(set(wanted)):
            reasons.append(
                _("%(field)s: there is no such record, or it is not yours to see.")
                % {"field": label_of(master, name)}
            )
        found[name] = known if isinstance(field, models.ManyToManyField) else next(iter(known), None)
    if reasons:
        raise Refused(reasons)
    return found


def _known(related: Any, by: Account, ids: Iterable[UUID]) -> list[Any]:
    if hasattr(related, "reach"):
        return list(visible(related, by).filter(pk__in=list(ids)))
    return list(related._default_manager.filter(pk__in=list(ids)))
