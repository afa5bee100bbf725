"""What `aftersail export` does: a register as a file that `aftersail import` would take back unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aftersail.core.importing.fields import Names, cell_of
from aftersail.core.importing.records import names_in
from aftersail.core.masters import Master, masters
from aftersail.core.scope import as_system
from aftersail.core.tabular import Heading, Kind
from aftersail.core.tabular.write import write
from aftersail.core.verdicts import Refused


def export_register(register: str, file: Path, *, language: str, filters: Mapping[str, str]) -> int:
    """Write a register to an .xlsx or .csv file and return the number of rows; headings are those of its template.

    `filters` keep rows whose field equals the value, related records by their code. Raises `Refused` for a register
    or a filter that there is not.
    """
    with as_system(), translation.override(language):
        master = _named(register)
        names = names_in(master.name)
        paths = {f.name: path for f in master.model_fields() if (path := _path(f, names))}
        fields = [field for field in master.model_fields() if field.name in paths]
        rows = master.model._base_manager.order_by("pk")
        for name, value in filters.items():
            if name not in paths:
                known = ", ".join(paths)
                raise Refused(
                    [
                        _("There is no field “%(name)s” to filter by. There are: %(known)s.")
                        % {"name": name, "known": known}
                    ]
                )
            try:
                rows = rows.filter(**{paths[name]: value})
            except (FieldError, ValidationError, ValueError) as error:
                raise Refused(
                    [_("“%(value)s” is no value of %(name)s.") % {"value": value, "name": name}]
                ) from error
        labels = {field.name: dict(field.flatchoices) for field in fields}
        found = (
            [_told(labels[name], value) for name, value in zip(paths, row, strict=True)]
            for row in rows.values_list(*paths.values()).iterator(chunk_size=2_000)
        )
        count = rows.count()
        headings = [Heading(field.verbose_name, _kind(field)) for field in fields]
        with file.open("wb") as target:
            kind = file.suffix.lower().lstrip(".")
            write(
                kind, target, headings, found, title=str(master.label), zone=timezone.get_current_timezone()
            )
        return count


def _named(register: str) -> Master:
    known = {master.name: master for master in masters()}
    if register not in known:
        told = ", ".join(known)
        raise Refused(
            [
                _("There is no register “%(name)s” to export. There are: %(known)s.")
                % {"name": register, "known": told}
            ]
        )
    return known[register]


def _path(field: Any, names: Mapping[str, Names]) -> str:
    """Return where a field's cell stands, a related record by the text that an import would know it by; "" for none."""
    if isinstance(field, models.ManyToManyField):
        return ""
    if not isinstance(field, models.ForeignKey):
        return str(field.name)
    return f"{field.name}__{names[field.name].paths[0]}" if field.name in names else ""


def _told(labels: Mapping[Any, Any], value: Any) -> Any:
    return cell_of(value) if isinstance(value, list) else labels.get(value, value)


def _kind(field: Any) -> Kind:
    return Kind.DATETIME if isinstance(field, models.DateTimeField) else Kind.TEXT
