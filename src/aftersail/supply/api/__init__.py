"""The supply chapter for programs: the same steps with the same forms as on the pages."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.routes import add_master
from aftersail.core.refusals import NotThere
from aftersail.core.roles import Role
from aftersail.supply import registers
from aftersail.supply.actions import counting, issues, market, stores
from aftersail.supply.api.shapes import (
    CountLineOut,
    CountOut,
    ImpactOut,
    OrderLineOut,
    PartIssueOut,
    PartsOrderOut,
    ScannedOut,
    StockOut,
    SupplyBegin,
    SupplyMove,
    SupplyMoved,
    TransferOut,
)
from aftersail.supply.api.steps import begin_record, take_step
from aftersail.supply.forms.market import ORDER_STEPS, OrderForm
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
from aftersail.supply.forms.tool import JUDGE, TOOL_STEPS
from aftersail.supply.models import CountLine, ImpactItem, OrderLine, PartIssue, StockCount, Transfer
from aftersail.supply.permissions import (
    CARERS,
    MARKET_READERS,
    REQUESTERS,
    SELLERS,
    STOCK_READERS,
    STOREKEEPERS,
)
from aftersail.supply.queries import market as orders
from aftersail.supply.queries import stock as queries
from aftersail.supply.queries.scanning import found_by_code
from aftersail.supply.queries.tool import impact_by_id, tool_by_id
from aftersail.supply.states import IssueState, MarketState

router = Router(tags=["supply"])
for master in (
    registers.PARTS,
    registers.ALTERNATES,
    registers.KITS,
    registers.KIT_LINES,
    registers.PLACES,
    registers.LEVELS,
    registers.RECEIPTS,
    registers.TOOLS,
):
    add_master(router, master)


@router.get("/stock", response=Listing[StockOut])
@audience(*STOCK_READERS, scope="supply:read")
def list_stock(
    request: SignedInRequest, paging: Query[Paging], part_id: UUID | None = None, place_id: UUID | None = None
) -> HttpResponse:
    """What lies where."""
    rows = queries.stock_for(request.user)
    rows = rows.filter(part=part_id) if part_id else rows
    rows = rows.filter(place=place_id) if place_id else rows
    fields = {
        "place_id": "place_id", "place": "place__code", "part_id": "part_id", "part": "part__number", "quantity": "quantity", "reserved": "reserved",
    }  # fmt: skip
    return listing(rows, fields, paging=paging, order="id")


@router.post("/stock/receipts", response={204: None})
@audience(*STOREKEEPERS, scope="supply:write")
def receive_stock(request: SignedInRequest, data: SupplyBegin) -> tuple[int, None]:
    """Take parts into a store: place, part, quantity, lot, serials, document."""
    begin_record(request, ReceiveForm, stores.receive_stock, data)
    return 204, None


@router.post("/stock/carries", response={204: None})
@audience(*REQUESTERS, scope="supply:write")
def carry_stock(request: SignedInRequest, data: SupplyBegin) -> tuple[int, None]:
    """Carry parts from place to place: source, target, part, quantity, serial."""
    begin_record(request, CarryForm, stores.move_at_once, data)
    return 204, None


@router.post("/stock/write-offs", response={204: None})
@audience(*STOREKEEPERS, scope="supply:write")
def write_stock_off(request: SignedInRequest, data: SupplyBegin) -> tuple[int, None]:
    """Write parts off: place, part, quantity, serial, reason."""
    begin_record(request, ScrapForm, stores.scrap_stock, data)
    return 204, None


@router.get("/issues", response=Listing[PartIssueOut])
@audience(*STOCK_READERS, scope="supply:read")
def list_part_issues(
    request: SignedInRequest, paging: Query[Paging], state: IssueState | None = None
) -> HttpResponse:
    """Issues of parts, newest first."""
    rows = PartIssue.objects.visible_to(request.user)
    rows = rows.filter(state=state) if state else rows
    return listing(rows, tuple(PartIssueOut.model_fields), paging=paging, order="-requested_at")


@router.post("/issues", response=PartIssueOut)
@audience(*REQUESTERS, scope="supply:write")
def create_part_issue(request: SignedInRequest, data: SupplyBegin) -> object:
    """Ask for parts: part, quantity, place, purpose, charge_party, receiver, vessel, work_number, urgent, note."""
    values = {"purpose": "warranty", **data.values}
    return begin_record(request, RequestForm, issues.request_parts, SupplyBegin(id=data.id, values=values))


@router.get("/issues/{uuid:issue_id}", response=PartIssueOut)
@audience(*STOCK_READERS, scope="supply:read")
def read_part_issue(request: SignedInRequest, issue_id: UUID) -> object:
    """One issue."""
    return queries.issue_by_id(request.user, issue_id)


@router.post("/issues/{uuid:issue_id}/moves/{name}", response=SupplyMoved)
@audience(*STOREKEEPERS, Role.QUALITY, Role.ENGINEER, scope="supply:write")
def move_part_issue(request: SignedInRequest, issue_id: UUID, name: str, data: SupplyMove) -> object:
    """Take a step with an issue, by the name of the transition; `approve_after` approves after the fact."""
    return take_step(request, ISSUE_STEPS, name, queries.issue_by_id(request.user, issue_id), data)


@router.get("/transfers", response=Listing[TransferOut])
@audience(*STOCK_READERS, scope="supply:read")
def list_transfers(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """Transfers, newest first."""
    rows = Transfer.objects.visible_to(request.user)
    return listing(rows, tuple(TransferOut.model_fields), paging=paging, order="-asked_at")


@router.post("/transfers", response=TransferOut)
@audience(*STOREKEEPERS, scope="supply:write")
def create_transfer(request: SignedInRequest, data: SupplyBegin) -> object:
    """Ask for a transfer: source, target, part, quantity, note."""
    return begin_record(request, TransferForm, counting.ask_transfer, data)


@router.post("/transfers/{uuid:transfer_id}/moves/{name}", response=SupplyMoved)
@audience(*STOREKEEPERS, scope="supply:write")
def move_transfer(request: SignedInRequest, transfer_id: UUID, name: str, data: SupplyMove) -> object:
    """Take a step with a transfer."""
    return take_step(request, TRANSFER_STEPS, name, queries.transfer_by_id(request.user, transfer_id), data)


@router.post("/counts", response=CountOut)
@audience(*STOREKEEPERS, scope="supply:write")
def create_count(request: SignedInRequest, data: SupplyBegin) -> object:
    """Begin a stock count: place, note."""
    return begin_record(request, CountForm, counting.open_count, data)


@router.get("/counts", response=Listing[CountOut])
@audience(*STOCK_READERS, scope="supply:read")
def list_counts(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """Stock counts, newest first."""
    rows = StockCount.objects.visible_to(request.user)
    return listing(rows, tuple(CountOut.model_fields), paging=paging, order="-opened_at")


@router.get("/counts/{uuid:count_id}/lines", response=list[CountLineOut])
@audience(*STOCK_READERS, scope="supply:read")
def list_count_lines(request: SignedInRequest, count_id: UUID) -> list[CountLine]:
    """The lines of a count."""
    return list(queries.count_by_id(request.user, count_id).lines.all())


@router.post("/counts/{uuid:count_id}/moves/{name}", response=SupplyMoved)
@audience(*REQUESTERS, scope="supply:write")
def move_count(request: SignedInRequest, count_id: UUID, name: str, data: SupplyMove) -> object:
    """Take a step with a count; `hand_in` takes `line_<id>` for each line."""
    return take_step(request, COUNT_STEPS, name, queries.count_by_id(request.user, count_id), data)


@router.post("/tools/{uuid:pk}/moves/{name}", response=SupplyMoved)
@audience(*CARERS, Role.ENGINEER, scope="supply:write")
def move_tool(request: SignedInRequest, pk: UUID, name: str, data: SupplyMove) -> object:
    """Take a step with a tool: borrow, give_back, send, calibrate, repair, scrap, lose, find."""
    return take_step(request, TOOL_STEPS, name, tool_by_id(request.user, pk), data)


@router.get("/tools/{uuid:pk}/impact", response=list[ImpactOut])
@audience(*STOCK_READERS, scope="supply:read")
def list_tool_impact(request: SignedInRequest, pk: UUID) -> list[ImpactItem]:
    """Work done with a tool that failed its calibration, over all its reviews."""
    return list(ImpactItem.objects.visible_to(request.user).filter(review__tool=tool_by_id(request.user, pk)))


@router.post("/impact/{uuid:impact_id}", response=SupplyMoved)
@audience(*CARERS, scope="supply:write")
def judge_impact(request: SignedInRequest, impact_id: UUID, data: SupplyMove) -> object:
    """Judge a piece of work: verdict (none, measure, redo) and reason."""
    return take_step(request, {"judge": JUDGE}, "judge", impact_by_id(request.user, impact_id), data)


@router.get("/orders", response=Listing[PartsOrderOut])
@audience(*MARKET_READERS, scope="supply:read")
def list_parts_orders(
    request: SignedInRequest, paging: Query[Paging], state: MarketState | None = None
) -> HttpResponse:
    """Quotations and orders; a customer's own."""
    rows = orders.orders_for(request.user)
    rows = rows.filter(state=state) if state else rows
    return listing(rows, tuple(PartsOrderOut.model_fields), paging=paging, order="-asked_at")


