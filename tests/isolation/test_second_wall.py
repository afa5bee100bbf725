"""With the first wall taken down, row-level security still shows nobody the rows of another customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from aftersail.core import isolation
from aftersail.core.isolation import VisibleQuerySet, protected_models
from aftersail.core.models import Account
from aftersail.core.postgresql.base import ScopeChangedInTransaction
from aftersail.core.scope import Scope, as_system, entered
from aftersail.fleet.models import Vessel
from tests.isolation.asking import read_everything
from tests.isolation.history import History
from tests.isolation.reach import may_name, stranger_to
from tests.isolation.records import kinds_of


@pytest.fixture
def first_wall_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `visible_to` let every row through, as a forgotten filter would."""
    monkeypatch.setattr(VisibleQuerySet, "visible_to", lambda self, account: self)
    monkeypatch.setattr(isolation, "visible", lambda model, account: VisibleQuerySet(model))
    monkeypatch.setattr("aftersail.core.attention.visible", lambda model, account: VisibleQuerySet(model))


@pytest.mark.parametrize("name", ["crew", "other_crew", "owner", "yard", "consultant"])
def test_pages_api_search_and_export_stay_silent_without_the_first_wall(
    name: str, history: History, client_of: Callable[[str], Client], first_wall_down: None, taken_back: None
):
    own = {"crew": "A", "owner": "A", "other_crew": "B", "yard": "B"}.get(name, "")
    foreign = {side.word for key, side in history.sides.items() if key != own}
    leaks = [
        f"{reading}: …{reading.words[word]}…"
        for reading in read_everything(client_of(name), history, name, stranger_to(name))
        for word in foreign & set(reading.words)
        if not may_name(name, reading.route) and kinds_of(reading.route) != {"secret"}
    ]
    assert not leaks, "\n" + "\n".join(leaks)


@pytest.mark.parametrize("model", protected_models(), ids=lambda model: model._meta.label)
def test_a_scoped_account_finds_no_row_of_the_other_customer_in_any_table(
    model: Any, history: History, taken_back: None
):
    with as_system():
        crew = Account.objects.get(pk=history.accounts["crew"].pk)
        everything = model._base_manager.count()
    with entered(crew.scope()):
        mine = set(model._base_manager.values_list("pk", flat=True))
        lawful = set(isolation.visible(model, crew).values_list("pk", flat=True))
    assert mine == lawful, "the two walls disagree"
    assert len(mine) < everything or everything == 0


def test_the_log_cannot_be_rewritten_by_whoever_serves_pages(history: History, taken_back: None):
    for wanted in (Scope.everything(), Account.objects.get(pk=history.accounts["crew"].pk).scope()):
        for statement in (
            "update core_logentry set event = 'x'",
            "delete from core_logentry",
            "truncate core_logentry",
            "select * from core_loghead",
        ):
            with (
                entered(wanted),
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


@pytest.fixture
def two_ships(django_db_setup: None, transactional_db: None) -> Iterator[tuple[Any, Any]]:
    """Two accounts and their ships, committed, so that threads with connections of their own see them."""
    from aftersail.web.demo.small import load_small

    with as_system():
        world = load_small()
        yield world.accounts["crew"], world.accounts["other_crew"]


def test_a_scope_that_changes_inside_a_transaction_of_the_product_is_refused(two_ships: tuple[Any, Any]):
    with entered(two_ships[0].scope()), transaction.atomic():
        assert Vessel.objects.count() == 1
        with entered(two_ships[1].scope()), pytest.raises(ScopeChangedInTransaction):
            Vessel.objects.count()


def fail_inside(account: Account) -> None:
    """Read something, then fail in the middle of the transaction."""
    with entered(account.scope()), suppress(RuntimeError), transaction.atomic():
        Vessel.objects.count()
        raise RuntimeError


def test_connections_that_change_hands_never_show_the_last_persons_rows(two_ships: tuple[Any, Any]):
    expected = {}
    for account in two_ships:
        with entered(account.scope()):
            expected[account.username] = set(Vessel.objects.values_list("hull_code", flat=True))
    assert all(len(hulls) == 1 for hulls in expected.values())
    assert expected["crew"] != expected["other_crew"]

    def look(turn: int) -> list[str]:
        wrong = []
        for step in range(40):
            account = two_ships[(turn + step) % 2]
            with entered(account.scope()):
                seen = set(Vessel.objects.values_list("hull_code", flat=True))
                with transaction.atomic():
                    inside = set(Vessel.objects.values_list("hull_code", flat=True))
            outside = set(Vessel.objects.values_list("hull_code", flat=True)) if step % 3 == 0 else set()
            if seen != expected[account.username] or inside != seen or outside:
                wrong.append(f"{account.username}: {seen} {inside} {outside}")
            if step % 7 == 0:
                fail_inside(account)
        connection.close()
        return wrong

    with ThreadPoolExecutor(max_workers=6) as pool:
        found = [line for lines in pool.map(look, range(12)) for line in lines]
    assert found == []


def test_an_id_of_another_customers_record_tells_nothing_when_sent_as_ones_own(
    history: History, client_of: Callable[[str], Client], taken_back: None
):
    """A client makes ids itself; one that exists elsewhere must be refused, never answered with what is there."""
    foreign = history.sides["B"]
    body = {
        "id": str(foreign.records["request"].pk),
        "text": "试探",
        "reporter_name": "罗望潮",
        "equipment_id": str(history.sides["A"].unit.pk),
    }
    answer = client_of("crew").post("/api/v1/requests", body, content_type="application/json")
    assert answer.status_code in {409, 422}, answer.content
    assert foreign.word not in answer.content.decode()


def test_a_guest_with_an_id_of_another_customers_report_is_not_led_to_it(history: History, taken_back: None):
    foreign, own = history.sides["B"].records["request"], history.sides["A"].unit
    form = {"id": str(foreign.pk), "text": "试探", "reporter_name": "水手长"}
    answer = Client().post(f"/r/{own.label_token}/", form)
    assert answer.status_code == 422
    assert foreign.tracking_code not in answer.content.decode()
