"""Reads about imports: whose they are, and the rows that a file's plan refused."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aftersail.core.importing.batches import sheet_of, zone
from aftersail.core.models import Account, ImportBatch
from aftersail.core.tabular import Heading, ImportPlan, Kind, write_xlsx
from aftersail.core.tabular.cells import cell_text


def imports(account: Account) -> QuerySet[Any]:
    """Return the imports that an account made, newest first."""
    return (
        ImportBatch.objects.visible_to(account)
        .filter(account=account)
        .select_related("file")
        .order_by("-created_at")
    )


def refused_workbook(batch: ImportBatch, plan: ImportPlan) -> bytes:
    """Return an XLSX of the refused rows as the file had them, with row number and reasons before each."""
    sheet = sheet_of(batch)
    reasons = {
        row.row: "; ".join(_place(issue) + issue.message for issue in row.issues) for row in plan.refused
    }
    headings = [Heading(_("Row"), Kind.INT), Heading(_("Why it was refused"), width=60)]
    headings += [Heading(heading) for heading in sheet.headers]
    rows = (
        (number, reasons[number], *(cell_text(cell) for cell in cells))
        for number, cells, _fault in sheet.rows()
        if number in reasons
    )
    target = BytesIO()
    write_xlsx(target, headings, rows, title=_("Refused rows"), zone=zone())
    return target.getvalue()


def _place(issue: Any) -> str:
    return f"{issue.column} ({issue.letter}): " if issue.letter else ""
