"""Facts about stock: it is the sum of its moves, never less than nothing, whoever asks at the same moment."""

from __future__ import annotations

import threading
from collections import defaultdict

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.scope import as_system, entered
from aftersail.core.verdicts import Refused
from aftersail.supply.actions.counting import (
    add_found,
    ask_transfer,
    hand_in_count,
    open_count,
    post_count,
    receive_transfer,
    send_transfer,
)
from aftersail.supply.actions.moves import hold, let_go, shift
from aftersail.supply.actions.stores import receive_stock, scrap_stock
from aftersail.supply.models import StockBalance, StockMove, StockTotal
from tests.supply.conftest import Stores, make_stores

NOW = timezone.now()


def sums_of_moves() -> dict[tuple[object, object, str, str], int]:
    """Return what must lie where by the moves alone."""
    sums: dict[tuple[object, object, str, str], int] = defaultdict(int)
    for move in StockMove.objects.all():
        for place, sign in ((move.source_id, -1), (move.target_id, 1)):
            if place:
                sums[place, move.part_id, move.lot, move.serial] += sign * move.quantity
    return {key: n for key, n in sums.items() if n}


def balances() -> dict[tuple[object, object, str, str], int]:
    """Return what lies where by the books."""
    rows = StockBalance.objects.values_list("place_id", "part_id", "lot", "serial", "quantity")
    return {row[:4]: row[4] for row in rows if row[4]}


def books_are_right() -> None:
    """Compare balances, totals and moves."""
    assert balances() == sums_of_moves()
    totals: dict[tuple[object, object], int] = defaultdict(int)
    for (place, part, _lot, _serial), n in balances().items():
        totals[place, part] += n
    for total in StockTotal.objects.all():
        assert total.quantity == totals[total.place_id, total.part_id]
        assert 0 <= total.reserved <= total.quantity


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receipt", "scrap", "transfer", "hold", "let_go"]), st.integers(1, 6), st.sampled_from(["", "L1", "L2"])
    ),
    max_size=25,
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_R59_stock_equals_the_sum_of_its_moves_whatever_is_done(stores, system_scope, steps):
    with transaction.atomic():
        held = 0
        for step, quantity, lot in steps:
            common = {"part": stores.bolt, "quantity": quantity, "at": NOW, "by": None, "lot": lot}
            try:
                if step == "receipt":
                    shift(kind="receipt", target=stores.store, **common)
                elif step == "scrap":
                    shift(kind="scrap", source=stores.store, **common)
                elif step == "transfer":
                    shift(kind="transfer", source=stores.store, target=stores.central, **common)
                elif step == "hold" and hold(stores.store, stores.bolt, quantity):
                    held += quantity
                elif step == "let_go" and held >= quantity:
                    let_go(stores.store, stores.bolt, quantity)
                    held -= quantity
            except Refused:
                pass
            books_are_right()
            assert stores.total()[1] == held
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_R59_storekeepers_issuing_the_last_parts_at_once_never_get_more_than_there_are():
    from aftersail.web.demo.small import load_small

    with as_system():
        stores = make_stores(load_small())
        stores.put(7)
    together, outcomes = threading.Barrier(12), []

    def take(name: str) -> None:
        try:
            by = Account.objects.get(username=name)
            with entered(by.scope()):
                together.wait()
                scrap_stock(
                    by=by,
                    id=new_id(),
                    place=stores.store,
                    part=stores.bolt,
                    quantity=1,
                    reason="损坏",
                    at=NOW,
                )
                outcomes.append("taken")
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=["manager" if n % 2 else "dispatcher"]) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("taken") == 7
    assert all("QD-A" in one for one in outcomes if one != "taken")
    with as_system():
        assert stores.total() == (0, 0)
        books_are_right()


@pytest.mark.django_db
def test_the_database_itself_refuses_a_move_that_leaves_less_than_nothing(stores, system_scope):
    stores.put(2)
    with pytest.raises(IntegrityError, match=r"never_negative|lot_is"), transaction.atomic():
        StockMove.objects.create(at=NOW, kind="scrap", part=stores.bolt, quantity=3, source=stores.store)


