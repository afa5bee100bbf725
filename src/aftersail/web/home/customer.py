"""The customer's portal: report a fault, see in plain words how things stand, answer, download."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersail.cases.queries.finding import cases_for
from aftersail.cases.states import AGREED_IN, OPEN_STATES, CaseState
from aftersail.core.audience import SignedInRequest
from aftersail.core.roles import Role
from aftersail.core.verdicts import Reason
from aftersail.intake.queries import requests_for
from aftersail.intake.states import RequestState
from aftersail.web.home import fleet_blocks, service_blocks
from aftersail.web.home.blocks import Block, Home, Line, Start, block

S = CaseState
PLAIN: dict[str, Reason] = {
    S.REGISTERED: _("We have it; somebody answers soon."),
    S.ACKNOWLEDGED: _("Somebody has taken it on."),
    S.TRIAGED: _("We know how urgent it is and are preparing help."),
    S.DIAGNOSING: _("We are finding out what is wrong."),
    S.RESOLVED_REMOTE: _("Solved from afar; please tell us whether it works."),
    S.PLANNED: _("A visit is being planned."),
    S.DISPATCHED: _("An engineer has been sent."),
    S.ON_SITE: _("An engineer is on board."),
    S.TEMP_RESTORED: _("It works for now; the lasting repair follows."),
    S.RESTORED: _("It works again; please tell us whether you agree."),
    S.CONFIRMING: _("It works again; we wait for your word."),
    S.SUSPENDED: _("Paused until the ship can be reached."),
    S.CLOSED: _("Finished."),
}
CONFIRMED = _("You confirmed that it works; we finish the papers.")
RECENTLY = timedelta(days=14)


def home(request: SignedInRequest, now: datetime) -> Home:
    """Return the portal of a crew member or a fleet manager."""
    starts = [Start(_("Report a fault"), reverse("intake:new"), "alert-triangle", primary=True)]
    if request.user.has_role(Role.FLEET_MANAGER):
        starts.append(Start(_("Key figures of our ships"), reverse("scorecard:kpi"), "gauge"))
    return Home(starts=starts, blocks=[
        service_blocks.cards_waiting(request, title=_("How was it? Please answer")),
        cases_in_words(request, now),
        requests_in_words(request),
        fleet_blocks.changes_to_verify(request, "user"),
        service_blocks.reports(request),
    ])  # fmt: skip


def cases_in_words(request: SignedInRequest, now: datetime) -> Block:
    """Open cases and those closed lately, each with one plain sentence on how it stands."""

    def line(pk: Any, number: str, title: str, hull: str, state: str, confirmed_at: datetime | None) -> Line:
        agreed = confirmed_at is not None and state in AGREED_IN
        return Line(
            title,
            reverse("cases:case", args=[pk]),
            f"{hull} · {CONFIRMED if agreed else PLAIN.get(state, '')}",
            state,
            CaseState(state).label,
        )

    rows = (
        cases_for(request.user)
        .filter(Q(state__in=OPEN_STATES) | Q(state=S.CLOSED, closed_at__gte=now - RECENTLY))
        .order_by("-reported_at")
    )
    return block(
        _("How your cases stand"), "progress-check", rows, ("id", "number", "title", "vessel__hull_code", "state", "confirmed_at"), line,
        url=reverse("cases:cases"), empty=_("No case is open on your ships. When something fails, report it; you will see here what happens."),
    )  # fmt: skip


def requests_in_words(request: SignedInRequest) -> Block:
    """Reports that have not become a case yet, and those answered directly."""

    def line(pk: Any, number: str, text: str, state: str, at: datetime) -> Line:
        return Line(
            text[:90], reverse("intake:request", args=[pk]), number, state, RequestState(state).label, at=at
        )

    rows = (
        requests_for(request.user)
        .filter(state__in=(RequestState.RECEIVED, RequestState.REJECTED))
        .order_by("-received_at")
    )
    return block(_("Your reports"), "inbox", rows, ("id", "number", "text", "state", "received_at"), line, url=reverse("intake:requests"),
                 empty=_("Every report has become a case."))  # fmt: skip
