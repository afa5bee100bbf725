"""Who may still change what on a form, skip it, or sign it: steps in order, stops, parties, signatures (R57, R58, R65)."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made_by

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.visits.rules.definitions import Definition, Field
from aftersail.visits.rules.filling import PASS, Values, is_filled, judged, missing_lines, visible_lines
from aftersail.visits.states import FormPoint, RequiredFrom


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it stands: its answers, the lines skipped, the roles that have signed, who saw which witness point."""

    definition: Definition
    values: Values
    skipped: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    witnessed: Values = made_by(default_factory=dict)


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
    seen = {
        k for k in {*before.witnessed, *after.witnessed} if before.witnessed.get(k) != after.witnessed.get(k)
    }
    touched = changed | seen | (before.skipped ^ after.skipped)
    if frozen := touched & frozen_lines(before):
        field = before.definition.field(min(frozen))
        return refuse(format_lazy(_("{line}: this was signed and stays. Add an addendum later."), line=str(field.label) if field else ""))  # fmt: skip
    steps = [field for field in visible_lines(after.definition, after.values) if field.step]
    for place, field in enumerate(steps):
        if field.key in touched and (is_filled(after.values.get(field.key)) or field.key in after.skipped):
            verdict = settled_before(steps[:place], after)
            if not verdict:
                return verdict
    return ALLOWED


def settled_before(steps: list[Field], sheet: Sheet) -> Verdict:
    """Whether a step may be settled, by those before it: no open hold point, nothing required left open (R57, R58)."""
    for field in steps:
        value = sheet.values.get(field.key)
        if field.point == FormPoint.HOLD and judged(field, value) != PASS:
            return refuse(format_lazy(_("{line} is a hold point and not passed yet."), line=str(field.label)))
        if is_unseen(field, sheet):
            return _unseen(field)
        if field.required and not is_filled(value) and field.key not in sheet.skipped:
            return refuse(format_lazy(_("Settle this first, for steps are worked off in order: {line}"), line=str(field.label)))  # fmt: skip
    return ALLOWED


def is_unseen(field: Field, sheet: Sheet) -> bool:
    """Whether a witness point was carried out and nobody is named who saw it, nor why those who were told did not come (R58)."""
    return (
        field.point == FormPoint.WITNESS
        and is_filled(sheet.values.get(field.key))
        and field.key not in sheet.witnessed
    )


def _unseen(field: Field) -> Verdict:
    return refuse(format_lazy(_("{line} is a witness point: say who saw it, or why those who were told did not come."), line=str(field.label)))  # fmt: skip


def may_witness(field: Field | None, name: str, absent: str) -> Verdict:
    """Whether this may be noted as a witness point's witness (R58)."""
    if field is None or field.point != FormPoint.WITNESS:
        return refuse(_("This line is no witness point."))
    return ALLOWED if name.strip() or absent.strip() else refuse(_("Say who saw it, or why nobody came."))


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
    unseen = [
        field
        for field in visible_lines(sheet.definition, sheet.values)
        if field.key in covers and is_unseen(field, sheet)
    ]
    named = "; ".join(str(field.label) for field in lacking[:5])
    return all_of(
        refuse(format_lazy(_("Still to be filled in ({count}): {lines}"), count=len(lacking), lines=named)) if lacking else ALLOWED,
        *(refuse(format_lazy(_("{line} is a hold point and not passed yet."), line=str(field.label))) for field in held),
        *map(_unseen, unseen),
    )  # fmt: skip


def may_finish_with(number: str, sheet: Sheet) -> Verdict:
    """Whether work may be called done with this unsigned form: what is required by then is filled in, no hold point open (R58)."""
    lacking = missing_lines(sheet.definition, sheet.values, sheet.skipped, RequiredFrom.WORK_DONE)
    held = [
        field
        for field in visible_lines(sheet.definition, sheet.values)
        if (field.point == FormPoint.HOLD and judged(field, sheet.values.get(field.key)) != PASS)
        or is_unseen(field, sheet)
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
