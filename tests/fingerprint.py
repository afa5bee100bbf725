"""What the migrated database depends on: migrations, models, walls, what they import, the locked packages."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "src"
ROOTS = (
    "aftersail/*/migrations/*.py",
    "aftersail/*/models.py",
    "aftersail/*/models/*.py",
    "aftersail/core/walls.py",
)
"""After the migrations, row security is built from what the models declare."""


def schema_fingerprint() -> str:
    """Return 12 hex digits that change when a migration, a model or our code behind one changes."""
    found: set[Path] = set()
    waiting = [path for pattern in ROOTS for path in SOURCE.glob(pattern)]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(_imported(path))
    digest = hashlib.sha256()
    for path in [*sorted(found), CHECKOUT / "requirements-dev.txt"]:
        digest.update(str(path.relative_to(CHECKOUT)).encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:12]


def _imported(path: Path) -> Iterator[Path]:
    """Yield our own modules that a file imports; `from package import module` counts both."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "aftersail":
                stem = SOURCE.joinpath(*name.split("."))
                yield from (p for p in (stem.with_suffix(".py"), stem / "__init__.py") if p.exists())
