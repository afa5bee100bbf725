"""Time in the demo: processes that sleep until an instant, woken in order, stopped at the present."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Process = Generator[datetime, None, None]
"""A story told step by step: it yields the instant at which it wants to go on."""


class Clockwork:
    """Wakes every process at the instant it asked for; what lies after the present never happens."""

    def __init__(self, present: datetime) -> None:
        self.present = present
        self._queue: list[tuple[datetime, int, Process]] = []
        self._turn = count()

    def start(self, at: datetime, process: Process) -> None:
        """Let a process begin at an instant."""
        heappush(self._queue, (at, next(self._turn), process))

    def run(self, ticked: Callable[[datetime], None]) -> None:
        """Tell every story up to the present, calling `ticked` with the instant now and then."""
        steps = 0
        while self._queue and self._queue[0][0] <= self.present:
            at, _, process = heappop(self._queue)
            steps += 1
            if steps % 2000 == 0:
                ticked(at)
            wake = next(process, None)
            if wake is not None:
                self.start(max(wake, at), process)
