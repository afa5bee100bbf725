"""Writes that travel together are one statement: all of them happen, or none."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_init
from django.utils import timezone

from aftersail.core.attention import following, is_following
from aftersail.core.inserting import insert
from aftersail.core.log import record
from aftersail.core.models import LogEntry, Organisation, OrganisationKind
from aftersail.core.postgresql.fetching import maker_of
from aftersail.core.record import Stale
from aftersail.core.tokens import TokenRevoked
from aftersail.core.writing import carry_out, insertion
from aftersail.web.demo.small import World

pytestmark = pytest.mark.django_db


def test_what_an_action_leaves_behind_is_one_statement(world: World, system_scope: None) -> None:
    account, made = world.accounts["admin"], Organisation(name="甲", kind=OrganisationKind.HOUSE)
    asked: list[str] = []
    with transaction.atomic(), connection.execute_wrapper(lambda go, *a: (asked.append(a[0]), go(*a))[1]):
        entry = record(
            TokenRevoked(token_name="t"), by=account, about=account,
            beside=[insertion(made), following(account, made)],
        )  # fmt: skip
    assert len(asked) == 1
    assert LogEntry.objects.get(pk=entry.pk).data == {"token_name": "t"}
    assert Organisation.objects.get(pk=made.pk).kind == "house"
    assert is_following(account, made)


def test_one_refused_write_refuses_them_all(world: World, system_scope: None) -> None:
    account, before = world.accounts["admin"], LogEntry.objects.count()
    twice = Organisation(pk=account.organisation_id, name="乙", kind=OrganisationKind.HOUSE)
    with pytest.raises(IntegrityError), transaction.atomic():
        record(TokenRevoked(token_name="t"), by=account, about=account, beside=[insertion(twice)])
    assert LogEntry.objects.count() == before


def test_a_row_that_is_there_may_be_left_out(world: World, system_scope: None) -> None:
    account = world.accounts["admin"]
    carry_out(following(account, world.vessel))
    carry_out(following(account, world.vessel), following(account, world.old_vessel))
    assert is_following(account, world.old_vessel)


def test_a_change_sets_fields_as_the_orm_would(world: World, system_scope: None) -> None:
    vessel = world.vessel
    vessel.change(name="新名", delivered_on=timezone.localdate(), steward=None, station_id=vessel.station_id)
    again = type(vessel).objects.get(pk=vessel.pk)
    assert (again.name, again.delivered_on, again.steward_id, again.version) == (
        "新名", timezone.localdate(), None, vessel.version,
    )  # fmt: skip
    with pytest.raises(Stale):
        again.change(seen=again.version - 1, name="x")


def test_an_inserted_row_reads_as_it_was_written(world: World, system_scope: None) -> None:
    made = Organisation(name="丙", kind=OrganisationKind.CUSTOMER)
    insert(made)
    again = Organisation.objects.get(pk=made.pk)
    assert (again.name, again.kind, again.version, again.created_at) == ("丙", "customer", 1, made.created_at)


def test_a_model_made_at_once_is_the_one_that_django_makes(world: World, system_scope: None) -> None:
    fields = [field.attname for field in Organisation._meta.concrete_fields]
    theirs = Organisation.objects.get(pk=world.accounts["admin"].organisation_id)
    values = [getattr(theirs, name) for name in fields]
    ours = maker_of(Organisation, fields, "default")(values)
    assert ours == theirs
    assert {k: v for k, v in vars(ours).items() if k != "_state"} == dict(zip(fields, values, strict=True))
    assert (ours._state.adding, ours._state.db) == (False, "default")
    ours.name = "丁"
    ours.save()
    assert Organisation.objects.get(pk=ours.pk).name == "丁"
    some = maker_of(Organisation, fields[:3], "default")(values[:3])
    assert "name" in some.get_deferred_fields()


def test_who_listens_to_the_making_of_a_model_hears_of_it(world: World, system_scope: None) -> None:
    heard: list[object] = []

    def listen(sender: type, instance: object, **_more: object) -> None:
        heard.append(instance)

    post_init.connect(listen, sender=Organisation)
    try:
        fields = [field.attname for field in Organisation._meta.concrete_fields]
        values = Organisation.objects.values_list(*fields)[0]
        maker_of(Organisation, fields, "default")(values)
    finally:
        post_init.disconnect(listen, sender=Organisation)
    assert len(heard) == 1


def test_a_change_and_its_entry_are_one_statement_and_end_together_where_somebody_was_faster(
    world: World, system_scope: None
) -> None:
    account, vessel, asked = world.accounts["admin"], world.vessel, []
    event, before = TokenRevoked(token_name="t"), LogEntry.objects.count()
    with transaction.atomic(), connection.execute_wrapper(lambda go, *a: (asked.append(a[0]), go(*a))[1]):
        record(event, by=account, about=vessel, change=vessel.changing(name="新名"))
    assert len(asked) == 1
    assert LogEntry.objects.count() == before + 1
    again = type(vessel).objects.get(pk=vessel.pk)
    assert (again.name, again.version) == (vessel.name, vessel.version) == ("新名", vessel.version)
    with pytest.raises(Stale), transaction.atomic():
        record(event, by=account, about=again, change=again.changing(again.version - 1, name="x"))
    assert LogEntry.objects.count() == before + 1
    assert (again.name, type(vessel).objects.get(pk=vessel.pk).name) == ("新名", "新名")
