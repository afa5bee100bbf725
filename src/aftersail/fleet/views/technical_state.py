"""Technical states compared, frozen and summed up on the pages of ships and units."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists.export import FORMATS, ListExported
from aftersail.core.log import record
from aftersail.core.tabular.write import write
from aftersail.core.verdicts import Refused
from aftersail.fleet import queries
from aftersail.fleet.actions import freeze_technical_state
from aftersail.fleet.forms.technical_state import CompareForm, FreezeForm
from aftersail.fleet.permissions import HOUSE_READERS
from aftersail.fleet.permissions.technical_state import (
    CORRECTORS,
    FREEZERS,
    PLANNERS,
    STATE_READERS,
    may_freeze_state,
)
from aftersail.fleet.queries import comparing, ledger
from aftersail.fleet.rules.technical_state import COMPARED, Difference
from aftersail.fleet.states import ChangeState, StateKind
from aftersail.fleet.views.tree import vessel_seen


def difference_words() -> dict[str, str]:
    """Return how each kind of difference is called."""
    return {
        "added": _("Added"),
        "removed": _("Missing"),
        "model": _("Other model"),
        "serial": _("Other serial number"),
        "version": _("Other version"),
        "software": _("Other software"),
    }


@audience(*STATE_READERS)
@require_GET
def compare(request: SignedInRequest, vessel_id: UUID) -> HttpResponseBase:
    """Two technical states of a hull side by side, or of one unit; `export=xlsx` takes them along."""
    vessel = vessel_seen(request, vessel_id)
    asked = CompareForm(request.GET).asked(request.user, vessel.pk, timezone.localdate())
    found = comparing.comparison(vessel, asked["left"], asked["right"], asked["unit"])
    if (kind := request.GET.get("export", "")) in FORMATS:
        return _exported(request, vessel, found, kind)
    words, tones = difference_words(), {"added": "good", "removed": "bad"}
    shown = found.lines if asked["everything"] else found.changed
    rows = [
        (
            line,
            [(words[kind], tones.get(kind, "attention")) for kind in line.kinds],
            found.permits.get(line.node.unit, ()),
        )
        for line in shown
    ]
    context = {
        "vessel": vessel, "found": found, "rows": rows, "unit": asked["unit"], "everything": asked["everything"],
        "left": asked["left"], "right": asked["right"], "kinds": StateKind.choices,
        "counts": [(words[kind], found.counts.get(kind, 0)) for kind in ("added", "removed", *COMPARED)],
        "dated": {StateKind.AS_MAINTAINED.value, StateKind.AS_DESIGNED.value},
        "is_house": request.user.has_role(*HOUSE_READERS),
        "export_query": urlencode({**request.GET.dict(), "export": "xlsx"}),
        "pending": ledger.open_changes(request.user, vessel.pk).count(),
    }  # fmt: skip
    return render(request, "fleet/technical_state.html", context)


def _exported(
    request: SignedInRequest, vessel: Any, found: comparing.Comparison, kind: str
) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    sides = [f"{state.kind.label} {state.on}" for state in (found.left, found.right)]
    heads = [
        _("Place aboard"), _("Name"), _("Difference"),
        *(f"{word} ({side})" for side in sides for word in (_("Model"), _("Serial number"), _("Version"), _("Software"))),
        _("Permits"),
    ]  # fmt: skip
    notes = [
        (_("Exported by"), request.user.name),
        (_("Exported at"), timezone.now()),
        (_("Vessel"), str(vessel)),
    ]
    rows = (_plain(line, found) for line in found.lines)
    write(
        kind, file, heads, rows, title=_("Technical state"), notes=notes, zone=timezone.get_current_timezone()
    )  # fmt: skip
    with transaction.atomic():
        told = ListExported(
            page="fleet:technical_state",
            kind=kind,
            rows=len(found.lines),
            query=request.META.get("QUERY_STRING", "")[:1000],
        )
        record(told, by=request.user, about=request.user)
    file.seek(0)
    name = f"technical-state-{vessel.hull_code}-{timezone.localtime():%Y%m%d}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[kind])


def _plain(line: Difference, found: comparing.Comparison) -> list[Any]:
    words = difference_words()
    cells = [getattr(node, name) if node else "" for node in (line.left, line.right) for name in COMPARED]
    permits = ", ".join(number for _pk, number, _kind in found.permits.get(line.node.unit, ()))
    return [" / ".join(line.path), line.node.name, " · ".join(words[k] for k in line.kinds), *cells, permits]


@audience(*FREEZERS)
@require_POST
def freeze(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """Freeze a hull's as-built or as-delivered state."""
    vessel = vessel_seen(request, vessel_id)
    form = FreezeForm(request.POST)
    if not form.is_valid():
        raise Refused([_("Choose the state to freeze, and its day.")])
    kind, on = form.cleaned_data["kind"], form.cleaned_data["on"]
    if any(kind == frozen for frozen, *_rest in ledger.frozen_of(vessel.pk)):
        raise Refused([_("This state of the hull is frozen already; it is never written again.")])
    freeze_technical_state(by=request.user, vessel=vessel, kind=kind, at=timezone.now(), on=on)
    messages.success(request, _("The technical state is frozen."))
    query = urlencode({"left": kind, "right": StateKind.AS_MAINTAINED})
    return redirect(f"{compare_url(vessel.pk)}?{query}")


