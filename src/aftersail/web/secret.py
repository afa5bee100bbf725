"""The installation's own secret key, made once and kept beside its data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def installation_secret(data: Path) -> str:
    """Return the key stored under `data`, making it (mode 0600) at the first start."""
    path = data / "secret_key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key
