"""What a drag on the board asks: the verdicts when it begins, the drop, and taking the last drop back."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import forms
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.attempts import InstantField
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.ids import new_id
from aftersail.core.masters.naming import named
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Refused
from aftersail.dispatch.actions import assign_order
from aftersail.dispatch.actions.moving import move_assignment
from aftersail.dispatch.actions.undoing import take_back
from aftersail.dispatch.permissions import PLANNERS, READERS
from aftersail.dispatch.queries.orders import assignment_by_id, order_by_id, promised_to
from aftersail.dispatch.queries.verdicts import BoardVerdicts, board_verdicts
from aftersail.dispatch.queries.watching import board_mark, entry_by_id, order_of
from aftersail.dispatch.rules.verdicts import WORDS, DayVerdict
from aftersail.dispatch.views.board import board_asked, fragments
from aftersail.people.models import Staff
from aftersail.people.views.asking import id_asked


class DropForm(forms.Form):
    """What a script sends when an order is dropped: who, when, and the versions that the planner had in front."""

    order = forms.UUIDField()
    assignment = forms.UUIDField(required=False)
    staff = forms.UUIDField()
    starts_at = InstantField()
    ends_at = InstantField(required=False)
    version = forms.IntegerField()
    override_reason = forms.CharField(max_length=300, required=False)
    id = forms.UUIDField(required=False)


class UndoForm(forms.Form):
    """Which of one's own drops is taken back."""

    entry = forms.IntegerField(
        min_value=1, max_value=2**62, error_messages={"required": lazy("Nothing to undo.")}
    )


@audience(*READERS)
@require_GET
def verdicts(request: SignedInRequest) -> JsonResponse:
    """Judge an order, or a promise that would be moved, for everybody on every day shown; asked once a drag."""
    order_id, promise_id = id_asked(request, "order"), id_asked(request, "assignment")
    if order_id is None:
        raise Refused([_("Say which work order is to be judged.")])
    order = order_by_id(request.user, order_id)
    moved = assignment_by_id(request.user, promise_id) if promise_id else None
    if moved is not None and moved.order_id != order.pk:
        raise NotThere
    found = board_verdicts(order, board_asked(request).line, timezone.now(), moved=moved)
    return JsonResponse(verdicts_told(found))


def verdicts_told(found: BoardVerdicts) -> dict[str, Any]:
    """Return verdicts as scripts read them: by person the runs of (days, kind, word, sentence, start)."""
    start = cache(_start)
    words = {rule: str(word) for rule, word in WORDS.items()}
    said: dict[tuple[int, ...], str] = {(): _("Nothing speaks against it.")}

    def sentence(one: DayVerdict) -> str:
        # The reasons live as long as `found`: most verdicts of a board share them, and a sentence is dear to translate.
        key = tuple(map(id, one.reasons))
        if key not in said:
            said[key] = " ".join(map(str, one.reasons))
        return said[key]

    return {
        "best": found.best,
        "work_hours": found.work_hours,
        "people": {
            str(pk): [
                [days, one.kind, words[one.rule], sentence(one), start(one.starts_at)] for days, one in runs
            ]
            for pk, runs in found.people.items()
        },
    }


def _start(at: datetime | None) -> str | None:
    return None if at is None else f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


@audience(*PLANNERS)
@require_POST
def drop(request: SignedInRequest) -> JsonResponse:
    """Send somebody, or move a promise, and answer with the rows that changed; a refusal says every reason."""
    form = DropForm(request.POST)
    if not form.is_valid():
        raise Refused([_("The page is out of date. Reload it, then try again.")])
    typed = form.cleaned_data
    order = order_by_id(request.user, typed["order"])
    staff = Staff.objects.visible_to(request.user).filter(pk=typed["staff"]).select_related("account", "station").first()  # fmt: skip
    if staff is None:
        raise NotThere
    now = timezone.now()
    shared = {
        "by": request.user, "staff": staff, "starts_at": typed["starts_at"], "at": now, "id": typed["id"] or new_id(),
        "override_reason": typed["override_reason"], "seen": typed["version"],
    }  # fmt: skip
    touched, current = {staff.pk}, _is_current(request, now)
    if typed["assignment"]:
        moved = assignment_by_id(request.user, typed["assignment"])
        length = moved.ends_at - moved.starts_at
        touched |= promised_to(moved.order_id)
        made = move_assignment(
            assignment=moved, ends_at=typed["ends_at"] or typed["starts_at"] + length, **shared
        )
        told = _("%(order)s moved: %(who)s, %(at)s.")
    else:
        length = timedelta(hours=float(order.work_hours))
        made = assign_order(order=order, ends_at=typed["ends_at"] or typed["starts_at"] + length, **shared)
        told = _("%(who)s goes for %(order)s, %(at)s.")
    said = told % {"who": named(made.staff), "order": order.number, "at": _minute(made.starts_at)}
    shown = fragments(request.user, board_asked(request), now, staff=list(touched) if current else None)
    return JsonResponse(shown | {"told": said})


def _is_current(request: SignedInRequest, now: datetime) -> bool:
    """Whether the board that sends a change shows all that others did, so that the rows of the change are enough."""
    mark = request.POST.get("mark", "")
    return not mark or mark == board_mark(request.user, now)


def _minute(at: datetime) -> str:
    return f"{timezone.localtime(at):%m-%d %H:%M}"


@audience(*PLANNERS)
@require_POST
def undo(request: SignedInRequest) -> JsonResponse:
    """Take back one's own last drop, and answer with the rows that changed."""
    form = UndoForm(request.POST)
    entry = entry_by_id(request.user, form.cleaned_data["entry"]) if form.is_valid() else None
    order_id = order_of(entry) if entry is not None else None
    if entry is None or order_id is None:
        raise NotThere
    order, now = order_by_id(request.user, order_id), timezone.now()
    touched, current = promised_to(order.pk), _is_current(request, now)
    take_back(by=request.user, entry=entry, order=order, at=now, id=new_id())
    touched |= promised_to(order.pk)
    said = _("Taken back: %(order)s.") % {"order": order.number}
    shown = fragments(request.user, board_asked(request), now, staff=list(touched) if current else None)
    return JsonResponse(shown | {"told": said, "undo": None})
