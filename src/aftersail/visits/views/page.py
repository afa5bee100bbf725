"""One visit as one page of tabs; every other view of a visit ends here, with what was refused still in its form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.files import attachments
from aftersail.core.masters.naming import reads_english
from aftersail.core.panels import panels_of
from aftersail.visits.forms import (
    AddendumForm,
    CostForm,
    ExpectedForm,
    FactsForm,
    FindingForm,
    HoursForm,
    LeftoverForm,
    OwedForm,
    PartForm,
    PhotoForm,
    ReasonForm,
    SignForm,
    StepForm,
    WaitForm,
)
from aftersail.visits.models import Visit, VisitStep
from aftersail.visits.permissions import (
    READERS,
    may_correct,
    may_expect_end,
    may_move_visit,
    may_post_cost,
    may_record,
    sees_cost,
)
from aftersail.visits.queries.visits import visit_by_id
from aftersail.visits.states import VISIT, VisitState

TABS = (
    ("overview", _("Overview"), "map-pin"),
    ("steps", _("Steps"), "checklist"),
    ("record", _("Record"), "writing"),
    ("findings", _("Findings and parts"), "puzzle"),
    ("photos", _("Photos"), "camera"),
    ("sign", _("Signatures and report"), "signature"),
)
FIRST_TAB = {
    VisitState.WORKING: "steps",
    VisitState.WAITING: "steps",
    VisitState.ARRIVED: "steps",
    VisitState.WORK_DONE: "sign",
}
DESK_MOVES = ("return", "review", "close")
SIMPLE_MOVES = ("accept", "set_out", "arrive", "begin", "finish", "resume", "review", "close")


@audience(*READERS)
@require_GET
def visit(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """One visit."""
    return shown(request, visit_by_id(request.user, visit_id), request.GET.get("tab", ""))


def shown(
    request: SignedInRequest, found: Visit, tab: str = "", status: int = 200, **forms: Any
) -> HttpResponse:
    """Answer with the page of a visit at a tab; `forms` replace the empty ones."""
    known = [code for code, *_rest in TABS] if request.user.is_house else ["overview", "sign"]
    tab = tab if tab in known else FIRST_TAB.get(VisitState(found.state), "overview")
    tab = tab if tab in known else "overview"
    context = _frame(request, found, tab, known) | _contents(request, found, tab) | forms
    return render(request, "visits/visit.html", context, status=status)


def back_to(found: Visit, tab: str) -> HttpResponse:
    """Go back to a tab of the visit's page."""
    return redirect(f"{reverse('visits:visit', args=[found.pk])}?tab={tab}")


def _frame(request: SignedInRequest, found: Visit, tab: str, known: list[str]) -> dict[str, Any]:
    account = request.user
    moves = [
        t for t in VISIT.open_to(found.state, account.role_set) if may_move_visit(account, found, t.name)
    ]
    return {
        "visit": found,
        "case": found.order.case,
        "order": found.order,
        "tab": tab,
        "tabs": [{"code": code, "label": label, "icon": icon} for code, label, icon in TABS if code in known],
        "moves": [m for m in moves if m.name in SIMPLE_MOVES],
        "move_names": {m.name for m in moves},
        "next_move": next(
            (m for m in moves if m.primary and m.name in SIMPLE_MOVES and m.name not in DESK_MOVES), None
        ),
        "writes": bool(may_record(account, found)),
        "corrects": bool(may_correct(account, found)),
        "sees_cost": account.is_house and sees_cost(account),
        "panels": panels_of("visits:visit", account, found),
        "wait_form": WaitForm(),
        "expects": bool(may_expect_end(account, found)),
        "expect_form": ExpectedForm(prefix="expect"),
        "abort_form": ReasonForm(prefix="abort"),
        "return_form": ReasonForm(prefix="return"),
    }


def _contents(request: SignedInRequest, found: Visit, tab: str) -> dict[str, Any]:
    makers = {
        "overview": _overview,
        "steps": _steps,
        "record": _record,
        "findings": _findings,
        "photos": _photos,
        "sign": _sign,
    }
    return makers[tab](request, found)


