"""The running server as the operating system sees it: alive, dead, a zombie, or orphans of a killed one."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil

from aftersail.web.postgres.place import Place

ORPHANS_WAIT_S = 20


def living(place: Place) -> psutil.Process | None:
    """Return the server process that holds the data folder; None for a dead, zombie or unrelated pid."""
    try:
        pid = int(place.pid_file.read_text().split()[0])
        process = psutil.Process(pid)
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return None
    return process if _works_in(process, place.cluster) else None


def clear_remains(place: Place) -> None:
    """Remove what a killed server left, once none of its children touches the data any more.

    The pid file is also PostgreSQL's own guard against two servers on one data folder; without this wait
    its removal would let a new server in beside the old one's last children.
    """
    orphans = [p for p in psutil.process_iter() if _works_in(p, place.cluster)]
    for orphan in orphans:
        _send(orphan, signal.SIGQUIT)
    _, stubborn = psutil.wait_procs(orphans, timeout=ORPHANS_WAIT_S)
    for orphan in stubborn:
        _send(orphan, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=ORPHANS_WAIT_S)
    for left in (place.pid_file, *place.socket_files):
        left.unlink(missing_ok=True)


def stop(process: psutil.Process, patience_s: float) -> None:
    """Stop a server: finish statements by rolling back, write everything, and only then give up on manners."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        _send(process, sign)
        gone, _ = psutil.wait_procs([process], timeout=patience_s)
        if gone:
            return


def _send(process: psutil.Process, sign: signal.Signals) -> None:
    try:
        process.send_signal(sign)
    except psutil.NoSuchProcess:
        return  # it ended by itself, which is what we wanted


def _works_in(process: psutil.Process, cluster: Path) -> bool:
    """Tell whether a process is a server of this data folder, or a child of one."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres"):
            return False
        try:
            return Path(process.cwd()) == cluster
        except psutil.AccessDenied:
            return _looks_like_ours(process, cluster)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _looks_like_ours(process: psutil.Process, cluster: Path) -> bool:
    """Judge by the command line: in a container, root may not read the working folder of another account.

    A server keeps its command line; a child replaces it by `postgres: <role>`, and counts when its server
    is gone, whichever that was: an orphan is about to end in any case.
    """
    command = process.cmdline()
    if command and command[0].startswith("postgres: "):
        parent = process.parent()
        return parent is None or not parent.name().startswith("postgres")
    return str(cluster) in command
