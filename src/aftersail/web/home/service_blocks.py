"""Blocks about visits, return visits, cards, reports and hulls."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.care.queries import due_return_visits, mine
from aftersail.care.states import ReturnVisitKind, ReturnVisitState
from aftersail.cases.models import CaseTask
from aftersail.core.audience import SignedInRequest
from aftersail.core.masters.naming import bare_name, name_at, named
from aftersail.core.verdicts import Reason
from aftersail.fleet.models import Vessel
from aftersail.fleet.queries import models_without_baseline as without_baseline
from aftersail.satisfaction.permissions import READERS as CARD_READERS
from aftersail.satisfaction.queries import cards_for, open_cards_for
from aftersail.satisfaction.states import CardEvent, CardState
from aftersail.scorecard.queries.asked import midnight
from aftersail.visits.models import ServiceReport, Visit
from aftersail.visits.queries.daily_lists import daily_lists
from aftersail.visits.queries.field import undecided
from aftersail.visits.queries.visits import my_visits, visits_to_review
from aftersail.visits.states import UNSIGNED, CommandKind, VisitState
from aftersail.web.home.blocks import SHOWN, Block, Line, block

LOW = 2
RECENT = timedelta(days=30)


def _visit_fields() -> tuple[Any, ...]:
    return (
        "id",
        "number",
        "order__case__title",
        "order__case__vessel__hull_code",
        name_at("lead__name"),
        "state",
        "planned_from",
    )


def _visit_line(pk: Any, number: str, title: str, hull: str, lead: str, state: str, at: datetime) -> Line:
    return Line(
        title,
        reverse("visits:visit", args=[pk]),
        f"{number} · {hull} · {lead}",
        state,
        VisitState(state).label,
        at=at,
    )


def visits_today(request: SignedInRequest, now: datetime) -> Block:
    """Visits planned for today or under way."""
    tomorrow = midnight(timezone.localdate(now) + timedelta(days=1))
    rows = (
        Visit.objects.visible_to(request.user)
        .filter(state__in=UNSIGNED, planned_from__lt=tomorrow)
        .order_by("planned_from")
    )
    return block(
        _("On board today"),
        "ship",
        rows,
        _visit_fields(),
        _visit_line,
        url=reverse("visits:list"),
        empty=_("Nobody is due on board today."),
    )


def visits_for_review(request: SignedInRequest) -> Block:
    """Signed visits that nobody has looked at."""
    rows = visits_to_review(request.user).select_related(None)
    return block(_("Visits to review"), "clipboard-check", rows, _visit_fields(), _visit_line, url=reverse("visits:reviews"),
                 empty=_("Every signed visit has been looked at."))  # fmt: skip


def undecided_from_sea(request: SignedInRequest) -> Block:
    """What was done at sea, could not be carried out here, and waits for a decision."""
    rows = undecided(request.user).select_related(None)

    def line(kind: str, number: int, device: str, owner: str, received_at: datetime) -> Line:
        url = reverse("visits:from_sea")
        return Line(str(CommandKind(kind).label), url, f"{owner} · {device} · {number}", at=received_at)

    return block(
        _("From sea, to decide"), "cloud-upload", rows,
        ("kind", "number", "device__name", name_at("account__name"), "received_at"), line,
        url=reverse("visits:from_sea"), empty=_("Everything that came from sea was carried out."), urgent=True,
    )  # fmt: skip


def visits_of_mine(request: SignedInRequest, now: datetime) -> list[Block]:
    """The engineer's own visits: what waits for a signature or correction first, then under way and today."""
    found = my_visits(request.user, now)
    piles: tuple[tuple[Reason, str, list[Visit], Reason, bool], ...] = (
        (
            _("To be signed or corrected"),
            "signature",
            [*found.returned, *found.to_sign],
            _("No finished work waits for a signature."),
            True,
        ),
        (
            _("Under way and today"),
            "route",
            [*found.now, *found.today],
            _("Nothing is planned for you today."),
            False,
        ),
        (
            _("This week"),
            "calendar-event",
            found.week,
            _("Nothing else this week yet. Orders come from dispatch."),
            False,
        ),
    )
    return [
        Block(
            title,
            icon,
            [_line_of(visit) for visit in visits[:SHOWN]],
            empty,
            reverse("visits:mine"),
            len(visits),
            urgent,
        )
        for title, icon, visits, empty, urgent in piles
    ]


def _line_of(visit: Visit) -> Line:
    case = visit.order.case
    return _visit_line(
        visit.pk,
        visit.number,
        case.title,
        case.vessel.hull_code,
        named(visit.lead),
        visit.state,
        visit.planned_from,
    )


def return_visits(request: SignedInRequest, now: datetime, *, own: bool = False) -> Block:
    """Return visits due within a week, overdue ones first."""
    today = timezone.localdate(now)

    def line(pk: Any, hull: str, ship: str, kind: str, state: str, due_on: date) -> Line:
        overdue = midnight(due_on + timedelta(days=1))
        return Line(
            f"{hull} {ship}",
            reverse("care:return_visit", args=[pk]),
            str(ReturnVisitKind(kind).label),
            state,
            ReturnVisitState(state).label,
            due_at=overdue,
        )

    rows = due_return_visits(request.user, today + timedelta(days=7))
    rows = rows.filter(mine(request.user)) if own else rows
    return block(
        _("Return visits to make"), "phone", rows, ("id", "vessel__hull_code", name_at("vessel__name"), "kind", "state", "due_on"), line,
        url=reverse("care:return_visits") + ("?waiting=1&mine=1&sort=due_on" if own else "?waiting=1&sort=due_on"),
        empty=_("No call is owed this week. Calls are planned after deliveries and after serious cases."),
    )  # fmt: skip