def compare_url(vessel_id: UUID) -> str:
    """Return the address of a hull's comparison."""
    return reverse("fleet:technical_state", args=[vessel_id])


@audience(*STATE_READERS)
@require_GET
def vessel_panel(request: SignedInRequest, vessel_id: UUID) -> HttpResponse:
    """The technical state on the page of a ship: what was frozen, what differs since, what waits."""
    vessel = vessel_seen(request, vessel_id)
    today = timezone.localdate()
    frozen = ledger.frozen_of(vessel.pk)
    counts: list[tuple[str, int]] = []
    known = vessel.delivered_on is not None or any(kind == StateKind.AS_DELIVERED for kind, *_r in frozen)
    if known:
        found = comparing.comparison(
            vessel, (StateKind.AS_DELIVERED, today), (StateKind.AS_MAINTAINED, today)
        )
        words = difference_words()
        counts = [(words[kind], n) for kind, n in found.counts.items()]
    missing = [
        k for k in (StateKind.AS_BUILT, StateKind.AS_DELIVERED) if k not in {kind for kind, *_r in frozen}
    ]
    may_freeze = request.user.has_role(*FREEZERS) and bool(may_freeze_state(request.user, vessel))
    context = {
        "vessel": vessel, "frozen": [(StateKind(kind).label, *rest) for kind, *rest in frozen], "counts": counts, "known": known,
        "missing": missing if may_freeze else [],
        "waiting": ledger.open_changes(request.user, vessel.pk).select_related("equipment")[:8],
    }  # fmt: skip
    return render(request, "fleet/parts/_state_of_vessel.html", context)


@audience(*STATE_READERS)
@require_GET
def unit_panel(request: SignedInRequest, equipment_id: UUID) -> HttpResponse:
    """The technical state on the page of a unit: where it came from, what was done to it, what waits, what is permitted."""
    account = request.user
    unit = get_object_or_404(queries.equipment(account).select_related("product_version"), pk=equipment_id)
    waiting = ledger.state_changes(account).filter(
        equipment=unit, state__in=(ChangeState.PLANNED, ChangeState.INSTALLED)
    )
    steps = list(ledger.steps_of(account, unit)[:30])
    seen = queries.equipment(account).filter(pk__in=[s.other_id for s in steps if s.other_id]).in_bulk()
    context = {
        "unit": unit, "steps": [(step, seen.get(step.other_id)) for step in steps], "waiting": waiting,
        "permits": comparing.permits_of(unit, timezone.localdate()), "is_house": account.has_role(*HOUSE_READERS),
        "plans": account.has_role(*PLANNERS) and unit.removed_on is None, "corrects": account.has_role(*CORRECTORS) and unit.removed_on is None,
    }  # fmt: skip
    return render(request, "fleet/parts/_state_of_unit.html", context)
