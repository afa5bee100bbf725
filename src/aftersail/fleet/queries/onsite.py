"""The on-site times that the baseline promises, for the page on which stations' ways are compared with them (R26)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from aftersail.fleet import rules
from aftersail.fleet.models import BaselineRule
from aftersail.fleet.queries.promises import as_rules
from aftersail.fleet.states import LifecycleStage
from aftersail.people.contributed import OnsiteTarget


def promised_onsite_hours(on: date) -> Iterator[OnsiteTarget]:
    """Tell, for each stage of a ship's life, the strictest on-site time that holds on a day for everybody.

    Promises of one contract, customer or ship are left out. How the station lies to the ship changes the promise by the
    house's factors, as the clocks of a case reckon it.
    """
    stored = BaselineRule.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        valid_from__lte=on, vessel=None, customer=None, contract_number="",
    )  # fmt: skip
    defaults = rules.default_targets()
    book = as_rules(stored) or defaults.rules
    for stage in LifecycleStage:
        hours = [
            rule.target.onsite_hours
            for rule in book
            if rule.stage in ("", stage) and rule.target.onsite_hours and rule.valid_on(on)
        ]
        if hours:
            label = f"{stage.label} ≤ {min(hours):g} h"
            yield OnsiteTarget(
                stage.value, label, min(hours), defaults.area_factor, usual=stage == LifecycleStage.WARRANTY
            )
