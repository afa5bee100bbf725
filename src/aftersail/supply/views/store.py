"""Pages of stores: stock, issues, transfers, counts, and what is done at the shelf."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core import lists
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action
from aftersail.core.masters.naming import bare_name, named
from aftersail.core.refusals import NotThere
from aftersail.core.roles import Role
from aftersail.supply.actions import counting, issues, stores
from aftersail.supply.forms.steps import Step
from aftersail.supply.forms.store import (
    COUNT_STEPS,
    ISSUE_STEPS,
    TRANSFER_STEPS,
    CarryForm,
    CountForm,
    ReceiveForm,
    RequestForm,
    ScrapForm,
    TransferForm,
)
from aftersail.supply.lists import stock as columns
from aftersail.supply.models import PartIssue, StockCount, StockTotal, Transfer
from aftersail.supply.permissions import REQUESTERS, STOCK_READERS, STOREKEEPERS
from aftersail.supply.queries import stock as queries
from aftersail.supply.rules.issue import approval_is_late
from aftersail.supply.states import COUNT, ISSUE, OLD_PART, TRANSFER, CountState, IssueState
from aftersail.supply.views.frame import Frame, Offered, Table, begun, offers, shown, take

KEEPERS_AND_QUALITY = (*STOREKEEPERS, Role.QUALITY, Role.ENGINEER)


@audience(*STOCK_READERS)
@require_GET
def stock(request: SignedInRequest) -> HttpResponseBase:
    """What lies where."""
    return lists.page(
        request, columns.STOCK, queries.stock_for(request.user), title=_("Stock"), actions=_shelf(request)
    )


def _shelf(request: SignedInRequest) -> list[Action]:
    if not request.user.has_role(*STOREKEEPERS):
        return []
    return [
        Action(_("Receive"), reverse("supply:receive"), "download"),
        Action(_("Carry over"), reverse("supply:carry"), "transfer", "secondary"),
        Action(_("Write off"), reverse("supply:write_off"), "trash", "secondary"),
    ]


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


@audience(*STOCK_READERS)
@require_GET
def transfer_list(request: SignedInRequest) -> HttpResponseBase:
    """The register of transfers."""
    actions = (
        [Action(_("Ask for a transfer"), reverse("supply:transfer_new"))]
        if request.user.has_role(*STOREKEEPERS)
        else []
    )
    rows = Transfer.objects.visible_to(request.user)
    return lists.page(request, columns.TRANSFERS, rows, title=_("Transfers"), actions=actions)


@audience(*STOCK_READERS)
@require_GET
def count_list(request: SignedInRequest) -> HttpResponseBase:
    """The register of stock counts."""
    actions = (
        [Action(_("Begin a count"), reverse("supply:count_new"))]
        if request.user.has_role(*STOREKEEPERS)
        else []
    )
    rows = StockCount.objects.visible_to(request.user)
    return lists.page(request, columns.COUNTS, rows, title=_("Stock counts"), actions=actions)


def begin_view(
    form: Any,
    action: Any,
    title: Any,
    back: str,
    back_label: Any,
    submit: Any,
    to: Callable[[Any], str],
    roles: Any,
) -> Any:
    """Return the view that begins something with a form."""

    @audience(*roles)
    @require_http_methods(["GET", "POST"])
    def begin(request: SignedInRequest) -> HttpResponse:
        start = {name: request.GET[name] for name in request.GET if name in form.base_fields}
        made = form(request.POST or None, account=request.user, initial=start)
        return begun(
            request, made, lambda typed: action(by=request.user, at=timezone.now(), **typed), title=title,
            crumb=(back_label, reverse(back)), submit=submit, to=to,
        )  # fmt: skip

    return begin


def page_of(name: str) -> Callable[[Any], str]:
    """Return what leads to the page of a record just made."""
    return lambda made: reverse(name, args=[made.pk])


def _stock_of(move: Any) -> str:
    return reverse("supply:part", args=[move.part_id])


issue_new = begin_view(RequestForm, issues.request_parts, lazy("Ask for parts"), "supply:issues", lazy("Part issues"), lazy("Ask"), page_of("supply:issue"), REQUESTERS)  # fmt: skip
transfer_new = begin_view(TransferForm, counting.ask_transfer, lazy("Ask for a transfer"), "supply:transfers", lazy("Transfers"), lazy("Ask"), page_of("supply:transfer"), STOREKEEPERS)  # fmt: skip
count_new = begin_view(CountForm, counting.open_count, lazy("Begin a count"), "supply:counts", lazy("Stock counts"), lazy("Begin"), page_of("supply:count"), STOREKEEPERS)  # fmt: skip
receive = begin_view(ReceiveForm, stores.receive_stock, lazy("Receive parts"), "supply:stock", lazy("Stock"), lazy("Receive"), _stock_of, STOREKEEPERS)  # fmt: skip
carry = begin_view(CarryForm, stores.move_at_once, lazy("Carry parts over"), "supply:stock", lazy("Stock"), lazy("Carry over"), _stock_of, REQUESTERS)  # fmt: skip
write_off = begin_view(ScrapForm, stores.scrap_stock, lazy("Write parts off"), "supply:stock", lazy("Stock"), lazy("Write off"), _stock_of, STOREKEEPERS)  # fmt: skip


@audience(*STOCK_READERS)
@require_GET
def issue(request: SignedInRequest, issue_id: UUID) -> HttpResponse:
    """One issue."""
    return _issue_page(request, queries.issue_by_id(request.user, issue_id))


def _issue_page(request: SignedInRequest, found: PartIssue, refused: Any = None) -> HttpResponse:
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
        subtitle=f"{named(found.part)} × {found.quantity}", facts=_issue_facts(found), offers=open_steps,
        warnings=warnings, tables=tables,
    )  # fmt: skip
    return shown(request, frame, status=422 if refused else 200)


def _issue_facts(found: PartIssue) -> list[tuple[Any, Any]]:
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
    heads = (_("Part number"), _("Name"), _("Place"), _("Free"), _("Condition"))
    return Table(
        _("Where it lies, and what may stand in"),
        heads,
        rows,
        _("Neither the part nor an alternate is in stock anywhere."),
    )


@audience(*STOCK_READERS)
@require_GET
def transfer(request: SignedInRequest, transfer_id: UUID) -> HttpResponse:
    """One transfer."""
    return _transfer_page(request, queries.transfer_by_id(request.user, transfer_id))


def _transfer_page(request: SignedInRequest, found: Transfer, refused: Any = None) -> HttpResponse:
    open_steps = offers(
        TRANSFER, TRANSFER_STEPS, request, found, lambda name: reverse("supply:transfer_move", args=[found.pk, name]),
        state=found.state, refused=refused,
    )  # fmt: skip
    facts = [
        (_("From"), named(found.source)),
        (_("To"), named(found.target)),
        (_("Waybill"), found.waybill),
        (_("Quantity received"), found.received),
        (_("Note"), found.note),
    ]
    frame = Frame(
        title=found.number, crumb=(_("Transfers"), reverse("supply:transfers")), record=found, eyebrow=_("Transfer"),
        subtitle=f"{named(found.part)} × {found.quantity}", facts=facts, offers=open_steps,
    )  # fmt: skip
    return shown(request, frame, status=422 if refused else 200)


@audience(*STOCK_READERS)
@require_GET
def count(request: SignedInRequest, count_id: UUID) -> HttpResponse:
    """One stock count; the books are shown only once it is handed in."""
    return _count_page(request, queries.count_by_id(request.user, count_id))


def _count_page(request: SignedInRequest, found: StockCount, refused: Any = None) -> HttpResponse:
    open_steps = offers(
        COUNT, COUNT_STEPS, request, found, lambda name: reverse("supply:count_move", args=[found.pk, name]),
        state=found.state, refused=refused,
    )  # fmt: skip
    lines = list(found.lines.select_related("part"))
    blind = found.state == CountState.COUNTING
    rows = [
        (named(one.part), one.lot, one.serial, *(() if blind else (one.booked, one.found, _signed(one.found, one.booked))))
        for one in lines
    ]  # fmt: skip
    heads = (
        _("Part"),
        _("Lot"),
        _("Serial number"),
        *(() if blind else (_("Booked"), _("Found"), _("Difference"))),
    )
    facts = [
        (_("Place"), named(found.place)),
        (_("Counted by"), named(found.counter) if found.counter else ""),
        (_("Approved by"), named(found.approver) if found.approver else ""),
        (_("Note"), found.note),
    ]
    frame = Frame(
        title=found.number, crumb=(_("Stock counts"), reverse("supply:counts")), record=found, eyebrow=_("Stock count"), facts=facts,
        offers=open_steps, tables=[Table(pgettext("stock count", "Lines"), heads, rows, _("Nothing lies in this place by the books."))],
    )  # fmt: skip
    return shown(request, frame, status=422 if refused else 200)


def _signed(found: int | None, booked: int | None) -> str:
    return f"{(found or 0) - (booked or 0):+d}"


def _move(
    request: SignedInRequest, steps: dict[str, Step], name: str, found: Any, page: Any, to: str
) -> HttpResponse:
    if name not in steps:
        raise NotThere
    done, form = take(request, steps[name], found)
    if done:
        return redirect(to, found.pk)
    found.refresh_from_db()
    return page(request, found, (name, form))  # type: ignore[no-any-return]


@audience(*KEEPERS_AND_QUALITY)
@require_POST
def issue_move(request: SignedInRequest, issue_id: UUID, name: str) -> HttpResponse:
    """Take a step with an issue or its old part."""
    return _move(
        request, ISSUE_STEPS, name, queries.issue_by_id(request.user, issue_id), _issue_page, "supply:issue"
    )


@audience(*STOREKEEPERS)
@require_POST
def transfer_move(request: SignedInRequest, transfer_id: UUID, name: str) -> HttpResponse:
    """Take a step with a transfer."""
    found = queries.transfer_by_id(request.user, transfer_id)
    return _move(request, TRANSFER_STEPS, name, found, _transfer_page, "supply:transfer")


@audience(*REQUESTERS)
@require_POST
def count_move(request: SignedInRequest, count_id: UUID, name: str) -> HttpResponse:
    """Take a step with a stock count."""
    return _move(
        request, COUNT_STEPS, name, queries.count_by_id(request.user, count_id), _count_page, "supply:count"
    )


def about_part(request: SignedInRequest, part: Any) -> dict[str, Any]:
    """Return what the page of a part shows besides its facts: stock, alternates, labels."""
    account, tables = request.user, []
    if account.has_role(*STOCK_READERS):
        lying = queries.lots_at(account, part=part)
        rows = [({"text": b.place.code, "url": reverse("supply:place", args=[b.place_id])}, bare_name(b.place), b.lot, b.serial, b.quantity) for b in lying[:200]]  # fmt: skip
        tables.append(Table(_("Stock"), (_("Place"), _("Name"), _("Lot"), _("Serial number"), _("Quantity")), rows, _("None in stock.")))  # fmt: skip
    alternates = [({"text": one.number, "url": reverse("supply:part", args=[one.pk])}, bare_name(one), why) for one, why in queries.alternates_of(part)]  # fmt: skip
    tables.append(Table(_("Alternates"), (_("Part number"), _("Name"), _("Condition")), alternates, _("Nothing may stand in for it.")))  # fmt: skip
    return {
        "tables": tables,
        "scan_url": _scan(request, "part", part),
        "label_url": reverse("supply:labels", args=["part"]) + f"?id={part.pk}",
    }


def about_place(request: SignedInRequest, place: Any) -> dict[str, Any]:
    """Return what the page of a place shows: what lies there, and in the places below it."""
    account = request.user
    totals = (
        StockTotal.objects.visible_to(account)
        .filter(place=place, quantity__gt=0)
        .select_related("part")
        .order_by("part__number")
    )
    rows = [({"text": t.part.number, "url": reverse("supply:part", args=[t.part_id])}, bare_name(t.part), t.quantity, t.reserved) for t in totals[:300]]  # fmt: skip
    below = [({"text": p.code, "url": reverse("supply:place", args=[p.pk])}, bare_name(p), p.get_kind_display()) for p in place.places.visible_to(account)]  # fmt: skip
    tables = [
        Table(
            _("Stock"),
            (_("Part number"), _("Name"), _("Quantity"), _("Reserved")),
            rows,
            _("Nothing lies here."),
        )
    ]
    if below:
        tables.append(Table(_("Places below"), (_("Code"), _("Name"), _("Kind")), below))
    return {
        "tables": tables,
        "scan_url": _scan(request, "place", place),
        "label_url": reverse("supply:labels", args=["place"]) + f"?id={place.pk}",
    }


def _scan(request: SignedInRequest, kind: str, record: Any) -> str:
    if kind == "part" and not request.user.has_role(*STOCK_READERS):
        return ""
    return reverse("supply:scanned", args=[kind, record.pk])
