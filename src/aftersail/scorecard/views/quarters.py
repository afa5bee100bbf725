"""The quarter that a scorecard is asked for, and those to choose from."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date

from aftersail.core.audience import SignedInRequest
from aftersail.scorecard.rules.sides import label_of, quarter_of, quarters_back

CHOOSABLE = 8


def asked_quarter(request: SignedInRequest) -> date:
    """Return the quarter of `?quarter=` (its first day), or the present one."""
    try:
        wanted = parse_date(request.GET.get("quarter", "")[:10])
    except ValueError:
        wanted = None
    return quarter_of(wanted or timezone.localdate())


def quarter_options() -> list[tuple[str, str]]:
    """Return the quarters to choose from, the present one first."""
    this = quarter_of(timezone.localdate())
    return [
        (first.isoformat(), label_of(first)) for first in (quarters_back(this, n) for n in range(CHOOSABLE))
    ]
