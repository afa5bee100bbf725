"""States of stock, issues, transfers, counts, tools and parts orders (HANDBOOK §4.9, §4.10)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move

KEEPERS = (Role.DISPATCHER, Role.STATION_MANAGER)
"""Who keeps a store: there is no trade of storekeepers of its own; the station's manager answers for its store."""
REQUESTERS = (*KEEPERS, Role.ENGINEER)
JUDGES = (Role.QUALITY,)


class PlaceKind(models.TextChoices):
    """What kind of place stock lies in."""

    CENTRAL = "central", _("Central warehouse")
    STATION = "station", _("Station store")
    SHELF = "shelf", _("Shelf")
    KIT = "kit", _("Engineer's kit")
    VESSEL = "vessel", _("Onboard spares")
    TRANSIT = "transit", _("In transit")


class MoveKind(models.TextChoices):
    """Why stock moved."""

    RECEIPT = "receipt", _("Receipt")
    ISSUE = "issue", _("Issue")
    RETURN = "return", pgettext_lazy("stock", "Return")
    TRANSFER = "transfer", _("Transfer")
    CONSUME = "consume", _("Used on board")
    RESTORE = "restore", _("Use taken back")
    SALE = "sale", _("Delivered to a customer")
    COUNT = "count", _("Count adjustment")
    SCRAP = "scrap", pgettext_lazy("stock", "Scrapped")


class IssueState(models.TextChoices):
    """Where an issue of parts stands."""

    REQUESTED = "requested", pgettext_lazy("part issue", "Requested")
    APPROVED = "approved", pgettext_lazy("part issue", "Approved")
    RESERVED = "reserved", pgettext_lazy("part issue", "Reserved")
    BACKORDERED = "backordered", pgettext_lazy("part issue", "Backordered")
    PICKED = "picked", pgettext_lazy("part issue", "Picked")
    ISSUED = "issued", pgettext_lazy("part issue", "Issued")
    CONSUMED = "consumed", pgettext_lazy("part issue", "Used up")
    RETURNED = "returned", pgettext_lazy("part issue", "Returned")
    RECONCILED = "reconciled", pgettext_lazy("part issue", "Reconciled")
    REJECTED = "rejected", pgettext_lazy("part issue", "Rejected")
    CANCELLED = "cancelled", pgettext_lazy("part issue", "Cancelled")


class Purpose(models.TextChoices):
    """On whose account a part is issued."""

    WARRANTY = "warranty", pgettext_lazy("part issue", "Warranty")
    CHARGE = "charge", pgettext_lazy("part issue", "Charged")
    LOAN = "loan", pgettext_lazy("part issue", "Loan")
    KIT = "kit", pgettext_lazy("part issue", "Kit replenishment")


I = IssueState  # noqa: E741 - the table reads better with one letter
ISSUE = Machine(
    noun="part issue",
    initial=I.REQUESTED,
    transitions=(
        move("approve", I.REQUESTED, I.APPROVED, KEEPERS, _("Approve"), guard="not_ones_own", primary=True),
        move("reject", I.REQUESTED, I.REJECTED, KEEPERS, _("Reject"), guard="reason"),
        move("urgent", I.REQUESTED, I.ISSUED, REQUESTERS, _("Issue at once (S1)"), guard="urgent_s1", danger=True),
        move("reserve", {I.APPROVED, I.BACKORDERED}, I.RESERVED, KEEPERS, _("Reserve"), guard="in_stock", primary=True),
        move("backorder", I.APPROVED, I.BACKORDERED, KEEPERS, _("Backorder")),
        move("expect", I.BACKORDERED, I.BACKORDERED, KEEPERS, _("Say when it arrives"), guard="day_ahead"),
        move("pick", I.RESERVED, I.PICKED, KEEPERS, _("Pick"), guard="serials", primary=True),
        move("issue", {I.RESERVED, I.PICKED}, I.ISSUED, KEEPERS, _("Issue"), guard="in_stock", primary=True),
        move("consume", I.ISSUED, I.CONSUMED, REQUESTERS, _("Report as used"), guard="in_the_kit"),
        move("return", {I.ISSUED, I.CONSUMED}, I.RETURNED, REQUESTERS, pgettext_lazy("stock", "Return"), guard="in_the_kit"),
        move("reconcile", {I.CONSUMED, I.RETURNED}, I.RECONCILED, KEEPERS, _("Reconcile"), guard="all_accounted", primary=True),
        move("cancel", {I.REQUESTED, I.APPROVED, I.RESERVED, I.PICKED, I.BACKORDERED}, I.CANCELLED, REQUESTERS, pgettext_lazy("do", "Cancel"), danger=True),
    ),
    terminal=frozenset({I.RECONCILED, I.REJECTED, I.CANCELLED}),
)  # fmt: skip
OPEN_ISSUES = (I.REQUESTED, I.APPROVED, I.RESERVED, I.BACKORDERED, I.PICKED, I.ISSUED, I.CONSUMED, I.RETURNED)
HOLDING = (I.RESERVED, I.PICKED)
"""States in which stock is held for the issue."""


