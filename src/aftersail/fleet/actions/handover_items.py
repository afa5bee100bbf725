"""The items of a handover: listed from what the hull has, added, checked; what is missing becomes a leftover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.fleet.actions.leftovers import note_leftover
from aftersail.fleet.models import Equipment, Handover, HandoverItem, ReadinessItem, Vessel
from aftersail.fleet.permissions.handover import may_check_items
from aftersail.fleet.states import CheckResult, HandoverPart, ReadinessPart

PART_OF_PLAN = {
    ReadinessPart.SPARES: HandoverPart.SPARE,
    ReadinessPart.TRAINING: HandoverPart.TRAINING,
    ReadinessPart.DOCUMENTS: HandoverPart.DOCUMENT,
}
TESTS = (gettext_lazy("Commissioning tests"), gettext_lazy("Mooring trial"), gettext_lazy("Sea trial"))


def first_items(handover: Handover, vessel: Vessel) -> list[HandoverItem]:
    """What a handover lists from the start; its words are the house's own language."""
    with translation.override("zh-hans"):
        units = [
            HandoverItem(
                handover=handover, part=HandoverPart.UNIT, equipment=unit, title=f"{unit.name}（{unit.model.code}）"[:160],
                identifier=unit.serial_number,
            )
            for unit in Equipment.objects.filter(vessel=vessel, removed_on=None).select_related("model")
        ]  # fmt: skip
        planned = [
            HandoverItem(
                handover=handover,
                part=PART_OF_PLAN[ReadinessPart(point.part)],
                title=point.title,
                note=point.evidence,
            )
            for point in ReadinessItem.objects.filter(vessel=vessel, needed=True)
            if point.part in PART_OF_PLAN
        ]
        tests = [HandoverItem(handover=handover, part=HandoverPart.TEST, title=str(test)) for test in TESTS]
    return [*units, *planned, *tests]


@transaction.atomic
def add_item(
    *,
    by: Account,
    handover: Handover,
    id: UUID,
    part: str,
    title: str,
    at: datetime,
    identifier: str = "",
    quantity: int = 1,
) -> HandoverItem:
    """Add an item to a draft."""
    if known := made_before(HandoverItem, id):
        return known
    named = ALLOWED if title.strip() else refuse(_("Name the item."))
    kind = ALLOWED if part in HandoverPart.values else refuse(_("Choose what kind of item it is."))
    counted = ALLOWED if quantity > 0 else refuse(_("Give a quantity of one or more."))
    require(all_of(may_check_items(by, handover), named, kind, counted))
    item = HandoverItem(
        id=id,
        handover=handover,
        part=part,
        title=title.strip()[:160],
        identifier=identifier.strip()[:80],
        quantity=quantity,
    )
    item.save(force_insert=True)
    return item


@dataclass(frozen=True, slots=True)
class Owed:
    """The leftover that a missing or faulty item makes: which side owes it, who there, and by when."""

    owed_by: str
    due_on: date | None
    party: str = ""


@transaction.atomic
def check_item(
    *,
    by: Account,
    item: HandoverItem,
    result: str,
    at: datetime,
    note: str = "",
    identifier: str | None = None,
    owed: Owed | None = None,
    seen: int | None = None,
) -> HandoverItem:
    """Answer one item; what is missing or faulty becomes a leftover with the party that owes it and the day."""
    known = (
        ALLOWED
        if result in CheckResult.values
        else refuse(_("An item is in order, missing or faulty, or not applicable."))
    )
    missing = result == CheckResult.MISSING
    told = (
        refuse(_("Say which side owes it, and by when."))
        if missing and (owed is None or owed.due_on is None)
        else ALLOWED
    )
    has_already = item.leftovers.exists()
    require(all_of(may_check_items(by, item.handover), known, ALLOWED if has_already else told))
    number = item.identifier if identifier is None else identifier.strip()[:80]
    item.change(
        seen, result=result, note=note.strip()[:200], identifier=number, checked_by=by.name,
        checked_at=None if result == CheckResult.OPEN else at,
    )  # fmt: skip
    if missing and owed is not None and not has_already:
        text = f"{item.title} {number}".strip() + (f"：{item.note}" if item.note else "")
        note_leftover(
            by=by, vessel=item.handover.vessel, id=new_id(), text=text, owed_by=owed.owed_by, due_on=owed.due_on,
            party=owed.party, equipment=item.equipment, item=item, at=at,
        )  # fmt: skip
    elif result in {CheckResult.OK, CheckResult.NOT_APPLICABLE}:
        item.leftovers.filter(listed_on=None, fixed_on=None).delete()
    return item
