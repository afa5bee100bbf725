"""Rows to the question whether a case may close; later chapters say what they are still owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aftersail.cases.models import Case
from aftersail.cases.rules import CloseFacts
from aftersail.cases.states import OPEN_ORDERS, CaseState
from aftersail.core.models import Account, LogEntry

Contributor = Callable[[Case], dict[str, Any]]
_contributors: list[Contributor] = []


def contributes_to_closing(contributor: Contributor) -> Contributor:
    """Let a later chapter add fields of `CloseFacts` that only it knows; called from its `ready`."""
    _contributors.append(contributor)
    return contributor


def close_facts(case: Case, *, by: Account, at: datetime) -> CloseFacts:
    """Return everything that decides whether `by` may close the case at an instant."""
    asked = confirming_since(case)
    remote = case.visits_made == 0
    codes = {"mode": case.mode_id, "mechanism": case.mechanism_id, "cause": case.cause_id}
    known: dict[str, Any] = {
        "restored": case.restored_at is not None or bool(case.resolution),
        "open_orders": tuple(case.orders.filter(state__in=OPEN_ORDERS).values_list("number", flat=True)),
        "missing_codes": ()
        if remote and case.severity == "S4"
        else tuple(name for name, code in codes.items() if code is None),
        "leftovers_not_moved": case.leftovers.filter(done_at=None, moved_to=None).count(),
        "parts_owed": case.parts.filter(state="owed").count(),
        "customer_signed": case.confirmed_at is not None,
        "confirming_since": asked,
        "contacts": case.contacts.filter(made_at__gte=asked).count() if asked else 0,
        "by_dispatcher": by.has_role("dispatcher"),
        "raised_by_closer": case.request is not None and case.request.reported_by == by.pk,
    }
    for contributor in _contributors:
        known |= contributor(case)
    return CloseFacts(at=at, **known)


def confirming_since(case: Case) -> datetime | None:
    """Return when the customer was last asked to confirm."""
    if case.state != CaseState.CONFIRMING:
        return None
    entries = LogEntry.objects.filter(
        thread_id=case.pk, event="cases.CaseMoved", data__target=CaseState.CONFIRMING
    )
    return entries.order_by("-at").values_list("at", flat=True).first()
