"""Routes of files: sent, described, opened."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router, Schema, UploadedFile
from pydantic import Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.attention import record_at
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.files import attach, file_at, files_for, keep, require_attach
from aftersail.core.models import StoredFile
from aftersail.core.serving import served

router = Router(tags=["files"])


class FileOut(Schema):
    """A file's particulars."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    subject_type: str
    subject_id: UUID | None
    purpose: str
    caption: str
    for_customer: bool
    created_at: datetime


class FileIn(Schema):
    """A file to be sent; without a subject it waits for an action that names its id."""

    id: UUID | None = None
    subject_type: str = Field("", max_length=40)
    subject_id: UUID | None = None
    purpose: str = Field("", max_length=30)
    caption: str = Field("", max_length=200)
    for_customer: bool = True


class FilesOf(Schema):
    """Whose files."""

    subject_id: UUID | None = None


@router.get("/files", response=Listing[FileOut], summary="Files")
@audience(*EVERYONE, scope="files:read")
def list_files(request: SignedInRequest, paging: Query[Paging], wanted: Query[FilesOf]) -> HttpResponse:
    """List the files that the account may open."""
    rows = files_for(request.user)
    rows = rows.filter(subject_id=wanted.subject_id) if wanted.subject_id else rows
    return listing(rows, tuple(FileOut.model_fields), paging=paging, order="-created_at")


@router.post("/files", response={201: FileOut}, summary="Send a file")
@audience(*EVERYONE, scope="files:write")
def create_file(
    request: SignedInRequest, file: Annotated[UploadedFile, File()], about: Form[FileIn]
) -> tuple[int, StoredFile]:
    """Send a file, with the record it belongs to or to be named later."""
    if about.subject_id is None:
        return 201, keep(file, by=request.user, file_id=about.id)
    subject = record_at(request.user, about.subject_type, about.subject_id)
    require_attach(request.user, subject)
    return 201, attach(
        file, by=request.user, about=subject, at=timezone.now(), purpose=about.purpose, caption=about.caption,
        for_customer=about.for_customer or not request.user.is_house, file_id=about.id,
    )  # fmt: skip


@router.get("/files/{uuid:file_id}", response=FileOut, summary="A file's particulars")
@audience(*EVERYONE, scope="files:read")
def read_file(request: SignedInRequest, file_id: UUID) -> StoredFile:
    """Return a file's particulars."""
    return file_at(request.user, file_id)


@router.get("/files/{uuid:file_id}/content", summary="A file itself", openapi_extra={
    "responses": {200: {"description": "The bytes", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}},
})  # fmt: skip
@audience(*EVERYONE, scope="files:read")
def download_file(request: SignedInRequest, file_id: UUID) -> HttpResponse:
    """Return a file's bytes."""
    return served(request, file_at(request.user, file_id))
