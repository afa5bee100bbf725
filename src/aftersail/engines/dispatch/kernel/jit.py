"""Compilation to machine code by numba, kept on disk; without numba the same code runs, slowly, and says so."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

numba: Any = None
try:
    import numba
except ImportError:  # pragma: no cover - numba is a requirement; this is for whoever runs the engine alone
    warnings.warn(
        "numba is not installed: the dispatch engine runs uncompiled, some hundred times slower",
        RuntimeWarning,
        stacklevel=2,
    )

# The kernel allocates nothing, so arrays need not be counted (`_nrt`): that makes it several times faster.
OPTIONS = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}


def compiled(function: Function) -> Function:
    """Compile at the first call, without the interpreter's lock, and keep the result on disk."""
    return cast("Function", numba.njit(**OPTIONS)(function)) if numba else function


def inlined(function: Function) -> Function:
    """Compile a small function that its callers should swallow."""
    return cast("Function", numba.njit(forceinline=True, **OPTIONS)(function)) if numba else function
