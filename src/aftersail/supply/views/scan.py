"""Scanning: the field that a hand scanner types into, the page that a phone's camera opens, and label sheets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.masters.naming import named
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import Refused
from aftersail.supply.permissions import REQUESTERS, STOCK_READERS, STOREKEEPERS
from aftersail.supply.print.labels import Label, label_sheet
from aftersail.supply.queries.scanning import found_by_code, scannable
from aftersail.supply.queries.stock import lots_at, one_of
from aftersail.supply.rules.tool import is_overdue
from aftersail.supply.states import ON_THE_SHELF, PlaceKind, ToolState

FONTS = (settings.WEB / "fonts",)
PLACE_SCANNED = "supply_place"
MOST_LABELS = 240


@audience(*STOCK_READERS)
@require_GET
def scan(request: SignedInRequest) -> HttpResponse:
    """The field for a hand scanner: what it types opens the thing with its next actions."""
    code, missed = request.GET.get("code", "")[:500], False
    if code:
        found = found_by_code(request.user, code)
        if found is not None:
            return redirect("supply:scanned", *found)
        missed = True
    context = {"code": code, "missed": missed, "place": _standing(request)}
    return render(request, "supply/scan.html", context, status=404 if missed else 200)


def _standing(request: SignedInRequest) -> Any:
    known = request.session.get(PLACE_SCANNED)
    return scannable(request.user, "place").filter(pk=known).first() if known else None


@audience(*STOCK_READERS)
@require_GET
def scanned(request: SignedInRequest, kind: str, scanned_id: UUID) -> HttpResponse:
    """What was scanned, with what can be done now; a place that was scanned is remembered for what comes next."""
    found = one_of(scannable(request.user, kind), scanned_id)
    if kind == "place":
        request.session[PLACE_SCANNED] = str(found.pk)
    place = found if kind == "place" else _standing(request)
    doing = {"part": _with_part, "place": _at_place, "tool": _with_tool}[kind](request, found, place)
    number = getattr(found, "asset_number", "") or getattr(found, "number", "") or getattr(found, "code", "")
    context = {
        "found": found, "kind": kind, "number": number, "name": named(found), "doing": doing, "place": place if kind == "part" else None,
        "page": reverse(f"supply:{kind}", args=[found.pk]),
        "lots": lots_at(request.user, **{kind: found})[:40] if kind != "tool" else [],
    }  # fmt: skip
    return render(request, "supply/scanned.html", context)


def _with_part(request: SignedInRequest, part: Any, place: Any) -> list[Action]:
    at, account = f"&place={place.pk}" if place else "", request.user
    begin = f"?part={part.pk}"
    source = f"&source={place.pk}" if place else ""
    made = []
    if account.has_role(*REQUESTERS):
        made.append(Action(_("Ask for it"), reverse("supply:issue_new") + begin + at, "package"))
        made.append(
            Action(_("Carry over"), reverse("supply:carry") + begin + source, "transfer", "secondary")
        )
    if account.has_role(*STOREKEEPERS):
        made += [
            Action(_("Receive"), reverse("supply:receive") + begin + at, "download", "secondary"),
            Action(
                _("Send to another store"),
                reverse("supply:transfer_new") + begin + source,
                "truck",
                "secondary",
            ),
            Action(_("Write off"), reverse("supply:write_off") + begin + at, "trash", "secondary"),
        ]
    made.append(
        Action(
            _("Issues to hand out or return"),
            reverse("supply:issues") + f"?open=1&q={part.number}",
            "list",
            "secondary",
        )
    )
    return made


def _at_place(request: SignedInRequest, place: Any, _standing: Any) -> list[Action]:
    account, made = request.user, []
    if account.has_role(*STOREKEEPERS):
        made += [
            Action(_("Receive"), reverse("supply:receive") + f"?place={place.pk}", "download"),
            Action(_("Count"), reverse("supply:count_new") + f"?place={place.pk}", "checklist", "secondary"),
            Action(
                _("Have something sent here"),
                reverse("supply:transfer_new") + f"?target={place.pk}",
                "truck",
                "secondary",
            ),
        ]
    if account.has_role(*REQUESTERS) and place.kind in {
        PlaceKind.CENTRAL,
        PlaceKind.STATION,
        PlaceKind.SHELF,
    }:
        made.append(
            Action(
                _("Ask for parts"), reverse("supply:issue_new") + f"?place={place.pk}", "package", "secondary"
            )
        )
    return made


def _with_tool(_request: SignedInRequest, tool: Any, _place: Any) -> list[Action]:
    page = reverse("supply:tool", args=[tool.pk])
    if tool.state == ToolState.BORROWED:
        return [Action(_("Give back"), page, "arrow-back-up")]
    if tool.state in ON_THE_SHELF and not is_overdue(tool.due_on, timezone.localdate()):
        return [Action(_("Borrow"), page, "tool")]
    return [Action(_("Open"), page, "eye", "secondary")]


@audience(*STOCK_READERS)
@require_GET
def labels(request: SignedInRequest, kind: str) -> HttpResponse:
    """A sheet of labels: of the things named by `id`, else of all of a kind that the account sees."""
    rows = scannable(request.user, kind)
    wanted = [text for text in request.GET.getlist("id") if len(text) == 36]
    try:
        chosen = list((rows.filter(pk__in=[UUID(text) for text in wanted]) if wanted else rows)[:MOST_LABELS])
    except ValueError as error:
        raise NotThere from error
    if not chosen:
        raise Refused([_("There is nothing to print a label for.")])
    pdf = label_sheet(
        [_label(request, kind, one) for one in chosen], language=get_language() or "zh-hans", font_paths=FONTS
    )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="labels-{kind}.pdf"'},
    )


def _label(request: SignedInRequest, kind: str, one: Any) -> Label:
    url = request.build_absolute_uri(reverse("supply:scanned", args=[kind, one.pk]))
    number = getattr(one, "asset_number", "") or getattr(one, "number", "") or getattr(one, "code", "")
    if kind == "part":
        line = named(one.family) if one.family else ""
    else:
        line = one.tool_class if kind == "tool" else str(one.get_kind_display())
    return Label(url, named(one), number, line)
