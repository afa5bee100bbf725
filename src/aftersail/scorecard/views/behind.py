"""The lists behind the figures."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.scorecard.permissions import KNOWS_CASES, READERS, sees_cost, sees_service
from aftersail.scorecard.queries import behind
from aftersail.scorecard.queries.asked import Asked, asked_of
from aftersail.scorecard.queries.indicators import BY_CODE
from aftersail.scorecard.registers import COHORT, COHORT_CARDS, COHORT_RETURN_VISITS


@audience(*READERS)
@require_GET
def cases(request: SignedInRequest, code: str) -> HttpResponseBase:
    """The cases that make up a figure's n, or one side of it."""
    indicator = BY_CODE.get(code)
    allowed = sees_cost if indicator is not None and indicator.kind == "money" else sees_service
    if indicator is None or not allowed(request.user):
        raise NotThere
    asked = _asked(request)
    rows = behind.cases_behind(request.user, asked, indicator, timezone.now(), request.GET.get("side", ""))
    return lists.page(request, COHORT, rows, title=str(indicator.label), subtitle=_days(asked))


@audience(*KNOWS_CASES)
@require_GET
def return_visits(request: SignedInRequest) -> HttpResponseBase:
    """The return visits behind their rate."""
    asked = _asked(request)
    rows = behind.return_visits_behind(request.user, asked, timezone.now(), request.GET.get("side", ""))
    return lists.page(
        request, COHORT_RETURN_VISITS, rows, title=_("Return visits on time"), subtitle=_days(asked)
    )


@audience(*KNOWS_CASES)
@require_GET
def cards(request: SignedInRequest) -> HttpResponseBase:
    """The answers behind satisfaction."""
    asked = _asked(request)
    rows = behind.cards_behind(request.user, asked, request.GET.get("side", ""))
    return lists.page(request, COHORT_CARDS, rows, title=_("Satisfaction"), subtitle=_days(asked))


def _asked(request: SignedInRequest) -> Asked:
    return asked_of(request.GET, timezone.localdate())


def _days(asked: Asked) -> str:
    return f"{asked.first_day} – {asked.last_day}"
