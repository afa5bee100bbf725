"""What has come to stand against a promise since it was made: leave, duty, window, a journey too long, a full day (R24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason
from aftersail.dispatch.rules.timeline import LOCAL


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as conflicts are looked for: hours, journey, the ship's window, whether somebody gave a reason."""

    starts_at: datetime
    ends_at: datetime
    travel_hours: float
    port: str
    window_from: datetime | None = None
    window_until: datetime | None = None
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands against a promise, from which day to which."""

    rule: str
    reason: Reason
    first_day: date
    last_day: date


def conflicts_of(
    promise: Promised,
    *,
    away: Sequence[tuple[date, date]],
    days_off: frozenset[date],
    before: Promised | None,
) -> list[Conflict]:
    """Return the conflicts of one promise; `before` is the same person's promise that ends before it begins.

    Duty and window count only where nobody gave a reason when the promise was made.
    """
    first = promise.starts_at.astimezone(LOCAL).date()
    last = (promise.ends_at - timedelta(seconds=1)).astimezone(LOCAL).date() if away else first
    found = [
        Conflict("leave", format_lazy(_("on leave {first} – {last}"), first=begins.isoformat(), last=ends.isoformat()), max(first, begins), min(last, ends))
        for begins, ends in away
        if begins <= last and ends >= first
    ]  # fmt: skip
    if first in days_off and not promise.explained:
        found.append(Conflict("roster", _("off duty by the roster"), first, first))
    opens, closes = promise.window_from, promise.window_until
    if opens and closes and not promise.explained and not opens <= promise.starts_at <= closes:
        found.append(Conflict("window", _("outside the ship's window"), first, first))
    if before is not None and before.port != promise.port:
        gap = (promise.starts_at - before.ends_at) / timedelta(hours=1)
        if gap < promise.travel_hours:
            told = _("{gap} h after the work before, the journey takes {travel} h")
            reason = format_lazy(told, gap=f"{gap:.1f}", travel=f"{promise.travel_hours:.1f}")
            found.append(Conflict("travel", reason, first, first))
    return found
