"""`make check`: every check that needs no database, all of them even where one fails, the failures last."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
BIN = CHECKOUT / ".venv" / "bin"
PYTHON = str(BIN / "python")
TEMPLATES = sorted(str(path) for path in (CHECKOUT / "src").glob("aftersail/*/templates/**/*.html"))
CHECKS: dict[str, list[str]] = {
    "style": [str(BIN / "ruff"), "check", "--output-format", "concise", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."],
    "templates": [str(BIN / "djhtml"), "--check", "--tabwidth", "2", *TEMPLATES],
    "import law": [str(BIN / "lint-imports")],
    "translations": [PYTHON, "scripts/messages.py", "check"],
    "coverage page": [PYTHON, "scripts/coverage.py", "--check"],
    "Django's checks": [PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": [PYTHON, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"],
    "types": [str(BIN / "mypy")],
}


def main() -> int:
    """Run all checks; show only what the failing ones say."""
    # No server answers here, on purpose: a check must not depend on anyone's data.
    environment = os.environ | {
        "DATABASE_URL": "postgresql://127.0.0.1:1/none",
        "AFTERSAIL_SECRET_KEY": "check",
    }
    environment["DJANGO_SETTINGS_MODULE"] = "aftersail.web.settings"
    failed = []
    for name, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
        verdict = "FAILED" if done.returncode else "ok"
        print(f"{name:16} {verdict:7} {time.monotonic() - started:5.1f} s", flush=True)
        if done.returncode:
            failed.append((name, done.stdout + done.stderr))
    for name, told in failed:
        print(f"\n--- {name}\n{told.strip()}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
