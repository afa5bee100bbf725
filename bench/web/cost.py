"""What work costs the machine: processor time and memory of process trees, read from /proc."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import psutil

PROC = Path("/proc")
NANOSECONDS_PER_MS = 1_000_000


def tree(root: psutil.Process) -> list[int]:
    """Return the process ids of a process and all that descend from it."""
    return [root.pid, *(child.pid for child in root.children(recursive=True))]


def cpu_ms(pids: Iterable[int]) -> float:
    """Return the processor time that processes have used so far, all threads and both modes, in milliseconds.

    The scheduler counts it in nanoseconds; a process or thread that has ended counts nothing.
    """
    return sum(map(_cpu_ms_of, pids))


def _cpu_ms_of(pid: int) -> float:
    total = 0
    for thread in (PROC / str(pid) / "task").glob("*/schedstat"):
        try:
            total += int(thread.read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):  # it ended between listing and reading
            continue
    return total / NANOSECONDS_PER_MS


def memory_mb(pids: Iterable[int]) -> float:
    """Return the proportional set size of processes in MB (10^6 bytes): a page shared by n counts 1/n in each."""
    return sum(_pss_kb(pid) for pid in pids) * 1024 / 1e6


def _pss_kb(pid: int) -> int:
    for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise ValueError(f"process {pid} tells no Pss")
