"""What a device may ask for when it is back from sea: delayed calls of the very routes that the desk uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ValidationError

from aftersail.core.audience import SignedInRequest
from aftersail.core.record import Stale
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Refused
from aftersail.visits.actions.field import Conflicting, Sent
from aftersail.visits.api import form_shapes, forms, from_sea, photos, recording, shapes, steps
from aftersail.visits.api.answers import shown
from aftersail.visits.models import FieldCommand, FilledForm, Visit
from aftersail.visits.queries.visits import visits_for
from aftersail.visits.states import CommandOutcome, FilledState

Route = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A command: the route that it calls later, its content, and where the record it is about is found among a visit's.

    name: what else the route's address names, besides the visit: a record, or `name` for a move. out: how its answer reads.
    stands: how the record in conflict reads, where that is not its answer. in_visit: whether the address names the visit; a
    form stands by itself, and may not be there yet.
    """

    route: Route
    body: type[Schema] | None
    name: str = ""
    rows: str = ""
    out: type[Schema] | None = shapes.VisitOut
    stands: type[Schema] | None = None
    in_visit: bool = True


KINDS: dict[str, Kind] = {
    "move": Kind(steps.move_visit, shapes.VisitMoveIn, "name"),
    "facts": Kind(recording.write_facts, shapes.FactsIn, stands=shapes.FactsOut),
    "step": Kind(recording.put_step, shapes.StepIn, "step_id", "steps", shapes.StepOut),
    "hours": Kind(recording.put_hours, shapes.AllHoursIn, out=None),
    "finding": Kind(recording.put_finding, shapes.FindingIn, "finding_id", "findings", shapes.FindingOut),
    "finding_removed": Kind(recording.delete_finding, None, "finding_id", out=None),
    "part": Kind(recording.put_part, shapes.PartIn, "use_id", "parts", shapes.PartOut),
    "part_removed": Kind(recording.delete_part, None, "use_id", out=None),
    "tool": Kind(recording.create_tool_use, None, "tool_id", out=None),
    "photo": Kind(photos.announce, photos.PhotoIn, "photo_id", out=photos.VisitPhotoOut),
    "leftover": Kind(recording.create_leftover, shapes.VisitLeftoverIn, out=None),
    "owed_part": Kind(recording.create_owed_part, shapes.VisitOwedIn, out=None),
    "sign": Kind(steps.sign, shapes.SignIn),
    "addendum": Kind(steps.create_addendum, shapes.AddendumIn, out=None),
    "form": Kind(
        forms.put_filled,
        form_shapes.FilledFormIn,
        "filled_id",
        "forms",
        form_shapes.FilledFormWholeOut,
        in_visit=False,
    ),
    "form_signed": Kind(
        forms.sign_filled,
        form_shapes.FormSignIn,
        "filled_id",
        "forms",
        form_shapes.FilledFormWholeOut,
        in_visit=False,
    ),
    "form_addendum": Kind(
        forms.create_form_addendum, form_shapes.FormAddendumIn, "filled_id", out=None, in_visit=False
    ),
    "expected_finish": Kind(steps.expect_finish, shapes.ExpectedIn),
    "decision": Kind(from_sea.settle, from_sea.DecisionIn, "command_id", out=None, in_visit=False),
}


def carrying_out(request: SignedInRequest) -> Callable[[Sent, datetime], Any]:
    """Return what carries commands out for whoever sent the request."""

    def carry_out(sent: Sent, at: datetime) -> Any:
        kind = KINDS[sent.kind]
        named = _named(kind, sent)
        arguments: dict[str, Any] = {"visit_id": sent.visit_id} if kind.in_visit else {}
        arguments |= {kind.name: named} if kind.name else {}
        if kind.body is not None:
            arguments["data"] = _content(kind.body, sent, at)
        try:
            answer = kind.route(request, **arguments)
        except Stale as stale:
            raise Conflicting(stale.reasons, _theirs(request, kind, sent, named)) from stale
        except Refused as refused:
            if not _closed_meanwhile(kind, named, arguments.get("data")):
                raise
            raise Conflicting(refused.reasons, _theirs(request, kind, sent, named)) from refused
        except NotThere as gone:
            if visits_for(request.user).filter(pk=sent.visit_id).exists():
                raise
            told = _("This visit is no longer yours to record: it was given to somebody else, or taken back.")
            raise Conflicting((told,), None) from gone
        return None if kind.out is None else _as_json(kind.out, answer)

    return carry_out


def _closed_meanwhile(kind: Kind, named: Any, content: Any) -> bool:
    """Whether a form was signed or given up by somebody else since the version that the device saw."""
    seen = getattr(content, "version", None)
    if kind.rows != "forms" or seen is None:
        return False
    return FilledForm.objects.filter(pk=named).exclude(state=FilledState.DRAFT).exclude(version=seen).exists()


def _named(kind: Kind, sent: Sent) -> Any:
    """Return what stands in the route's address: the id of a record, or the name of a move; None where nothing does."""
    if not kind.name:
        return None
    if kind.name == "name":
        moves = {*steps.MOVES, *steps.MOVES_WITH_REASON}
        given = sent.body.get("move") if sent.body.get("move") in moves else None
    else:
        given = UUID(sent.body["record_id"]) if "record_id" in sent.body else None
    if given is None:
        raise Refused([_("The command does not say which record or move it means. Update the app.")])
    return given


def _content(shape: type[Schema], sent: Sent, at: datetime) -> Schema:
    """Return the content as the route takes it, at the time reckoned, on the version that an own command before left."""
    values = dict(sent.body.get("content") or {})
    if before := sent.body.get("after"):
        made = FieldCommand.objects.filter(pk=before, outcome=CommandOutcome.DONE).first()
        if made is not None and isinstance(made.answer, dict) and "version" in made.answer:
            values["version"] = made.answer["version"]
    values["at"] = at
    if shape is form_shapes.FilledFormIn:
        values |= {"visit_id": sent.visit_id, "begun_at": at}
    try:
        return shape.model_validate(values)
    except ValidationError as wrong:
        told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors()]
        raise Refused(told) from wrong


def _theirs(request: SignedInRequest, kind: Kind, sent: Sent, named: Any) -> Any:
    """Return the record in conflict as it stands here, so that a person can compare both."""
    visit: Visit | None = visits_for(request.user).filter(pk=sent.visit_id).first()
    if visit is None or kind.out is None:
        return None
    if not kind.rows:
        return _as_json(kind.stands or kind.out, visit if kind.stands else shown(visit))
    row = getattr(visit, kind.rows).filter(pk=named).first()
    if isinstance(row, FilledForm):
        return _as_json(kind.out, forms.whole_form(row))
    return None if row is None else _as_json(kind.out, row)


def _as_json(shape: type[Schema], value: Any) -> Any:
    return shape.model_validate(value).model_dump(mode="json")