@pytest.mark.django_db
def test_moves_are_never_changed(stores, system_scope):
    stores.put(2)
    for forbidden in (StockMove.objects.update, StockMove.objects.all().delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            forbidden(**({"quantity": 9} if forbidden.__name__ == "update" else {}))


@pytest.mark.django_db
def test_what_is_held_for_one_issue_is_not_taken_by_another(stores, system_scope):
    stores.put(3)
    with transaction.atomic():
        assert hold(stores.store, stores.bolt, 2)
        assert not hold(stores.store, stores.bolt, 2)
        with pytest.raises(Refused):
            shift(kind="scrap", part=stores.bolt, quantity=2, source=stores.store, at=NOW, by=None)


@pytest.mark.django_db
def test_a_serial_number_lies_in_one_place_only(stores, world, system_scope):
    stores.put(1, part=world.part, serials=["S-1"])
    with pytest.raises(Refused, match=r"serial|序列号"):
        stores.put(1, part=world.part, place=stores.other_store, serials=["S-1"])
    with pytest.raises(Refused):
        stores.put(2, part=world.part, serials=["S-2"])
    assert stores.total(part=world.part) == (1, 0)


@pytest.mark.django_db
def test_the_same_receipt_sent_twice_is_one(stores, world, system_scope):
    once = new_id()
    for _again in range(2):
        receive_stock(
            by=world.accounts["dispatcher"], id=once, place=stores.store, part=stores.bolt, quantity=4, at=NOW
        )
    assert stores.total() == (4, 0)


@pytest.mark.django_db
def test_a_station_does_not_take_from_another_stations_store(stores, world):
    with as_system():
        stores.put(2, place=stores.other_store)
        by = Account.objects.get(username="manager")
    with entered(by.scope()), pytest.raises(Refused):
        scrap_stock(
            by=by, id=new_id(), place=stores.other_store, part=stores.bolt, quantity=1, reason="x", at=NOW
        )


@pytest.mark.django_db
def test_R59_a_transfer_lies_in_transit_until_it_is_received_and_what_is_missing_is_written_off(
    stores, world
):
    with as_system():
        stores.put(5, place=stores.central)
        desk, keeper = (Account.objects.get(username=name) for name in ("dispatcher", "manager"))
    with entered(keeper.scope()):
        transfer = ask_transfer(
            by=keeper,
            id=new_id(),
            source=stores.central,
            target=stores.store,
            part=stores.bolt,
            quantity=4,
            at=NOW,
        )
        with pytest.raises(Refused):
            send_transfer(by=keeper, transfer=transfer, at=NOW)
    with entered(desk.scope()):
        send_transfer(by=desk, transfer=transfer, at=NOW, waybill="SF1")
        assert (stores.total(place=stores.central), stores.total()) == ((1, 0), (0, 0))
    with entered(keeper.scope()):
        receive_transfer(by=keeper, transfer=transfer, quantity=3, at=NOW)
        assert (stores.total(), transfer.state) == ((3, 0), "received")
    with as_system():
        books_are_right()
        assert StockMove.objects.filter(kind="scrap", quantity=1, about_id=transfer.pk).exists()


@pytest.mark.django_db
def test_R59_a_count_is_blind_and_its_differences_are_approved_by_somebody_else(stores: Stores, world):
    with as_system():
        stores.put(5)
        stores.put(1, part=world.part, serials=["S-1"])
        desk, keeper = (Account.objects.get(username=name) for name in ("dispatcher", "manager"))
    with entered(keeper.scope()):
        count = open_count(by=keeper, id=new_id(), place=stores.store, at=NOW)
        lines = {line.part_id: line for line in count.lines.all()}
        assert all(line.booked is None for line in lines.values())
        with pytest.raises(Refused):
            hand_in_count(by=keeper, count=count, found={lines[stores.bolt.pk].pk: 3}, at=NOW)
        add_found(by=keeper, count=count, part=world.part, serial="S-9", found=1, at=NOW)
        found = {lines[stores.bolt.pk].pk: 3, lines[world.part.pk].pk: 1}
        hand_in_count(by=keeper, count=count, found=found, at=NOW)
        with pytest.raises(Refused):
            post_count(by=keeper, count=count, reason="盘亏", at=NOW)
    with entered(desk.scope()):
        with pytest.raises(Refused):
            post_count(by=desk, count=count, at=NOW)
        post_count(by=desk, count=count, reason="盘亏", at=NOW)
        assert (stores.total(), stores.total(part=world.part)) == ((3, 0), (2, 0))
        books_are_right()