@router.post("/orders", response=PartsOrderOut)
@audience(*SELLERS, scope="supply:write")
def create_parts_order(request: SignedInRequest, data: SupplyBegin) -> object:
    """Begin a quotation: customer, vessel, station, contact, terms."""
    made = begin_record(request, OrderForm, market.open_order, data)
    return orders.order_by_id(request.user, made.pk)


@router.get("/orders/{uuid:parts_order_id}", response=PartsOrderOut)
@audience(*MARKET_READERS, scope="supply:read")
def read_parts_order(request: SignedInRequest, parts_order_id: UUID) -> object:
    """One quotation or order."""
    return orders.order_by_id(request.user, parts_order_id)


@router.get("/orders/{uuid:parts_order_id}/lines", response=list[OrderLineOut])
@audience(*MARKET_READERS, scope="supply:read")
def list_parts_order_lines(request: SignedInRequest, parts_order_id: UUID) -> list[dict[str, Any]]:
    """The lines of an order, without the house's cost."""
    found = orders.order_by_id(request.user, parts_order_id)
    rows = OrderLine.objects.visible_to(request.user).filter(order=found).order_by("part__number")
    names = ("id", "part__number", "quantity", "unit_price_cny", "promised_days", "delivered")
    return [dict(zip(OrderLineOut.model_fields, row, strict=True)) for row in rows.values_list(*names)]


@router.post("/orders/{uuid:parts_order_id}/moves/{name}", response=SupplyMoved)
@audience(*SELLERS, Role.FLEET_MANAGER, scope="supply:write")
def move_parts_order(request: SignedInRequest, parts_order_id: UUID, name: str, data: SupplyMove) -> object:
    """Take a step with an order: add_line, quote, order, decline, revise, deliver, close, cancel."""
    return take_step(request, ORDER_STEPS, name, orders.order_by_id(request.user, parts_order_id), data)


@router.get("/scan", response=ScannedOut)
@audience(*STOCK_READERS, scope="supply:read")
def read_scanned(request: SignedInRequest, code: str) -> object:
    """What a scanned code names."""
    found = found_by_code(request.user, code[:500])
    if found is None:
        raise NotThere
    return {"kind": found[0], "id": found[1]}
