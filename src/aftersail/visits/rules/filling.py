"""What a filled form says: which lines show, what is missing, what failed, how complete it is, who may still change what."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse
from aftersail.visits.rules.definitions import Definition, Field
from aftersail.visits.rules.form_mistakes import Mistake
from aftersail.visits.rules.form_schema import LONGEST_TEXT, MOST_ROWS
from aftersail.visits.states import FieldKind, FormPoint, RequiredFrom

Values = Mapping[str, Any]
PASS, FAIL, SKIPPED = "pass", "fail", "skipped"
STAGES = (RequiredFrom.BEGIN, RequiredFrom.WORK_DONE, RequiredFrom.SIGN)
LARGEST = 10**15


def visible_lines(definition: Definition, values: Values) -> tuple[Field, ...]:
    """Return the lines that show with these answers, in order; a line shows only where the one that decides shows."""
    shown: dict[str, Field] = {}
    for field in definition.lines:
        rule = field.show_if
        if rule is None or (rule.field in shown and rule.holds(values.get(rule.field))):
            shown[field.key] = field
    return tuple(shown.values())


def shown_values(definition: Definition, values: Values) -> dict[str, Any]:
    """Return the answers of lines that show: what nobody sees is not signed."""
    return {
        field.key: values[field.key] for field in visible_lines(definition, values) if field.key in values
    }


def is_filled(value: Any) -> bool:
    """Whether an answer says something; `no` and 0 do."""
    if isinstance(value, dict):
        return any(is_filled(one) for one in value.values())
    return value is not None and value != "" and value != []


def judged(field: Field, value: Any) -> str:
    """Return pass or fail for a line that can fail, empty for others and for no answer; a limit itself passes.

    >>> from aftersail.visits.rules.definitions import Words
    >>> judged(Field("u", "number", Words("电压", "Voltage"), low=Decimal("22.8"), high=Decimal("25.2")), 22)
    'fail'
    """
    if not field.can_fail or not is_filled(value):
        return ""
    if field.kind == FieldKind.YES_NO:
        return PASS if value is field.expects else FAIL
    if field.kind == FieldKind.CHOICE:
        return FAIL if any(one.fails and one.code == value for one in field.options) else PASS
    reading = Decimal(str(value["value"] if field.kind == FieldKind.GAUGE else value))
    outside = (field.low is not None and reading < field.low) or (
        field.high is not None and reading > field.high
    )
    return FAIL if outside else PASS


def results(definition: Definition, values: Values, skipped: Iterable[str] = ()) -> dict[str, str]:
    """Return how each line that shows ended: pass, fail or skipped; lines without a verdict are left out."""
    past = set(skipped)
    found = {}
    for field in visible_lines(definition, values):
        result = judged(field, values.get(field.key)) or (SKIPPED if field.key in past else "")
        if result:
            found[field.key] = result
    return found


def failed_lines(definition: Definition, values: Values) -> tuple[Field, ...]:
    """Return the lines that show and failed."""
    return tuple(f for f in visible_lines(definition, values) if judged(f, values.get(f.key)) == FAIL)


def missing_lines(
    definition: Definition, values: Values, skipped: Iterable[str] = (), stage: str = RequiredFrom.SIGN
) -> tuple[Field, ...]:
    """Return the lines that must be filled in by a stage and are not."""
    past, reached = set(skipped), STAGES[: STAGES.index(RequiredFrom(stage)) + 1]
    return tuple(
        field
        for field in visible_lines(definition, values)
        if field.required in reached and not is_filled(values.get(field.key)) and field.key not in past
    )


def completeness(definition: Definition, values: Values, skipped: Iterable[str] = ()) -> tuple[int, int]:
    """Return how many of the required lines that show are filled in or skipped, and of how many."""
    wanted = [field for field in visible_lines(definition, values) if field.required]
    return len(wanted) - len(missing_lines(definition, values, skipped)), len(wanted)


def percent(definition: Definition, values: Values, skipped: Iterable[str] = ()) -> int | None:
    """Return the completeness in whole percent, rounded down; None where nothing is required."""
    done, of = completeness(definition, values, skipped)
    return 100 * done // of if of else None


def wrong_values(definition: Definition, values: Values) -> tuple[Mistake, ...]:
    """Return what cannot be kept: answers of the wrong kind, to lines that are not there, out of the choice.

    A reading outside its limits is not wrong: the line failed.
    """
    known = {field.key: field for field in definition.lines}
    found = [Mistake(key[:60], _("The form has no such line.")) for key in values if key not in known]
    for key, value in values.items():
        if key in known and value is not None and (reason := CHECKS[known[key].kind](known[key], value)):
            found.append(Mistake(str(known[key].label), reason))
    return tuple(found)


def _text(_f: Field, value: Any) -> Reason:
    return (
        "" if isinstance(value, str) and len(value) <= LONGEST_TEXT else _("Write at most 4000 characters.")
    )


def _is_number(value: Any) -> bool:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return plain and math.isfinite(value) and abs(value) < LARGEST


def _number(_f: Field, value: Any) -> Reason:
    return "" if _is_number(value) else _("Enter a number.")


def _choice(field: Field, value: Any) -> Reason:
    return "" if value in [one.code for one in field.options] else _("Choose one of the answers.")


def _yes_no(_f: Field, value: Any) -> Reason:
    return "" if isinstance(value, bool) else _("Answer yes or no.")


def _moment(read: Callable[[str], Any], aware: bool, reason: Reason) -> Callable[[Field, Any], Reason]:
    def check(_f: Field, value: Any) -> Reason:
        try:
            found = read(value)
        except (TypeError, ValueError):
            return reason
        return reason if aware and found.tzinfo is None else ""

    return check


def _rows(
    one: Callable[[Any], bool], reason: Reason, most: int = MOST_ROWS
) -> Callable[[Field, Any], Reason]:
    def check(_f: Field, value: Any) -> Reason:
        return "" if isinstance(value, list) and len(value) <= most and all(map(one, value)) else reason

    return check


def _is_short(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 120


def _is_part(row: Any) -> bool:
    if (
        not isinstance(row, dict)
        or not row.get("part")
        or set(row) - {"part", "quantity", "serial_in", "serial_out"}
    ):
        return False
    quantity = row.get("quantity", 1)
    counted = isinstance(quantity, int) and not isinstance(quantity, bool) and 0 < quantity < 1000
    return counted and all(_is_short(row[name]) for name in row if name != "quantity")


def _is_file(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    except ValueError:
        return False


def _photos(field: Field, value: Any) -> Reason:
    piles = value.values() if field.pair and isinstance(value, dict) else [value]
    known = not field.pair or (isinstance(value, dict) and set(value) <= {"before", "after"})
    good = known and all(isinstance(p, list) and len(p) <= 12 and all(map(_is_file, p)) for p in piles)
    return "" if good else _("Photos are named by the ids of files, at most twelve.")


def _gauge(_f: Field, value: Any) -> Reason:
    if not isinstance(value, dict) or set(value) - {"value", "gauge"} or not _is_number(value.get("value")):
        return _("Enter the reading as a number, and which gauge showed it.")
    return "" if _is_short(value.get("gauge", "")) else _("Name the gauge in at most 120 characters.")


def _failure(_f: Field, value: Any) -> Reason:
    good = (
        isinstance(value, dict)
        and set(value) <= {"mode", "mechanism", "cause"}
        and all(map(_is_short, value.values()))
    )
    return "" if good else _("Failure codes are of mode, mechanism and cause.")


CHECKS: dict[str, Callable[[Field, Any], Reason]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
    FieldKind.DATE: _moment(date.fromisoformat, False, _("Give a day as year-month-day.")),
    FieldKind.DATETIME: _moment(datetime.fromisoformat, True, _("Give a day and time with its time zone.")),
    FieldKind.PHOTO: _photos,
    FieldKind.PART: _rows(_is_part, _("Each part has a number and a quantity from 1 to 999.")),
    FieldKind.TOOL: _rows(_is_short, _("Name each tool in at most 120 characters.")),
    FieldKind.GAUGE: _gauge,
    FieldKind.FAILURE: _failure,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it stands: its answers, the lines skipped, the roles that have signed."""

    definition: Definition
    values: Values
    skipped: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()


