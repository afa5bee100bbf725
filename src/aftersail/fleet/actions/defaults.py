"""Putting the defaults that ship with the product into the registers: service baseline, failure codes, gates."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from aftersail.core.log import record as log
from aftersail.core.models import Account
from aftersail.core.refusals import Forbidden
from aftersail.fleet.actions.gates import DEFAULTS, default_questions
from aftersail.fleet.events import DefaultsLoaded
from aftersail.fleet.models import BaselineRule, BaselineServices, FailureCode, GateQuestion, ServiceBaseline
from aftersail.fleet.permissions import may_keep_promises
from aftersail.fleet.permissions.lifecycle import may_keep_gates
from aftersail.fleet.rules.default_codes import default_codes
from aftersail.fleet.rules.default_targets import default_targets
from aftersail.fleet.rules.services import default_services
from aftersail.fleet.states import BaselineState


@transaction.atomic
def load_default_baseline(*, by: Account | None, at: datetime) -> int:
    """Put the default service targets into the baseline; rules that are there already stay as they are.

    `by` None is the installation itself. Returns how many rules were added.
    """
    _require_right(by)
    defaults = default_targets()
    known = set(BaselineRule.objects.values_list("code", "edition"))
    fresh = [rule for rule in defaults.rules if (rule.code, rule.edition) not in known]
    edition = house_edition() if fresh else None
    made = BaselineRule.objects.bulk_create(
        BaselineRule(
            code=rule.code,
            baseline=edition,
            edition=rule.edition,
            criticality=rule.criticality,
            severity=rule.severity,
            stage=rule.stage,
            response_hours=_decimal(rule.target.response_hours),
            onsite_hours=_decimal(rule.target.onsite_hours),
            restore_days=_decimal(rule.target.restore_days),
            restore_by=rule.target.restore_by,
            answer_working_days=rule.target.answer_working_days,
            around_the_clock=rule.target.calendar == "24x7",
            valid_from=rule.valid_from,
            valid_until=rule.valid_until,
            source=defaults.source[:120],
        )
        for rule in fresh
    )
    if made:
        loaded = DefaultsLoaded(register="fleet.baseline-rules", count=len(made), source=defaults.source)
        log(loaded, by=by, about=made[0], at=at)
    return len(made)


@transaction.atomic
def load_default_codes(*, by: Account | None, at: datetime) -> int:
    """Put the default failure codes into the register; codes that are there already keep their wording.

    `by` None is the installation itself. Returns how many codes were added.
    """
    _require_right(by)
    known = set(FailureCode.objects.values_list("kind", "code"))
    fresh = [code for code in default_codes() if (code.kind, code.code) not in known]
    made = FailureCode.objects.bulk_create(
        FailureCode(kind=code.kind, code=code.code, name=code.name, name_en=code.name_en) for code in fresh
    )
    if made:
        loaded = DefaultsLoaded(register="fleet.codes", count=len(made), source="default_codes.toml")
        log(loaded, by=by, about=made[0], at=at)
    return len(made)


@transaction.atomic
def load_default_gates(*, by: Account | None, at: datetime) -> int:
    """Put the default checklists into the register; points that are there keep their wording. Returns how many were added."""
    if by is not None and not (verdict := may_keep_gates(by, None)):
        raise Forbidden(verdict.reasons)
    known = set(GateQuestion.objects.values_list("gate", "code"))
    fresh = [row for row in default_questions() if (row["gate"], row["code"]) not in known]
    made = GateQuestion.objects.bulk_create(GateQuestion(**row) for row in fresh)
    if made:
        loaded = DefaultsLoaded(register="fleet.gate-questions", count=len(made), source=DEFAULTS.name)
        log(loaded, by=by, about=made[0], at=at)
    return len(made)


def house_edition() -> ServiceBaseline:
    """Return the house's default edition, made from what ships with the product where there is none yet."""
    table = default_targets()
    kept, fresh = ServiceBaseline.objects.get_or_create(
        code="HOUSE-1", defaults={"state": BaselineState.IN_FORCE, "valid_from": table.rules[0].valid_from}
    )
    if fresh:
        BaselineServices.objects.bulk_create(services_rows(kept))
    return kept


def services_rows(baseline: ServiceBaseline) -> list[BaselineServices]:
    """Return the services that ship with the product as rows of an edition."""
    return [
        BaselineServices(
            baseline=baseline, criticality=criticality,
            **{name: list(v) if isinstance(v, tuple) else v for name, v in asdict(given).items()},
        )
        for criticality, given in default_services().items()
    ]  # fmt: skip


def _require_right(by: Account | None) -> None:
    if by is None:
        return
    verdict = may_keep_promises(by, None)
    if not verdict:
        raise Forbidden(verdict.reasons)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
