"""Routes of photos from sea: told of, sent piece by piece, made whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Field, Router, Schema

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.visits.actions.photos import announce_photo, finish_photo, take_piece
from aftersail.visits.api.answers import moment_of
from aftersail.visits.api.shapes import Moment
from aftersail.visits.models import VisitPhoto
from aftersail.visits.permissions import WRITERS
from aftersail.visits.queries.visits import visit_by_id

router = Router(tags=["field"])
BYTES = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}  # fmt: skip


class PhotoIn(Schema):
    """A photo taken on board; its bytes follow in pieces."""

    at: Moment | None = None
    size: int = Field(ge=1, le=2**31 - 1)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    moment: Literal["before", "during", "after"]
    caption: str = Field("", max_length=200)
    step_id: UUID | None = None


class VisitPhotoOut(Schema):
    """A photo: how many of its bytes are here, and whether it is whole."""

    id: UUID
    visit_id: UUID
    step_id: UUID | None
    moment: str
    caption: str
    taken_at: datetime
    size: int
    sha256: str
    received: int
    file_id: UUID | None = Field(description="The file, once all bytes are here and are the right ones")


@router.put(
    "/visits/{uuid:visit_id}/photos/{uuid:photo_id}", response=VisitPhotoOut, summary="Tell of a photo"
)
@audience(*WRITERS, scope="visits:write")
def announce(request: SignedInRequest, visit_id: UUID, photo_id: UUID, data: PhotoIn) -> VisitPhoto:
    """Note that a photo was taken, under an id made by the sender; its bytes may follow later."""
    found = visit_by_id(request.user, visit_id)
    step = found.steps.filter(pk=data.step_id).first() if data.step_id else None
    if data.step_id and step is None:
        raise NotThere
    return announce_photo(
        by=request.user, visit=found, id=photo_id, size=data.size, sha256=data.sha256, moment=data.moment, caption=data.caption,
        step=step, at=moment_of(data),
    )  # fmt: skip


@router.get("/photos/{uuid:photo_id}", response=VisitPhotoOut, summary="How much of a photo is here")
@audience(*WRITERS, scope="visits:read")
def read_photo(request: SignedInRequest, photo_id: UUID) -> VisitPhoto:
    """Tell from which byte a photo is to be sent."""
    found = VisitPhoto.objects.visible_to(request.user).filter(pk=photo_id).first()
    if found is None:
        raise NotThere
    return found


@router.put(
    "/photos/{uuid:photo_id}/bytes", response=VisitPhotoOut, summary="Send a piece", openapi_extra=BYTES
)
@audience(*WRITERS, scope="visits:write")
def send_piece(request: SignedInRequest, photo_id: UUID, offset: int = 0) -> Any:
    """Send bytes from an offset on, at most 1 MiB; a piece sent again changes nothing."""
    return take_piece(by=request.user, photo_id=photo_id, offset=max(offset, 0), content=request.body)


@router.post("/photos/{uuid:photo_id}/finish", response=VisitPhotoOut, summary="Make a photo whole")
@audience(*WRITERS, scope="visits:write")
def finish(request: SignedInRequest, photo_id: UUID) -> VisitPhoto:
    """Make a photo a file of its visit; where bytes are missing or wrong, `received` tells from where to send."""
    return finish_photo(by=request.user, photo_id=photo_id, at=timezone.now())
