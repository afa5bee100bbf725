"""Signing forms: one side after the other, closed by the last; corrections as addenda, and what failed lines ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.owed import note_leftover as leave_to_case
from aftersail.cases.permissions import may_settle_owed
from aftersail.core.files import keep_signature
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.fleet.actions.leftovers import note_leftover as leave_to_ship
from aftersail.fleet.permissions.handover import may_keep_handover
from aftersail.fleet.states import OwedBy
from aftersail.visits.actions.filling import Skip, Witness, put_values
from aftersail.visits.actions.signing import Signed
from aftersail.visits.events import FollowUpRaised, FollowUpSettled, FormCorrected, FormSigned, FormSignedBy
from aftersail.visits.form_paper.canonical import content_hash
from aftersail.visits.models import FilledForm, FollowUp, FormAddendum, FormSignature
from aftersail.visits.permissions import fills_forms, may_correct_form, may_fill
from aftersail.visits.rules import filling, sheets
from aftersail.visits.rules.definitions import Field
from aftersail.visits.rules.said_values import said_value
from aftersail.visits.states import FilledState

DAYS_WHERE_NONE_AGREED = 30


@transaction.atomic
def sign_form(
    *, by: Account, form: FilledForm, signed: Signed, at: datetime, seen: int | None = None
) -> FilledForm:
    """Take one side's signature; the last one closes the form, and failed lines raise what they ask for."""
    sheet = form.sheet()
    drawn = signed.name.strip() and signed.image
    require(
        all_of(
            may_fill(by, form),
            sheets.may_sign_as(sheet, signed.role),
            ALLOWED if drawn else refuse(_("Everybody who signs gives their name and draws a signature.")),
        )
    )
    form.change(seen)
    FormSignature.objects.create(
        form=form, role=signed.role, name=signed.name.strip()[:60], post=signed.post.strip()[:60], signed_at=signed.signed_at,
        image=keep_signature(signed.image, form, by=by, name=signed.role),
    )  # fmt: skip
    event = FormSignedBy(
        form_id=form.pk, number=form.number, role=signed.role, signer=signed.name.strip()[:60]
    )
    record(event, by=by, about=form, at=at)
    if sheets.is_closed_by(form.sheet()):
        _close(by, form, at)
    return form


@transaction.atomic
def fill_and_sign(
    *,
    by: Account,
    form: FilledForm,
    values: Mapping[str, Any],
    signed: Signed,
    at: datetime,
    skips: Mapping[str, Skip | None] | None = None,
    witnesses: Mapping[str, Witness | None] | None = None,
    seen: int | None = None,
) -> FilledForm:
    """Write what stands on the page and take the signature under it: nobody signs what they did not see."""
    put_values(by=by, form=form, values=values, skips=skips, witnesses=witnesses, at=at, seen=seen)
    return sign_form(by=by, form=form, signed=signed, at=at)


def _close(by: Account, form: FilledForm, at: datetime) -> None:
    definition = form.edition.definition
    values = filling.shown_values(definition, form.values)
    form.values = values
    results = filling.results(definition, values, form.skipped)
    form.change(
        values=values,
        results=results,
        state=FilledState.SIGNED,
        signed_at=at,
        content_hash=content_hash(form),
    )
    record(
        FormSigned(form_id=form.pk, number=form.number, content_hash=form.content_hash),
        by=by,
        about=form,
        at=at,
    )
    known = set(form.follow_ups.values_list("line", flat=True))
    for field in filling.failed_lines(definition, values):
        if field.follow_up and field.key not in known:
            _raise(by, form, field, "", None, at)


@transaction.atomic
def raise_follow_up(
    *, by: Account, form: FilledForm, key: str, at: datetime, party: str = "", due_on: date | None = None
) -> FollowUp:
    """Note on the spot what a failed line asks for; the same line again is the follow-up raised first (R86)."""
    known = form.follow_ups.filter(line=key).first()
    if known is not None:
        return known
    field = form.edition.definition.field(key)
    failed = field is not None and filling.judged(field, form.values.get(key)) == filling.FAIL
    require(
        all_of(may_fill(by, form), ALLOWED if failed else refuse(_("Only a failed line asks for something.")))
    )
    assert field is not None
    return _raise(by, form, field, party, due_on, at)


def _raise(
    by: Account, form: FilledForm, field: Field, party: str, due_on: date | None, at: datetime
) -> FollowUp:
    """Make a leftover of the visit's case, else of the ship; where neither can take it, the to-do stands by itself."""
    text = f"{field.label}: {said_value(field, form.values.get(field.key))}"
    text = (f"{text} ({field.limits})" if field.limits else text)[:290]
    id = uuid5(form.pk, field.key)
    follow = FollowUp(id=id, form=form, line=field.key, text=text, raised_at=at, raised_by=by.name[:60])
    case = form.visit.order.case if form.visit is not None else None
    if case is not None and may_settle_owed(by, case):
        follow.item = leave_to_case(
            by=by, case=case, id=id, text=f"{form.number} {text}"[:300], party=party, due_on=due_on, at=at
        )
    elif (
        case is None
        and form.vessel is not None
        and (by.has_role("engineer") or may_keep_handover(by, form.vessel))
    ):
        day = due_on or timezone.localdate(at) + timedelta(DAYS_WHERE_NONE_AGREED)
        owed_by = party if party in OwedBy.values else OwedBy.MAKER
        follow.leftover = leave_to_ship(
            by=by, vessel=form.vessel, id=id, text=f"{form.number} {text}"[:300], owed_by=owed_by, due_on=day, at=at,
            equipment=form.equipment,
        )  # fmt: skip
    follow.save(force_insert=True)
    record(FollowUpRaised(form_id=form.pk, number=form.number, text=text), by=by, about=form, at=at)
    return follow


@transaction.atomic
def settle_follow_up(
    *, by: Account, follow: FollowUp, note: str, at: datetime, seen: int | None = None
) -> FollowUp:
    """Note that a to-do of a form is done; a leftover is settled where it stands."""
    own = follow.item_id is None and follow.leftover_id is None
    require(
        all_of(
            fills_forms(by),
            ALLOWED if own else refuse(_("This became a leftover item. Settle it there.")),
            ALLOWED if follow.settled_at is None else refuse(_("This is settled already.")),
            ALLOWED if note.strip() else refuse(_("Say how it was settled.")),
        )
    )  # fmt: skip
    follow.change(seen, settled_at=at, settled_by=by.name[:60], settled_note=note.strip()[:300])
    form = follow.form
    event = FollowUpSettled(form_id=form.pk, number=form.number, text=follow.text, note=follow.settled_note)
    record(event, by=by, about=form, at=at)
    return follow


@transaction.atomic
def add_form_addendum(*, by: Account, form: FilledForm, id: UUID, text: str, at: datetime) -> FormAddendum:
    """Correct a signed form beside it, never instead of it (R65)."""
    if known := made_before(FormAddendum, id):
        return known
    said = ALLOWED if text.strip() else refuse(_("Write the correction."))
    require(all_of(may_correct_form(by, form), said))
    addendum = FormAddendum(id=id, form=form, text=text.strip()[:4000], author_name=by.name[:60], added_at=at)
    addendum.save(force_insert=True)
    event = FormCorrected(form_id=form.pk, number=form.number, text=addendum.text[:300])
    record(event, by=by, about=form, at=at)
    return addendum
