"""Processes that must not outlive the one that started them, not even when that one is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def end_with(parent: int, by: signal.Signals) -> None:
    """Ask the kernel for a signal when the parent with this pid ends; to be called in the child.

    SIGKILL where the child has inherited handlers that would swallow a politer one. Linux only; elsewhere a
    killed parent leaves its children to whoever stops them.
    """
    if _prctl is None:
        return
    _prctl(PR_SET_PDEATHSIG, by, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel knew
        os.kill(os.getpid(), signal.SIGKILL)
