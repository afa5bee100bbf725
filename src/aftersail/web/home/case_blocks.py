"""Blocks about cases, work orders and requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import Case, Suspension, WorkOrder
from aftersail.cases.permissions import masked
from aftersail.cases.queries.finding import cases_for
from aftersail.cases.states import OPEN_STATES, CaseState, OrderState
from aftersail.core.audience import SignedInRequest
from aftersail.core.masters.naming import name_at, reads_english
from aftersail.core.verdicts import Reason
from aftersail.intake.queries import requests_waiting
from aftersail.web.home.blocks import Block, Line, block

SOON = timedelta(hours=24)
REPEAT_DAYS = 90
SHOWN_REPEATS = 8
UNCODED = Q(mode=None) | Q(mechanism=None) | Q(cause=None)


def case_fields() -> tuple[Any, ...]:
    """Return the fields that `case_line` reads, with names in the reader's language."""
    return ("id", "number", "title", "vessel__hull_code", name_at("vessel__name"), "state", "next_due_at")


def case_line(request: SignedInRequest) -> Callable[..., Line]:
    """Return how a row of `case_fields` reads to this person; the ship is hidden from roles that see none."""
    hidden = masked(request.user)

    def line(
        pk: Any, number: str, title: str, hull: str, ship: str, state: str, due_at: datetime | None
    ) -> Line:
        detail = number if hidden else f"{number} · {hull} {ship}"
        return Line(
            title, reverse("cases:case", args=[pk]), detail, state, CaseState(state).label, due_at=due_at
        )

    return line


def cases(
    request: SignedInRequest,
    title: Reason,
    rows: QuerySet[Case],
    *,
    empty: Reason,
    query: str = "",
    icon: str = "stethoscope",
    urgent: bool = False,
) -> Block:
    """Return a block of cases, the most urgent first."""
    ordered = rows.order_by(F("next_due_at").asc(nulls_last=True), "id")
    url = reverse("cases:cases") + (f"?{query}" if query else "")
    return block(title, icon, ordered, case_fields(), case_line(request), empty=empty, url=url, urgent=urgent)


def overdue(request: SignedInRequest, now: datetime) -> Block:
    """Cases whose next promise has been broken."""
    rows = cases_for(request.user).filter(state__in=OPEN_STATES, next_due_at__lt=now)
    return cases(
        request,
        _("Overdue"),
        rows,
        query="overdue=1",
        icon="alarm",
        urgent=True,
        empty=_("No promise is broken. Keep it so."),
    )


def due_soon(request: SignedInRequest, now: datetime) -> Block:
    """Cases whose next promise falls due within a day."""
    rows = cases_for(request.user).filter(
        state__in=OPEN_STATES, next_due_at__gte=now, next_due_at__lt=now + SOON
    )
    return cases(request, _("Due within 24 hours"), rows, query="open=1&sort=next_due_at", icon="clock-exclamation",
                 empty=_("Nothing falls due before tomorrow."))  # fmt: skip


def open_cases(request: SignedInRequest, title: Reason, empty: Reason) -> Block:
    """Every open case this person reaches."""
    return cases(
        request, title, cases_for(request.user).filter(state__in=OPEN_STATES), query="open=1", empty=empty
    )


def own_cases(request: SignedInRequest) -> Block:
    """Open cases that this person owns."""
    rows = cases_for(request.user).filter(state__in=OPEN_STATES, owner__account=request.user)
    return cases(request, _("My cases"), rows, query="open=1&mine=1", empty=_("You own no open case."))


def waiting_requests(request: SignedInRequest) -> Block:
    """Requests nobody has settled, the oldest first, with their age."""

    def line(pk: Any, number: str, text: str, hull: str | None, named: str, at: datetime) -> Line:
        return Line(text[:90], reverse("intake:request", args=[pk]), f"{number} · {hull or named}", at=at)

    return block(
        _("Requests waiting"), "inbox", requests_waiting(request.user), ("id", "number", "text", "vessel__hull_code", "vessel_text", "received_at"), line,
        url=reverse("intake:requests") + "?state=received", empty=_("Every request has been taken up. New ones come from the portal, QR labels and telephone calls."),
        urgent=True, action=(_("Enter a call"), reverse("intake:new")),
    )  # fmt: skip


