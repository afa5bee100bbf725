"""Forms, blank and filled: who sees which, which edition is filled in now, how far a filled one has come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import FailureCode, ProductFamily
from aftersail.visits.models import FilledForm, FormDefinition, FormEdition, Visit
from aftersail.visits.rules.sheets import Sheet
from aftersail.visits.states import EditionState, FilledState, RequiredFrom, VisitState

FILLED_WITH = (
    "form", "edition__form", "station", "visit__order__case__vessel", "visit__lead", "vessel", "equipment__model__family",
)  # fmt: skip
WORK_IS_DONE = frozenset({
    VisitState.WORK_DONE, VisitState.SIGNED, VisitState.RETURNED, VisitState.REVIEWED, VisitState.CLOSED,
})  # fmt: skip


def editions() -> QuerySet[FormEdition]:
    """Return the editions of all forms."""
    return FormEdition.objects.select_related("form__family", "drafted_by", "published_by")


def edition_by_id(edition_id: UUID) -> FormEdition:
    """Return one edition, or refuse as if it did not exist."""
    found = editions().filter(pk=edition_id).first()
    if found is None:
        raise NotThere
    return found


def form_by_id(form_id: UUID) -> FormDefinition:
    """Return one form, or refuse as if it did not exist."""
    found = FormDefinition.objects.select_related("family").filter(pk=form_id).first()
    if found is None:
        raise NotThere
    return found


def active_editions(kind: str = "") -> QuerySet[FormEdition]:
    """Return the editions that are filled in now, of one kind of form or of all."""
    rows = editions().filter(state=EditionState.ACTIVE).order_by("form__kind", "form__code")
    return rows.filter(form__kind=kind) if kind else rows


def edition_before(edition: FormEdition) -> FormEdition | None:
    """Return the published edition that this one follows."""
    earlier = FormEdition.objects.filter(form=edition.form_id, number__lt=edition.number)
    return earlier.exclude(state=EditionState.DRAFT).order_by("-number").first()


def newer_edition(form: FilledForm) -> FormEdition | None:
    """Return the edition that is active now, where the form was filled in under an earlier one."""
    return FormEdition.objects.filter(
        form=form.form_id, state=EditionState.ACTIVE, number__gt=form.edition.number
    ).first()


def filled_for(account: Account) -> QuerySet[FilledForm]:
    """Return the filled forms that this account may see."""
    return FilledForm.objects.visible_to(account).select_related(*FILLED_WITH)


def filled_by_id(account: Account, form_id: UUID) -> FilledForm:
    """Return one filled form, or refuse as if it did not exist."""
    found = filled_for(account).filter(pk=form_id).first()
    if found is None:
        raise NotThere
    return found


def stage_of(form: FilledForm) -> str:
    """Return how far the work is that a form is part of, which decides what must be filled in by now."""
    if form.visit is not None and form.visit.state in WORK_IS_DONE:
        return RequiredFrom.WORK_DONE
    return RequiredFrom.BEGIN


def family_of_form(form: FilledForm) -> ProductFamily | None:
    """Return the product family that a form is about."""
    if form.equipment is not None:
        return form.equipment.model.family
    unit = form.visit.order.case.equipment if form.visit is not None else None
    return unit.model.family if unit is not None else None


def known_codes(codes: set[str]) -> set[str]:
    """Return those of some failure codes that exist."""
    return set(FailureCode.objects.filter(code__in=codes, active=True).values_list("code", flat=True))


def open_sheets_of(visit: Visit) -> list[tuple[str, Sheet]]:
    """Return number and sheet of the forms of a visit that are not signed."""
    rows = (
        FilledForm.objects.filter(visit=visit, state=FilledState.DRAFT)
        .select_related("edition")
        .order_by("number")
    )
    return [(one.number, one.sheet()) for one in rows]


def forms_of_visit(account: Account, visit: Visit) -> QuerySet[FilledForm]:
    """Return the forms filled in on a visit."""
    return filled_for(account).filter(visit=visit).order_by("number")


def was_active(edition: FormEdition, at: datetime) -> bool:
    """Whether an edition could be begun at an instant: a device at sea may not know yet that another is out."""
    if edition.active_from is None:
        return False
    return edition.retired_at is None or at < edition.retired_at
