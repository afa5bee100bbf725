"""Facts about the audit log: it only grows, and nothing in it can be changed without being found."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import timezone

from aftersail.core import log
from aftersail.core.audit import verify_chain
from aftersail.core.events import Event
from aftersail.core.log import record, sentence
from aftersail.core.models import LogEntry
from aftersail.core.scope import as_owner, as_system

REFUSED = (InternalError, ProgrammingError)


@dataclass(frozen=True)
class Noted(Event):
    """Something was noted."""

    label = "Noted %(words)s"
    words: str


@pytest.fixture
def written(world, system_scope) -> list[LogEntry]:
    with transaction.atomic():
        return [
            record(Noted(words=f"word {n}"), by=world.accounts["admin"], about=world.vessel)
            for n in range(30)
        ]


def as_thief(*statements: str) -> None:
    """Change the log as the owner of the database could, with its triggers off."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("alter table core_logentry disable trigger user")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("alter table core_logentry enable trigger user")


def broken() -> str:
    with as_system():
        return " ".join(verify_chain().breaks)


def test_an_untouched_log_is_whole(written):
    report = verify_chain()
    assert report.whole
    assert report.entries >= 30


@pytest.mark.parametrize(
    "statement",
    ["update core_logentry set event = 'x'", "delete from core_logentry", "truncate core_logentry"],
)
def test_the_log_refuses_every_change(written, statement):
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["update core_logentry set event = 'x'", "delete from core_logentry", "truncate core_logentry"],
)
def test_the_log_refuses_even_its_owner(written, statement):
    with as_owner(), pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", [
    "data = jsonb_set(data, '{words}', '\"Word 3\"')", "account_name = account_name || ' '", "at = at + interval '1 microsecond'",
    "subject_id = gen_random_uuid()", "for_customer = not for_customer", "keys = '{}'", "digest = sha256('x')", "previous = sha256('x')",
    "recorded_at = recorded_at - interval '1 second'", "account_id = null", "event = 'core_test.Noted'", "thread_id = null",
])  # fmt: skip
def test_one_changed_field_is_found(written, change):
    as_thief(f"update core_logentry set {change} where id = {written[3].pk}")
    assert broken()


def test_one_changed_byte_names_its_entry(written):
    as_thief(
        f"update core_logentry set account_name = overlay(account_name placing 'X' from 1 for 1) where id = {written[3].pk}"
    )
    written[3].refresh_from_db()
    assert broken() == f"lane {written[3].lane}: entry {written[3].place} was changed"


def test_a_removed_entry_is_found(written):
    as_thief(f"delete from core_logentry where id = {written[3].pk}")
    assert "is missing" in broken()


def test_a_tail_cut_off_is_found(written):
    as_thief(f"delete from core_logentry where id > {written[20].pk}")
    assert "newest entries were removed" in broken()


def test_an_inserted_entry_is_found(written):
    as_thief(
        "create temporary table forged as select * from core_logentry where id = " + str(written[3].pk),
        "update forged set id = id + 1000000, place = 1000000, event = 'forged'",
        "insert into core_logentry overriding system value select * from forged",
    )
    assert broken()


def test_the_application_cannot_reach_the_heads_of_the_chains(written):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update core_loghead set place = 0")


def test_what_is_not_in_the_transaction_of_an_action_is_not_recorded(world, system_scope, monkeypatch):
    outside = SimpleNamespace(get_connection=lambda: SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(log, "transaction", outside)  # every test runs inside a transaction
    with pytest.raises(RuntimeError, match="must be recorded in the transaction"):
        record(Noted(words="x"), by=None, about=world.vessel)


def test_a_transaction_undone_leaves_no_entry_and_no_gap(written, world):
    with transaction.atomic():
        record(Noted(words="never"), by=None, about=world.vessel)
        transaction.set_rollback(True)
    assert not LogEntry.objects.filter(data__words="never").exists()
    assert verify_chain().whole


def test_an_entry_of_an_older_edition_still_reads(written):
    entry = written[0]
    entry.data = {}
    assert sentence(entry) == "Noted —"
    entry.event = "core.NoLongerThere"
    assert sentence(entry) == "core.NoLongerThere"


def test_the_verification_on_the_page_tells_both(written, signed_in):
    client = signed_in("auditor")
    assert "The log is whole" in client.post("/log/verify/").content.decode()
    as_thief(f"update core_logentry set account_name = 'Nobody' where id = {written[3].pk}")
    written[3].refresh_from_db()
    assert f"entry {written[3].place} was changed" in client.post("/log/verify/").content.decode()
    assert client.get("/api/v1/log/verification").json()["whole"] is False


def test_an_administrator_reads_the_log_of_accounts_but_not_of_the_business(written, signed_in):
    everything = signed_in("auditor").get("/api/v1/log").json()["items"]
    assert any(entry["subject_type"] == "fleet.vessel" for entry in everything)
    ground = signed_in("admin").get("/api/v1/log").json()["items"]
    assert all(entry["subject_type"].startswith("core.") for entry in ground)


@pytest.mark.parametrize("who", ["crew", "dispatcher", "engineer", "yard"])
def test_nobody_else_reads_the_log(world, signed_in, who):
    assert signed_in(who).get("/log/").status_code == 403
    assert signed_in(who).get("/api/v1/log").status_code == 403


def test_a_scoped_account_cannot_write_entries_as_somebody_else(world):
    from aftersail.core.scope import entered

    crew = world.accounts["crew"]
    with entered(crew.scope()), pytest.raises(ProgrammingError), transaction.atomic():
        LogEntry.objects.create(at=timezone.now(), event="forged", account_id=world.accounts["admin"].pk, subject_type="core.account",
                                subject_id=crew.pk)  # fmt: skip
