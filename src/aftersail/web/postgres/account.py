"""Which system account runs the server: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aftersail.web.postgres.failure import DatabaseUnavailable


@dataclass(frozen=True, slots=True)
class Account:
    """A system account that root steps down to."""

    name: str
    uid: int
    gid: int

    def options(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` run a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_pass(self, folder: Path) -> bool:
        """Tell whether this account may walk through every folder above `folder`."""
        return all(self._may_enter(parent.stat()) for parent in folder.parents)

    def _may_enter(self, found: os.stat_result) -> bool:
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        return bool(found.st_mode & stat.S_IXOTH)


def server_account() -> Account | None:
    """Return the account to step down to, or None where we are not root and the server runs as ourselves.

    AFTERSAIL_PG_USER names it; otherwise `aftersail` where such an account exists, else `nobody`.
    """
    if os.geteuid() != 0:
        return None
    named = os.environ.get("AFTERSAIL_PG_USER")
    for name in [named] if named else ["aftersail", "nobody"]:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid:
            return Account(name, entry.pw_uid, entry.pw_gid)
    wanted = named or "aftersail or nobody"
    raise DatabaseUnavailable(
        f"PostgreSQL cannot run as root and there is no account {wanted}: set AFTERSAIL_PG_USER"
    )
