"""What a case still owes: parts and leftovers; it cannot close before they are settled."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.actions.carrying import put_right
from aftersail.cases.events import LeftoverNoted, PartOwed
from aftersail.cases.models import Case, CasePart, LeftoverItem
from aftersail.cases.permissions import may_settle_owed
from aftersail.cases.states import CASE, PartState
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.supply.models import Part


@transaction.atomic
def owe_part(
    *, by: Account, case: Case, id: UUID, part: Part, quantity: int, due_on: date | None, at: datetime
) -> CasePart:
    """Note that the ship is still to get a part."""
    if known := made_before(CasePart, id):
        return known
    counted = ALLOWED if quantity > 0 else refuse(_("Give a quantity of one or more."))
    require(all_of(may_settle_owed(by, case), counted))
    owed = CasePart.objects.create(id=id, case=case, part=part, quantity=quantity, due_on=due_on)
    _log_part(by, owed, at)
    return owed


@transaction.atomic
def settle_part(
    *, by: Account, owed: CasePart, supplied: bool, at: datetime, seen: int | None = None
) -> CasePart:
    """Note that the ship has the part, or no longer needs it."""
    still = ALLOWED if owed.state == PartState.OWED else refuse(_("This part is already settled."))
    require(all_of(may_settle_owed(by, owed.case), still))
    owed.change(seen, state=PartState.SUPPLIED if supplied else PartState.CANCELLED, settled_at=at)
    _log_part(by, owed, at)
    return owed


@transaction.atomic
def note_leftover(
    *, by: Account, case: Case, id: UUID, text: str, party: str, due_on: date | None, at: datetime
) -> LeftoverItem:
    """Note work that is left over, with who owes it."""
    if known := made_before(LeftoverItem, id):
        return known
    said = ALLOWED if text.strip() else refuse(_("Say what is left over."))
    require(all_of(may_settle_owed(by, case), said))
    item = LeftoverItem.objects.create(
        id=id, case=case, text=text.strip(), party=party.strip(), due_on=due_on
    )
    record(LeftoverNoted(text=item.text), by=by, about=case, at=at)
    return item


@transaction.atomic
def settle_leftover(
    *, by: Account, item: LeftoverItem, at: datetime, move_to: Case | None = None, seen: int | None = None
) -> LeftoverItem:
    """Note that a leftover is done, or move it to another open case of the same ship."""
    verdict = may_settle_owed(by, item.case)
    if move_to is not None:
        fits = (
            move_to.vessel_id == item.case.vessel_id
            and move_to.pk != item.case_id
            and move_to.state not in CASE.terminal
        )
        verdict = all_of(
            verdict, ALLOWED if fits else refuse(_("Choose another open case of the same ship."))
        )
        require(verdict)
        item.change(seen, moved_to=move_to)
        LeftoverItem.objects.create(case=move_to, text=item.text, party=item.party, due_on=item.due_on)
    else:
        require(verdict)
        item.change(seen, done_at=at)
        put_right(item, at)
    outcome = "✓" if move_to is None else f"→ {move_to.number}"
    record(LeftoverNoted(text=item.text, outcome=outcome), by=by, about=item.case, at=at)
    return item


def _log_part(by: Account, owed: CasePart, at: datetime) -> None:
    record(
        PartOwed(part=str(owed.part), quantity=owed.quantity, state=owed.state), by=by, about=owed.case, at=at
    )
