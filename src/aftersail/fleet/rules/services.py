"""What a baseline promises beside clocks: inspections, training, spares, documents, return visits; and its gaps (R74)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, all_of, refuse


@dataclass(frozen=True, slots=True)
class ServiceSet:
    """The services of one criticality: months between inspections, hours of training, days and months of return visits."""

    inspection_months: int | None = None
    training_hours: float | None = None
    first_visit_days: tuple[int, ...] = ()
    visit_months: int | None = None
    closure_visit_days: int | None = None
    design_visit_months: int | None = None
    spares: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[str, ...]:
        """Names of the parts that a complete set has and this one has not."""
        parts: Mapping[str, Any] = {
            "inspection_months": self.inspection_months,
            "training_hours": self.training_hours,
            "first_visit_days": self.first_visit_days,
            "visit_months": self.visit_months,
            "spares": self.spares,
            "documents": self.documents,
        }
        return tuple(name for name, value in parts.items() if value in (None, ()))


@cache
def default_services() -> dict[str, ServiceSet]:
    """The services that ship with the product, by criticality."""
    table = tomllib.loads(files("aftersail.fleet").joinpath("default_targets.toml").read_text("utf-8"))
    return {criticality: _set_of(row) for criticality, row in table["services"].items()}


def _set_of(row: Mapping[str, Any]) -> ServiceSet:
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in row.items()}
    return ServiceSet(**values)


@dataclass(frozen=True, slots=True)
class ModelPromise:
    """What is in force for one model on a day: its family's edition, its services, its clocks without a target."""

    model: str
    criticality: str
    family: str
    edition: str = ""
    services: ServiceSet | None = None
    untargeted: tuple[str, ...] = ()


def gap_of(promise: ModelPromise, on: date) -> Reason | None:
    """Say why a model counts as without an active baseline on a day; None when it has one."""
    if not promise.edition:
        return format_lazy(
            _(
                "{model}: product family {family} has no service baseline in force on {day}. Put one in force."
            ),
            model=promise.model,
            family=promise.family,
            day=on.isoformat(),
        )
    if promise.services is None:
        return format_lazy(
            _("{model}: baseline {edition} says nothing on services for criticality {criticality}."),
            model=promise.model,
            edition=promise.edition,
            criticality=promise.criticality,
        )
    if promise.untargeted:
        return format_lazy(
            _("{model}: baseline {edition} has no target for {cells}."),
            model=promise.model,
            edition=promise.edition,
            cells=", ".join(promise.untargeted),
        )
    return None


def may_deliver(promises: Sequence[ModelPromise], on: date) -> Verdict:
    """A hull is delivered only when every model aboard has an active baseline; all gaps are named (R74)."""
    gaps = [gap for promise in promises if (gap := gap_of(promise, on)) is not None]
    return all_of(*(refuse(gap) for gap in gaps)) if gaps else ALLOWED
