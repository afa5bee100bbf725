"""Signed trial sheets as the rates count them, and the sheets behind a rate."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.visits.models import FilledForm
from aftersail.visits.queries.forms import active_editions, filled_for
from aftersail.visits.rules.definitions import Field
from aftersail.visits.rules.trials import ItemRate, TrialFact, first_pass_rates
from aftersail.visits.states import FilledState, FormKind


@dataclass
class FormRates:
    """A form's table: its test items by the product families that were tested, a rate or None in each cell."""

    code: str
    label: str
    families: list[str]
    items: list[tuple[Field, list[tuple[str, ItemRate | None]]]]


def trial_sheets(account: Account) -> QuerySet[FilledForm]:
    """Return the signed trial sheets that the account may see, in the order in which they were begun."""
    rows = filled_for(account).filter(form__kind=FormKind.TRIAL, state=FilledState.SIGNED)
    return rows.order_by("begun_at", "pk")


def trial_rates(account: Account) -> list[FormRates]:
    """Return the first-pass rate of every test item of the active trial sheets."""
    rates = first_pass_rates(map(_fact, trial_sheets(account)))
    found = []
    for edition in active_editions(FormKind.TRIAL):
        code = edition.form.code
        families = sorted({family for form, _item, family in rates if form == code})
        tested = (section for section in edition.definition.sections if not section.party)
        items = [
            (field, [(family, rates.get((code, field.key, family))) for family in families])
            for section in tested
            for field in section.fields
            if field.can_fail
        ]
        found.append(FormRates(code, str(edition.definition.label), families, items))
    return found


def sheets_behind(account: Account, code: str, item: str, family: str) -> list[tuple[FilledForm, bool]]:
    """Return the sheets that a rate counts, and whether the item passed the first time in each."""
    rate = first_pass_rates(map(_fact, trial_sheets(account))).get((code, item, family))
    if rate is None:
        return []
    passed = set(rate.passed)
    rows = trial_sheets(account).filter(pk__in=[*rate.passed, *rate.failed])
    return [(one, one.pk in passed) for one in rows.order_by("-begun_at")]


def _fact(form: FilledForm) -> TrialFact:
    unit = form.equipment
    family = bare_name(unit.model.family) if unit is not None else ""
    tested = form.equipment_id or form.vessel_id or form.pk
    return TrialFact(form.pk, tested, form.form.code, family, form.results, form.attempts)
