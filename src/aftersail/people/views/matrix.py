"""Pages of the skill matrix: the heat map with its holes, one cell with its history, the table to take home."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists.export import FORMATS, ListExported
from aftersail.core.log import record
from aftersail.core.masters.facts import history_of
from aftersail.core.masters.naming import named
from aftersail.core.tabular.outgoing import Heading
from aftersail.core.tabular.write import write
from aftersail.people.actions.levels import set_level
from aftersail.people.forms import LevelForm
from aftersail.people.models import Skill, Staff, StaffSkill, TaskType
from aftersail.people.models.kinds import ALL_TASKS
from aftersail.people.permissions import KEEPERS, READERS, may_keep_staff_of
from aftersail.people.queries.matrix import Matrix, skills_matrix
from aftersail.people.views.asking import asked_of, task_asked

HOLES_SHOWN = 40


@audience(*READERS)
@require_GET
def matrix(request: SignedInRequest) -> HttpResponseBase:
    """Show who commands what, where people are missing, and where one carries all; `?format=xlsx` takes it home."""
    account = request.user
    asked = asked_of(request)
    tasks, task = task_asked(request, account)
    found = skills_matrix(
        account, asked.station, area=asked.area.pk if asked.area else None, task=task.pk if task else None
    )
    if request.GET.get("format") in FORMATS:
        return _table(request, found, request.GET["format"])
    keeps = account.has_role(*KEEPERS)
    stations = {row.staff.station for row in found.rows}
    kept = {one.pk for one in stations if keeps and may_keep_staff_of(account, one.pk)}
    task_filter = {
        "name": "task", "label": _("Kind of task"), "all": _("All tasks"), "value": str(task.pk) if task else "",
        "options": [(str(one.pk), named(one)) for one in tasks if one.pk != ALL_TASKS],
    }  # fmt: skip
    return render(request, "people/matrix.html", {
        "matrix": found,
        "filters": [*asked.filters(), task_filter],
        "task": task,
        "task_key": task.pk if task else ALL_TASKS,
        "kept": kept,
        "short": found.short[:HOLES_SHOWN],
        "alone": found.alone[:HOLES_SHOWN],
        "met": len(found.needs) - len(found.short),
        "totals": [
            (_("People at level 2 or more"), list(zip(found.skills, found.able, strict=True))),
            (_("People at level 3 or more"), list(zip(found.skills, found.expert, strict=True))),
        ],
        "one_station": asked.station is not None,
    })  # fmt: skip


def _table(request: SignedInRequest, found: Matrix, kind: str) -> HttpResponseBase:
    headings = [Heading(str(one)) for one in (_("Staff number"), _("Full name"), _("Station"))]
    headings += [Heading(named(skill)) for skill in found.skills]
    rows = (
        [
            row.staff.number,
            named(row.staff),
            named(row.staff.station),
            *["" if v is None else v for v in row.levels],
        ]
        for row in found.rows
    )
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    notes = [(_("Exported by"), request.user.name), (_("Exported at"), timezone.now())]
    write(
        kind,
        file,
        headings,
        rows,
        title=_("Skills matrix"),
        notes=notes,
        zone=timezone.get_current_timezone(),
    )
    event = ListExported(
        page="people:matrix",
        kind=kind,
        rows=len(found.rows),
        query=request.META.get("QUERY_STRING", "")[:1000],
    )
    with transaction.atomic():
        record(event, by=request.user, about=request.user)
    file.seek(0)
    name = f"skills-matrix-{timezone.localtime():%Y%m%d-%H%M}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[kind])


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def level(request: SignedInRequest, staff_id: UUID, skill_id: UUID, level_task_id: UUID) -> HttpResponse:
    """One cell: the level, on what grounds, and what it was before; who keeps the station's people may judge it anew."""
    account = request.user
    staff = get_object_or_404(Staff.objects.visible_to(account).select_related("station"), pk=staff_id)
    skill = get_object_or_404(Skill.objects.visible_to(account), pk=skill_id)
    task = get_object_or_404(TaskType.objects.visible_to(account), pk=level_task_id)
    held = StaffSkill.objects.visible_to(account).filter(staff=staff, skill=skill, task=task).first()
    keeps = account.has_role(*KEEPERS) and staff.account_id != account.pk
    verdict = may_keep_staff_of(account, staff.station_id)
    initial: dict[str, Any] = {"level": held.level if held else 0, "version": held.version if held else None}
    form = LevelForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        done = attempt(form, lambda typed: set_level(
            by=account, staff=staff, skill=skill, task=task, level=typed["level"], basis=typed["basis"],
            at=timezone.now(), seen=typed["version"],
        ))  # fmt: skip
        if done is not None:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('people:matrix')}?station={staff.station.code}&task={task.pk}")
    context = {
        "staff": staff,
        "skill": skill,
        "task": task,
        "held": held,
        "form": form if keeps and verdict else None,
        "history": history_of(held, account) if held else [],
    }
    return render(request, "people/level.html", context, status=422 if form.is_bound and form.errors else 200)
