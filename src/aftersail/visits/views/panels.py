"""What earlier chapters' pages show of visits: on a case, a unit, a ship."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from aftersail.cases.models import Case
from aftersail.core.audience import SignedInRequest, audience
from aftersail.fleet.models import Equipment, Vessel
from aftersail.visits.models import Visit
from aftersail.visits.permissions import FILLERS, FORM_READERS, READERS
from aftersail.visits.queries.forms import filled_for, forms_of_visit
from aftersail.visits.queries.visits import visit_by_id, visits_for, visits_of_case

SHOWN = 12


@audience(*READERS)
@require_GET
def of_case(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """The visits of a case."""
    get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)
    return _panel(request, visits_of_case(request.user, case_id))


@audience(*READERS)
@require_GET
def of_equipment(request: SignedInRequest, equipment_id: UUID) -> HttpResponse:
    """The visits made for a unit."""
    get_object_or_404(Equipment.objects.visible_to(request.user), pk=equipment_id)
    return _panel(
        request,
        visits_for(request.user).filter(order__case__equipment=equipment_id).order_by("-planned_from"),
    )


@audience(*READERS)
@require_GET
def of_vessel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The visits to a ship."""
    get_object_or_404(Vessel.objects.visible_to(request.user), pk=vessel_id)
    return _panel(
        request, visits_for(request.user).filter(order__case__vessel=vessel_id).order_by("-planned_from")
    )


def _panel(request: SignedInRequest, rows: QuerySet[Visit]) -> HttpResponse:
    visits = list(rows.prefetch_related("reports")[: SHOWN + 1])
    return render(
        request, "visits/parts/_panel.html", {"visits": visits[:SHOWN], "more": len(visits) > SHOWN}
    )


@audience(*FORM_READERS)
@require_GET
def forms_of_a_visit(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """The forms filled in on a visit, and the way to another one."""
    visit = visit_by_id(request.user, visit_id)
    context = {
        "forms": forms_of_visit(request.user, visit),
        "visit": visit,
        "fills": request.user.has_role(*FILLERS),
    }
    return render(request, "visits/forms/parts/_panel.html", context)


@audience(*FORM_READERS)
@require_GET
def forms_of_vessel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The latest forms of a ship."""
    vessel = get_object_or_404(Vessel.objects.visible_to(request.user), pk=vessel_id)
    rows = filled_for(request.user).filter(vessel=vessel).order_by("-begun_at")[:SHOWN]
    return render(
        request, "visits/forms/parts/_panel.html", {"forms": rows, "vessel": vessel, "fills": False}
    )
