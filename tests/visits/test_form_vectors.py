"""What filled forms say, case by case: the server's rules by the very file by which the device's are checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from aftersail.visits.rules import filling, sheets
from aftersail.visits.rules.definitions import Definition
from aftersail.visits.rules.form_schema import from_schema

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("form_vectors.json").read_text())


def told(
    definition: Definition,
    values: dict[str, Any],
    skipped: Sequence[str],
    signed: Sequence[str],
    witnessed: Sequence[str],
) -> dict[str, Any]:
    """Return what the server's rules say of a form."""
    sheet = sheets.Sheet(
        definition, values, frozenset(skipped), frozenset(signed), {key: {} for key in witnessed}
    )
    shown = filling.visible_lines(definition, values)

    def keys(fields: Sequence[Any]) -> list[str]:
        return [field.key for field in fields]

    return {
        "shown": keys(shown),
        "results": filling.results(definition, values, skipped),
        "missing": {str(stage): keys(filling.missing_lines(definition, values, skipped, stage)) for stage in filling.STAGES},
        "completeness": list(filling.completeness(definition, values, skipped)),
        "frozen": sorted(sheets.frozen_lines(sheet)),
        "held": [field.key for place, field in enumerate(steps(shown)) if not sheets.settled_before(steps(shown)[:place], sheet)],
        "may_sign": [role for role in definition.roles if sheets.may_sign_as(sheet, role)],
        "closed": sheets.is_closed_by(sheet),
    }  # fmt: skip


def steps(shown: Sequence[Any]) -> list[Any]:
    return [field for field in shown if field.step]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["say"])
def test_R58_a_form_says_ashore_what_it_says_on_board(case):
    definition = from_schema(VECTORS["definitions"][case["definition"]])
    assert (
        told(definition, case["values"], case["skipped"], case["signed"], case["witnessed"])
        == case["expected"]
    )
