"""Long jobs: work that takes longer than a page may, asked for on a page, done by a worker, watched and stopped by the asker.

A chapter declares a `JobKind` and starts it with `start`; the worker calls its function with a `Progress`. Work that is more than one
machine's returns `Parts`; any workers do them, and `finish` makes one result of them.
"""

from aftersail.core.jobs.asking import cancel, start
from aftersail.core.jobs.kinds import JobKind, Part, Parts, kind_named
from aftersail.core.jobs.progress import Cancelled, Progress

__all__ = ["Cancelled", "JobKind", "Part", "Parts", "Progress", "cancel", "kind_named", "start"]
