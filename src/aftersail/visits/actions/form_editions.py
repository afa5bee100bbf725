"""Designing forms: an edition drafted, changed line by line, published with what changed, retired (R65)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import ALLOWED, Refused, all_of, refuse, require
from aftersail.fleet.models import ProductFamily
from aftersail.visits.events import FormDesigned, FormDraftDropped, FormDrafted, FormPublished, FormRetired
from aftersail.visits.models import FormDefinition, FormEdition, Procedure
from aftersail.visits.permissions import may_design, may_move_edition
from aftersail.visits.queries.forms import edition_before
from aftersail.visits.rules.definitions import Definition, Section, Words
from aftersail.visits.rules.designing import changes_between
from aftersail.visits.rules.form_mistakes import CODE, mistakes_in, refused_by
from aftersail.visits.rules.form_schema import NotAForm, from_schema, to_schema
from aftersail.visits.rules.procedure_steps import steps_of
from aftersail.visits.states import EditionState, FormKind

Change = Callable[[Definition], Definition]


def require_designer(by: Account) -> None:
    """Raise `Forbidden` for whoever does not design forms."""
    if not (verdict := may_design(by)):
        raise Forbidden(verdict.reasons)


@transaction.atomic
def draft_form(
    *, by: Account, id: UUID, code: str, kind: str, title: str, title_en: str, at: datetime, family: ProductFamily | None = None
) -> FormEdition:  # fmt: skip
    """Begin a form that the house does not have yet; `id` is that of its first edition."""
    require_designer(by)
    if known := made_before(FormEdition, id):
        return known
    lawful = (
        ALLOWED
        if CODE.fullmatch(code)
        else refuse(_("A code has two to eight capital letters or digits, a letter first."))
    )
    named = ALLOWED if title.strip() else refuse(_("Give the form a title."))
    fits = ALLOWED if kind in FormKind.values else refuse(_("Choose what the form is for."))
    fresh = ALLOWED
    if FormDefinition.objects.filter(code=code).exists():
        fresh = refuse(_("There is a form with this code. Draft its next edition instead."))
    require(all_of(lawful, named, fits, fresh))
    section = Section("s1", Words("内容", "Content"))
    return _drafted(
        by, id, Definition(code, kind, Words(title.strip(), title_en.strip()), "", (section,)), at, family
    )


@transaction.atomic
def draft_next_edition(*, by: Account, edition: FormEdition, id: UUID, at: datetime) -> FormEdition:
    """Draft another edition as a copy of this one; the same id again returns the draft made first."""
    require_designer(by)
    if known := made_before(FormEdition, id):
        return known
    _require_no_draft(edition.form)
    return _drafted(by, id, edition.definition, at, edition.form.family)


@transaction.atomic
def import_edition(*, by: Account, id: UUID, document: Any, at: datetime) -> FormEdition:
    """Take a form in that another house designed: as a draft, under its code, with whatever mistakes it has."""
    require_designer(by)
    if known := made_before(FormEdition, id):
        return known
    definition = read_document(document)
    form = FormDefinition.objects.filter(code=definition.code).first()
    if form is not None:
        _require_no_draft(form)
    return _drafted(by, id, definition, at, form.family if form else None)


def read_document(document: Any) -> Definition:
    """Return the form in a document; raises `Refused` with the place where it cannot be read."""
    try:
        definition = from_schema(document)
    except NotAForm as wrong:
        raise Refused(
            [
                format_lazy(
                    _("This is not a form of ours. It cannot be read at: {place}"), place=wrong.place or "/"
                )
            ]
        ) from wrong
    if not CODE.fullmatch(definition.code) or definition.kind not in FormKind.values:
        raise Refused([_("The form in the file has no code or kind that we know.")])
    return definition


def _require_no_draft(form: FormDefinition) -> None:
    if form.editions.filter(state=EditionState.DRAFT).exists():
        raise Refused([_("There is a draft of this form already. Go on with that one, or throw it away.")])


def _drafted(
    by: Account | None, id: UUID, definition: Definition, at: datetime, family: ProductFamily | None
) -> FormEdition:
    form, _made = FormDefinition.objects.get_or_create(
        code=definition.code,
        defaults={
            "kind": definition.kind, "title": definition.label.zh[:120], "title_en": definition.label.en[:120],
            "phase": definition.phase[:12], "family": family,
        },
    )  # fmt: skip
    last = form.editions.aggregate(n=Max("number"))["n"] or 0
    edition = FormEdition(id=id, form=form, number=last + 1, schema=to_schema(definition), drafted_by=by)
    edition.save(force_insert=True)
    record(FormDrafted(code=form.code, edition=edition.number), by=by, about=form, at=at)
    return edition


@transaction.atomic
def change_edition(
    *, by: Account, edition: FormEdition, change: Change, at: datetime, seen: int | None = None
) -> FormEdition:
    """Change a draft by one step of `rules.designing`; a step that changes nothing is not written."""
    require_designer(by)
    if edition.state != EditionState.DRAFT:
        require(refuse(_("A published edition never changes. Copy it as a new edition.")))
    before = edition.definition
    after = change(before)
    if after == before:
        return edition
    edition.change(seen, schema=to_schema(after))
    told = "; ".join(str(one) for one in changes_between(before, after))
    record(
        FormDesigned(code=edition.form.code, edition=edition.number, change=told[:500]),
        by=by,
        about=edition.form,
        at=at,
    )
    return edition


@transaction.atomic
def publish_edition(
    *, by: Account, edition: FormEdition, note: str, at: datetime, seen: int | None = None
) -> FormEdition:
    """Make a draft the edition that is filled in from now on; the one before is retired, and what it holds stays under it."""
    before = edition_before(edition)
    said = ALLOWED if before is None or note.strip() else refuse(_("Say what changed and why."))
    require(
        all_of(may_move_edition(by, edition, "publish"), refused_by(mistakes_in(edition.definition)), said)
    )
    return put_in_force(edition, by=by, note=note.strip()[:500], at=at, seen=seen)


def put_in_force(
    edition: FormEdition, *, by: Account | None, note: str, at: datetime, seen: int | None = None
) -> FormEdition:
    """Publish an edition that was found right; part of publishing and of loading what ships with the product."""
    before, definition, form = edition_before(edition), edition.definition, edition.form
    for active in form.editions.select_for_update().filter(state=EditionState.ACTIVE):
        active.change(state=EditionState.RETIRED, retired_at=at)
    edition.change(seen, state=EditionState.ACTIVE, active_from=at, published_by=by, note=note)
    form.change(
        kind=definition.kind,
        title=definition.label.zh[:120],
        title_en=definition.label.en[:120],
        phase=definition.phase[:12],
    )
    changes = [str(one) for one in changes_between(before.definition if before else None, definition)][:50]
    event = FormPublished(code=form.code, edition=edition.number, note=note, changes=changes)
    record(event, by=by, about=form, at=at)
    if definition.kind == FormKind.PROCEDURE:
        _lay_procedure(edition, definition)
    return edition


def _lay_procedure(edition: FormEdition, definition: Definition) -> None:
    """Let visits planned from now on carry the procedure out; visits bound to an earlier edition keep it (R57)."""
    form = edition.form
    Procedure.objects.filter(code=form.code).update(active=False)
    last = Procedure.objects.filter(code=form.code).aggregate(n=Max("edition"))["n"] or 0
    Procedure.objects.create(
        code=form.code, edition=max(edition.number, last + 1), title=form.title, title_en=form.title_en, family=form.family,
        steps=steps_of(definition),
    )  # fmt: skip


@transaction.atomic
def retire_edition(
    *, by: Account, edition: FormEdition, at: datetime, seen: int | None = None
) -> FormEdition:
    """Let nobody begin this form any more; what was filled in stays."""
    require(may_move_edition(by, edition, "retire"))
    edition.change(seen, state=EditionState.RETIRED, retired_at=at)
    Procedure.objects.filter(code=edition.form.code).update(active=False)
    record(FormRetired(code=edition.form.code, edition=edition.number), by=by, about=edition.form, at=at)
    return edition


@transaction.atomic
def drop_draft(*, by: Account, edition: FormEdition, at: datetime) -> None:
    """Throw a draft away; a form that never had another edition goes with it."""
    require_designer(by)
    if edition.state != EditionState.DRAFT:
        require(refuse(_("A published edition never changes. Copy it as a new edition.")))
    form = edition.form
    record(FormDraftDropped(code=form.code, edition=edition.number), by=by, about=form, at=at)
    edition.delete()
    if not form.editions.exists():
        form.delete()
