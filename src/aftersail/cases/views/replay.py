"""The simulator: past cases under a draft of the baseline, as a page and as a file."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersail.cases.permissions import IDENTITY_MASKED, READERS
from aftersail.cases.queries.clocks import CLOCK_NAMES
from aftersail.cases.queries.replay import MOST_SHOWN, Replay, labelled, replay
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.roles import DESK
from aftersail.core.tabular import Heading, write_xlsx
from aftersail.fleet.models import ServiceBaseline
from aftersail.fleet.states import LifecycleStage, Severity

REPLAYERS = (DESK & READERS) - IDENTITY_MASKED
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@audience(*REPLAYERS)
@require_GET
def replay_baseline(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Judge last year's cases again under an edition; every flip opens its case."""
    baseline = get_object_or_404(ServiceBaseline, pk=pk)
    today = timezone.localdate()
    first = _day(request.GET.get("first", "")) or today - timedelta(days=365)
    last = _day(request.GET.get("last", "")) or today
    if last < first:
        first, last = last, first
    found = replay(request.user, baseline, first, last)
    groups = (
        (_("All cases"), [("", found.whole)]),
        (_("Severity"), labelled(found.by_severity, Severity.choices)),
        (_("Stage"), labelled(found.by_stage, LifecycleStage.choices)),
        (_("Area"), labelled(found.by_area)),
    )
    if request.GET.get("format") == "xlsx":
        return _file(baseline, found)
    context = {
        "baseline": baseline, "first": first, "last": last, "found": found, "groups": groups, "most": MOST_SHOWN,
        "flips": [(flip, CLOCK_NAMES[flip.clock]) for flip in found.flips[:MOST_SHOWN]], "clocks": [CLOCK_NAMES[k] for k in ("response", "onsite", "restore")],
    }  # fmt: skip
    return render(request, "cases/replay.html", context)


@audience(*REPLAYERS)
@require_GET
def replay_panel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Offer the simulator on the page of an edition."""
    baseline = get_object_or_404(ServiceBaseline, pk=pk)
    return render(request, "cases/parts/_replay_panel.html", {"baseline": baseline})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _file(baseline: ServiceBaseline, found: Replay) -> HttpResponse:
    headings = [
        Heading(str(one))
        for one in (
            _("Case"),
            _("Title"),
            _("Clock"),
            _("before"),
            _("after"),
            _("Stage"),
            _("Severity"),
            _("Area"),
        )
    ]
    rows = (
        [f.number, f.title, str(CLOCK_NAMES[f.clock]), f.before, f.after, f.stage, f.severity, f.area]
        for f in found.flips
    )
    file = BytesIO()
    write_xlsx(file, headings, rows, title=baseline.code, notes=[], zone=timezone.get_current_timezone())
    name = f'attachment; filename="replay-{baseline.edition}.xlsx"'
    return HttpResponse(file.getvalue(), content_type=XLSX, headers={"Content-Disposition": name})
