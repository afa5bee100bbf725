"""A query composed once answers as the ORM does, for everyone as far as they may see."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from django.utils import timezone

from aftersail.core.inserting import insert, insert_many
from aftersail.core.models import Account, Notification, Organisation, SearchEntry
from aftersail.core.postgresql.instants import UtcLoader
from aftersail.core.prepared import Prepared, SeenBy, Shapes, among
from aftersail.core.scope import WHICHEVER, as_system, entered
from aftersail.fleet.models import Equipment, Vessel
from aftersail.supply.models import Part
from aftersail.web.demo.small import World
from aftersail.web.postgres.server import SUPERUSER
from tests.postgres_plugin import DATABASES

pytestmark = pytest.mark.django_db


def test_models_come_with_their_related_ones(world: World, system_scope: None) -> None:
    units = Prepared(
        lambda vessel: Equipment.objects.filter(vessel=vessel).select_related("model__family", "parent"), UUID
    )
    expected = list(Equipment.objects.filter(vessel=world.vessel).select_related("model__family", "parent"))
    for _time in range(6):
        found = units.rows(world.vessel.pk)
        assert found == expected
        with connection.execute_wrapper(_no_query):
            assert [(u.model.family.name, u.parent) for u in found] == [
                (u.model.family.name, u.parent) for u in expected
            ]
    assert units.rows(uuid4()) == []


def _no_query(*_args: object) -> object:
    raise AssertionError("a related record was asked for again")


def test_tuples_ids_and_limits_are_kept(world: World, system_scope: None) -> None:
    names = Prepared(
        lambda ids: (
            Vessel.objects.filter(pk__in=among(ids)).order_by("hull_code").values_list("hull_code")[:2]
        ),
        list,
    )
    chosen = [world.vessel.pk, world.old_vessel.pk, world.yard_vessel.pk]
    assert names.rows(chosen) == [("BC-007",), ("BC-101",)]
    assert names.rows([]) == []


def test_an_account_sees_as_much_as_through_visible_to(world: World, system_scope: None) -> None:
    vessels = SeenBy(Vessel, lambda seen, code: seen.filter(hull_code=code), str)
    assert vessels.first(world.accounts["dispatcher"], "NP-201") == world.yard_vessel
    assert vessels.first(world.accounts["crew"], "NP-201") is None
    assert vessels.first(world.accounts["crew"], "BC-101") == world.vessel


def test_an_argument_that_is_no_value_of_the_query_is_refused() -> None:
    with pytest.raises(TypeError):
        Prepared(lambda _unused: Account.objects.all(), UUID).rows(uuid4())


def test_annotated_models_are_refused() -> None:
    with pytest.raises(TypeError):
        Prepared(lambda key: Organisation.objects.filter(pk=key).annotate(n=Count("accounts")), UUID).rows(
            uuid4()
        )


def test_a_row_inserted_by_itself_is_the_row_that_save_makes(world: World, system_scope: None) -> None:
    made = Notification(account=world.accounts["crew"], event="x", title="你好", data={"a": [1]}, entry_id=7)
    insert(made)
    kept = Notification.objects.get(pk=made.pk)
    assert (kept.title, kept.data, kept.url, kept.version, kept.read_at) == ("你好", {"a": [1]}, "", 1, None)
    assert not made._state.adding


@pytest.mark.parametrize(
    "text", ["2026-03-04 01:30:00+00", "2026-03-04 01:30:00.5+00", "1999-12-31 23:59:59.999999+00"]
)
def test_instants_are_read_as_the_driver_reads_them(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [text])
        (read,) = cursor.fetchone()
    assert read == UtcLoader.read(text.encode())
    assert read.utcoffset() == timedelta(0)


def test_an_instant_in_another_zone_is_left_to_the_driver() -> None:
    with pytest.raises(ValueError):
        UtcLoader.read(b"2026-03-04 09:30:00+08")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(
    request: pytest.FixtureRequest,
) -> None:
    databases = request.config.stash[DATABASES]
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    assert connection.is_usable()
    with psycopg.connect(databases.server.url(databases.name, SUPERUSER), autocommit=True) as superuser:
        superuser.execute("select pg_terminate_backend(%s, 5000)", [pid])
    assert not connection.is_usable()
    connection.close()
    assert timezone.now() is not None
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        assert cursor.fetchone()[0] != pid


def test_many_rows_inserted_at_once_are_those_that_bulk_create_makes(
    world: World, system_scope: None
) -> None:
    now = timezone.now()
    values: list[dict[str, Any]] = [
        {"event": "x", "title": 'It\'s "一" \\ \n', "data": {"n": n, "甲": [None, 1.5]}, "read_at": now if n % 2 else None, "entry_id": n}
        for n in range(7)
    ]  # fmt: skip
    one, other = world.accounts["crew"], world.accounts["owner"]
    insert_many([Notification(account=one, **row) for row in values], at_once=3)
    Notification.objects.bulk_create(Notification(account=other, **row) for row in values)
    shown = ("event", "title", "data", "read_at", "entry_id", "url", "version")
    by_json = Notification.objects.filter(account=one).order_by("entry_id").values_list(*shown)
    assert list(by_json) == list(
        Notification.objects.filter(account=other).order_by("entry_id").values_list(*shown)
    )


def test_numbers_arrays_and_bytes_survive_and_a_known_key_can_be_replaced(
    world: World, system_scope: None
) -> None:
    part = Part(number="X-1", name="泵", family=world.radar_model.family, price_cny=Decimal("12.30"))
    insert_many([part])
    assert Part.objects.get(pk=part.pk).price_cny == Decimal("12.30")
    entry = SearchEntry(
        subject_id=part.pk,
        subject_type="x",
        title="a",
        terms=["泵", "x-1"],
        keys=[part.pk],
        at=timezone.now(),
    )
    insert_many([entry])
    entry.title = "b"
    insert_many([entry], replacing=True)
    kept = SearchEntry.objects.get(pk=part.pk)
    assert (kept.title, kept.terms, kept.keys) == ("b", ["泵", "x-1"], [part.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([entry])


def test_more_values_than_a_statement_carries_are_split(world: World, system_scope: None) -> None:
    account = world.accounts["crew"]
    Notification.objects.bulk_create(
        Notification(account=account, event="x", title="t", entry_id=n) for n in range(9000)
    )
    rows = list(Notification.objects.filter(account=account))
    for row in rows:
        row.title, row.url = "u", "/x/"
    assert Notification.objects.bulk_update(rows, ["title", "url", "event"]) == 9000
    assert Notification.objects.filter(account=account, title="u").count() == 9000


def test_a_list_of_any_shape_is_composed_once_and_answers_what_the_orm_does(
    client: Any, world: World
) -> None:
    with as_system():
        for n in range(3):
            Vessel.objects.create(hull_code=f"ZZ-{n}", name=f"船{n}", customer=world.vessel.customer)
    shapes = Shapes()
    with as_system():
        for name in ("船0", "船2", "nobody"):
            rows = shapes.rows("by name", _codes_named, name)
            assert rows == list(_codes_named(name).values_list("hull_code", "customer__name"))
            assert shapes.count("by name", _codes_named, name) == len(rows)
        assert (
            shapes.rows("chosen", lambda ids: Vessel.objects.filter(pk__in=among(ids)).values_list("pk"), [])
            == []
        )


def _codes_named(name: str) -> Any:
    return Vessel.objects.filter(name=name).order_by("hull_code").values_list("hull_code", "customer__name")


def test_ids_and_instants_are_read_as_json_writes_them(world: World, system_scope: None) -> None:
    at = timezone.now().replace(microsecond=500_000)
    Notification.objects.create(account=world.accounts["crew"], event="x", title="t", entry_id=1, read_at=at)
    (row,) = Shapes().rows(
        "read",
        lambda read: Notification.objects.filter(read_at=read).values_list("account_id", "read_at"),
        at,
    )
    assert row[0] == str(world.accounts["crew"].pk)
    assert row[1].endswith("+00:00")
    assert datetime.fromisoformat(row[1]) == at


def test_who_asks_is_found_out_in_any_scope_and_sees_nothing_else(world: World) -> None:
    with entered(WHICHEVER):
        assert Account.objects.filter(username="crew").exists()
        assert Vessel._base_manager.count() == 0
