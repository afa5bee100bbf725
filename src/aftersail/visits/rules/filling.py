"""What a filled form says: which lines show, what is missing, what failed, how complete it is, who may still change what."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason
from aftersail.visits.rules.definitions import Definition, Field
from aftersail.visits.rules.form_mistakes import Mistake
from aftersail.visits.rules.form_schema import LONGEST_TEXT, MOST_ROWS
from aftersail.visits.states import FieldKind, RequiredFrom

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
