"""A designed procedure as the steps that a visit carries out."""

from __future__ import annotations

from typing import Any

from aftersail.visits.rules.definitions import Definition
from aftersail.visits.states import FormPoint


def steps_of(definition: Definition) -> list[dict[str, Any]]:
    """Return the lines worked off in order, as `Procedure.steps` keeps them; one that shows only sometimes is optional."""
    steps = []
    for field in definition.lines:
        if not field.step:
            continue
        witness = field.point == FormPoint.WITNESS
        step: dict[str, Any] = {
            "text": field.label.zh + ("（见证点）" if witness else ""),
            "text_en": field.label.en + (" (witness point)" if witness else ""),
            "required": bool(field.required) and field.show_if is None,
            "hold_point": field.point == FormPoint.HOLD,
        }
        if field.unit:
            step["unit"] = field.unit[:12]
        for name in ("low", "high"):
            if (limit := getattr(field, name)) is not None:
                step[name] = f"{limit:f}"
        steps.append(step)
    return steps
