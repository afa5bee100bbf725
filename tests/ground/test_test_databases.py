"""The tests' own ground: a fresh database, scopes inside a test, commits that do not leak into the next test."""

from __future__ import annotations

import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from aftersail.core.postgresql.base import ScopeChangedInTransaction
from aftersail.core.scope import Scope, entered
from tests.fingerprint import schema_fingerprint


def role_in_force() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_test_sees_nothing_until_it_says_for_whom_it_works():
    assert role_in_force() == "aftersail_scoped"


@pytest.mark.django_db
def test_a_test_may_change_its_scope_in_the_transaction_that_wraps_it():
    with entered(Scope.everything()):
        assert role_in_force() == "aftersail_everything"
    assert role_in_force() == "aftersail_scoped"


@pytest.mark.django_db
def test_the_scope_outlives_a_rollback_to_a_savepoint(system_scope):
    with transaction.atomic():
        role_in_force()
        transaction.set_rollback(True)
    assert role_in_force() == "aftersail_everything"


@pytest.mark.django_db
def test_a_transaction_of_the_product_still_refuses_another_scope(system_scope):
    with transaction.atomic(), entered(Scope.nothing()), pytest.raises(ScopeChangedInTransaction):
        role_in_force()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(system_scope, _round):
    assert not Session.objects.filter(pk="left-behind").exists()
    Session.objects.create(session_key="left-behind", expire_date=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_committed_rows_and_begins_without_a_scope(system_scope):
    Session.objects.create(session_key="seen-by-threads", expire_date=timezone.now())
    seen = []

    def look() -> None:
        seen.append(role_in_force())
        with entered(Scope.everything()):
            seen.append(Session.objects.filter(pk="seen-by-threads").count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == ["aftersail_scoped", 1]


def test_the_fingerprint_of_the_schema_is_stable():
    assert schema_fingerprint() == schema_fingerprint()
    assert len(schema_fingerprint()) == 12
