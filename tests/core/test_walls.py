"""Facts about isolation: a table is behind the second wall or says why not, and keys point backwards in the story."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from aftersail.core.isolation import protected_models, visible
from aftersail.core.scope import Scope, as_system, entered

CHAPTERS = [
    ("core",), ("fleet", "people", "supply"), ("intake",), ("cases",), ("dispatch",), ("visits",), ("lessons",), ("care",), ("satisfaction",),
    ("scorecard",), ("foresight",), ("web",),
]  # fmt: skip
RANK = {name: rank for rank, names in enumerate(CHAPTERS) for name in names}
IN_A_ROW = ("people", "fleet", "supply")
OURS = [model for model in apps.get_models() if model.__module__.startswith("aftersail.")]
PAIRS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.auto_created and model.__module__.startswith("aftersail.")
]
NOT_MODELS = {"core_loghead": "written by the log's trigger alone; no role of the application may touch it"}
FRAMEWORK = ("django_", "auth_", "axes_", "procrastinate_")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_table_of_ours_declares_who_may_see_its_rows(model):
    reach = model.reach
    ways = (reach.columns, reach.glimpse, reach.through, reach.holds, reach.keys, reach.own)
    assert bool(reach.shared) != any(ways), "either shared with a reason, or reached in some way"
    assert not reach.shared or len(reach.shared) > 10


def test_tables_without_row_security_are_exactly_those_that_say_why(db):
    with connection.cursor() as cursor:
        cursor.execute("select relname, relrowsecurity and relforcerowsecurity from pg_class where relkind in ('r', 'p')"
                       " and relnamespace = 'public'::regnamespace")  # fmt: skip
        behind = dict(cursor.fetchall())
    bare = {name for name, walled in behind.items() if not walled and not name.startswith(FRAMEWORK)}
    shared = {model._meta.db_table for model in OURS if model.reach.shared}
    pairs = {model._meta.db_table for model in PAIRS}
    assert bare == shared | pairs | set(NOT_MODELS)


@pytest.mark.parametrize("model", PAIRS, ids=lambda model: model._meta.label)
def test_a_table_of_pairs_without_a_wall_joins_two_shared_tables(model):
    joined = [field.related_model for field in model._meta.get_fields() if field.is_relation]
    assert all(one.reach.shared for one in joined)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_to_the_same_or_an_earlier_chapter(model):
    here = model._meta.app_label
    for field in model._meta.get_fields():
        target = field.related_model if field.is_relation and field.concrete else None
        if target is None or target not in OURS:
            continue
        there = target._meta.app_label
        if here in IN_A_ROW and there in IN_A_ROW:
            assert IN_A_ROW.index(there) <= IN_A_ROW.index(here), (
                f"{model.__name__}.{field.name} points to {there}"
            )
        assert RANK[there] <= RANK[here], f"{model.__name__}.{field.name} points to {there}"


@pytest.mark.parametrize("model", protected_models(), ids=lambda model: model._meta.label)
def test_second_wall_shows_nothing_to_code_that_forgot_to_say_for_whom(world, model):
    with entered(Scope.nothing()):
        assert not model._base_manager.exists()


@pytest.mark.parametrize("name", ["crew", "other_crew", "owner", "yard", "engineer", "manager"])
@pytest.mark.parametrize("model", protected_models(), ids=lambda model: model._meta.label)
def test_second_wall_hides_what_the_first_would_hide_when_it_is_bypassed(world, model, name):
    account = world.accounts[name]
    with as_system():
        scope = account.scope()
        through_the_first = set(visible(model, account).values_list("pk", flat=True))
    with entered(scope):
        without_the_first = set(model._base_manager.values_list("pk", flat=True))
    assert without_the_first == through_the_first


def test_the_world_has_rows_that_the_walls_hide(world):
    """The tests above say nothing about an empty table."""
    from aftersail.fleet.models import Equipment, Vessel

    crew = world.accounts["crew"]
    with as_system():
        assert Vessel.objects.count() > visible(Vessel, crew).count() > 0
        assert Equipment.objects.count() > visible(Equipment, crew).count() > 0


def test_a_scoped_account_cannot_write_a_row_it_could_not_read(world):
    from django.db import transaction
    from django.db.utils import ProgrammingError

    with (
        entered(world.accounts["crew"].scope()),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        type(world.yard_vessel)._base_manager.create(
            hull_code="STOLEN", name="x", customer=world.other_customer
        )
