"""Importing for programs: a file, a register and a mapping in one request; a report of every row in the answer."""

from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import AwareDatetime

from aftersail.core.api.envelope import JSON, Listing, Paging, listing, to_json
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.importing.batches import undo_import
from aftersail.core.importing.declared import importables
from aftersail.core.importing.from_file import import_content, parse_import_file
from aftersail.core.importing.queries import imports
from aftersail.core.importing.views import IMPORTERS
from aftersail.core.models import ImportBatch
from aftersail.core.models.imports import ImportState
from aftersail.core.verdicts import Refused

router = Router(tags=["imports"])
READ, WRITE = "imports:read", "imports:write"
MB = 1_000_000


class IssueOut(Schema):
    """One fault at one place of the file, as Excel shows it."""

    row: int
    column: str
    letter: str
    value: str
    code: str
    message: str


class ImportOut(Schema):
    """An import: `rows_in` = created + updated + unchanged + refused; the first 1,000 issues."""

    id: UUID
    register_name: str
    state: str
    rows_in: int
    created: int
    updated: int
    unchanged: int
    refused: int
    issues: list[IssueOut]
    committed_at: AwareDatetime | None
    undone_at: AwareDatetime | None


class RegisterOut(Schema):
    """A register that one may import into, with its fields."""

    name: str
    label: str
    fields: list[str]
    required: list[str]
    key: list[str]


class ImportIn(Schema):
    """What to do with the file."""

    id: UUID | None = Field(None, description="Made by the caller: sent twice, it makes one import")
    register_name: str = Field(max_length=60, description="As in GET /imports/registers")
    mapping: str = Field(
        "",
        max_length=50_000,
        description="A mapping file (TOML); without it columns are recognised by their headings",
    )
    dry_run: bool = False
    skip_bad: bool = Field(False, description="Import the good rows and refuse the rest with reasons")


@router.get("/imports/registers", response=list[RegisterOut], summary="Registers to import into")
@audience(*IMPORTERS, scope=READ)
def list_registers(request: SignedInRequest) -> list[dict[str, Any]]:
    """List the registers that the account may import into."""
    return [
        {
            "name": one.name,
            "label": str(one.label),
            "fields": [f.name for f in one.fields()],
            "required": [f.name for f in one.fields() if f.required],
            "key": list(one.key.fields),
        }
        for one in importables(request.user)
    ]


@router.get("/imports", response=Listing[ImportOut], summary="My imports")
@audience(*IMPORTERS, scope=READ)
def list_imports(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List the account's own imports, newest first."""
    paths = {name: "register" if name == "register_name" else name for name in ImportOut.model_fields}
    return listing(imports(request.user), paths, paging=paging, order="-id")


@router.get("/imports/{uuid:pk}", response=ImportOut, summary="An import")
@audience(*IMPORTERS, scope=READ)
def read_import(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Return one of the account's imports."""
    return _answer(get_object_or_404(imports(request.user), pk=pk))


@router.post("/imports", response={201: ImportOut, 200: ImportOut}, summary="Import a file")
@audience(*IMPORTERS, scope=WRITE)
def import_table(
    request: SignedInRequest, data: Form[ImportIn], file: Annotated[UploadedFile, File()]
) -> HttpResponse:
    """Check a file and write it in one transaction.

    201: the rows were written. 200: nothing was, because it was a dry run or rows were refused; `issues` says where.
    """
    if (file.size or 0) >= settings.IMPORT_MAX_MB * MB:
        raise Refused([_("The file is larger than %s MB. Split it.") % settings.IMPORT_MAX_MB])
    done = import_content(
        by=request.user,
        register=data.register_name,
        name=file.name or "",
        content=file.read(),
        at=timezone.now(),
        columns=parse_import_file(data.mapping) if data.mapping.strip() else None,
        dry_run=data.dry_run,
        skip_bad=data.skip_bad,
        batch_id=data.id,
    )
    return _answer(done.batch, 201 if done.batch.state == ImportState.COMMITTED else 200)


@router.post("/imports/{uuid:pk}/undo", response=ImportOut, summary="Undo an import")
@audience(*IMPORTERS, scope=WRITE)
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take an import back exactly; refused when a record was changed or used since."""
    batch = get_object_or_404(imports(request.user), pk=pk)
    return _answer(undo_import(batch, by=request.user, at=timezone.now()))


def _answer(batch: ImportBatch, status: int = 200) -> HttpResponse:
    body = {
        name: getattr(batch, "register" if name == "register_name" else name)
        for name in ImportOut.model_fields
    }
    return HttpResponse(to_json(body), status=status, content_type=JSON)
