"""Filling forms in: begun under the edition of the day, saved half done, lines skipped with approval or tested again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.files import Upload, attach
from aftersail.core.log import record
from aftersail.core.models import Account, StoredFile
from aftersail.core.record import Stale
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, all_of, refuse, require
from aftersail.people.models import Staff
from aftersail.visits.actions.form_beginning import About, begin_form
from aftersail.visits.events import FormCancelled, FormRetested, FormSaved
from aftersail.visits.models import FilledForm, FormEdition
from aftersail.visits.permissions import may_fill
from aftersail.visits.queries.forms import known_codes
from aftersail.visits.rules import filling, sheets
from aftersail.visits.rules.definitions import Definition
from aftersail.visits.rules.form_mistakes import refused_by
from aftersail.visits.states import SKIP_APPROVERS, FieldKind, FilledState


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a line is skipped, and who approved it."""

    reason: str
    approved_by: Staff | None


@dataclass(frozen=True, slots=True)
class Witness:
    """Who saw a witness point; `absent` says why those who were told did not come."""

    name: str
    absent: str = ""


@transaction.atomic
def put_form(
    *,
    by: Account,
    id: UUID,
    edition: FormEdition,
    about: About,
    values: Mapping[str, Any],
    at: datetime,
    begun_at: datetime,
    skips: Mapping[str, Skip | None] | None = None,
    witnesses: Mapping[str, Witness | None] | None = None,
    seen: int | None = None,
) -> FilledForm:
    """Write lines of a form, which is begun where it is not there yet; nothing is begun where a line is refused.

    Raises `Stale` where it was begun in another edition.
    """
    form = FilledForm.objects.visible_to(by).select_related("edition__form").filter(pk=id).first()
    if form is None:
        form = begin_form(by=by, id=id, edition=edition, about=about, at=begun_at)
    require_same_edition(form, edition)
    return put_values(by=by, form=form, values=values, skips=skips, witnesses=witnesses, at=at, seen=seen)


@transaction.atomic
def put_values(
    *,
    by: Account,
    form: FilledForm,
    values: Mapping[str, Any],
    at: datetime,
    skips: Mapping[str, Skip | None] | None = None,
    witnesses: Mapping[str, Witness | None] | None = None,
    seen: int | None = None,
) -> FilledForm:
    """Write lines of a form; None clears one, lines not named stay. Nothing changed writes nothing.

    A reading outside its limits is kept: the line failed. Steps are worked off in order, what was signed stays (R57, R58).
    """
    definition, skips = form.edition.definition, skips or {}
    require(
        all_of(
            may_fill(by, form),
            refused_by(filling.wrong_values(definition, values)),
            _known_failures(definition, values),
        )
    )
    after = {key: value for key, value in {**form.values, **values}.items() if value is not None}
    skipped = {
        key: row
        for key, row in form.skipped.items()
        if key not in skips and not filling.is_filled(after.get(key))
    }
    for key, skip in skips.items():
        if skip is not None and not filling.is_filled(after.get(key)):
            skipped[key] = _skipped(definition, key, skip)
    witnessed = _witnessed(definition, form.witnessed, witnesses or {})
    if (after, skipped, witnessed) == (form.values, form.skipped, form.witnessed):
        return form
    before = form.sheet()
    require(
        sheets.may_put(before, sheets.Sheet(definition, after, frozenset(skipped), before.signed, witnessed))
    )
    changed = {
        key: after.get(key) for key in {*form.values, *after} if form.values.get(key) != after.get(key)
    }
    touched = [
        *changed,
        *(key for key in {*form.skipped, *skipped} if (key in skipped) != (key in form.skipped)),
        *(key for key in {*form.witnessed, *witnessed} if witnessed.get(key) != form.witnessed.get(key)),
    ]
    form.change(
        seen,
        values=after,
        skipped=skipped,
        witnessed=witnessed,
        percent=filling.percent(definition, after, skipped),
    )
    told = [str(field.label) for field in definition.lines if field.key in touched][:20]
    record(
        FormSaved(form_id=form.pk, number=form.number, lines=told, values=changed), by=by, about=form, at=at
    )
    return form


def _skipped(definition: Definition, key: str, skip: Skip) -> dict[str, str]:
    field, person = definition.field(key), skip.approved_by
    if field is None:
        raise Refused([_("The form has no such line.")])
    approves = person is not None and person.account is not None and person.account.has_role(*SKIP_APPROVERS)
    require(sheets.may_skip(field, skip.reason, approves))
    assert person is not None
    return {"reason": skip.reason.strip()[:300], "by": person.name, "staff_id": str(person.pk)}


