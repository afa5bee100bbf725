"""Pages of the intake: the QR report, the desk's and the portal's report, the list, one request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftersail.core import lists
from aftersail.core.attempts import attempt
from aftersail.core.attention import follow_button
from aftersail.core.audience import GUESTS, SignedInRequest, audience
from aftersail.core.files import attach, attachments
from aftersail.core.panels import panels_of
from aftersail.core.refusals import NotThere
from aftersail.core.scope import as_system
from aftersail.core.timeline import timeline
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Vessel
from aftersail.intake import actions, queries
from aftersail.intake.forms import AnswerForm, DeskReportForm, GuestReportForm, IdentifyForm, TrackForm
from aftersail.intake.models import Request
from aftersail.intake.permissions import DESK_ENTRY, READERS, REPORTERS
from aftersail.intake.registers import REQUESTS
from aftersail.intake.states import TRIAGE, Channel, RequestState

GUEST_REPORTS_AN_HOUR = 12
PHOTOS_AT_MOST = 6


@audience(*GUESTS)
@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a unit's QR label: report a fault without signing in."""
    with as_system():
        unit = queries.unit_of_label(token)
        if unit is None:
            raise NotThere(
                [_("This label is not known, or the unit is no longer aboard. Call the service station.")]
            )
        form = GuestReportForm(request.POST or None)
        if request.method == "POST":
            made = attempt(form, lambda typed: _take_guest_report(request, unit, typed))
            if made is not None:
                return redirect("intake:thanks", code=made.tracking_code)
        return render(
            request,
            "intake/scan.html",
            {"form": form, "unit": unit, "vessel": unit.vessel},
            status=422 if form.errors else 200,
        )


def _take_guest_report(request: HttpRequest, unit: Any, typed: dict[str, Any]) -> Request:
    since = timezone.now() - timedelta(hours=1)
    recent = Request.objects.filter(equipment=unit, channel=Channel.QR, received_at__gte=since).exclude(
        pk=typed["id"]
    )
    if recent.count() >= GUEST_REPORTS_AN_HOUR:
        raise Refused(
            [
                _(
                    "Many reports came in for this unit within the hour; they are being worked on. If it is urgent, call the station."
                )
            ]
        )
    made = actions.receive_request(
        by=None,
        channel=Channel.QR,
        equipment=unit,
        at=timezone.now(),
        language=get_language() or "zh-hans",
        **typed,
    )
    _attach_photos(request, made, by=None)
    return made


@audience(*GUESTS)
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """What a guest sees after reporting, and whenever they come back with the code."""
    with as_system():
        found = queries.request_of_tracking_code(code)
        if found is None:
            raise NotThere([_("No report has this code. Check it letter by letter.")])
        return render(
            request,
            "intake/thanks.html",
            {"report": found, "timeline": timeline(None, found), "panels": _guest_panels(found)},
        )


def _guest_panels(found: Request) -> list[dict[str, Any]]:
    case = getattr(found, "case", None)
    return [{"number": case.number, "state": case.state, "label": case.get_state_display()}] if case else []


@audience(*GUESTS)
def track(request: HttpRequest) -> HttpResponse:
    """Ask for a tracking code."""
    form = TrackForm(request.GET or None)
    if form.is_valid():
        return redirect("intake:thanks", code=form.cleaned_data["code"].strip().upper())
    return render(request, "intake/track.html", {"form": form})


