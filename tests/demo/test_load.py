"""The demo in the database: loaded whole, seen by each account as its role allows, its log unbroken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from aftersail.cases.models import Case
from aftersail.core.audit import verify_chain
from aftersail.core.models import Account, LogEntry
from aftersail.core.scope import as_system, entered
from aftersail.core.search import search
from aftersail.fleet.models import Vessel
from aftersail.visits.models import ServiceReport, Signature, Visit
from aftersail.web.demo import load
from aftersail.web.demo.accounts import DEMO_ACCOUNTS
from tests.undone import undone

TODAY = date(2026, 5, 20)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[load.DemoSummary]:
    """A small demo for all tests here, which only read it."""
    with django_db_blocker.unblock(), undone():
        with as_system():
            summary = load.load_demo(seed=7, today=TODAY, scale=0.02)
        yield summary
        transaction.set_rollback(True)


def test_the_demo_loads_and_a_second_load_changes_nothing(loaded: load.DemoSummary) -> None:
    with as_system():
        before = LogEntry.objects.count()
        again = load.load_demo(seed=7, today=TODAY, scale=0.02)
        assert again.already_loaded
        assert LogEntry.objects.count() == before == loaded.rows["core.logentry"]


def test_the_planner_knows_what_the_tables_hold(loaded: load.DemoSummary) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where oid = 'cases_case'::regclass")
        (rows,) = cursor.fetchone()
    assert rows == loaded.rows["cases.case"]


def test_the_log_of_the_demo_is_an_unbroken_chain(loaded: load.DemoSummary) -> None:
    with as_system():
        report = verify_chain()
        assert report.whole
        assert report.entries == loaded.rows["core.logentry"]


def test_each_account_sees_what_its_role_may(loaded: load.DemoSummary) -> None:
    with as_system():
        accounts = {spec.username: Account.objects.get(username=spec.username) for spec in DEMO_ACCOUNTS}
        for account in accounts.values():
            assert account.reach_ids is not None  # read once, before the scope narrows
        everything = Case.objects.count()
    seen = {}
    for name, account in accounts.items():
        with entered(account.scope()):
            seen[name] = (Vessel.objects.count(), Case.objects.count())
    assert seen["dispatcher"] == seen["auditor"] == (92, everything)
    assert seen["admin"] == (0, 0)
    assert seen["crew"][0] == 1
    assert 1 < seen["owner"][0] < 92
    assert seen["yard"][0] >= 2
    assert 0 < seen["engineer"][1] < seen["manager"][1] < everything


def test_signed_visits_have_signatures_whose_pictures_are_on_the_shelf(loaded: load.DemoSummary) -> None:
    from aftersail.core import shelf

    with as_system():
        signed = Visit.objects.exclude(signed_at=None)
        assert signed.exists()
        assert not signed.exclude(signatures__role="user").exists()
        assert all(
            shelf.place_of(sha).exists()
            for sha in Signature.objects.values_list("image__sha256", flat=True).distinct()
        )
        assert ServiceReport.objects.exists()


def test_search_finds_cases_by_number_and_by_words(loaded: load.DemoSummary) -> None:
    with as_system():
        dispatcher = Account.objects.get(username="dispatcher")
        case = Case.objects.order_by("-reported_at").first()
        assert case is not None
        assert case.pk in {entry.subject_id for entry in search(dispatcher, case.number)}
        assert search(dispatcher, "雷达")


def test_a_label_can_be_tried(loaded: load.DemoSummary) -> None:
    with as_system():
        assert len(load.label_to_try()) == 16