def frozen_lines(sheet: Sheet) -> frozenset[str]:
    """Return the lines that somebody has signed: a party its sections, every other role all that is no party's."""
    own = sheet.signed - {section.party for section in sheet.definition.sections if section.party}
    return frozenset(
        field.key
        for section in sheet.definition.sections
        if (section.party in sheet.signed if section.party else bool(own))
        for field in section.fields
    )


def may_put(before: Sheet, after: Sheet) -> Verdict:
    """Whether answers may be changed so: nothing that was signed, and steps in their order (R57, R58)."""
    changed = {k for k in {*before.values, *after.values} if before.values.get(k) != after.values.get(k)}
    touched = changed | (before.skipped ^ after.skipped)
    if frozen := touched & frozen_lines(before):
        field = before.definition.field(min(frozen))
        return refuse(format_lazy(_("{line}: this was signed and stays. Add an addendum later."), line=str(field.label) if field else ""))  # fmt: skip
    steps = [field for field in visible_lines(after.definition, after.values) if field.step]
    for place, field in enumerate(steps):
        if field.key in touched and (is_filled(after.values.get(field.key)) or field.key in after.skipped):
            verdict = _settled_before(steps[:place], after)
            if not verdict:
                return verdict
    return ALLOWED


def _settled_before(steps: list[Field], sheet: Sheet) -> Verdict:
    for field in steps:
        value = sheet.values.get(field.key)
        if field.point == FormPoint.HOLD and judged(field, value) != PASS:
            return refuse(format_lazy(_("{line} is a hold point and not passed yet."), line=str(field.label)))
        if field.required and not is_filled(value) and field.key not in sheet.skipped:
            return refuse(format_lazy(_("Settle this first, for steps are worked off in order: {line}"), line=str(field.label)))  # fmt: skip
    return ALLOWED