class OldPartState(models.TextChoices):
    """Where the part that came out stands."""

    NONE = "", pgettext_lazy("old part", "None owed")
    DUE = "due", pgettext_lazy("old part", "Due")
    RECEIVED = "received", pgettext_lazy("old part", "Received")
    ANALYSED = "analysed", pgettext_lazy("old part", "Analysed")
    SCRAPPED = "scrapped", pgettext_lazy("old part", "Scrapped")


O = OldPartState  # noqa: E741
OLD_PART = Machine(
    noun="old part",
    initial=O.DUE,
    transitions=(
        move("old_receive", O.DUE, O.RECEIVED, KEEPERS, _("Receive the old part"), primary=True),
        move("old_analyse", O.RECEIVED, O.ANALYSED, (*KEEPERS, *JUDGES), _("Record its analysis"), guard="finding", primary=True),
        move("old_scrap", {O.RECEIVED, O.ANALYSED}, O.SCRAPPED, KEEPERS, _("Scrap the old part")),
    ),
    terminal=frozenset({O.SCRAPPED}),
)  # fmt: skip


class TransferState(models.TextChoices):
    """Where a transfer between places stands."""

    ASKED = "asked", pgettext_lazy("transfer", "Asked for")
    IN_TRANSIT = "in_transit", pgettext_lazy("transfer", "In transit")
    RECEIVED = "received", pgettext_lazy("transfer", "Received")
    CANCELLED = "cancelled", pgettext_lazy("transfer", "Cancelled")


T = TransferState
TRANSFER = Machine(
    noun="transfer",
    initial=T.ASKED,
    transitions=(
        move("send", T.ASKED, T.IN_TRANSIT, KEEPERS, pgettext_lazy("transfer", "Send"), guard="in_stock", primary=True),
        move("receive", T.IN_TRANSIT, T.RECEIVED, KEEPERS, pgettext_lazy("transfer", "Receive"), primary=True),
        move("cancel", T.ASKED, T.CANCELLED, KEEPERS, pgettext_lazy("do", "Cancel"), danger=True),
    ),
    terminal=frozenset({T.RECEIVED, T.CANCELLED}),
)  # fmt: skip


class CountState(models.TextChoices):
    """Where a stock count stands."""

    COUNTING = "counting", _("Counting")
    COUNTED = "counted", _("Differences to approve")
    POSTED = "posted", _("Posted")
    CANCELLED = "cancelled", pgettext_lazy("count", "Cancelled")


C = CountState
COUNT = Machine(
    noun="stock count",
    initial=C.COUNTING,
    transitions=(
        move("hand_in", C.COUNTING, C.COUNTED, REQUESTERS, _("Hand the count in"), guard="all_counted", primary=True),
        move("recount", C.COUNTED, C.COUNTING, KEEPERS, _("Have it counted again")),
        move("post", C.COUNTED, C.POSTED, KEEPERS, _("Approve the differences"), guard="not_the_counter", primary=True),
        move("cancel", {C.COUNTING, C.COUNTED}, C.CANCELLED, KEEPERS, pgettext_lazy("do", "Cancel"), danger=True),
    ),
    terminal=frozenset({C.POSTED, C.CANCELLED}),
)  # fmt: skip


class ToolState(models.TextChoices):
    """Where a tool stands."""

    AVAILABLE = "available", pgettext_lazy("tool", "Available")
    DUE_SOON = "due_soon", pgettext_lazy("tool", "Calibration due soon")
    LIMITED = "limited", pgettext_lazy("tool", "Limited use")
    BORROWED = "borrowed", pgettext_lazy("tool", "Borrowed")
    LOCKED = "overdue_locked", pgettext_lazy("tool", "Locked: calibration overdue")
    AT_CALIBRATION = "at_calibration", pgettext_lazy("tool", "At calibration")
    FAILED = "failed", pgettext_lazy("tool", "Calibration failed")
    IMPACT_REVIEW = "impact_review", pgettext_lazy("tool", "Impact review")
    REPAIRED = "repaired", pgettext_lazy("tool", "Repaired, to be calibrated")
    SCRAPPED = "scrapped", pgettext_lazy("tool", "Scrapped")
    LOST = "lost", pgettext_lazy("tool", "Lost")


L = ToolState
ON_THE_SHELF = frozenset({L.AVAILABLE, L.DUE_SOON, L.LIMITED})
"""States from which a tool may be borrowed, as long as its calibration has not run out."""
CARERS = (*KEEPERS, Role.QUALITY)

