"""A whole filtered list as a workbook or CSV: the same columns, words, filters and order as on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, ClassVar

from django.db import transaction
from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.events import Event
from aftersail.core.lists.asked import Asked, asked_of
from aftersail.core.lists.build import Rows, capped_count, narrowed, ordered
from aftersail.core.lists.cells import Row, labels_of, reader
from aftersail.core.lists.spec import Column, ListSpec, paths_of
from aftersail.core.log import record
from aftersail.core.tabular.fields import Kind
from aftersail.core.tabular.outgoing import Heading
from aftersail.core.tabular.write import write
from aftersail.core.verdicts import Reason, Refused

MOST_ROWS = 100_000
CHUNK = 2_000
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class ListExported(Event):
    """Somebody took a list out of the house as a file."""

    label: ClassVar[Any] = _("Exported %(rows)s rows of %(page)s as %(kind)s")
    page: str
    kind: str
    rows: int
    query: str


def export(
    request: SignedInRequest, spec: ListSpec, queryset: Rows, kind: str, *, title: str
) -> HttpResponseBase:
    """Answer with the file; refuses lists of more than 100,000 rows. The log keeps who took what."""
    asked = asked_of(request, spec, queryset.model)
    found = narrowed(request, spec, queryset, asked)
    count = capped_count(found, MOST_ROWS)
    if count > MOST_ROWS:
        raise Refused(
            [_("The list has more than 100,000 rows. Set a filter, such as a period, and export again.")]
        )
    columns = [column for column in spec.columns_for(request.user.role_set) if column.export]
    paths = paths_of(columns)
    rows = ordered(found, spec, asked).values_list(*paths).iterator(chunk_size=CHUNK)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    write(
        kind, file, [_heading(column) for column in columns], _plain_rows(columns, paths, rows),
        title=title, notes=_notes(request, asked), zone=timezone.get_current_timezone(),
    )  # fmt: skip
    with transaction.atomic():
        event = ListExported(
            page=spec.page, kind=kind, rows=count, query=request.META.get("QUERY_STRING", "")[:1000]
        )
        record(event, by=request.user, about=request.user)
    file.seek(0)
    name = f"{spec.page.replace(':', '-')}-{timezone.localtime():%Y%m%d-%H%M}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[kind])


def _notes(request: SignedInRequest, asked: Asked) -> list[tuple[Reason, Any]]:
    """Return what the second sheet tells: who took the list, when, and what was asked of it."""
    told: list[tuple[Reason, Any]] = [
        (_("Exported by"), request.user.name),
        (_("Exported at"), timezone.now()),
    ]
    if asked.words:
        told.append((_("Words"), asked.words))
    told += [(key, ", ".join(values)) for key, values in asked.values.items() if values]
    return [*told, (_("Order"), asked.sort)]


def _heading(column: Column) -> Heading:
    instant = column.kind in {"moment", "ago"} and not callable(column.export)
    return Heading(str(column.label), kind=Kind.DATETIME if instant else Kind.TEXT)


def _plain_rows(columns: list[Column], paths: tuple[str, ...], rows: Iterator[Row]) -> Iterator[list[Any]]:
    plain = [_plain_cell(column, paths) for column in columns]
    for row in rows:
        yield [cell(row) for cell in plain]


def _plain_cell(column: Column, paths: tuple[str, ...]) -> Callable[[Row], Any]:
    """Return the function that takes a column's exported value out of a row: labels for choices."""
    read, labels = reader(column, paths), labels_of(column)
    if callable(column.export):
        make, more = column.export, [paths.index(path) for path in column.also]
        return lambda row: make(read(row), *[row[i] for i in more])

    def plain(row: Row) -> Any:
        value = read(row)
        if isinstance(value, (list, tuple)):
            return ", ".join(str(labels.get(item, item)) for item in value)
        return labels.get(value, value) if labels else value

    return plain
