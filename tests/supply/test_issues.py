"""Facts about issuing parts: held when approved, out into the kit, used on a visit, accounted for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.supply.actions import accounting, issues
from aftersail.supply.actions.moves import kit_of
from aftersail.supply.models import Part, PartIssue
from aftersail.supply.rules.issue import approval_is_late
from aftersail.visits.actions import supplies
from tests.supply.conftest import Stores
from tests.supply.test_stock import books_are_right
from tests.visits.conftest import Aboard, story  # noqa: F401 - the fixture is shared

pytestmark = pytest.mark.django_db
NOW = timezone.now()
Act = Callable[..., Any]


def again(issue: PartIssue) -> None:
    """Read an issue as it stands now."""
    with as_system():
        issue.refresh_from_db()


@pytest.fixture
def act(world) -> Act:
    """Return a function that lets somebody do something, in their own scope."""

    def do(name: str, action: Act, /, **values: Any) -> Any:
        with as_system():
            by = Account.objects.get(username=name)
        with entered(by.scope()):
            return action(by=by, **({"at": NOW} | values))

    return do


@pytest.fixture
def asked(stores: Stores, act: Act) -> Callable[..., PartIssue]:
    """Return a function by which the engineer asks for bolts."""

    def ask(quantity: int = 2, **values: Any) -> PartIssue:
        wanted = {"part": stores.bolt, "place": stores.store, "id": new_id(), "quantity": quantity} | values
        return act("engineer", issues.request_parts, **wanted)

    return ask


def test_R59_an_issue_goes_from_request_to_reconciliation(stores, act, asked, world):
    with as_system():
        Part.objects.filter(pk=stores.bolt.pk).update(old_part_days=30)
        stores.bolt.refresh_from_db()
        stores.put(5)
    issue = asked(3)
    with pytest.raises(Refused):
        act("engineer", issues.approve_issue, issue=issue)
    act("manager", issues.approve_issue, issue=issue)
    assert (issue.state, issue.at_once) == ("reserved", True)
    with as_system():
        assert stores.total() == (5, 3)
    act("manager", issues.pick_issue, issue=issue)
    act("manager", issues.hand_out, issue=issue)
    with as_system():
        assert stores.total() == (2, 0)
        assert stores.total(place=kit_of(world.staff["engineer"])) == (3, 0)
    act("engineer", accounting.report_used, issue=issue, quantity=1)
    with pytest.raises(Refused):
        act("engineer", accounting.report_used, issue=issue, quantity=3)
    act("engineer", accounting.return_parts, issue=issue, quantity=2)
    assert (issue.state, issue.left, issue.old_state) == ("returned", 0, "due")
    with pytest.raises(Refused):
        act("manager", accounting.reconcile_issue, issue=issue)
    act("manager", accounting.move_old_part, issue=issue, name="old_receive", serial="OLD-1")
    with pytest.raises(Refused):
        act("quality", accounting.move_old_part, issue=issue, name="old_analyse", finding=" ")
    act("quality", accounting.move_old_part, issue=issue, name="old_analyse", finding="疲劳断口")
    act("manager", accounting.reconcile_issue, issue=issue)
    assert issue.state == "reconciled"
    with as_system():
        assert stores.total() == (4, 0)
        books_are_right()


def test_R59_what_the_store_lacks_is_backordered_and_held_as_soon_as_it_comes_in(stores, act, asked):
    first, second = asked(2), asked(2)
    for issue in (first, second):
        act("manager", issues.approve_issue, issue=issue)
        assert (issue.state, issue.at_once) == ("backordered", False)
    with as_system():
        stores.put(3)
    again(first)
    again(second)
    assert (first.state, second.state) == ("reserved", "backordered")
    act("engineer", issues.cancel_issue, issue=first)
    again(second)
    assert second.state == "reserved"


def test_R59_an_urgent_issue_goes_out_first_and_is_marked_when_nobody_approves_it_in_a_day(
    stores, act, asked
):
    with as_system():
        stores.put(4)
    calm, urgent = asked(1), asked(1, urgent=True)
    with pytest.raises(Refused):
        act("engineer", issues.hand_out_urgently, issue=calm)
    act("engineer", issues.hand_out_urgently, issue=urgent)
    assert (urgent.state, urgent.approved_at) == ("issued", None)
    act("engineer", accounting.report_used, issue=urgent, quantity=1)
    with pytest.raises(Refused):
        act("manager", accounting.reconcile_issue, issue=urgent)
    act("manager", issues.approve_after_the_fact, issue=urgent, at=NOW + timedelta(hours=30))
    assert approval_is_late(urgent=True, issued_at=urgent.issued_at, approved_at=urgent.approved_at, now=NOW)
    act("manager", accounting.reconcile_issue, issue=urgent)


def test_nobody_approves_what_they_asked_for_themselves(stores, act):
    with as_system():
        stores.put(1)
    mine = act("manager", issues.request_parts, id=new_id(), part=stores.bolt, quantity=1, place=stores.store)
    with pytest.raises(Refused):
        act("manager", issues.approve_issue, issue=mine)
    act("dispatcher", issues.approve_issue, issue=mine)


def test_R59_a_visit_uses_what_was_issued_and_says_when_nothing_was(stores, act, asked, world, story):  # noqa: F811
    aboard = Aboard(story).working()
    with as_system():
        stores.put(1, part=world.part, serials=["S-77"])
    issue = asked(1, part=world.part, work_ref=aboard.order.pk)
    act("manager", issues.approve_issue, issue=issue)
    act("manager", issues.hand_out, issue=issue)
    loose = aboard.do(
        supplies.record_part, 60, id=new_id(), part=world.part, quantity=1, serial_in="S-00", serial_out="X"
    )
    assert (loose.source, loose.issue) == (None, None)
    use = aboard.do(
        supplies.record_part, 61, id=new_id(), part=world.part, quantity=1, serial_in="S-77", serial_out="Y"
    )
    again(issue)
    assert (use.issue, issue.state, issue.consumed) == (issue, "consumed", 1)
    aboard.do(lambda by, visit, at: supplies.remove_part(by=by, use=visit.parts.get(pk=use.pk), at=at), 63)
    again(issue)
    assert (issue.state, issue.consumed) == ("issued", 0)
    with as_system():
        books_are_right()
        assert stores.total(part=world.part, place=kit_of(world.staff["engineer"])) == (1, 0)
