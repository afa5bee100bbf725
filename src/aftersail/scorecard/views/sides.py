"""One table of a quarter's scores by sides, as a page and as a workbook; partners and consultants fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists import Action
from aftersail.core.masters.naming import named
from aftersail.core.tabular import Kind
from aftersail.core.tabular.outgoing import Heading
from aftersail.core.tabular.write import write_xlsx
from aftersail.people.permissions import SCORERS
from aftersail.scorecard.queries.partners import TREND
from aftersail.scorecard.rules.sides import Score, label_of
from aftersail.scorecard.views.quarters import quarter_options

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class SideTable:
    """How a table is called and what it says; `none` is what an empty one says: title, icon, what to do.

    page, record: URL names of the table and of the page of one who is scored. more: head of one further figure.
    sourced: whether the workbook says of each side where it comes from.
    """

    title: str
    who: str
    key: str
    heads: Sequence[Any]
    page: str
    record: str
    file: str
    footnote: str
    none: tuple[str, str, str]
    more: str = ""
    sourced: bool = False


@dataclass(frozen=True, kw_only=True)
class SideRow:
    """One who is scored, by number or code; `sources` has one for each side where the table is sourced."""

    key: str
    subject: Any
    score: Score
    trend: tuple[float | None, ...]
    more: float | None = None
    sources: Sequence[str] = ()


def sides_page(
    request: SignedInRequest, table: SideTable, rows: list[SideRow], quarter: date, actions: Sequence[Action] = ()
) -> HttpResponse:  # fmt: skip
    """Answer with the table of a quarter, or with its workbook (`?format=xlsx`)."""
    if request.GET.get("format") == "xlsx":
        return _workbook(table, rows, quarter)
    return render(request, "scorecard/sides.html", {
        "table": table, "rows": rows, "heads": table.heads, "quarter": quarter, "quarter_label": label_of(quarter),
        "quarters": TREND, "options": quarter_options(), "keeps": request.user.has_role(*SCORERS), "actions": actions,
    })  # fmt: skip


def _workbook(table: SideTable, rows: list[SideRow], quarter: date) -> HttpResponse:
    headings = [Heading(table.key), Heading(table.who), Heading(_("Total score"), Kind.DECIMAL)]
    if table.more:
        headings.append(Heading(table.more, Kind.DECIMAL))
    for label in table.heads:
        headings += [Heading(str(label), Kind.DECIMAL), Heading(f"{label}: n", Kind.INT)]
        if table.sourced:
            headings.append(Heading(f"{label}: {_('Source')}"))
    out = BytesIO()
    cells = [_cells(table, row) for row in rows]
    write_xlsx(out, headings, cells, title=f"{table.title} {label_of(quarter)}")
    headers = {"Content-Disposition": f'attachment; filename="{table.file}-{label_of(quarter)}.xlsx"'}
    return HttpResponse(out.getvalue(), content_type=XLSX, headers=headers)


def _cells(table: SideTable, row: SideRow) -> list[Any]:
    cells: list[Any] = [row.key, named(row.subject), _rounded(row.score.total)]
    if table.more:
        cells.append(_rounded(row.more))
    for place, side in enumerate(row.score.sides):
        cells += [_rounded(side.score), side.n]
        if table.sourced:
            cells.append(row.sources[place])
    return cells


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
