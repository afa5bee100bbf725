"""First-pass rates of trials, and the sheets behind each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.visits.permissions import FORM_READERS
from aftersail.visits.queries.trials import sheets_behind, trial_rates


@audience(*FORM_READERS)
@require_GET
def trials(request: SignedInRequest) -> HttpResponse:
    """The first-pass rate of every test item by product family."""
    asked = {name: request.GET.get(name, "") for name in ("form", "item", "family")}
    behind = (
        sheets_behind(request.user, asked["form"], asked["item"], asked["family"]) if asked["item"] else []
    )
    context = {"forms": trial_rates(request.user), "asked": asked, "behind": behind}
    return render(request, "visits/forms/trials.html", context)
