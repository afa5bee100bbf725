"""Who may read and write the parts catalogue, stock, tools and parts orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import CUSTOMER_SIDE, HOUSE, Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.supply.models import PartIssue, PartsOrder, StockCount, StockPlace, Tool, Transfer
from aftersail.supply.states import (
    CARERS,
    COUNT,
    ISSUE,
    MARKET,
    OLD_PART,
    REQUESTERS,
    SELLERS,
    TOOL,
    TRANSFER,
)
from aftersail.supply.states import KEEPERS as STOREKEEPERS

READERS = HOUSE - {Role.ADMIN}
"""The house reads the catalogue with its prices; nobody else does."""

KEEPERS = frozenset({Role.DISPATCHER})
STOCK_READERS = frozenset({
    Role.DISPATCHER, Role.STATION_MANAGER, Role.ENGINEER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR, Role.FINANCE,
})  # fmt: skip
"""Who looks at stock: people of stations, and those whose reach is everything."""

SPARES_READERS = STOCK_READERS | CUSTOMER_SIDE
"""Who reads what lies on board of a ship of their reach."""

COST_READERS = STOCK_READERS - {Role.ENGINEER}
MARKET_HOUSE = frozenset({
    Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.FINANCE, Role.EXECUTIVE, Role.AUDITOR,
})  # fmt: skip
MARKET_READERS = MARKET_HOUSE | {Role.FLEET_MANAGER}
"""A customer's buyer reads and orders the quotations made to it; cost and margin stay in the house."""

__all__ = ["CARERS", "REQUESTERS", "SELLERS", "STOREKEEPERS"]


def may_keep_parts(account: Account, _part: object) -> Verdict:
    """The parts catalogue is the dispatcher's."""
    if account.has_role(Role.DISPATCHER):
        return ALLOWED
    return refuse(_("Only the dispatcher changes the parts catalogue."))


def may_keep_stock(account: Account, _record: object) -> Verdict:
    """Places, levels and kit lists are the dispatcher's."""
    if account.has_role(Role.DISPATCHER):
        return ALLOWED
    return refuse(_("Only the dispatcher sets up places, stock levels and kit lists."))


def may_keep_tool(account: Account, tool: Tool) -> Verdict:
    """The tools of a station are its manager's and the dispatcher's."""
    if account.has_role(Role.DISPATCHER, Role.QUALITY):
        return ALLOWED
    if account.has_role(Role.STATION_MANAGER) and tool.station_id in account.reach_ids:
        return ALLOWED
    return refuse(_("Tools are kept by their own station, quality or the dispatcher."))


def may_keep_store(by: Account, place: StockPlace) -> Verdict:
    """A store is kept by its own station's manager or the dispatcher; a kit also by its holder."""
    if by.has_role(Role.DISPATCHER):
        return ALLOWED
    if by.has_role(Role.STATION_MANAGER) and place.station_id in by.reach_ids:
        return ALLOWED
    staff = getattr(by, "staff", None)
    if staff is not None and place.holder_id == staff.pk:
        return ALLOWED
    return refuse(_("This store is another station's. Ask its manager, or the dispatcher."))


def may_ask_for_parts(by: Account) -> Verdict:
    """Parts are asked for by engineers, stations and dispatch."""
    if by.has_role(*REQUESTERS) and getattr(by, "staff", None) is not None:
        return ALLOWED
    return refuse(_("Parts are asked for by engineers, stations and dispatch."))


def may_move_issue(by: Account, issue: PartIssue, name: str) -> Verdict:
    """Whether this person may take this step; an engineer only on issues of their own, a station only in its store."""
    verdict = ISSUE.may(name, issue.state, by.role_set)
    if by.has_role(*STOREKEEPERS):
        mine = issue.requester_id == getattr(getattr(by, "staff", None), "pk", None)
        return verdict if mine else all_of(verdict, may_keep_store(by, issue.place))
    return all_of(verdict, _own(by, issue))


def may_move_old_part(by: Account, issue: PartIssue, name: str) -> Verdict:
    """Whether this person may take this step with the old part."""
    return OLD_PART.may(name, issue.old_state, by.role_set)


def may_move_transfer(by: Account, transfer: Transfer, name: str) -> Verdict:
    """What is sent leaves one's own store, what is received enters it."""
    place = transfer.target if name == "receive" else transfer.source
    return all_of(TRANSFER.may(name, transfer.state, by.role_set), may_keep_store(by, place))


def may_move_count(by: Account, count: StockCount, name: str) -> Verdict:
    """Whoever works in the store counts; its keeper approves."""
    verdict = COUNT.may(name, count.state, by.role_set)
    if name == "hand_in" and count.place.station_id in by.reach_ids:
        return verdict
    return all_of(verdict, may_keep_store(by, count.place))


def may_move_tool(by: Account, tool: Tool, name: str) -> Verdict:
    """Whether this person may take this step with a tool, by the transition table."""
    return TOOL.may(name, tool.state, by.role_set)


def may_move_order(by: Account, order: PartsOrder, name: str) -> Verdict:
    """Whether this person may take this step with a parts order, by the transition table."""
    return MARKET.may(name, order.state, by.role_set)


def _own(by: Account, issue: PartIssue) -> Verdict:
    staff = getattr(by, "staff", None)
    if staff is not None and issue.requester_id == staff.pk:
        return ALLOWED
    return refuse(_("These parts were asked for by somebody else. Ask them, or the station's manager."))
