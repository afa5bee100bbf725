"""Pages of part issues: asked for, approved, handed out, accounted for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.masters.naming import bare_name, named
from aftersail.core.roles import Role
from aftersail.supply.actions import issues
from aftersail.supply.forms.store import ISSUE_STEPS, RequestForm
from aftersail.supply.lists import stock as columns
from aftersail.supply.models import PartIssue
from aftersail.supply.permissions import REQUESTERS, STOCK_READERS, STOREKEEPERS
from aftersail.supply.queries import stock as queries
from aftersail.supply.rules.issue import approval_is_late
from aftersail.supply.states import ISSUE, OLD_PART, IssueState
from aftersail.supply.views.frame import Frame, Offered, Table, begin_view, moved, offers, page_of, shown

KEEPERS_AND_QUALITY = (*STOREKEEPERS, Role.QUALITY, Role.ENGINEER)


@audience(*STOCK_READERS)
@require_GET
def issue_list(request: SignedInRequest) -> HttpResponseBase:
    """The register of issues."""
    actions = (
        [Action(_("Ask for parts"), reverse("supply:issue_new"))]
        if request.user.has_role(*REQUESTERS)
        else []
    )
    rows = PartIssue.objects.visible_to(request.user)
    return lists.page(request, columns.ISSUES, rows, title=_("Part issues"), actions=actions)


issue_new = begin_view(RequestForm, issues.request_parts, lazy("Ask for parts"), "supply:issues", lazy("Part issues"), lazy("Ask"), page_of("supply:issue"), REQUESTERS)  # fmt: skip


@audience(*STOCK_READERS)
@require_GET
def issue(request: SignedInRequest, issue_id: UUID) -> HttpResponse:
    """One issue."""
    return _page(request, queries.issue_by_id(request.user, issue_id))


def _page(request: SignedInRequest, found: PartIssue, refused: Any = None) -> HttpResponse:
    def url(name: str) -> str:
        return reverse("supply:issue_move", args=[found.pk, name])

    account, common = request.user, {"refused": refused}
    open_steps = offers(ISSUE, ISSUE_STEPS, request, found, url, state=found.state, **common)
    open_steps = [one for one in open_steps if one.name != "urgent" or found.urgent]
    open_steps = [one for one in open_steps if one.name not in {"consume", "return"} or found.left]
    open_steps += offers(OLD_PART, ISSUE_STEPS, request, found, url, state=found.old_state, **common)
    if found.issued_at and not found.approved_at and account.has_role(*STOREKEEPERS):
        form = (
            refused[1]
            if refused and refused[0] == "approve_after"
            else ISSUE_STEPS["approve_after"].empty(found, account)
        )
        open_steps.insert(
            0, Offered("approve_after", _("Approve after the fact"), form, url("approve_after"), primary=True)
        )
    warnings = []
    if approval_is_late(
        urgent=found.urgent, issued_at=found.issued_at, approved_at=found.approved_at, now=timezone.now()
    ):
        warnings.append(_("This urgent issue was not approved within 24 hours after it went out."))
    tables = []
    if found.state in {IssueState.REQUESTED, IssueState.BACKORDERED}:
        tables.append(_where(request, found))
    frame = Frame(
        title=found.number, crumb=(_("Part issues"), reverse("supply:issues")), record=found, eyebrow=_("Part issue"),
        subtitle=f"{named(found.part)} × {found.quantity}", facts=_facts(found), offers=open_steps,
        warnings=warnings, tables=tables,
    )  # fmt: skip
    return shown(request, frame, status=422 if refused else 200)


def _facts(found: PartIssue) -> list[tuple[Any, Any]]:
    facts: list[tuple[Any, Any]] = [
        (_("Warehouse"), named(found.place)),
        (_("For"), named(found.requester)),
        (_("Purpose"), f"{found.get_purpose_display()} {found.charge_party}".strip()),
        (_("Work order"), found.work_number),
        (_("Asked for"), timezone.localtime(found.requested_at).strftime("%Y-%m-%d %H:%M")),
        (_("Wanted by"), found.wanted_on.isoformat() if found.wanted_on else ""),
        (_("Expected"), found.expected_on.isoformat() if found.expected_on else ""),
        (_("Approved by"), named(found.approver) if found.approver else ""),
        (_("Issued by"), named(found.issuer) if found.issuer else ""),
        (
            _("Used / returned / left"),
            f"{found.consumed} / {found.returned} / {found.left}" if found.issued_at else "",
        ),
        (_("Serial numbers"), ", ".join(found.serials)),
        (_("Note"), found.note),
    ]
    if found.old_state:
        day = found.old_due_on.isoformat() if found.old_due_on else ""
        facts.append(
            (
                _("Old part"),
                f"{found.get_old_state_display()} {day} {found.old_serial} {found.old_finding}".strip(),
            )
        )
    return facts


def _where(request: SignedInRequest, found: PartIssue) -> Table:
    rows: list[Any] = []
    parts = [(found.part, ""), *queries.alternates_of(found.part)]
    for part, condition in parts:
        stock = queries.stock_for(request.user).filter(part=part, quantity__gt=0).select_related("place")
        lying = [(total.place.code, total.quantity - total.reserved) for total in stock]
        if condition and not lying:
            lying = [("—", 0)]  # that it may stand in is worth knowing before it is there
        rows += [(part.number, bare_name(part), place, free, condition) for place, free in lying]
    heads = (_("Part number"), _("Name"), _("Place"), _("Free"), pgettext("alternate", "Condition"))
    return Table(
        _("Where it lies, and what may stand in"),
        heads,
        rows,
        _("Neither the part nor an alternate is in stock anywhere."),
    )


@audience(*KEEPERS_AND_QUALITY)
@require_POST
def issue_move(request: SignedInRequest, issue_id: UUID, name: str) -> HttpResponse:
    """Take a step with an issue or its old part."""
    return moved(
        request, ISSUE_STEPS, name, lambda: queries.issue_by_id(request.user, issue_id), _page, "supply:issue"
    )