TOOL = Machine(
    noun="tool",
    initial=L.AVAILABLE,
    transitions=(
        move("borrow", ON_THE_SHELF, L.BORROWED, REQUESTERS, _("Borrow"), guard="calibration_in_date", primary=True),
        move("give_back", L.BORROWED, L.AVAILABLE, REQUESTERS, _("Give back"), primary=True),
        move("fall_due", L.AVAILABLE, L.DUE_SOON, (), _("Calibration due within 30 days")),
        move("lock", ON_THE_SHELF, L.LOCKED, (), _("Calibration overdue: locked")),
        move("send", {*ON_THE_SHELF, L.LOCKED, L.REPAIRED}, L.AT_CALIBRATION, CARERS, _("Send to calibration"), primary=True),
        move("calibrate", L.AT_CALIBRATION, L.AVAILABLE, CARERS, _("Record the calibration"), guard="certificate", primary=True),
        move("review", L.FAILED, L.IMPACT_REVIEW, CARERS, _("Open the impact review"), primary=True),
        move("repair", L.IMPACT_REVIEW, L.REPAIRED, CARERS, _("Repaired"), guard="all_work_judged", primary=True),
        move("scrap", {L.IMPACT_REVIEW, *ON_THE_SHELF, L.LOCKED, L.REPAIRED, L.LOST}, L.SCRAPPED, CARERS, pgettext_lazy("do", "Scrap"), guard="all_work_judged", danger=True),
        move("lose", {*ON_THE_SHELF, L.BORROWED, L.LOCKED, L.REPAIRED}, L.LOST, REQUESTERS, _("Report as lost"), danger=True),
        move("find", L.LOST, L.LOCKED, KEEPERS, _("Found again")),
    ),
    terminal=frozenset({L.SCRAPPED}),
)  # fmt: skip
"""`calibrate` leads to limited or failed instead where the result says so; `give_back` to what the calibration allows."""


class CalibrationResult(models.TextChoices):
    """What a calibration found."""

    PASSED = "passed", pgettext_lazy("calibration", "Passed")
    LIMITED = "limited", pgettext_lazy("calibration", "Passed with limits")
    FAILED = "failed", pgettext_lazy("calibration", "Failed")


class ImpactVerdict(models.TextChoices):
    """What a failed tool means for work done with it."""

    NONE = "none", pgettext_lazy("impact", "No effect")
    MEASURE = "measure", pgettext_lazy("impact", "Measure again")
    REDO = "redo", pgettext_lazy("impact", "Do the work again")


class MarketState(models.TextChoices):
    """Where parts sold outside warranty stand."""

    DRAFT = "draft", pgettext_lazy("parts order", "Draft")
    QUOTED = "quoted", pgettext_lazy("parts order", "Quoted")
    ORDERED = "ordered", pgettext_lazy("parts order", "Ordered")
    PARTLY = "partly", pgettext_lazy("parts order", "Partly delivered")
    DELIVERED = "delivered", pgettext_lazy("parts order", "Delivered")
    CLOSED = "closed", pgettext_lazy("parts order", "Closed")
    DECLINED = "declined", pgettext_lazy("parts order", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("parts order", "Cancelled")


K = MarketState
SELLERS = (Role.DISPATCHER, Role.SERVICE_MANAGER, Role.STATION_MANAGER)
MARKET = Machine(
    noun="parts order",
    initial=K.DRAFT,
    transitions=(
        move("add_line", K.DRAFT, K.DRAFT, SELLERS, _("Add a part"), primary=True),
        move("quote", K.DRAFT, K.QUOTED, SELLERS, _("Send the quotation"), guard="has_lines", primary=True),
        move("order", K.QUOTED, K.ORDERED, (*SELLERS, Role.FLEET_MANAGER), pgettext_lazy("do", "Order"), guard="still_valid", primary=True),
        move("decline", K.QUOTED, K.DECLINED, (*SELLERS, Role.FLEET_MANAGER), pgettext_lazy("do", "Decline"), guard="reason"),
        move("revise", K.QUOTED, K.DRAFT, SELLERS, _("Revise")),
        move("deliver", {K.ORDERED, K.PARTLY}, K.PARTLY, KEEPERS, pgettext_lazy("do", "Deliver"), guard="in_stock", primary=True),
        move("close", K.DELIVERED, K.CLOSED, SELLERS, _("Close: paid"), primary=True),
        move("cancel", {K.DRAFT, K.QUOTED, K.ORDERED}, K.CANCELLED, SELLERS, pgettext_lazy("do", "Cancel"), guard="reason", danger=True),
    ),
    terminal=frozenset({K.CLOSED, K.DECLINED, K.CANCELLED}),
)  # fmt: skip
"""`deliver` leads to delivered once every line is complete."""
BOUGHT = (K.ORDERED, K.PARTLY, K.DELIVERED, K.CLOSED)
