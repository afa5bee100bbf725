"""The house's default service targets and area factors, read from ``default_targets.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from aftersail.fleet.rules.baselines import BaselineRule, CalendarKind, RestoreBy, ServiceTarget

Nearness = Literal["same_port", "same_area", "other_area", "overseas"]


@dataclass(frozen=True, slots=True)
class DefaultTargets:
    """The default rules of every stage, criticality and severity, with the on-site factors beside them."""

    rules: tuple[BaselineRule, ...]
    area_factor: Mapping[str, float]
    source: str

    def factor(self, nearness: Nearness) -> float | None:
        """What on-site hours are multiplied by; None overseas, where the time is by agreement."""
        return self.area_factor.get(nearness)


def nearness_of(
    *, station_port: str, station_area: str, ship_port: str, ship_area: str, ship_overseas: bool = False
) -> Nearness:
    """How the station sees the ship: same port, same area, other area or overseas."""
    if ship_overseas:
        return "overseas"
    if station_port and station_port == ship_port:
        return "same_port"
    return "same_area" if station_area and station_area == ship_area else "other_area"


@cache
def default_targets() -> DefaultTargets:
    """The table that ships with the product."""
    return parse_targets(files("aftersail.fleet").joinpath("default_targets.toml").read_text("utf-8"))


def parse_targets(text: str) -> DefaultTargets:
    """Read a table of targets in the format of ``default_targets.toml``; ValueError when it is malformed."""
    table = tomllib.loads(text)
    try:
        rules = tuple(
            _rule(table, stage, row, cell, column)
            for stage, row in table["stage"].items()
            for cell, column in table["columns"].items()
        )
        return DefaultTargets(rules, dict(table["area_factor"]), str(table.get("source", "")))
    except KeyError as missing:
        raise ValueError(f"the table of targets lacks {missing}") from missing


def _rule(table: dict[str, Any], stage: str, row: dict[str, Any], cell: str, column: str) -> BaselineRule:
    criticality, severity = cell.split("-")
    code, edition = f"default-{stage}-{cell}", int(table["version"])
    calendar: CalendarKind = "24x7" if severity in {"S1", "S2"} else "working"
    if column == "question":
        days = int(row["answer_working_days"])
        target = ServiceTarget(
            answer_working_days=days, calendar=calendar, rule_code=code, rule_edition=edition
        )
    else:
        response, onsite, restore = (float(value) or None for value in row[column])
        restore_by = cast("RestoreBy", row.get(f"{column}_restore_by", "days"))
        target = ServiceTarget(response, onsite, restore, None, calendar, code, edition, restore_by)
    valid_from: date = table["valid_from"]
    return BaselineRule(
        code, target, valid_from, edition=edition, criticality=criticality, severity=severity, stage=stage
    )
