"""The command line: what it prints, and exit codes that a script may rely on."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
from click.testing import CliRunner

from aftersail.web.cli import Commands, cli
from aftersail.web.cli.outcome import DONE, ENVIRONMENT_MISSING, PROBLEM_FOUND, WRONG_USAGE
from aftersail.web.postgres.provision import ROLE, drop_database, make_database
from tests.databases import Databases
from tests.postgres_plugin import DATABASES

PRODUCT = {"DJANGO_SETTINGS_MODULE": "aftersail.web.settings"}
BEGIN = ("begin", "--house", "示例研究所", "--username", "keeper", "--name", "第一个管理员", "--json")
NOBODY_LISTENS = "postgresql://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def databases(request: pytest.FixtureRequest, django_db_setup: None) -> Databases:
    """What this worker holds on the tests' server."""
    return request.config.stash[DATABASES]


def aftersail(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "aftersail.web.cli", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | PRODUCT | environment,
    )


def lines(output: str) -> dict[str, dict[str, str]]:
    """Return the doctor's lines by the name of the check."""
    return {row["check"]: row for row in map(json.loads, output.splitlines())}


@pytest.mark.parametrize("name", Commands.known)
def test_each_command_explains_itself(name: str):
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == DONE
    assert "Usage:" in result.output


def test_help_loads_neither_django_nor_a_database():
    program = (
        "import sys; from aftersail.web.cli import cli; cli(['--help'], standalone_mode=False);"
        "sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL).returncode == 0


def test_an_unknown_command_is_wrong_usage():
    assert CliRunner().invoke(cli, ["launch"]).exit_code == WRONG_USAGE


def test_without_any_database_the_reason_is_one_line(tmp_path: Path):
    result = aftersail("migrate", DATABASE_URL="", AFTERSAIL_PG_BIN=str(tmp_path))
    assert result.returncode == ENVIRONMENT_MISSING
    assert result.stderr.count("\n") == 1
    assert "set DATABASE_URL" in result.stderr


@pytest.mark.django_db
def test_the_doctor_finds_a_migrated_database_sound():
    found = lines(CliRunner().invoke(cli, ["doctor", "--json"]).output)
    sound = {"python", "files", "database", "extensions", "migrations", "row security"}
    assert {name: found[name]["verdict"] for name in sound} == dict.fromkeys(sound, "ok")


def test_the_doctor_says_what_is_wrong_with_an_unreachable_database():
    result = aftersail("doctor", "--json", DATABASE_URL=NOBODY_LISTENS)
    assert result.returncode == ENVIRONMENT_MISSING
    found = lines(result.stdout)
    assert found["database"]["verdict"] == "problem"
    assert "DATABASE_URL" in found["database"]["remedy"]
    assert "migrations" not in found


def test_the_doctor_speaks_of_the_machine_even_without_programs_for_a_database(tmp_path: Path):
    result = aftersail("doctor", "--json", DATABASE_URL="", AFTERSAIL_PG_BIN=str(tmp_path))
    assert result.returncode == ENVIRONMENT_MISSING
    found = lines(result.stdout)
    assert found["python"]["verdict"] == "ok"
    assert found["database"]["verdict"] == "problem"


def test_an_empty_database_is_brought_up_to_date_and_begun_once(databases: Databases):
    server, name = databases.server, f"{databases.name}_empty"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        make_database(connection, name)
        try:
            address = server.url(name, ROLE)
            assert aftersail("migrate", "--check", DATABASE_URL=address).returncode == PROBLEM_FOUND
            assert aftersail("serve", DATABASE_URL=address).returncode == ENVIRONMENT_MISSING
            first = aftersail("migrate", "--json", DATABASE_URL=address)
            second = aftersail("migrate", "--json", DATABASE_URL=address)
            assert aftersail("migrate", "--check", DATABASE_URL=address).returncode == DONE
            begun = aftersail(*BEGIN, DATABASE_URL=address)
            again = aftersail(*BEGIN, DATABASE_URL=address)
            audit = aftersail("verify-audit", "--json", DATABASE_URL=address)
            worker = aftersail("worker", "--once", DATABASE_URL=address)
        finally:
            drop_database(connection, name)
    assert "core.0001_initial" in json.loads(first.stdout)["applied"]
    assert json.loads(second.stdout) == {"applied": []}
    told = json.loads(begun.stdout)
    assert told["username"] == "keeper"
    assert len(told["password"]) >= 10
    assert told["defaults"] > 100
    assert again.returncode == PROBLEM_FOUND
    assert "There are accounts already" in again.stderr
    assert json.loads(audit.stdout)["whole"] is True
    assert json.loads(audit.stdout)["entries"] > 0
    assert worker.returncode == DONE


def test_web_processes_end_when_the_one_that_started_them_is_killed(databases: Databases):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, "-m", "aftersail.web.cli", "serve", "--port", str(port)]
    starter = subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=os.environ | PRODUCT)
    assert starter.stdout is not None
    assert "serves" in starter.stdout.readline()
    process = psutil.Process(starter.pid)
    while len(process.children()) < 2:
        assert starter.poll() is None
    workers = process.children()
    starter.kill()
    starter.wait()
    gone, _ = psutil.wait_procs(workers, timeout=20)
    assert len(gone) == 2


def test_a_filter_of_an_export_must_name_its_field(tmp_path: Path):
    result = CliRunner().invoke(cli, ["export", "vessels", str(tmp_path / "x.csv"), "--filter", "tanker"])
    assert result.exit_code == WRONG_USAGE


def test_an_export_to_an_unknown_kind_of_file_is_wrong_usage(tmp_path: Path):
    assert CliRunner().invoke(cli, ["export", "vessels", str(tmp_path / "x.pdf")]).exit_code == WRONG_USAGE


def test_an_import_of_a_file_that_is_not_there_is_wrong_usage():
    assert CliRunner().invoke(cli, ["import", "vessels", "nowhere.xlsx"]).exit_code == WRONG_USAGE
