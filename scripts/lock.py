"""Write the requirement files: every package pinned by hash, no address of any registry (needs uv)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
FILES = {
    "requirements.txt": ["--no-default-groups"],
    "requirements-dev.txt": ["--no-default-groups", "--group", "dev"],
    "requirements-bench.txt": ["--only-group", "bench"],
    "requirements-build.txt": ["--only-group", "build"],
    "requirements-node.txt": ["--only-group", "node"],
}


def main() -> None:
    """Resolve anew and export each file."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    subprocess.run(["uv", "lock", *upgrade], cwd=CHECKOUT, check=True)
    for name, selection in FILES.items():
        command = [
            "uv",
            "export",
            "--locked",
            "--no-emit-project",
            "--no-header",
            "--no-annotate",
            *selection,
        ]
        text = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
        if "://" in text or "--index" in text:
            sys.exit(f"{name} would hold a registry's address; nothing was written to it")
        (CHECKOUT / name).write_text(text)
        print(f"{name}: {text.count('==')} packages")


if __name__ == "__main__":
    main()
