"""What people write into a case: comments, calls, owner, warranty, codes, tasks, parts owed, leftovers, work orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from aftersail.cases.actions import judging, moving, orders, owed, talking, windows
from aftersail.cases.forms import notes as forms
from aftersail.cases.forms.moves import WindowForm
from aftersail.cases.models import Case, CasePart, CaseTask, LeftoverItem
from aftersail.cases.permissions import READERS
from aftersail.cases.queries.finding import case_by_id, order_by_id
from aftersail.cases.views.moves import moved
from aftersail.core.attempts import attempt
from aftersail.core.attention import address_of
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.refusals import NotThere


@dataclass(frozen=True, slots=True)
class Note:
    """Something written into a case: the form for it, the action, the heading of its dialog."""

    title: Any
    form: Callable[[Any, Case], Any]
    action: Callable[..., Any]


def _seen(case: Case, **values: Any) -> dict[str, Any]:
    return {"seen": case.version, **values}


NOTES: dict[str, Note] = {
    "comment": Note(_("Comment"), lambda data, case: forms.CommentForm(data), talking.comment_on),
    "contact": Note(_("Call or message"), lambda data, case: forms.ContactForm(data), talking.log_contact),
    "owner": Note(
        _("Change the owner"),
        lambda data, case: forms.OwnerForm(data, initial=_seen(case, owner=case.owner_id)),
        talking.change_owner,
    ),
    "warranty": Note(
        _("Judge the warranty otherwise"),
        lambda data, case: forms.WarrantyForm(data, initial=_seen(case, status=case.warranty)),
        judging.override_warranty,
    ),
    "codes": Note(
        _("Failure codes"),
        lambda data, case: forms.CodesForm(
            data,
            case=case,
            initial=_seen(case, mode=case.mode_id, mechanism=case.mechanism_id, cause=case.cause_id),
        ),
        judging.code_case,
    ),
    "task": Note(
        _("Give a task"),
        lambda data, case: forms.TaskForm(data, case=case, initial={"id": new_id()}),
        talking.give_task,
    ),
    "part": Note(
        _("Part owed"),
        lambda data, case: forms.OwedPartForm(data, case=case, initial={"id": new_id()}),
        owed.owe_part,
    ),
    "leftover": Note(
        _("Leftover"),
        lambda data, case: forms.LeftoverForm(data, initial={"id": new_id()}),
        owed.note_leftover,
    ),
}


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def note(request: SignedInRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Write something into a case."""
    found = case_by_id(request.user, case_id)
    wanted = NOTES.get(kind)
    if wanted is None:
        raise NotThere
    form = wanted.form(request.POST or None, found)
    if request.method == "POST":
        done = attempt(
            form, lambda typed: wanted.action(by=request.user, case=found, at=timezone.now(), **typed)
        )
        if done is not None:
            return moved(request, found)
    template = "cases/parts/_note.html" if request.headers.get("HX-Request") else "cases/note.html"
    context = {"case": found, "form": form, "title": wanted.title, "kind": kind}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def finish_task(request: SignedInRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Note what came of a task."""
    found = case_by_id(request.user, case_id)
    task = get_object_or_404(CaseTask, pk=task_id, case=found)
    form = forms.OutcomeForm(request.POST or None)
    if request.method == "POST":
        done = attempt(
            form, lambda typed: talking.finish_task(by=request.user, task=task, at=timezone.now(), **typed)
        )
        if done is not None:
            return moved(request, found)
    template = "cases/parts/_note.html" if request.headers.get("HX-Request") else "cases/note.html"
    return render(
        request,
        template,
        {"case": found, "form": form, "title": task.text, "kind": ""},
        status=422 if request.method == "POST" else 200,
    )


@audience(*READERS)
@require_POST
def settle_part(request: SignedInRequest, case_id: UUID, owed_id: UUID, outcome: str) -> HttpResponse:
    """Note that the ship has a part, or no longer needs it."""
    found = case_by_id(request.user, case_id)
    part = get_object_or_404(CasePart, pk=owed_id, case=found)
    owed.settle_part(by=request.user, owed=part, supplied=outcome == "supplied", at=timezone.now())
    return moved(request, found)


@audience(*READERS)
@require_POST
def settle_leftover(request: SignedInRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Note that a leftover is done, or move it to the case named."""
    found = case_by_id(request.user, case_id)
    item = get_object_or_404(LeftoverItem, pk=item_id, case=found)
    wanted = request.POST.get("move_to", "")
    target = case_by_id(request.user, UUID(wanted)) if wanted else None
    owed.settle_leftover(by=request.user, item=item, at=timezone.now(), move_to=target)
    return moved(request, found)


@audience(*READERS)
@require_POST
def confirm_word(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """The customer, signed in, confirms that it is solved."""
    found = case_by_id(request.user, case_id)
    moving.confirm_by_word(by=request.user, case=found, at=timezone.now())
    return moved(request, found)


@audience(*READERS)
@require_POST
def approve_order(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """Approve a work order."""
    order = order_by_id(request.user, order_id)
    orders.approve_order(by=request.user, order=order, at=timezone.now())
    return moved(request, order.case)


@audience(*READERS)
@require_POST
def cancel_order(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """Withdraw a work order that nobody has started."""
    order = order_by_id(request.user, order_id)
    orders.cancel_order(
        by=request.user, order=order, reason=request.POST.get("reason", ""), at=timezone.now()
    )
    return moved(request, order.case)


@audience(*READERS)
@require_http_methods(["GET", "POST"])
def move_window(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """Note that the ship of an order can be reached at other times."""
    order = order_by_id(request.user, order_id)
    initial = {
        "seen": order.version, "window_from": timezone.localtime(order.window_from), "window_until": timezone.localtime(order.window_until),
    }  # fmt: skip
    form = WindowForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = attempt(
            form, lambda typed: windows.move_window(by=request.user, order=order, at=timezone.now(), **typed)
        )
        if done is not None:
            return redirect(address_of("cases.workorder", order.pk))
    context = {"case": order.case, "form": form, "title": _("When the ship can be reached"), "kind": ""}
    return render(request, "cases/note.html", context, status=422 if request.method == "POST" else 200)