def _witnessed(
    definition: Definition, kept: Mapping[str, Any], told: Mapping[str, Witness | None]
) -> dict[str, dict[str, str]]:
    found = {key: row for key, row in kept.items() if key not in told}
    for key, one in told.items():
        if one is not None:
            require(sheets.may_witness(definition.field(key), one.name, one.absent))
            found[key] = {"name": one.name.strip()[:60], "absent": one.absent.strip()[:300]}
    return found


def _known_failures(definition: Definition, values: Mapping[str, Any]) -> Verdict:
    said: set[str] = set()
    for field in definition.lines:
        if field.kind == FieldKind.FAILURE and isinstance(values.get(field.key), dict):
            said |= {code for code in values[field.key].values() if code}
    unknown = said - known_codes(said) if said else set()
    return (
        refuse(format_lazy(_("There is no failure code {code}."), code=min(unknown))) if unknown else ALLOWED
    )


@transaction.atomic
def keep_head(
    *, by: Account, form: FilledForm, security_label: str, software_version: str, at: datetime, seen: int | None = None
) -> FilledForm:  # fmt: skip
    """Write the head of a form that is not among its lines: security mark and software version."""
    require(may_fill(by, form))
    wanted = {
        "security_label": security_label.strip()[:20],
        "software_version": software_version.strip()[:60],
    }
    if any(getattr(form, name) != value for name, value in wanted.items()):
        if form.signatures.exists():
            require(refuse(_("Somebody has signed this form; its head stays.")))
        form.change(seen, **wanted)
        record(
            FormSaved(form_id=form.pk, number=form.number, lines=[], values=wanted), by=by, about=form, at=at
        )
    return form


@transaction.atomic
def retest_line(
    *, by: Account, form: FilledForm, key: str, at: datetime, seen: int | None = None
) -> FilledForm:
    """Open a failed line for another test; the reading before is kept, and the line did not pass the first time (R54)."""
    field, sheet = form.edition.definition.field(key), form.sheet()
    failed = field is not None and filling.judged(field, form.values.get(key)) == filling.FAIL
    require(
        all_of(
            may_fill(by, form),
            ALLOWED if failed else refuse(_("Only a failed line is tested again.")),
            refuse(_("This was signed and stays.")) if key in sheets.frozen_lines(sheet) else ALLOWED,
        )
    )
    assert field is not None
    attempts = {**form.attempts, key: [*form.attempts.get(key, []), form.values[key]]}
    values = {name: value for name, value in form.values.items() if name != key}
    form.change(
        seen,
        attempts=attempts,
        values=values,
        witnessed={name: row for name, row in form.witnessed.items() if name != key},
        percent=filling.percent(form.edition.definition, values, form.skipped),
    )
    record(FormRetested(form_id=form.pk, number=form.number, line=str(field.label)), by=by, about=form, at=at)
    return form


@transaction.atomic
def add_form_photo(
    *, by: Account, form: FilledForm, key: str, moment: str, upload: Upload, at: datetime, file_id: UUID | None = None
) -> StoredFile:  # fmt: skip
    """Keep a photo for a line; of a pair, `moment` says whether it shows before or after."""
    field = form.edition.definition.field(key)
    known = (
        field is not None
        and field.kind == FieldKind.PHOTO
        and moment in (("before", "after") if field.pair else ("",))
    )
    require(all_of(may_fill(by, form), ALLOWED if known else refuse(_("This line takes no such photo."))))
    assert field is not None
    stored = attach(
        upload,
        by=by,
        about=form,
        at=at,
        purpose=moment or "photo",
        caption=str(field.label),
        for_customer=False,
        file_id=file_id,
    )
    have: Any = form.values.get(key) or ({} if field.pair else [])
    if field.pair:
        value: Any = {**have, moment: [*have.get(moment, []), str(stored.pk)]}
    else:
        value = [*have, str(stored.pk)]
    put_values(by=by, form=form, values={key: value}, at=at)
    return stored


@transaction.atomic
def cancel_form(
    *, by: Account, form: FilledForm, reason: str, at: datetime, seen: int | None = None
) -> FilledForm:
    """Give a form up that will not be signed; its number stays used."""
    require(
        all_of(may_fill(by, form), ALLOWED if reason.strip() else refuse(_("Say why the form is cancelled.")))
    )
    form.change(seen, state=FilledState.VOID, void_reason=reason.strip()[:300])
    record(
        FormCancelled(form_id=form.pk, number=form.number, reason=form.void_reason), by=by, about=form, at=at
    )
    return form


def require_same_edition(form: FilledForm, edition: FormEdition) -> None:
    """Raise `Stale` where a form is sent under another edition than it was begun in: nothing is carried over silently."""
    if form.edition_id != edition.pk:
        raise Stale([
            format_lazy(_("This form is filled in under edition {number} and stays there. Begin another form for the new edition."), number=form.edition.number)
        ])  # fmt: skip
