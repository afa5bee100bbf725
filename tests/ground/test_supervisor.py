"""Supervised children: started again when killed, given up when hopeless, never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from aftersail.web.cli.supervisor import FAILED_STARTS, Child, KeepsDying, Supervisor

WAITING = [sys.executable, "-c", "import signal; signal.pause()"]


def test_a_killed_child_is_started_again():
    child = Child("web", WAITING)
    killed: list[int] = []

    def ready() -> bool:
        assert child.process is not None
        if not killed:
            killed.append(child.process.pid)
            child.process.kill()
            child.process.wait()
        return child.process.pid not in killed

    Supervisor([child], ground=lambda: None).run(ready, announce=lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert child.process is not None
    assert child.process.pid not in killed


def test_every_child_is_stopped_at_the_end():
    children = [Child("web", WAITING), Child("worker", WAITING)]
    Supervisor(children, ground=lambda: None).run(lambda: True, lambda: os.kill(os.getpid(), signal.SIGINT))
    assert [c.process.returncode for c in children if c.process] == [-signal.SIGTERM, -signal.SIGTERM]


def test_a_child_that_dies_at_every_start_is_given_up():
    child = Child("web", [sys.executable, "-c", "raise SystemExit(7)"])

    def keep_reviving() -> None:
        while True:
            child.revive()
            assert child.process is not None
            child.process.wait()

    with pytest.raises(KeepsDying, match=rf"web ended {FAILED_STARTS} times .*exit code 7"):
        keep_reviving()


def test_the_ground_is_checked_before_the_children():
    seen: list[str] = []
    child = Child("web", WAITING)

    def ground() -> None:
        seen.append("child runs" if child.process else "ground first")

    Supervisor([child], ground).run(lambda: True, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert seen[0] == "ground first"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's own")
def test_children_end_when_their_supervisor_is_killed(tmp_path: Path):
    program = (
        "import pathlib, sys; from aftersail.web.cli.supervisor import Child, Supervisor;"
        f"child = Child('web', {WAITING!r});"
        "Supervisor([child], lambda: None).run(lambda: True, lambda: print(child.process.pid, flush=True))"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    gone, _ = psutil.wait_procs([child], timeout=20)
    assert gone
