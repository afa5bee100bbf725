"""What a running job tells on the way, and how it learns that nobody waits for it any more."""

from __future__ import annotations

from time import monotonic
from typing import Any
from uuid import UUID

from aftersail.core.models import Job
from aftersail.core.scope import as_system

TELL_EVERY_S = 0.5


class Cancelled(Exception):
    """The asker has cancelled the job; the work ends where it is."""


class Progress:
    """The wire from a running job to its asker's page. Use it outside a transaction, or nobody sees it before the end."""

    def __init__(self, job_id: UUID) -> None:
        self._job_id = job_id
        self._told_at = -TELL_EVERY_S

    def tell(self, done: int, whole: int = 0, **so_far: Any) -> None:
        """Say that `done` of `whole` steps are done, and the best figures so far; raise `Cancelled` when asked to stop.

        Call it as often as you like: the database hears of it twice a second.
        """
        now = monotonic()
        if now - self._told_at < TELL_EVERY_S:
            return
        self._told_at = now
        with as_system():
            row = Job.objects.filter(pk=self._job_id)
            row.update(done=done, whole=whole, **({"so_far": so_far} if so_far else {}))
            unwanted = row.filter(cancel_asked_at__isnull=False).exists()
        if unwanted:
            raise Cancelled
