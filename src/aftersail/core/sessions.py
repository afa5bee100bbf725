"""Sessions in the database, looked up by a statement composed once: every page asks for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.models import Session
from django.utils import timezone

from aftersail.core.prepared import Prepared

IN_FORCE = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).order_by(), str, datetime
)


class SessionStore(InDatabase):
    """Django's own sessions."""

    def _get_session_from_db(self) -> Any:
        found = IN_FORCE.first(self.session_key, timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
