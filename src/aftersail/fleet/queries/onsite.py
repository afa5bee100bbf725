"""The on-site times that the baseline promises, for the page on which stations' ways are compared with them (R26)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from aftersail.fleet import rules
from aftersail.fleet.models import BaselineRule
from aftersail.fleet.queries.promises import as_rules
from aftersail.fleet.states import Severity
from aftersail.people.contributed import OnsiteTarget


def promised_onsite_hours(on: date) -> Iterator[OnsiteTarget]:
    """Tell, for each severity, the strictest on-site time that holds on a day for everybody, not for one contract."""
    stored = BaselineRule.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        valid_from__lte=on, vessel=None, customer=None, contract_number="",
    )  # fmt: skip
    book = as_rules(stored) or rules.default_targets().rules
    for severity in Severity:
        hours = [
            rule.target.onsite_hours
            for rule in book
            if rule.severity in ("", severity) and rule.target.onsite_hours is not None and rule.valid_on(on)
        ]
        if hours:
            yield OnsiteTarget(severity.value, f"{severity.label} ≤ {min(hours):g} h", min(hours))
