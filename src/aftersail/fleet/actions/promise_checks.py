"""What terms, adjustments, editions and rules must keep as a whole before they are written."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet import rules
from aftersail.fleet.models import (
    BaselineRule,
    ServiceBaseline,
    SupplierWarranty,
    WarrantyAdjustment,
    WarrantyTerm,
)
from aftersail.fleet.queries.promises import as_rules
from aftersail.fleet.states import LIVE_BASELINE, BaselineState, RepairedPart, WarrantyChange

MAY_CHANGE_IN_FORCE = frozenset({"id", "version", "created_at", "valid_until", "source"})


def _check_months(term: WarrantyTerm | SupplierWarranty) -> Verdict:
    months = (term.months_from_delivery, term.months_from_commissioning, term.months_from_shipment)
    return all_of(
        ALLOWED
        if any(m is not None for m in months)
        else refuse(_("Say from when the months count: delivery, commissioning or shipment.")),
        refuse(
            _(
                "A warranty of 0 months ends before it starts. Leave the field empty, or give at least 1 month."
            )
        )
        if 0 in months
        else ALLOWED,
        refuse(_("Choose a model or a family, not both.")) if term.model_id and term.family_id else ALLOWED,
        refuse(_("A limit in running hours must be positive.")) if term.hours_limit == 0 else ALLOWED,
    )


def check_warranty_term(term: WarrantyTerm) -> Verdict:
    """A term counts months from something, ends after it starts, and says what a repaired part gets."""
    caps = (term.parts_months, term.labour_months, term.travel_months, term.repaired_months)
    own = term.repaired != RepairedPart.REMAINDER
    return all_of(
        _check_months(term),
        refuse(
            _("A cover of 0 months ends before it starts. Leave the field empty, or give at least 1 month.")
        )
        if 0 in caps
        else ALLOWED,
        refuse(_("Say how many months a repaired part gets."))
        if own and term.repaired_months is None
        else ALLOWED,
    )


def check_supplier_warranty(term: SupplierWarranty) -> Verdict:
    """A supplier's term counts months from something and is for one of: a model, a family."""
    return _check_months(term)


def check_adjustment(change: WarrantyAdjustment) -> Verdict:
    """An adjustment says what its kind needs, and never lets a warranty end before it starts."""
    unit, kind = change.equipment, change.kind
    starts = [d for d in (unit.shipped_on, unit.commissioned_on, unit.vessel.delivered_on) if d]
    return all_of(
        refuse(_("It must not end before it starts."))
        if change.until_on and change.until_on < change.since_on
        else ALLOWED,
        refuse(_("Say until when the warranty was agreed.")) if kind == WarrantyChange.AGREED and not change.until_on else ALLOWED,
        refuse(_("The agreed end lies before the warranty starts. Correct the end, or the unit's dates."))
        if kind == WarrantyChange.AGREED and change.until_on and starts and change.until_on < min(starts)
        else ALLOWED,
        refuse(_("Say by how many months or hours, or until when it is extended."))
        if kind == WarrantyChange.EXTENDED and not (change.months or change.hours or change.until_on)
        else ALLOWED,
        refuse(_("Choose the term that this unit has of its own."))
        if kind == WarrantyChange.TERM and change.term_id is None
        else ALLOWED,
    )  # fmt: skip


def check_baseline(baseline: ServiceBaseline) -> Verdict:
    """Only a draft is changed by hand; its area factors are positive."""
    return all_of(
        ALLOWED
        if baseline.state == BaselineState.DRAFT
        else refuse(_("An edition that is reviewed or in force never changes. Draft the next edition.")),
        refuse(_("A baseline must not end before it begins."))
        if baseline.valid_from and baseline.valid_until and baseline.valid_until < baseline.valid_from
        else ALLOWED,
    )


def check_baseline_rule(rule: BaselineRule) -> Verdict:
    """Targets are positive, the term is in order, what is in force stays, and no two rules of one rank clash."""
    targets = (rule.response_hours, rule.onsite_hours, rule.restore_days, rule.answer_working_days)
    if any(value is not None and value <= 0 for value in targets):
        return refuse(_("A target must be positive; leave it empty where there is none."))
    if rule.valid_until and rule.valid_until < rule.valid_from:
        return refuse(_("A rule must not end before it begins."))
    if not (frozen := _check_frozen(rule)):
        return frozen
    others: Any = BaselineRule.objects.select_related("family", "vessel", "customer").exclude(pk=rule.pk)
    if rule.baseline_id:
        others = others.filter(baseline=rule.baseline_id)
    else:
        others = others.filter(baseline=None) | others.filter(baseline__state__in=LIVE_BASELINE)
    (this,) = as_rules([rule])
    for other in as_rules(others):
        verdict = rules.check_no_overlap([this, other])
        if not verdict:
            return verdict
    return ALLOWED


def _check_frozen(rule: BaselineRule) -> Verdict:
    """Cases were judged by what is in force: only its end may still be set."""
    baseline = rule.baseline
    if baseline is not None:
        if baseline.state != BaselineState.DRAFT:
            return refuse(_("An edition that is reviewed or in force never changes. Draft the next edition."))
        if baseline.family_id != rule.family_id or rule.contract_number or rule.customer_id or rule.vessel_id:
            return refuse(
                _("A rule of an edition holds for the edition's family, and for no contract or vessel.")
            )
        return ALLOWED
    kept = BaselineRule.objects.filter(pk=rule.pk).first()
    if kept is None or kept.valid_from > timezone.localdate():
        return ALLOWED
    changed = [
        f.name
        for f in rule._meta.concrete_fields
        if f.name not in MAY_CHANGE_IN_FORCE and getattr(kept, f.attname) != getattr(rule, f.attname)
    ]
    return (
        refuse(_("A rule in force never changes: set its last day and enter the next edition."))
        if changed
        else ALLOWED
    )