def cards_waiting(request: SignedInRequest, *, title: Reason = "") -> Block:
    """Open satisfaction cards, the oldest first: to be answered by the customer, to be asked for by the desk."""
    answers = not request.user.is_house
    leads_to = (
        "satisfaction:answer" if answers or not request.user.has_role(*CARD_READERS) else "satisfaction:card"
    )

    def line(pk: Any, event: str, number: str, hull: str, at: datetime) -> Line:
        return Line(str(CardEvent(event).label), reverse(leads_to, args=[pk]), f"{number} · {hull}", at=at)

    url = reverse("satisfaction:cards") + "?state=open" if request.user.has_role(*CARD_READERS) else ""
    fields = ("id", "event", "case__number", "case__vessel__hull_code", "handed_out_at")
    return block(title or _("Cards without an answer"), "message-report", open_cards_for(request.user), fields, line, url=url,
                 empty=_("No card waits. One is handed out when a visit is signed."), urgent=answers)  # fmt: skip


def unhappy(request: SignedInRequest, now: datetime) -> Block:
    """Answers of 1 and 2 in the last 30 days."""

    def line(pk: Any, overall: int, number: str, hull: str, at: datetime) -> Line:
        return Line(f"{overall} / 5 · {hull}", reverse("satisfaction:card", args=[pk]), number, at=at)

    rows = (
        cards_for(request.user)
        .filter(state=CardState.ANSWERED, overall__lte=LOW, answered_at__gte=now - RECENT)
        .order_by("-answered_at")
    )
    return block(_("Dissatisfied customers, last 30 days"), "mood-sad", rows, ("id", "overall", "case__number", "case__vessel__hull_code", "answered_at"), line,
                 url=reverse("satisfaction:cards") + "?opinion=other", empty=_("Nobody scored 1 or 2 in the last 30 days."))  # fmt: skip


def reports(request: SignedInRequest) -> Block:
    """Signed service reports to download, the newest first, in the reader's ships."""

    def line(visit: Any, number: str, edition: int, language: str, title: str, at: datetime) -> Line:
        return Line(
            title,
            reverse("visits:report", args=[visit, edition, language]),
            f"{number} v{edition} · {'English' if language.startswith('en') else '中文'}",
            at=at,
        )

    rows = ServiceReport.objects.visible_to(request.user).order_by("-frozen_at")
    return block(_("Service reports"), "file-type-pdf", rows, ("visit_id", "number", "edition", "language", "visit__order__case__title", "frozen_at"), line,
                 empty=_("No report yet. Each visit ends with a signed report, which you find here."))  # fmt: skip


def open_hulls(request: SignedInRequest) -> Block:
    """Ships in the yard's hands."""

    def line(pk: Any, hull: str, name: str, kind: str) -> Line:
        return Line(f"{hull} {name}", reverse("fleet:vessel", args=[pk]), kind)

    rows = Vessel.objects.visible_to(request.user).filter(delivered_on=None).order_by("hull_code")
    return block(
        _("Hulls in the yard"),
        "building-factory-2",
        rows,
        ("id", "hull_code", name_at("name"), "vessel_type"),
        line,
        empty=_("No hull is open to your yard."),
    )


def tasks_due(request: SignedInRequest) -> Block:
    """Tasks that this person's organisation owes in shared cases (R03)."""

    def line(case: Any, text: str, number: str, due_on: date) -> Line:
        return Line(
            text, reverse("cases:case", args=[case]), number, due_at=midnight(due_on + timedelta(days=1))
        )

    rows = (
        CaseTask.objects.visible_to(request.user)
        .filter(done_at=None, party=request.user.organisation_id)
        .order_by("due_on")
    )
    return block(_("Tasks of your side"), "checklist", rows, ("case_id", "text", "case__number", "due_on"), line,
                 empty=_("No task waits for you. Tasks are given in the cases."))  # fmt: skip


def models_without_baseline(request: SignedInRequest) -> Block:
    """Models whose hulls cannot be delivered for want of a service baseline."""
    found = without_baseline(timezone.localdate())
    lines = [
        Line(model.code, reverse("fleet:model", args=[model.pk]), detail=str(why))
        for model, why in found[:SHOWN]
    ]
    return Block(
        _("Models without a baseline"), "target", lines, _("Every model has its baseline in force."), reverse("fleet:baseline_gaps"), len(found)
    )  # fmt: skip


def daily_lists_missing(request: SignedInRequest, now: datetime) -> Block:
    """Today's lists of the own station that nobody has signed (R60)."""
    staff, url = getattr(request.user, "staff", None), reverse("visits:daily")
    lines = []
    if staff is not None:
        kept = daily_lists(request.user, staff.station, timezone.localtime(now).date())
        for edition, form in kept.today:
            if edition.form.code in kept.habit.missing_today:
                begin = f"{reverse('visits:begin_form', args=[edition.pk])}?station={staff.station_id}"
                address = reverse("visits:filled_form", args=[form.pk]) if form else begin
                lines.append(Line(bare_name(edition.form), address, str(_("half filled in")) if form else ""))
    empty = _("Every list of today is signed.")
    return Block(_("Daily lists missing today"), "checklist", lines, empty, url, len(lines))
