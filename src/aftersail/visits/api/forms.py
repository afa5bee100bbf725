"""Routes of forms: the editions to fill in, and filled forms from the first line to the signature."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.drawn import png_of
from aftersail.core.ids import new_id
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import Equipment, Vessel
from aftersail.people.models import Staff, Station
from aftersail.visits.actions import filling, form_signing
from aftersail.visits.actions.form_beginning import About
from aftersail.visits.actions.form_printing import print_filled
from aftersail.visits.actions.signing import Signed
from aftersail.visits.api.answers import moment_of, one_of
from aftersail.visits.api.form_shapes import (
    FilledFormIn,
    FilledFormOut,
    FilledFormsWanted,
    FilledFormWholeOut,
    FollowUpIn,
    FollowUpOut,
    FormAddendumIn,
    FormAddendumOut,
    FormCancelIn,
    FormEditionOut,
    FormEditionsWanted,
    FormEditionWholeOut,
    FormLineIn,
    FormSignIn,
)
from aftersail.visits.models import FilledForm
from aftersail.visits.permissions import FILLERS, FORM_READERS
from aftersail.visits.queries.forms import edition_by_id, editions, filled_by_id, filled_for
from aftersail.visits.queries.visits import visit_by_id

router = Router(tags=["forms"])
filled_router = Router(tags=["forms"])

EDITION_FIELDS = {
    "id": "id", "version": "version", "code": "form__code", "kind": "form__kind", "title": "form__title",
    "title_en": "form__title_en", "edition": "number", "state": "state", "active_from": "active_from", "retired_at": "retired_at",
}  # fmt: skip
FILLED_FIELDS = {name: name for name in FilledFormOut.model_fields} | {
    "code": "form__code", "title": "form__title", "edition": "edition__number",
}  # fmt: skip


@router.get("", response=Listing[FormEditionOut], summary="Forms")
@audience(*FORM_READERS, scope="visits:read")
def list_editions(
    request: SignedInRequest, paging: Query[Paging], wanted: Query[FormEditionsWanted]
) -> HttpResponse:
    """List editions of forms, those that are filled in now unless another state is asked for."""
    rows = editions().filter(state=wanted.state)
    rows = rows.filter(form__kind=wanted.kind) if wanted.kind else rows
    return listing(rows, EDITION_FIELDS, paging=paging, order="form__code")


@router.get("/editions/{uuid:edition_id}", response=FormEditionWholeOut, summary="An edition of a form")
@audience(*FORM_READERS, scope="visits:read")
def read_edition(request: SignedInRequest, edition_id: UUID) -> dict[str, Any]:
    """Return an edition with its JSON Schema."""
    found = edition_by_id(edition_id)
    form = found.form
    return {
        "id": found.pk, "version": found.version, "code": form.code, "kind": form.kind, "title": form.title, "title_en": form.title_en,
        "edition": found.number, "state": found.state, "active_from": found.active_from, "retired_at": found.retired_at,
        "content": found.schema,
    }  # fmt: skip


@filled_router.get("", response=Listing[FilledFormOut], summary="Filled forms")
@audience(*FORM_READERS, scope="visits:read")
def list_filled(
    request: SignedInRequest, paging: Query[Paging], wanted: Query[FilledFormsWanted]
) -> HttpResponse:
    """List filled forms, the latest begun first."""
    rows = filled_for(request.user)
    asked = {
        "state": wanted.state,
        "visit": wanted.visit_id,
        "vessel": wanted.vessel_id,
        "form__code": wanted.code,
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    return listing(rows, FILLED_FIELDS, paging=paging, order="-begun_at")


@filled_router.get("/{uuid:filled_id}", response=FilledFormWholeOut, summary="A filled form")
@audience(*FORM_READERS, scope="visits:read")
def read_filled(request: SignedInRequest, filled_id: UUID) -> dict[str, Any]:
    """Return a filled form with its answers, signatures, addenda and follow-ups."""
    return whole_form(filled_by_id(request.user, filled_id))


@filled_router.get("/{uuid:filled_id}/pdf", summary="A filled form on paper", openapi_extra={
    "responses": {200: {"description": "The PDF", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
})  # fmt: skip
@audience(*FORM_READERS, scope="visits:read")
def read_filled_pdf(request: SignedInRequest, filled_id: UUID) -> HttpResponse:
    """Return a filled form as it stands as PDF, in Chinese and English on one sheet."""
    return HttpResponse(print_filled(filled_by_id(request.user, filled_id)), content_type="application/pdf")


@filled_router.put("/{uuid:filled_id}", response=FilledFormWholeOut, summary="Fill a form in")
@audience(*FILLERS, scope="visits:write")
def put_filled(request: SignedInRequest, filled_id: UUID, data: FilledFormIn) -> dict[str, Any]:
    """Write lines of a form under an id made by the sender; begun where it is not there yet.

    409 where it was begun in another edition: nothing is carried over from edition to edition.
    """
    edition, at = edition_by_id(data.edition_id), moment_of(data)
    skips = {
        one.line: filling.Skip(one.reason, one_of(Staff, one.approved_by_id)) if one.reason else None
        for one in data.skips
    }
    witnesses = {
        one.line: filling.Witness(one.name, one.absent) if one.name or one.absent else None
        for one in data.witnesses
    }
    filling.put_form(
        by=request.user, id=filled_id, edition=edition, about=_about(request, data), values=data.values, skips=skips, witnesses=witnesses, at=at,
        begun_at=data.begun_at or at, seen=data.version,
    )  # fmt: skip
    return whole_form(filled_by_id(request.user, filled_id))


@filled_router.post("/{uuid:filled_id}/signatures", response=FilledFormWholeOut, summary="Sign a form")
@audience(*FILLERS, scope="visits:write")
def sign_filled(request: SignedInRequest, filled_id: UUID, data: FormSignIn) -> dict[str, Any]:
    """Take one side's signature; the last one that the form asks for closes it."""
    found, at = filled_by_id(request.user, filled_id), moment_of(data)
    signed = Signed(data.role, data.name, png_of(data.image), data.signed_at or at, data.post)
    form_signing.sign_form(by=request.user, form=found, signed=signed, at=at, seen=data.version)
    return whole_form(filled_by_id(request.user, filled_id))


