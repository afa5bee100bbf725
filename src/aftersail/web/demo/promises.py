"""The house rules that every installation needs before the first case: service targets and warranty clauses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from aftersail.fleet.actions.defaults import services_rows
from aftersail.fleet.models import BaselineServices, ProductFamily, ServiceBaseline
from aftersail.fleet.rules import default_targets
from aftersail.fleet.states import BaselineState

WARRANTY_CLAUSES: tuple[dict[str, Any], ...] = (
    {
        "clause": "BX-STD-12",
        "title": "标准保修：交付起 12 个月或发货起 30 个月，先到为准",
        "title_en": "Standard: 12 months from delivery or 30 from shipment, whichever ends first",
        "months_from_delivery": 12,
        "months_from_shipment": 30,
        "excluded_causes": ["3.2"],
        "valid_from": date(2000, 1, 1),
    },
    {
        "clause": "BX-GEN-24",
        "title": "发电机组延长保修：交付起 24 个月或 6000 运行小时",
        "title_en": "Generator sets: 24 months from delivery or 6,000 running hours",
        "family": "GEN",
        "months_from_delivery": 24,
        "hours_limit": 6000,
        "excluded_causes": ["3.2"],
        "valid_from": date(2000, 1, 1),
    },
    {
        "clause": "BX-NAV-18",
        "title": "通信导航设备保修：交付起 18 个月，不含上船差旅",
        "title_en": "Navigation and communication: 18 months from delivery, travel not covered",
        "family": "NAV",
        "months_from_delivery": 18,
        "covers_travel": False,
        "valid_from": date(2000, 1, 1),
    },
)
"""Invented clauses; `family` names a family code."""


def baseline_rows() -> list[dict[str, Any]]:
    """Return the shipped default targets as values of `BaselineRule`."""
    table = default_targets()
    return [
        {
            "code": rule.code,
            "edition": rule.edition,
            "criticality": rule.criticality,
            "severity": rule.severity,
            "stage": rule.stage,
            "response_hours": rule.target.response_hours,
            "onsite_hours": rule.target.onsite_hours,
            "restore_days": rule.target.restore_days,
            "restore_by": rule.target.restore_by,
            "answer_working_days": rule.target.answer_working_days,
            "around_the_clock": rule.target.calendar == "24x7",
            "valid_from": rule.valid_from,
            "source": table.source,
        }
        for rule in table.rules
    ]


def edition_rows(families: Sequence[ProductFamily]) -> tuple[list[ServiceBaseline], list[BaselineServices]]:
    """Return the house's default edition and one for each family, with the services that ship with the product."""
    first = default_targets().rules[0].valid_from
    live: dict[str, Any] = {"state": BaselineState.IN_FORCE, "valid_from": first}
    editions = [ServiceBaseline(code="HOUSE-1", title="出厂默认规范", **live)]
    editions += [
        ServiceBaseline(code=f"{f.code}-1", family=f, title=f"{f.name}基础服务规范", **live) for f in families
    ]
    return editions, [row for one in editions for row in services_rows(one)]