def orders(request: SignedInRequest, state: OrderState, title: Reason, empty: Reason) -> Block:
    """Work orders in one state, the one due first on top."""

    def line(
        pk: Any, number: str, scope: str, hull: str, port: str, due_at: datetime | None, case_id: Any
    ) -> Line:
        url = (
            reverse("dispatch:proposal", args=[pk])
            if state == OrderState.APPROVED
            else reverse("cases:case", args=[case_id])
        )
        return Line(scope[:90], url, f"{number} · {hull} · {port}", due_at=due_at)

    rows = (
        WorkOrder.objects.visible_to(request.user)
        .filter(state=state)
        .order_by(F("due_at").asc(nulls_last=True), "window_from")
    )
    fields = ("id", "number", "scope", "case__vessel__hull_code", name_at("port__name"), "due_at", "case_id")
    return block(title, "clipboard-list", rows, fields, line, url=reverse("dispatch:orders"), empty=empty)


def suspended_to_review(request: SignedInRequest, now: datetime) -> Block:
    """Cases whose clocks stand still and whose day of review has come."""

    def line(pk: Any, number: str, title: str, reason: str, _day: Any) -> Line:
        label = dict(Suspension._meta.get_field("reason").choices or ()).get(reason, reason)
        return Line(title, reverse("cases:case", args=[pk]), f"{number} · {label}")

    rows = Suspension.objects.visible_to(request.user).filter(
        until_at=None, case__state=CaseState.SUSPENDED, review_on__lte=timezone.localdate(now)
    ).order_by("review_on")  # fmt: skip
    return block(
        _("Paused, to be reviewed today"), "player-pause", rows, ("case_id", "case__number", "case__title", "reason", "review_on"), line,
        url=reverse("cases:cases") + "?state=suspended", empty=_("No paused case asks for a look today."),
    )  # fmt: skip


def uncoded(request: SignedInRequest) -> Block:
    """Restored cases that cannot close for want of codes."""
    rows = cases_for(request.user).filter(
        UNCODED, state__in=(CaseState.RESTORED, CaseState.CONFIRMING), visits_made__gt=0
    )
    return cases(request, _("Codes missing"), rows, query="state=restored&state=confirming", icon="tag",
                 empty=_("Every restored case has its mode, mechanism and cause."))  # fmt: skip


def repeat_faults(request: SignedInRequest, now: datetime) -> Block:
    """Units with the same failure mode at least twice in 90 days."""
    hidden = masked(request.user)

    def line(
        unit: Any, name: str, model: str, hull: str, mode: str, mode_en: str, times: int, last: datetime
    ) -> Line:
        where = model if hidden else f"{hull} · {model}"
        return Line(
            f"{(reads_english() and mode_en) or mode} × {times}",
            reverse("fleet:equipment", args=[unit]),
            f"{name} · {where}",
            at=last,
        )

    rows = (
        cases_for(request.user)
        .filter(reported_at__gte=now - timedelta(days=REPEAT_DAYS))
        .exclude(
            Q(equipment=None)
            | Q(mode=None)
            | Q(state__in=(CaseState.MERGED, CaseState.CANCELLED, CaseState.REJECTED))
        )
        .order_by()
        .values(
            "equipment_id",
            "equipment__name",
            "equipment__model__code",
            "vessel__hull_code",
            "mode__name",
            "mode__name_en",
        )
        .annotate(times=Count("pk"), last=Max("reported_at"))
        .filter(times__gte=2)
        .order_by("-times", "-last")
    )
    found: list[dict[str, Any]] = [dict(row) for row in rows[:SHOWN_REPEATS]]
    lines = [line(*row.values()) for row in found]
    return Block(
        _("Same fault again within 90 days"),
        "refresh",
        lines,
        _("No unit had the same fault twice in 90 days."),
        "",
        len(lines),
    )
