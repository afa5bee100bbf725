"""Compilation to machine code by numba, kept on disk; without numba the same code runs, slowly, and says so."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
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


def _cache_folder() -> str:
    """A folder of this very version of the kernel.

    Numba renews what it keeps of a function when the function's file changes, but not when a function called by it does.
    """
    here = Path(__file__).parent
    digest = blake2b(digest_size=8)
    for source in sorted(here.glob("*.py")):
        digest.update(source.read_bytes())
    beside = here / "__pycache__"
    if os.access(here, os.W_OK):
        beside.mkdir(exist_ok=True)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    root = beside if os.access(beside, os.W_OK) else home / "aftersail"
    return str(root / f"kernel-{digest.hexdigest()}")


def _njit(function: Function, **options: Any) -> Function:
    if numba is None:
        return function
    usual = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = CACHE_FOLDER
    try:
        return cast("Function", numba.njit(**OPTIONS, **options)(function))
    finally:
        numba.config.CACHE_DIR = usual


CACHE_FOLDER = _cache_folder()


def compiled(function: Function) -> Function:
    """Compile at the first call, without the interpreter's lock, and keep the result on disk."""
    return _njit(function)


def inlined(function: Function) -> Function:
    """Compile a small function that its callers should swallow."""
    return _njit(function, forceinline=True)
