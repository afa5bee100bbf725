"""A worker within a test: takes long jobs from the queue in PostgreSQL, one after the other, as a real one would."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from aftersail.core.jobs.running import run
from aftersail.core.scope import as_system


class Worker:
    """Takes every job of the queue once; `before` is asked before each and says whether to take it at all."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self._seen: set[Any] = set()

    def work(self, *, most: int = 100, before: Callable[[str], bool] = lambda job_id: True) -> list[str]:
        """Work until the queue is empty, or so many jobs are done; return the ids of those taken now."""
        now: list[str] = []
        while len(now) < most and (waiting := self.waiting()):
            key, job_id = waiting[0]
            self._seen.add(key)
            if before(job_id):
                now.append(job_id)
                with suppress(ZeroDivisionError):  # how tests break work; a real worker writes it to its log
                    run(job_id=job_id)
        self.taken += now
        return now

    def waiting(self) -> list[tuple[Any, str]]:
        """Return what nobody has taken yet."""
        with as_system():
            rows = ProcrastinateJob.objects.filter(task_name="core.run_job", status="todo").order_by("id")
            return [
                (pk, args["job_id"]) for pk, args in rows.values_list("pk", "args") if pk not in self._seen
            ]