@audience(*REPORTERS)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Report a fault, signed in: the crew for their ship, the desk for whoever called."""
    account = request.user
    initial = {"vessel_text": request.GET.get("vessel", ""), "text": request.GET.get("text", "")}
    if not account.is_house:
        initial |= {"reporter_name": account.name}
        own = list(Vessel.objects.visible_to(account)[:2])
        if len(own) == 1:
            initial["vessel_text"] = own[0].hull_code
    form = DeskReportForm(request.POST or None, account=account, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda typed: _take_report(request, form, typed))
        if made is not None:
            return redirect("intake:request", request_id=made.pk)
    return render(request, "intake/new.html", {"form": form}, status=422 if form.errors else 200)


def _take_report(request: SignedInRequest, form: DeskReportForm, typed: dict[str, Any]) -> Request:
    account = request.user
    staff = getattr(account, "staff", None)
    made = actions.receive_request(
        by=account,
        vessel=form.vessel,
        at=timezone.now(),
        language=get_language() or "zh-hans",
        channel=typed.pop("channel", Channel.PORTAL),
        station=staff.station if staff else None,
        **typed,
    )
    _attach_photos(request, made, by=account)
    return made


def _attach_photos(request: HttpRequest, made: Request, by: Any) -> None:
    for upload in request.FILES.getlist("photos")[:PHOTOS_AT_MOST]:
        attach(upload, by=by, about=made, purpose="report", at=timezone.now())


@audience(*REPORTERS)
def vessel_options(request: SignedInRequest) -> HttpResponse:
    """The ships that fit what is being typed, as options of a data list."""
    typed = request.GET.get("vessel_text", "").strip()
    found = Vessel.objects.visible_to(request.user).filter(
        hull_code__icontains=typed
    ) | Vessel.objects.visible_to(request.user).filter(name__icontains=typed)
    return render(request, "intake/parts/_vessel_options.html", {"vessels": found.order_by("hull_code")[:20]})


@audience(*REPORTERS)
def unit_options(request: SignedInRequest) -> HttpResponse:
    """The units aboard the ship just named, as a select."""
    form = DeskReportForm(request.GET, account=request.user)
    return render(request, "intake/parts/_unit_options.html", {"form": form})


@audience(*READERS)
def requests(request: SignedInRequest) -> HttpResponseBase:
    """The register of requests."""
    actions_shown = (
        [lists.Action(_("New request"), "/requests/new/")] if request.user.has_role(*REPORTERS) else []
    )
    if request.user.has_role(*DESK_ENTRY):
        actions_shown.insert(0, lists.Action(_("Fax"), reverse("intake:fax_new"), "printer", "secondary"))
    return lists.page(
        request, REQUESTS, queries.requests_for(request.user), title=_("Requests"), actions=actions_shown
    )


@audience(*READERS)
def request_page(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """One request: the customer's words, photos, and what became of it."""
    found = queries.request_by_id(request.user, request_id)
    return render(request, "intake/request.html", {
        "report": found,
        "timeline": timeline(request.user, found),
        "files": attachments(request.user, found),
        "mails": queries.mails_of_request(request.user, found) if request.user.is_house else [],
        "follow": follow_button(request.user, found),
        "panels": panels_of("intake:request", request.user, found),
        "waiting": found.state == RequestState.RECEIVED,
        "may_triage": request.user.has_role(*TRIAGE),
        "answer_form": AnswerForm(initial={"version": found.version}),
        "identify_form": IdentifyForm(account=request.user, initial={"version": found.version, "vessel_text": found.vessel.hull_code if found.vessel else found.vessel_text, "equipment": found.equipment_id}),
    })  # fmt: skip


@audience(*TRIAGE)
@require_POST
def identify(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Name the ship and unit of a request."""
    found = queries.request_by_id(request.user, request_id)
    form = IdentifyForm(request.POST, account=request.user)
    made = attempt(form, lambda typed: actions.identify_request(
        by=request.user, request=found, vessel=form.ship, equipment=typed["equipment"], version=typed["version"], at=timezone.now()
    ))  # fmt: skip
    if made is None:
        return render(request, "intake/identify.html", {"form": form, "report": found}, status=422)
    return redirect("intake:request", request_id=found.pk)


@audience(*TRIAGE)
@require_POST
def answer(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    """Answer a request and close it without a case."""
    found = queries.request_by_id(request.user, request_id)
    form = AnswerForm(request.POST)
    made = attempt(
        form, lambda typed: actions.answer_request(by=request.user, request=found, at=timezone.now(), **typed)
    )
    if made is None:
        return render(request, "intake/answer.html", {"form": form, "report": found}, status=422)
    return redirect("intake:request", request_id=found.pk)
