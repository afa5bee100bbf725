"""What a scanned code names: the address of a label, or the plain number of a part, place or tool."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.supply.models import Part, StockBalance, StockPlace, Tool

KINDS: dict[str, Any] = {"part": Part, "place": StockPlace, "tool": Tool}
ADDRESS = re.compile(r"/supply/scan/(part|place|tool)/([0-9a-f-]{36})/?", re.IGNORECASE)


def scannable(account: Account, kind: str) -> QuerySet[Any]:
    """Return the records of a kind that the account sees; `NotThere` for an unknown kind."""
    if kind not in KINDS:
        raise NotThere
    rows: QuerySet[Any] = KINDS[kind].objects.visible_to(account)
    return rows


def found_by_code(account: Account, code: str) -> tuple[str, UUID] | None:
    """Return kind and id of what a scanned text names; None when nothing does."""
    code = code.strip()
    if (match := ADDRESS.search(code)) is not None:
        kind, pk = match[1].lower(), match[2]
        known = _uuid(pk)
        there = known is not None and scannable(account, kind).filter(pk=known).exists()
        return (kind, known) if there and known is not None else None
    for kind, path in (("tool", "asset_number"), ("place", "code"), ("part", "number")):
        pk = scannable(account, kind).filter(**{f"{path}__iexact": code}).values_list("pk", flat=True).first()
        if pk is not None:
            return kind, pk
    lying = (
        StockBalance.objects.visible_to(account).filter(serial__iexact=code, quantity__gt=0).first()
        if code
        else None
    )
    return ("part", lying.part_id) if lying is not None else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