@filled_router.post("/{uuid:filled_id}/addenda", response=FormAddendumOut, summary="Correct a signed form")
@audience(*FILLERS, scope="visits:write")
def create_form_addendum(request: SignedInRequest, filled_id: UUID, data: FormAddendumIn) -> Any:
    """Add a correction beside what was signed."""
    found = filled_by_id(request.user, filled_id)
    return form_signing.add_form_addendum(
        by=request.user, form=found, id=data.id or new_id(), text=data.text, at=moment_of(data)
    )


@filled_router.post(
    "/{uuid:filled_id}/lines/{line}/retest", response=FilledFormWholeOut, summary="Test a line again"
)
@audience(*FILLERS, scope="visits:write")
def retest_line(request: SignedInRequest, filled_id: UUID, line: str, data: FormLineIn) -> dict[str, Any]:
    """Open a failed line for another test; the reading before is kept."""
    found = filled_by_id(request.user, filled_id)
    filling.retest_line(by=request.user, form=found, key=line, at=moment_of(data), seen=data.version)
    return whole_form(filled_by_id(request.user, filled_id))


@filled_router.post(
    "/{uuid:filled_id}/lines/{line}/follow-up", response=FollowUpOut, summary="Follow a failed line up"
)
@audience(*FILLERS, scope="visits:write")
def raise_follow_up(request: SignedInRequest, filled_id: UUID, line: str, data: FollowUpIn) -> Any:
    """Note on the spot what a failed line asks for: a leftover of the case or the ship where there is one."""
    found = filled_by_id(request.user, filled_id)
    return form_signing.raise_follow_up(
        by=request.user, form=found, key=line, party=data.party, due_on=data.due_on, at=moment_of(data)
    )


@filled_router.post("/{uuid:filled_id}/cancel", response=FilledFormWholeOut, summary="Give a form up")
@audience(*FILLERS, scope="visits:write")
def cancel_filled(request: SignedInRequest, filled_id: UUID, data: FormCancelIn) -> dict[str, Any]:
    """Give a form up that will not be signed; its number stays used."""
    found = filled_by_id(request.user, filled_id)
    filling.cancel_form(
        by=request.user, form=found, reason=data.reason, at=moment_of(data), seen=data.version
    )
    return whole_form(filled_by_id(request.user, filled_id))


def whole_form(found: FilledForm) -> dict[str, Any]:
    """Return a filled form as `FilledFormWholeOut`."""
    plain = {
        name: getattr(found, name) for name in FilledFormWholeOut.model_fields
        if name not in {"code", "title", "edition", "signatures", "addenda", "follow_ups"}
    }  # fmt: skip
    return plain | {
        "code": found.form.code, "title": found.form.title, "edition": found.edition.number,
        "signatures": list(found.signatures.all()), "addenda": list(found.addenda.all()),
        "follow_ups": list(found.follow_ups.select_related("item", "leftover")),
    }  # fmt: skip


def _about(request: SignedInRequest, data: FilledFormIn) -> About:
    return About(
        visit=visit_by_id(request.user, data.visit_id) if data.visit_id else None,
        vessel=_seen(request, Vessel, data.vessel_id),
        equipment=_seen(request, Equipment, data.equipment_id),
        station=one_of(Station, data.station_id),
        day=data.day,
    )


def _seen(request: SignedInRequest, model: Any, key: UUID | None) -> Any:
    if key is None:
        return None
    found = model.objects.visible_to(request.user).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found
