"""The page that all records of the chapter share: facts, tables, the steps that are open now, what happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.refusals import NotThere
from aftersail.core.states import Machine
from aftersail.core.timeline import timeline
from aftersail.supply.forms.steps import Step, StepForm

ROWS_SHOWN = 10
"""How many rows of a table a page shows before it folds."""
FIGURE = re.compile(r"[-+−]?\d[\d,]*(\.\d+)?( %)?")


@dataclass(frozen=True)
class Offered:
    """A step open now, with its form; `simple` ones are a button alone."""

    name: str
    label: Any
    form: StepForm
    url: str
    primary: bool = False
    danger: bool = False

    @property
    def simple(self) -> bool:
        """Whether the step asks for nothing."""
        return all(one.is_hidden for one in self.form)


@dataclass(frozen=True)
class Table:
    """A table on a record's page: cells are text, safe HTML or (text, address)."""

    title: Any
    heads: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    empty: Any = ""

    @property
    def columns(self) -> list[tuple[Any, str]]:
        """The heads, each with the class of its column: figures are aligned by their last digit."""
        return [(head, _class_of([row[n] for row in self.rows])) for n, head in enumerate(self.heads)]

    @property
    def first(self) -> list[list[tuple[Any, str, Any]]]:
        """The first rows, each cell with the head and class of its column, as a telephone shows them."""
        return self._labelled(self.rows[:ROWS_SHOWN])

    @property
    def further(self) -> list[list[tuple[Any, str, Any]]]:
        """The rows that are folded away."""
        return self._labelled(self.rows[ROWS_SHOWN:])

    def _labelled(self, rows: Sequence[Sequence[Any]]) -> list[list[tuple[Any, str, Any]]]:
        columns = self.columns
        return [[(head, kind, cell) for (head, kind), cell in zip(columns, row, strict=True)] for row in rows]


def _class_of(cells: Sequence[Any]) -> str:
    """Return the class of a column: `num` where all that stands in it is figures."""
    said = [str(one) for one in cells if one is not None and one != ""]
    return "num" if said and all(FIGURE.fullmatch(one) for one in said) else ""


@dataclass
class Frame:
    """What a record's page shows."""

    title: str
    crumb: tuple[Any, str]
    record: Any
    eyebrow: Any = ""
    subtitle: Any = ""
    facts: Sequence[tuple[Any, Any]] = ()
    tables: Sequence[Table] = ()
    offers: Sequence[Offered] = ()
    warnings: Sequence[Any] = ()
    actions: Sequence[Action] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def shown(request: SignedInRequest, frame: Frame, *, status: int = 200) -> HttpResponse:
    """Answer with the page."""
    state = getattr(frame.record, "state", "")
    context = {
        "frame": frame,
        "state": state,
        "state_label": frame.record.get_state_display() if state else "",
        "simple": [one for one in frame.offers if one.simple],
        "asking": [one for one in frame.offers if not one.simple],
        "timeline": timeline(request.user, frame.record),
        **frame.more,
    }
    return render(request, "supply/record.html", context, status=status)


def offers(
    machine: Machine, steps: Mapping[str, Step], request: SignedInRequest, record: Any, url: Any, *, state: str, refused: Any = None
) -> list[Offered]:  # fmt: skip
    """Return the steps that the account may take now; `refused` is (name, form) of one that was just refused."""
    account = request.user
    found = []
    for move in machine.open_to(state, account.role_set):
        if move.name in steps:
            mine = refused is not None and refused[0] == move.name
            form = refused[1] if mine else steps[move.name].empty(record, account)
            found.append(Offered(move.name, move.label, form, url(move.name), move.primary, move.danger))
    return found


def take(request: SignedInRequest, step: Step, record: Any) -> tuple[bool, StepForm]:
    """Take the step with what was sent; whether it went well, and the form with its refusals."""
    form = step.bound(request.POST, record, request.user, request.FILES)
    done = attempt(
        form, lambda _typed: (step.call(request.user, record, form.typed(), timezone.now()), True)[1]
    )
    if done:
        messages.success(request, _("Done."))
    return bool(done), form


def moved(
    request: SignedInRequest, steps: Mapping[str, Step], name: str, find: Callable[[], Any], page: Callable[..., HttpResponse], to: str
) -> HttpResponse:  # fmt: skip
    """Take the step of that name with the record that `find()` gives; go to its page `to`, or show what was refused."""
    found = find()
    if name not in steps:
        raise NotThere
    done, form = take(request, steps[name], found)
    if done:
        return redirect(to, found.pk)
    return page(request, find(), (name, form))


def begun(
    request: SignedInRequest, form: Any, call: Any, *, title: Any, crumb: tuple[Any, str], submit: Any, to: Any, lead: Any = ""
) -> HttpResponse:  # fmt: skip
    """Show the form that begins something, or do it and go to `to(made)`."""
    if request.method == "POST":
        made = attempt(form, call)
        if made is not None:
            messages.success(request, _("Done."))
            return redirect(to(made))
    context = {"form": form, "title": title, "crumb": crumb, "submit": submit, "lead": lead}
    return render(request, "supply/begin.html", context, status=422 if form.is_bound else 200)


def begin_view(
    form: Any,
    action: Any,
    title: Any,
    back: str,
    back_label: Any,
    submit: Any,
    to: Callable[[Any], str],
    roles: Any,
) -> Any:
    """Return the view that begins something with a form."""

    @audience(*roles)
    @require_http_methods(["GET", "POST"])
    def begin(request: SignedInRequest) -> HttpResponse:
        start = {name: request.GET[name] for name in request.GET if name in form.base_fields}
        made = form(request.POST or None, account=request.user, initial=start)
        return begun(
            request, made, lambda typed: action(by=request.user, at=timezone.now(), **typed), title=title,
            crumb=(back_label, reverse(back)), submit=submit, to=to,
        )  # fmt: skip

    return begin


def page_of(name: str) -> Callable[[Any], str]:
    """Return what leads to the page of a record just made."""
    return lambda made: reverse(name, args=[made.pk])
