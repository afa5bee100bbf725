"""The registers of forms, blank and filled, and beginning one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.fleet.models import Equipment, Vessel
from aftersail.people.models import Station
from aftersail.visits.actions.form_beginning import About, begin_form
from aftersail.visits.actions.form_printing import print_blank
from aftersail.visits.forms import BeginForm
from aftersail.visits.models import FormEdition
from aftersail.visits.permissions import FILLERS, FORM_READERS
from aftersail.visits.queries.forms import active_editions, edition_by_id, filled_for
from aftersail.visits.queries.visits import visit_by_id
from aftersail.visits.registers import FILLED_FORMS
from aftersail.visits.states import FormKind


@audience(*FORM_READERS)
@require_GET
def shelf(request: SignedInRequest) -> HttpResponse:
    """The forms that can be filled in, by kind."""
    piles = [
        (FormKind(kind).label, list(active_editions(kind)))
        for kind in FormKind.values
        if kind != FormKind.DAILY
    ]
    return render(request, "visits/forms/shelf.html", {
        "piles": [(label, rows) for label, rows in piles if rows], "visit": request.GET.get("visit", ""),
        "fills": request.user.has_role(*FILLERS),
    })  # fmt: skip


@audience(*FORM_READERS)
@require_GET
def filled(request: SignedInRequest) -> HttpResponseBase:
    """Every filled form that the reader may see."""
    return lists.page(request, FILLED_FORMS, filled_for(request.user), title=_("Filled forms"))


@audience(*FILLERS)
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """Begin a form: for which ship and unit, or which station and day."""
    edition = edition_by_id(edition_id)
    daily = edition.form.kind == FormKind.DAILY
    visit = _visit_named(request)
    form = BeginForm(
        request.POST or None, vessels=_vessels(request), units=_units(request, edition), stations=_stations(request), daily=daily,
        initial=_initial(request, daily),
    )  # fmt: skip

    def make(typed: dict[str, Any]) -> Any:
        unit = typed.get("equipment")
        about = About(
            visit=visit, vessel=typed.get("vessel") or (unit.vessel if unit else None), equipment=unit, station=typed.get("station"),
            day=typed.get("day"),
        )  # fmt: skip
        return begin_form(by=request.user, id=typed["id"], edition=edition, about=about, at=timezone.now())

    if request.method == "POST" and (made := attempt(form, make)) is not None:
        return redirect("visits:filled_form", made.pk)
    context = {"edition": edition, "form": form, "visit": visit, "daily": daily}
    return render(request, "visits/forms/begin.html", context, status=422 if form.errors else 200)


def _visit_named(request: SignedInRequest) -> Any:
    told = request.POST.get("visit") or request.GET.get("visit", "")
    try:
        return visit_by_id(request.user, UUID(told)) if told else None
    except ValueError:
        return None


def _vessels(request: SignedInRequest) -> Any:
    return Vessel.objects.visible_to(request.user).order_by("hull_code")


def _units(request: SignedInRequest, edition: FormEdition) -> Any:
    rows = (
        Equipment.objects.visible_to(request.user).filter(removed_on=None).select_related("vessel", "model")
    )
    if edition.form.family_id:
        rows = rows.filter(model__family=edition.form.family_id)
    return rows.order_by("vessel__hull_code", "name")[:300] if request.method != "POST" else rows


def _stations(request: SignedInRequest) -> Any:
    rows = Station.objects.order_by("code")
    return rows if request.user.sees_everything else rows.filter(pk__in=request.user.reach_ids)


def _initial(request: SignedInRequest, daily: bool) -> dict[str, Any]:
    staff = getattr(request.user, "staff", None)
    own = request.GET.get("station") or (staff.station_id if staff is not None else None)
    return (
        {"station": own, "day": timezone.localdate()}
        if daily
        else {"station": own, "vessel": request.GET.get("vessel")}
    )


@audience(*FORM_READERS)
@require_GET
def blank(request: SignedInRequest, edition_id: UUID) -> HttpResponse:
    """A blank form as PDF, in both languages."""
    edition = edition_by_id(edition_id)
    return as_pdf(print_blank(edition), f"{edition.form.code}-v{edition.number}.pdf")


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a PDF to look at."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