def _overview(request: SignedInRequest, found: Visit) -> dict[str, Any]:
    case = found.order.case
    return {
        "contacts": list(case.vessel.contacts.all()[:5]) if request.user.is_house else [],
        "team": list(found.order.assignments.filter(released_at=None).select_related("staff__station")),
        "earlier": list(
            Visit.objects.visible_to(request.user)
            .filter(order__case__equipment=case.equipment_id)
            .exclude(pk=found.pk)[:5]
        )
        if case.equipment_id
        else [],
        "case_files": attachments(request.user, case)
        + (attachments(request.user, case.request_id) if case.request_id else []),
        "posts_cost": bool(may_post_cost(request.user, found)),
        "cost_form": CostForm(),
        "costs": list(found.costs.order_by("kind")) if request.user.is_house else [],
    }


def _steps(request: SignedInRequest, found: Visit) -> dict[str, Any]:
    return {
        "steps": [step_row(found, step) for step in found.steps.select_related("done_by", "skip_approved_by")]
    }


def step_row(found: Visit, step: VisitStep, form: StepForm | None = None) -> dict[str, Any]:
    """Return a step with its form, for the page or for itself."""
    initial = {
        "version": step.version,
        "reading": step.reading,
        "note": step.note,
        "skip_approved_by": step.skip_approved_by_id,
    }
    made = form or StepForm(visit=found, initial=initial, auto_id=f"s{step.place}_%s")
    text = step.text_en if step.text_en and reads_english() else step.text
    low, high = (f"{limit.normalize():f}" if limit is not None else "" for limit in (step.low, step.high))
    return {
        "step": step,
        "text": text,
        "form": made,
        "limits": f"{low} – {high} {step.unit}".strip(),
        "measured": step.low is not None or step.high is not None or bool(step.unit),
    }


def _record(request: SignedInRequest, found: Visit) -> dict[str, Any]:
    return {
        "facts_form": FactsForm(instance=found, initial={"version": found.version}),
        "hours_form": HoursForm(visit=found),
        "hours": list(found.hours.select_related("staff")),
    }


def _findings(request: SignedInRequest, found: Visit) -> dict[str, Any]:
    case = found.order.case
    return {
        "findings": list(
            found.findings.select_related("mode", "mechanism", "cause", "activity", "equipment").order_by(
                "pk"
            )
        ),
        "parts": list(found.parts.select_related("part", "issue").order_by("pk")),
        "leftovers": list(case.leftovers.all()),
        "owed": list(case.parts.select_related("part")),
        "finding_form": FindingForm(visit=found),
        "part_form": PartForm(visit=found, auto_id="part_%s"),
        "leftover_form": LeftoverForm(auto_id="left_%s"),
        "owed_form": OwedForm(visit=found, auto_id="owed_%s"),
    }


def _photos(request: SignedInRequest, found: Visit) -> dict[str, Any]:
    files = [one for one in attachments(request.user, found) if one["purpose"] not in {"signature", "report"}]
    places = dict(found.photos.exclude(step=None).values_list("file_id", "step__place"))
    for one in files:
        if place := places.get(one["id"]):
            one["caption"] = " · ".join(filter(None, (one["caption"], _("step %s") % place)))
    return {"files": files, "photo_form": PhotoForm()}


def _sign(request: SignedInRequest, found: Visit) -> dict[str, Any]:
    contact = found.order.case.vessel.contacts.first() if request.user.is_house else None
    initial = {
        "engineer_name": found.lead.name,
        "user_name": contact.name if contact else "",
        "user_post": contact.post if contact else "",
    }
    return {
        "sign_form": SignForm(initial=initial),
        "signatures": list(found.signatures.select_related("image")),
        "reports": list(found.reports.order_by("-edition", "-language")),
        "addenda": list(found.addenda.order_by("added_at")),
        "addendum_form": AddendumForm(),
        "may_sign": bool(may_move_visit(request.user, found, "sign")),
    }
