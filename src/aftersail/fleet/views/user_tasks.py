"""The user task calendar: busy days for planners, content for who needs to know."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.refusals import Forbidden, NotThere
from aftersail.fleet.actions.user_tasks import drop_task, keep_task
from aftersail.fleet.forms.lifecycle import TaskForm
from aftersail.fleet.lists.lifecycle import BUSY
from aftersail.fleet.models import UserTask, UserTaskContent, Vessel
from aftersail.fleet.permissions.lifecycle import (
    TASK_READERS,
    TASK_WRITERS,
    may_keep_tasks,
    may_read_task_content,
)
from aftersail.fleet.queries.user_tasks import tasks_shown

LOOKED_BACK = timedelta(days=120)


@audience(*TASK_READERS)
@require_GET
def user_tasks(request: SignedInRequest) -> HttpResponseBase:
    """Busy days of every ship, without a word of what they are about."""
    actions = []
    if request.user.has_role(*TASK_WRITERS):
        actions.append(
            Action(_("Import"), reverse("importing:start") + "?register=fleet.user-tasks", icon="upload")
        )
    return lists.page(
        request, BUSY, UserTask.objects.visible_to(request.user), title=_("User task calendar"),
        subtitle=_("Days in which ships are busy. What the tasks are about is shown on need-to-know."), actions=actions,
    )  # fmt: skip


@audience(*TASK_READERS)
@require_GET
def calendar(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The task calendar of one ship."""
    vessel = _vessel(request, vessel_id)
    return render(request, "fleet/task_calendar.html", _context(request, vessel))


@audience(*TASK_READERS)
@require_GET
def tasks_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The coming tasks of a ship, on its page."""
    vessel = _vessel(request, vessel_id)
    return render(request, "fleet/parts/_tasks.html", _context(request, vessel, coming=True))


def _context(request: SignedInRequest, vessel: Vessel, *, coming: bool = False) -> dict[str, object]:
    today = timezone.localdate()
    since = today if coming else today - LOOKED_BACK
    return {
        "vessel": vessel,
        "tasks": tasks_shown(request.user, vessel, since),
        "today": today,
        "reads": may_read_task_content(request.user, vessel),
        "keeps": request.user.has_role(*TASK_WRITERS) and bool(may_keep_tasks(request.user, vessel)),
    }


@audience(*TASK_WRITERS)
@require_http_methods(["GET", "POST"])
def new_task(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Enter a task."""
    vessel = _kept(request, vessel_id)
    return _form(request, vessel, TaskForm(request.POST or None))


@audience(*TASK_WRITERS)
@require_http_methods(["GET", "POST"])
def edit_task(request: SignedInRequest, user_task_id: UUID) -> HttpResponse:
    """Change a task."""
    task = _task(request, user_task_id)
    vessel = _kept(request, task.vessel_id)
    told = UserTaskContent.objects.visible_to(request.user).filter(task=task).first()
    if told is None:
        raise NotThere
    initial = {
        "id": task.pk, "version": task.version, "title": told.title, "text": told.text, "level": task.level,
        "first_day": task.first_day, "last_day": task.last_day, "effect": task.effect,
    }  # fmt: skip
    return _form(request, vessel, TaskForm(request.POST or None, initial=initial), task)


@audience(*TASK_WRITERS)
@require_POST
def remove_task(request: SignedInRequest, user_task_id: UUID) -> HttpResponse:
    """Take a task off the calendar."""
    task = _task(request, user_task_id)
    drop_task(by=request.user, task=task, at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("fleet:task_calendar", vessel_id=task.vessel_id)


def _form(
    request: SignedInRequest, vessel: Vessel, form: TaskForm, task: UserTask | None = None
) -> HttpResponse:
    if request.method == "POST":
        done = attempt(form, lambda typed: _keep(request, vessel, task, typed))
        if done is not None:
            messages.success(request, _("Saved."))
            return redirect("fleet:task_calendar", vessel_id=vessel.pk)
    context = {"form": form, "vessel": vessel, "task": task}
    return render(request, "fleet/task.html", context, status=422 if form.errors else 200)


def _keep(
    request: SignedInRequest, vessel: Vessel, task: UserTask | None, typed: dict[str, object]
) -> UserTask:
    values = {name: value for name, value in typed.items() if name not in {"version", "id"}}
    wanted = task.pk if task is not None else typed["id"]
    seen = typed["version"] if task is not None else None
    return keep_task(by=request.user, vessel=vessel, id=wanted, at=timezone.now(), seen=seen, **values)  # type: ignore[arg-type]


def _task(request: SignedInRequest, user_task_id: UUID) -> UserTask:
    rows = UserTask.objects.visible_to(request.user).select_related("vessel__customer")
    return get_object_or_404(rows, pk=user_task_id)


def _kept(request: SignedInRequest, vessel_id: UUID) -> Vessel:
    vessel = _vessel(request, vessel_id)
    if not (verdict := may_keep_tasks(request.user, vessel)):
        raise Forbidden(verdict.reasons)
    return vessel


def _vessel(request: SignedInRequest, vessel_id: UUID) -> Vessel:
    rows = Vessel.objects.visible_to(request.user).select_related("customer")
    return get_object_or_404(rows, pk=vessel_id)
