"""Decisions about one case: its stamps, clocks, severity, closing, duplicates and replies; pure, no queries."""

from aftersail.cases.rules.clocks import (
    AT_SEA,
    ESCALATE_AT,
    Clock,
    ClockFacts,
    ClockKind,
    ClockState,
    case_clocks,
    onsite_clock,
    permanent_clock,
    response_clock,
    restore_clock,
)
from aftersail.cases.rules.closing import (
    CloseFacts,
    closes_unconfirmed,
    may_accept_temporary,
    may_close,
    may_reopen,
)
from aftersail.cases.rules.duplicates import DuplicateHint, Report, duplicate_hints, may_merge
from aftersail.cases.rules.pauses import LISTED_REASONS, Pause, may_suspend, merged_pauses, pausing_now
from aftersail.cases.rules.replies import (
    ReplyDue,
    may_acknowledge,
    may_cancel,
    may_reject,
    may_resolve_remotely,
    may_triage,
    reply_due,
)
from aftersail.cases.rules.severity import FaultSigns, SeverityProposal, may_change_severity, propose_severity
from aftersail.cases.rules.stamps import STAMP_NAMES, CaseStamps, check_stamp_order, stamps_after_reopening

__all__ = [
    "AT_SEA",
    "ESCALATE_AT",
    "LISTED_REASONS",
    "STAMP_NAMES",
    "CaseStamps",
    "Clock",
    "ClockFacts",
    "ClockKind",
    "ClockState",
    "CloseFacts",
    "DuplicateHint",
    "FaultSigns",
    "Pause",
    "ReplyDue",
    "Report",
    "SeverityProposal",
    "case_clocks",
    "check_stamp_order",
    "closes_unconfirmed",
    "duplicate_hints",
    "may_accept_temporary",
    "may_acknowledge",
    "may_cancel",
    "may_change_severity",
    "may_close",
    "may_merge",
    "may_reject",
    "may_reopen",
    "may_resolve_remotely",
    "may_suspend",
    "may_triage",
    "merged_pauses",
    "onsite_clock",
    "pausing_now",
    "permanent_clock",
    "propose_severity",
    "reply_due",
    "response_clock",
    "restore_clock",
    "stamps_after_reopening",
]