def may_skip(field: Field, reason: str, approved: bool) -> Verdict:
    """Whether a line may be skipped: with a reason and somebody's approval, a hold point never (R57)."""
    return all_of(
        refuse(_("A hold point cannot be skipped.")) if field.point == FormPoint.HOLD else ALLOWED,
        ALLOWED if reason.strip() else refuse(_("Say why the step is skipped.")),
        ALLOWED if approved else refuse(_("Name who approved skipping the step.")),
    )


def may_sign_as(sheet: Sheet, role: str) -> Verdict:
    """Whether a role may sign now: asked to, not yet signed, and what it answers for is complete (R58)."""
    if role not in sheet.definition.roles:
        return refuse(_("Nobody signs this form in that role."))
    if role in sheet.signed:
        return refuse(_("This role has signed already."))
    parties = {section.party for section in sheet.definition.sections if section.party}
    covers = {
        field.key
        for section in sheet.definition.sections
        if section.party == (role if role in parties else "")
        for field in section.fields
    }
    lacking = [f for f in missing_lines(sheet.definition, sheet.values, sheet.skipped) if f.key in covers]
    held = [
        field
        for field in visible_lines(sheet.definition, sheet.values)
        if field.key in covers
        and field.point == FormPoint.HOLD
        and judged(field, sheet.values.get(field.key)) != PASS
    ]
    named = "; ".join(str(field.label) for field in lacking[:5])
    return all_of(
        refuse(format_lazy(_("Still to be filled in ({count}): {lines}"), count=len(lacking), lines=named)) if lacking else ALLOWED,
        *(refuse(format_lazy(_("{line} is a hold point and not passed yet."), line=str(field.label))) for field in held),
    )  # fmt: skip


def may_finish_with(number: str, sheet: Sheet) -> Verdict:
    """Whether work may be called done with this unsigned form: what is required by then is filled in, no hold point open (R58)."""
    lacking = missing_lines(sheet.definition, sheet.values, sheet.skipped, RequiredFrom.WORK_DONE)
    held = [
        field
        for field in visible_lines(sheet.definition, sheet.values)
        if field.point == FormPoint.HOLD and judged(field, sheet.values.get(field.key)) != PASS
    ]
    told = [str(field.label) for field in dict.fromkeys((*held, *lacking))]
    if not told:
        return ALLOWED
    return refuse(
        format_lazy(_("Form {number} is not ready: {lines}"), number=number, lines="; ".join(told[:5]))
    )


def is_closed_by(sheet: Sheet) -> bool:
    """Whether every role that signs has signed."""
    return set(sheet.definition.roles) <= sheet.signed
