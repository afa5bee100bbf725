"""What work costs the machine: processor time and memory of process trees, read from /proc."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

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


def calibration_ms() -> float:
    """Return what a fixed piece of Python costs here and now, in milliseconds of processor time.

    On a machine that is shared the same work costs up to twice as much; figures of two runs compare only as far
    as these do. The median of fifteen.
    """
    return median(_fixed_work_ms() for _time in range(15))


def _fixed_work_ms() -> float:
    begun, total = time.process_time(), 0
    for n in range(200_000):
        total += n * n % 7
    return (time.process_time() - begun) * 1000


def memory_mb(pids: Iterable[int]) -> float:
    """Return the proportional set size of processes in MB (10^6 bytes): a page shared by n counts 1/n in each."""
    return sum(_pss_kb(pid) for pid in pids) * 1024 / 1e6


def _pss_kb(pid: int) -> int:
    for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise ValueError(f"process {pid} tells no Pss")
