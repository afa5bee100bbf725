"""What was done is written down as it happens: log entries, numbers, and moves that the transition tables allow."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from datetime import datetime
from typing import Any

from aftersail.care.models import ReturnVisit
from aftersail.care.states import RETURN_VISIT
from aftersail.cases.events import CaseMoved, OrderMoved
from aftersail.cases.models import Case, WorkOrder
from aftersail.cases.states import CASE, WORK_ORDER
from aftersail.core.events import Event
from aftersail.core.log import entry_for
from aftersail.core.models import Account, LogEntry, NumberSeries
from aftersail.core.record import Record
from aftersail.core.states import Machine
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.states import CARD
from aftersail.visits import events as on_board
from aftersail.visits.models import Visit
from aftersail.visits.states import VISIT
from aftersail.web.demo.setting import LOCAL
from aftersail.web.demo.sheet import Sheet

VISIT_EVENTS: dict[str, type[Event]] = {
    "accept": on_board.VisitAccepted,
    "set_out": on_board.VisitSetOut,
    "arrive": on_board.VisitArrived,
    "begin": on_board.WorkBegan,
    "wait": on_board.WorkWaited,
    "finish": on_board.WorkFinished,
    "sign": on_board.VisitSigned,
    "review": on_board.VisitReviewed,
    "close": on_board.VisitClosed,
    "abort": on_board.VisitAborted,
}


class Unlawful(Exception):
    """The story wanted a move that the transition table refuses: a mistake in the demo itself."""


class Chronicle:
    """Keeps the log and the number series while history is told in the order of time."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.last: dict[str, int] = defaultdict(int)

    def number(self, form: str, station: str, at: datetime) -> str:
        """Take the next number of a series, as `core.numbering` would."""
        key = f"{form}-{station}-{at.astimezone(LOCAL):%Y%m}"
        self.last[key] += 1
        return f"{key}-{self.last[key]:04d}"

    def note(self, event: Event, about: Record, by: Account | None, at: datetime) -> LogEntry:
        """Log that something happened."""
        return self.sheet.put(entry_for(event, by=by, about=about, at=at))

    def move_case(
        self, case: Case, move: str, by: Account, at: datetime, reason: str = "", **values: Any
    ) -> None:
        """Move a case, if its table lets this person."""
        source = _moved(CASE, case, move, by, values)
        self.note(CaseMoved(move=move, source=source, target=case.state, reason=reason), case, by, at)

    def move_order(
        self, order: WorkOrder, move: str, by: Account, at: datetime, reason: str = "", **values: Any
    ) -> None:
        """Move a work order, if its table lets this person."""
        source = _moved(WORK_ORDER, order, move, by, values)
        self.note(
            OrderMoved(number=order.number, move=move, source=source, target=order.state, reason=reason),
            order,
            by,
            at,
        )

    def move_visit(self, visit: Visit, move: str, by: Account, at: datetime, **values: Any) -> None:
        """Move a visit, if its table lets this person; its events have names of their own."""
        told: dict[str, Any] = {name: values.pop(name) for name in ("reason", "signer") if name in values}
        _moved(VISIT, visit, move, by, values)
        facts: dict[str, Any] = {
            "visit_id": visit.pk, "case_id": visit.order.case_id, "number": visit.number, "engineer": visit.lead.name,
            "restored": visit.restored, "signed_at": visit.signed_at, **told,
        }  # fmt: skip
        kind = VISIT_EVENTS[move]
        self.note(
            kind(**{field.name: facts[field.name] for field in dataclasses.fields(kind)}), visit, by, at
        )

    def move_return_visit(
        self, visit: ReturnVisit, move: str, by: Account, at: datetime, event: Event, **values: Any
    ) -> None:
        """Move a return visit, if its table lets this person."""
        _moved(RETURN_VISIT, visit, move, by, values)
        self.note(event, visit, by, at)

    def move_card(self, card: SatisfactionCard, move: str, by: Account, at: datetime, **values: Any) -> None:
        """Answer or decline a card, if its table lets this person."""
        _moved(CARD, card, move, by, values | {"answered_at": at})

    def close_series(self) -> None:
        """Put down how far each series has come."""
        for key, last in sorted(self.last.items()):
            self.sheet.put(NumberSeries(key=key, last=last))


def _moved(machine: Machine, row: Any, move: str, by: Account, values: dict[str, Any]) -> str:
    verdict = machine.may(move, row.state, by.role_set)
    if not verdict:
        raise Unlawful(
            f"{machine.noun} {row.state} –{move}→ by {by.roles}: {[str(r) for r in verdict.reasons]}"
        )
    source = str(row.state)
    row.state = str(machine.named(move).target)
    for name, value in values.items():
        setattr(row, name, value)
    return source
