"""Drafting an edition of the baseline, filling its grid and services, reviewing it and putting it in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import claim
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import ALLOWED, Refused, all_of, refuse, require
from aftersail.fleet import rules
from aftersail.fleet.events import BaselineDrafted, BaselineFilled, BaselineMoved
from aftersail.fleet.models import BaselineRule, BaselineServices, ServiceBaseline
from aftersail.fleet.permissions import may_keep_promises
from aftersail.fleet.queries.baselines import Cell, services_of, targets_of
from aftersail.fleet.states import BASELINE, LIVE_BASELINE, BaselineState, LifecycleStage

NOT_A_DRAFT = _("An edition that is reviewed or in force never changes. Draft the next edition.")


@transaction.atomic
def draft_next_edition(*, by: Account, baseline: ServiceBaseline, id: UUID, at: datetime) -> ServiceBaseline:
    """Draft the next edition of a baseline as a copy of this one; the same id again returns the draft made first."""
    _require_right(by)
    claim(id)
    if known := ServiceBaseline.objects.filter(pk=id).first():
        return known
    family = baseline.family
    last = ServiceBaseline.objects.filter(family=family).aggregate(n=Max("edition"))["n"] or 0
    made = ServiceBaseline.objects.create(
        id=id, code=f"{family.code if family else 'HOUSE'}-{last + 1}", family=family, edition=last + 1, title=baseline.title,
        based_on=baseline, same_port_factor=baseline.same_port_factor, same_area_factor=baseline.same_area_factor,
        other_area_factor=baseline.other_area_factor, drafted_by=by,
    )  # fmt: skip
    _write_rules(made, targets_of(baseline))
    for row in services_of(baseline).values():
        row.pk, row._state.adding, row.baseline, row.version = new_id(), True, made, 1
        row.save(force_insert=True)
    record(BaselineDrafted(code=made.code, based_on=baseline.code), by=by, about=made, at=at)
    return made


@transaction.atomic
def fill_targets(
    *,
    by: Account,
    baseline: ServiceBaseline,
    cells: Mapping[Cell, str],
    at: datetime,
    seen: int | None = None,
) -> ServiceBaseline:
    """Write cells of a draft's grid, all or none; an empty cell is inherited from the house's default."""
    _require_right(by)
    require(_may_change(baseline))
    wanted: dict[Cell, rules.ServiceTarget | None] = {}
    reasons: list[Any] = []
    for (stage, criticality, severity), text in cells.items():
        try:
            wanted[stage, criticality, severity] = rules.parse_target(text, severity)
        except Refused as wrong:
            where = f"{LifecycleStage(stage).label} {criticality}-{severity}"
            reasons += [format_lazy("{where}: {why}", where=where, why=why) for why in wrong.reasons]
    if reasons:
        raise Refused(reasons)
    before = targets_of(baseline)
    changed = {
        cell: target
        for cell, target in wanted.items()
        if rules.write_target(before.get(cell)) != rules.write_target(target)
    }
    if not changed:
        return baseline
    baseline.change(seen)
    doomed = Q(pk__in=[])
    for stage, criticality, severity in changed:
        doomed |= Q(stage=stage, criticality=criticality, severity=severity)
    BaselineRule.objects.filter(doomed, baseline=baseline).delete()
    _write_rules(baseline, {cell: target for cell, target in changed.items() if target is not None})
    told = ", ".join(f"{s} {c}-{v}" for s, c, v in list(changed)[:8])
    record(BaselineFilled(code=baseline.code, cells=len(changed), told=told), by=by, about=baseline, at=at)
    return baseline


@transaction.atomic
def set_services(
    *,
    by: Account,
    baseline: ServiceBaseline,
    criticality: str,
    values: Mapping[str, Any],
    at: datetime,
    seen: int | None = None,
) -> BaselineServices:
    """Say what a draft promises for one criticality beside its clocks."""
    _require_right(by)
    require(_may_change(baseline))
    baseline.change(seen)
    row, _made = BaselineServices.objects.update_or_create(
        baseline=baseline, criticality=criticality, defaults=dict(values)
    )
    record(BaselineFilled(code=baseline.code, cells=0, told=criticality), by=by, about=baseline, at=at)
    return row


@transaction.atomic
def move_baseline(
    *,
    by: Account,
    baseline: ServiceBaseline,
    move: str,
    at: datetime,
    valid_from: date | None = None,
    seen: int | None = None,
) -> ServiceBaseline:
    """Review an edition, send it back, drop it, or put it in force from a day on; that ends the one before."""
    if not (may := BASELINE.may(move, baseline.state, by.role_set)):
        raise Forbidden(may.reasons) if baseline.state not in BASELINE.terminal else Refused(may.reasons)
    values: dict[str, Any] = {"state": BASELINE.named(move).target}
    if move == "review":
        require(may_review(baseline, by))
        values["reviewed_by"] = by
    if move == "enforce":
        values |= _enforced(baseline, by, valid_from or baseline.valid_from)
    try:
        with transaction.atomic():
            baseline.change(seen, **values)
    except IntegrityError as clash:
        raise Refused(
            [_("Another edition holds on some of these days. Choose a later first day.")]
        ) from clash
    moved = BaselineMoved(code=baseline.code, state=baseline.state, valid_from=baseline.valid_from)
    record(moved, by=by, about=baseline, at=at)
    return baseline


def may_review(baseline: ServiceBaseline, by: Account) -> Any:
    """Four eyes: whoever drafted it does not review it; it must state something."""
    stated = baseline.rules.exists() or baseline.services.exists()
    return all_of(
        refuse(_("Somebody else than the drafter reviews an edition.")) if baseline.drafted_by_id == by.pk else ALLOWED,
        ALLOWED if stated else refuse(_("The edition states neither clocks nor services. Fill it first.")),
    )  # fmt: skip


def _enforced(baseline: ServiceBaseline, by: Account, first: date | None) -> dict[str, Any]:
    today = timezone.localdate()
    if first is None:
        raise Refused([_("Say from which day the edition holds.")])
    if first < today:
        raise Refused([_("An edition takes effect today or later: what was promised before stays.")])
    live = ServiceBaseline.objects.filter(family=baseline.family, state__in=LIVE_BASELINE)
    later = live.filter(valid_from__gte=first).order_by("valid_from").first()
    if later is not None:
        told = _("Edition {code} holds from {day} already. Choose a later first day.")
        raise Refused([format_lazy(told, code=later.code, day=str(later.valid_from))])
    for old in live.filter(Q(valid_until=None) | Q(valid_until__gte=first)):
        last = first - timedelta(days=1)
        old.change(state=BaselineState.SUPERSEDED, valid_until=last)
        old.rules.update(valid_until=last)
    baseline.rules.update(valid_from=first, valid_until=None)
    return {"valid_from": first, "valid_until": None, "enforced_by": by}


def _may_change(baseline: ServiceBaseline) -> Any:
    return ALLOWED if baseline.state == BaselineState.DRAFT else refuse(NOT_A_DRAFT)


def _require_right(by: Account) -> None:
    verdict = may_keep_promises(by, None)
    if not verdict:
        raise Forbidden(verdict.reasons)


def _write_rules(baseline: ServiceBaseline, targets: Mapping[Cell, rules.ServiceTarget]) -> None:
    prefix = baseline.family.code if baseline.family else "default"
    BaselineRule.objects.bulk_create(
        BaselineRule(
            code=f"{prefix}-{stage}-{criticality}-{severity}", edition=baseline.edition, baseline=baseline, family=baseline.family,
            stage=stage, criticality=criticality, severity=severity, response_hours=_decimal(target.response_hours),
            onsite_hours=_decimal(target.onsite_hours), restore_days=_decimal(target.restore_days), restore_by=target.restore_by,
            answer_working_days=target.answer_working_days, around_the_clock=target.calendar == "24x7",
            valid_from=baseline.valid_from or timezone.localdate(), source=baseline.code,
        )
        for (stage, criticality, severity), target in targets.items()
    )  # fmt: skip


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
