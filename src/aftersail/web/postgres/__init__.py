"""PostgreSQL without an installation: the server programs of a wheel, run under our own supervision."""

from aftersail.web.postgres.ensure import ensure_database
from aftersail.web.postgres.failure import DatabaseUnavailable

__all__ = ["DatabaseUnavailable", "ensure_database"]
