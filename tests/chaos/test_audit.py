"""`aftersail verify-audit` on a made history: whole as it was made, and not after any tampering, even by the owner."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from aftersail.core.scope import as_owner, as_system
from aftersail.web.cli.outcome import DONE, PROBLEM_FOUND
from aftersail.web.demo.small import load_small
from tests.isolation.history import tell_history

TAMPERING = {
    "one byte of a text": "update core_logentry set account_name = account_name || ' ' where id = {middle}",
    "one byte of the data": "update core_logentry set data = data || '{{\"x\": 1}}' where id = {middle}",
    "one instant, by a second": "update core_logentry set at = at + interval '1 second' where id = {middle}",
    "one bit of a digest": "update core_logentry set digest = set_bit(digest, 3, 1 - get_bit(digest, 3)) where id = {middle}",
    "an entry in the middle is gone": "delete from core_logentry where id = {middle}",
    "the newest entry is gone": "delete from core_logentry where id = {newest}",
    "two entries changed places": "update core_logentry set place = case id when {middle} then -1 else place end where id = {middle}",
}


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    """Commit a history; return the keys of an entry in the middle of its chain and of the newest."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        with as_system():
            with transaction.atomic():
                tell_history(load_small())
            with connection.cursor() as cursor:
                cursor.execute("select id from core_logentry order by id")
                keys = [row[0] for row in cursor.fetchall()]
        yield keys[len(keys) // 2], keys[-1]
        TransactionTestCase("run")._fixture_teardown()


def verify() -> subprocess.CompletedProcess[str]:
    """Run the command as an auditor would."""
    program = [sys.executable, "-m", "aftersail.web.cli", "verify-audit", "--json"]
    return subprocess.run(
        program,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "aftersail.web.settings"},
        capture_output=True,
        text=True,
    )


def as_the_owner(*statements: str) -> None:
    """Run statements as the tables' owner, with the triggers that guard them turned off."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("alter table core_logentry disable trigger user")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("alter table core_logentry enable trigger user")


def test_a_history_as_it_was_made_is_whole(told: tuple[int, int]):
    done = verify()
    assert done.returncode == DONE, done.stderr
    report = json.loads(done.stdout)
    assert report["whole"] is True
    assert report["entries"] > 50


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_what_was_changed_behind_the_products_back_is_found(told: tuple[int, int], statement: str):
    middle, newest = told
    as_the_owner("drop table if exists kept_log", "create table kept_log as select * from core_logentry")
    as_the_owner(statement.format(middle=middle, newest=newest))
    done = verify()
    as_the_owner(
        "delete from core_logentry",
        "insert into core_logentry overriding system value select * from kept_log",
        "drop table kept_log",
    )
    assert done.returncode == PROBLEM_FOUND
    assert json.loads(done.stdout)["breaks"]
    assert verify().returncode == DONE
