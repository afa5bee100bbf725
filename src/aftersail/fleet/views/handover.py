"""Pages of one handover from yard to service: form, checks, signatures, acceptance, paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.attempts import attempt
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.refusals import NotThere
from aftersail.core.serving import served
from aftersail.core.timeline import timeline
from aftersail.core.verdicts import Refused
from aftersail.fleet.actions import handover as actions
from aftersail.fleet.actions.leftovers import note_leftover
from aftersail.fleet.actions.paper import print_paper
from aftersail.fleet.forms import handover as forms
from aftersail.fleet.models import Handover, HandoverItem
from aftersail.fleet.permissions.handover import (
    CHECKERS,
    HANDOVER_READERS,
    HANDOVER_WRITERS,
    SIGNERS,
    may_check_items,
    may_keep_handover,
    may_sign_for,
)
from aftersail.fleet.queries import handover as queries
from aftersail.fleet.queries.lifecycle import house_calendar, readiness_of
from aftersail.fleet.queries.owners import away_on, gap_of
from aftersail.fleet.rules.handover import conversion_lag, is_late
from aftersail.fleet.states import HANDOVER, CheckResult, HandoverPart, HandoverSigner, HandoverState, OwedBy

MOST_EDITIONS = 32_767


@audience(*HANDOVER_READERS)
@require_GET
def handover(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """One handover: what is handed over, what is left over, who signed, what comes next."""
    return _page(request, queries.handover_by_id(request.user, handover_id))


def _page(request: SignedInRequest, found: Handover, **typed: django_forms.Form) -> HttpResponse:
    account, vessel, today = request.user, found.vessel, timezone.localdate()
    signatures = list(found.signatures.select_related("image"))
    signed = {one.side for one in signatures}
    ready = readiness_of(vessel, today)
    fresh = {
        "version": found.version,
        "delivered_on": found.delivered_on,
        "place": found.place,
        "note": found.note,
    }
    keeps = account.has_role(*HANDOVER_WRITERS) and bool(may_keep_handover(account, vessel))
    sides = [
        (side, typed.get(f"{side}_form") or forms.SideForm(prefix=side.value, initial=_signer(account, side)))
        for side in HandoverSigner
        if side not in signed and account.has_role(*SIGNERS) and may_sign_for(account, found, side)
    ]
    parts = queries.items_by_part(found)
    items = [item for _part, rows in parts for item in rows]
    waited = None
    if found.delivered_on is not None and found.state not in {
        HandoverState.ACCEPTED,
        HandoverState.CANCELLED,
    }:
        waited = conversion_lag(found.delivered_on, today, house_calendar())
    context = {
        "handover": found,
        "vessel": vessel,
        "parts": parts,
        "checked": sum(one.result != CheckResult.OPEN for one in items),
        "of": len(items),
        "leftovers": queries.leftovers_of(account, found),
        "signatures": signatures,
        "sides": sides,
        "missing_sides": [side for side in HandoverSigner if side not in signed],
        "moves": {one.name for one in HANDOVER.open_to(found.state, account.role_set)} if keeps else set(),
        "checks": account.has_role(*CHECKERS) and bool(may_check_items(account, found)),
        "keeps": keeps,
        "gap": gap_of(vessel, away_on(today)),
        "ready": ready,
        "waited": waited,
        "late": waited is not None and is_late(waited, settings.CONVERSION_WORKING_DAYS),
        "allowed": settings.CONVERSION_WORKING_DAYS,
        "account": getattr(found, "account", None),
        "papers": found.papers.all(),
        "addenda": found.addenda.all(),
        "owed_by": OwedBy.choices,
        "is_house": account.is_house,
        "timeline": timeline(account, found),
        "particulars_form": typed.get("particulars_form") or forms.ParticularsForm(initial=fresh),
        "item_form": typed.get("item_form") or forms.ItemForm(),
        "leftover_form": typed.get("leftover_form") or forms.LeftoverForm(),
        "accept_form": typed.get("accept_form") or forms.AcceptForm(initial={"version": found.version}),
        "correction_form": typed.get("correction_form") or forms.CorrectionForm(),
        "refusals": [reason for form in typed.values() for reason in form.non_field_errors()],
    }
    return render(request, "fleet/handover.html", context, status=422 if typed else 200)


def _signer(account: Any, side: str) -> dict[str, str]:
    """Whoever signs for the own side need not type the own name."""
    own = (side == HandoverSigner.MAKER) == account.is_house
    return {"name": account.name} if own else {}


@audience(*CHECKERS)
@require_POST
def particulars(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """Note day, place and remark."""
    found, form = queries.handover_by_id(request.user, handover_id), forms.ParticularsForm(request.POST)
    return _done(
        request,
        found,
        "particulars_form",
        form,
        lambda typed: actions.note_particulars(
            by=request.user, handover=found, at=timezone.now(), **_seen(typed)
        ),
    )


@audience(*CHECKERS)
@require_POST
def add(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """Add an item."""
    found, form = queries.handover_by_id(request.user, handover_id), forms.ItemForm(request.POST)
    return _done(
        request, found, "item_form", form, lambda typed: actions.add_item(by=request.user, handover=found, at=timezone.now(), **typed)
    )  # fmt: skip


@audience(*CHECKERS)
@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, handover_item_id: UUID) -> HttpResponse:
    """Answer one item; the dialog asks who owes what is missing, and by when."""
    item = queries.item_by_id(request.user, handover_item_id)
    initial = {
        "version": item.version, "result": CheckResult.MISSING, "identifier": item.identifier, "note": item.note,
        "owed_by": OwedBy.YARD,
    }  # fmt: skip
    form = forms.CheckForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = attempt(form, lambda typed: _check(request, item, typed))
        if done is not None:
            return redirect(f"{reverse('fleet:handover', args=[item.handover_id])}#{item.part}")
    context = {"form": form, "item": item, "handover": item.handover}
    return render(request, "fleet/check_item.html", context, status=422 if form.errors else 200)


def _check(request: SignedInRequest, item: HandoverItem, typed: dict[str, Any]) -> HandoverItem:
    owed = None
    if typed["result"] == CheckResult.MISSING:
        owed = actions.Owed(typed["owed_by"] or OwedBy.YARD, typed["due_on"], typed["party"])
    number = typed["identifier"] if "identifier" in request.POST else None
    return actions.check_item(
        by=request.user, item=item, result=typed["result"], note=typed["note"], identifier=number, owed=owed,
        at=timezone.now(), seen=typed["version"],
    )  # fmt: skip


@audience(*CHECKERS)
@require_POST
def check_part(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """Find everything of one part that is not answered yet in order."""
    found = queries.handover_by_id(request.user, handover_id)
    part = request.POST.get("part", "")
    if part not in HandoverPart.values:
        raise Refused([_("Choose what kind of item it is.")])
    for item in found.items.filter(part=part, result=CheckResult.OPEN).select_related("handover__vessel"):
        actions.check_item(
            by=request.user, item=item, result=CheckResult.OK, note=item.note, at=timezone.now()
        )
    return redirect(f"{reverse('fleet:handover', args=[found.pk])}#{part}")


@audience(*CHECKERS)
@require_POST
def add_leftover(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """Note a further leftover."""
    found, form = queries.handover_by_id(request.user, handover_id), forms.LeftoverForm(request.POST)
    return _done(
        request, found, "leftover_form", form,
        lambda typed: note_leftover(by=request.user, vessel=found.vessel, at=timezone.now(), **typed),
    )  # fmt: skip


@audience(*SIGNERS)
@require_POST
def sign(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """Sign for one side."""
    found, side = queries.handover_by_id(request.user, handover_id), request.POST.get("side", "")
    if side not in HandoverSigner.values:
        raise Refused([_("Yard, user and maker sign.")])
    form = forms.SideForm(request.POST, prefix=side)
    return _done(
        request, found, f"{side}_form", form,
        lambda typed: actions.sign_handover(
            by=request.user, handover=found, side=side, drawn=actions.Drawn(typed["name"], typed["image"], typed["post"]),
            at=timezone.now(),
        ),
    )  # fmt: skip


@audience(*HANDOVER_WRITERS)
@require_POST
def move(request: SignedInRequest, handover_id: UUID, step: str) -> HttpResponse:
    """Close the checks, accept, reopen or cancel."""
    found, now = queries.handover_by_id(request.user, handover_id), timezone.now()
    by = request.user
    if step == "check":
        form: django_forms.Form = _Nothing(request.POST)
        return _done(
            request, found, "move_form", form, lambda _t: actions.finish_checks(by=by, handover=found, at=now)
        )
    if step == "accept":
        form = forms.AcceptForm(request.POST)
        return _done(
            request, found, "accept_form", form,
            lambda typed: actions.accept_handover(by=by, handover=found, at=now, **_seen(typed)),
        )  # fmt: skip
    if step in {"reopen", "cancel"}:
        taken = actions.reopen_handover if step == "reopen" else actions.cancel_handover
        form = forms.WhyForm(request.POST)
        return _done(
            request,
            found,
            "move_form",
            form,
            lambda typed: taken(by=by, handover=found, reason=typed["reason"], at=now),
        )
    raise NotThere


@audience(*HANDOVER_WRITERS)
@require_POST
def correct(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """Add a correction beside an accepted handover."""
    found, form = queries.handover_by_id(request.user, handover_id), forms.CorrectionForm(request.POST)
    return _done(
        request, found, "correction_form", form,
        lambda typed: actions.correct_handover(by=request.user, handover=found, at=timezone.now(), **typed),
    )  # fmt: skip


@audience(*HANDOVER_READERS)
@require_GET
def paper(request: SignedInRequest, handover_id: UUID, edition: int, language: str) -> HttpResponse:
    """A frozen edition of the form as PDF; printed now if the background has not come to it."""
    found = queries.handover_by_id(request.user, handover_id)
    if language not in queries.LANGUAGES or edition > MOST_EDITIONS:
        raise NotThere
    frozen = found.papers.filter(edition=edition, language=language).first()
    if frozen is None:
        raise NotThere
    return served(request, print_paper(frozen))


class _Nothing(django_forms.Form):
    """A step without anything to type."""


def _done(
    request: SignedInRequest, found: Handover, name: str, form: django_forms.Form, call: Any
) -> HttpResponse:
    done = attempt(form, call)
    if done is None:
        return _page(request, queries.handover_by_id(request.user, found.pk), **{name: form})
    if found.state == HandoverState.ACCEPTED and name == "accept_form":
        messages.success(request, _("The handover is accepted; the service account is open."))
    return redirect("fleet:handover", handover_id=found.pk)


def _seen(typed: dict[str, Any]) -> dict[str, Any]:
    return {**{name: value for name, value in typed.items() if name != "version"}, "seen": typed["version"]}
