"""The import wizard: upload, map columns, preview, commit, undo."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.importing.batches import (
    EXCEL,
    check_import,
    commit_import,
    set_mapping,
    sheet_of,
    take_file,
    undo_import,
    zone,
)
from aftersail.core.importing.declared import importable_named, importables
from aftersail.core.importing.forms import MappingForm, UploadForm, reasons_on
from aftersail.core.importing.from_file import parse_import_file
from aftersail.core.importing.queries import imports, refused_workbook
from aftersail.core.models import ImportBatch
from aftersail.core.models.imports import ImportState
from aftersail.core.refusals import Forbidden
from aftersail.core.roles import Role
from aftersail.core.tabular import mapping_from_data, template_workbook, write_mapping
from aftersail.core.tabular.cells import cell_text
from aftersail.core.verdicts import Refused

IMPORTERS = frozenset(
    {
        Role.DISPATCHER,
        Role.STATION_MANAGER,
        Role.SERVICE_MANAGER,
        Role.QUALITY,
        Role.FLEET_MANAGER,
        Role.ADMIN,
    }
)
MB = 1_000_000
SAMPLE_ROWS = 5


def steps() -> list[str]:
    """Return the names of the wizard's steps."""
    return [_("Upload"), _("Columns"), _("Preview"), _("Done")]


@audience(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Take a file for a register; the list of one's imports stands below."""
    initial = {"batch": new_id(), "register": request.GET.get("register", "")}
    form = UploadForm(request.user, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if upload.size >= settings.IMPORT_MAX_MB * MB:
                raise Refused([_("The file is larger than %s MB. Split it.") % settings.IMPORT_MAX_MB])
            batch = take_file(
                by=request.user,
                register=form.cleaned_data["register"],
                name=upload.name,
                content=upload.read(),
                batch_id=form.cleaned_data["batch"],
            )
        except Forbidden:
            raise
        except Refused as refusal:
            reasons_on(form, refusal)
        else:
            return redirect("importing:columns", batch.pk)
    context = {
        "form": form,
        "registers": importables(request.user),
        "past": _with_labels(imports(request.user)[:30]),
        "max_mb": settings.IMPORT_MAX_MB,
        "steps": steps(),
    }
    return render(request, "core/importing/start.html", context, status=422 if form.is_bound else 200)


@audience(*IMPORTERS)
@require_GET
def template(request: SignedInRequest, register: str) -> HttpResponse:
    """Answer with the empty workbook of a register."""
    importable = _offered(request, register)
    target = BytesIO()
    template_workbook(target, importable.fields(), title=str(importable.label), zone=zone())
    return _workbook(target.getvalue(), f"{register}-template")


@audience(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say which column feeds which field, or bring a mapping that was kept; then check every row."""
    batch = _mine(request, pk)
    importable = importable_named(batch.register)
    sheet = sheet_of(batch)
    form = MappingForm(importable, sheet, mapping_from_data(batch.mapping), request.POST or None)
    if request.method == "POST":
        try:
            kept = request.FILES.get("mapping")
            if kept is not None:
                brought = parse_import_file(kept.read(200_000).decode("utf-8", "replace"))
                set_mapping(batch, mapping=brought.mapping, options=brought.options)
                check_import(batch, by=request.user)
                return redirect("importing:preview", batch.pk)
            if form.is_valid():
                set_mapping(batch, mapping=form.mapping(), options=_options(request))
                check_import(batch, by=request.user)
                return redirect("importing:preview", batch.pk)
        except Forbidden:
            raise
        except Refused as refusal:
            form.is_valid()
            reasons_on(form, refusal)
    sample = [[cell_text(cell) for cell in cells] for _n, cells, _fault in sheet.preview(SAMPLE_ROWS)]
    context = {
        "batch": batch, "importable": importable, "sheet": sheet, "form": form, "sample": sample,
        "options": batch.options, "steps": steps(),
    }  # fmt: skip
    return render(request, "core/importing/columns.html", context, status=422 if form.is_bound else 200)


@audience(*IMPORTERS)
@require_GET
def preview(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show what the import would do, or has done."""
    batch = _mine(request, pk)
    context = {
        "batch": batch,
        "importable": importable_named(batch.register),
        "counts": [
            (_("rows in the file"), batch.rows_in), (_("new"), batch.created), (_("changed"), batch.updated),
            (_("unchanged"), batch.unchanged), (_("refused"), batch.refused),
        ],
        "done": batch.state in {ImportState.COMMITTED, ImportState.UNDONE},
        "may_commit": batch.state == ImportState.CHECKED,
        "good": batch.rows_in - batch.refused,
        "steps": steps(),
    }  # fmt: skip
    return render(request, "core/importing/preview.html", context)


@audience(*IMPORTERS)
@require_GET
def refused_rows(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer with the refused rows as a workbook to be corrected."""
    batch = _mine(request, pk)
    checked = check_import(batch, by=request.user)
    assert checked.plan is not None
    return _workbook(refused_workbook(batch, checked.plan), "refused-rows")


@audience(*IMPORTERS)
@require_GET
def mapping_file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer with the mapping as a file to be kept for next time."""
    batch = _mine(request, pk)
    text = write_mapping(mapping_from_data(batch.mapping))
    headers = {"Content-Disposition": 'attachment; filename="mapping.toml"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)


@audience(*IMPORTERS)
@require_POST
def commit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write the import, all or, if so wished, the good rows only."""
    batch = _mine(request, pk)
    skip_bad = request.POST.get("skip_bad") == "1"
    done = commit_import(batch, by=request.user, at=timezone.now(), skip_bad=skip_bad)
    messages.success(
        request,
        _("Imported: %(new)s new, %(changed)s changed.")
        % {"new": done.batch.created, "changed": done.batch.updated},
    )
    return redirect("importing:preview", batch.pk)


@audience(*IMPORTERS)
@require_POST
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the import back."""
    batch = _mine(request, pk)
    undo_import(batch, by=request.user, at=timezone.now())
    messages.success(request, _("The import was undone; every record is as it was."))
    return redirect("importing:preview", batch.pk)


def _mine(request: SignedInRequest, pk: UUID) -> ImportBatch:
    return get_object_or_404(imports(request.user), pk=pk)  # type: ignore[no-any-return]


def _with_labels(batches: Iterable[ImportBatch]) -> list[ImportBatch]:
    """Return imports with what their registers are called."""
    called = {one.name: one.label for one in importables()}
    found = list(batches)
    for batch in found:
        batch.label = called.get(batch.register, batch.register)  # type: ignore[attr-defined]
    return found


def _offered(request: SignedInRequest, register: str) -> Any:
    importable = importable_named(register)
    if not request.user.has_role(*importable.writers):
        raise Forbidden([_("Your role does not keep this register, so you cannot import into it.")])
    return importable


def _options(request: SignedInRequest) -> dict[str, Any]:
    """What a register wants to know besides columns, as fields named `option.part.name`."""
    options: dict[str, Any] = {}
    for name, value in request.POST.items():
        if not name.startswith("option.") or not value:
            continue
        place = options
        *path, last = name.split(".")[1:5]
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value[:200]
    return options


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=EXCEL, headers=headers)
