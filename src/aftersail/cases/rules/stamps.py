"""The moments of a case from report to closure, and the order they must stand in."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason, Verdict, all_of, refuse

SHOWN_IN = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class CaseStamps:
    """Instants (aware) of a case, None where not yet reached; the chain runs in the order of the fields.

    ``ship_available`` stands outside the chain: the ship may come in before or after the dispatch, but never
    before the report (leave it empty for a ship that was there all along) nor after the arrival.
    """

    reported: datetime
    acknowledged: datetime | None = None
    responded: datetime | None = None
    dispatched: datetime | None = None
    ship_available: datetime | None = None
    arrived: datetime | None = None
    temp_restored: datetime | None = None
    restored: datetime | None = None
    confirmed: datetime | None = None
    closed: datetime | None = None

    def __post_init__(self) -> None:
        if any(at.tzinfo is None for at in self.given().values()):
            raise ValueError("a stamp needs a time zone")

    def given(self) -> dict[str, datetime]:
        """The stamps that are set, by name, in the order of the chain."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: at for name, at in values if at is not None}


STAMP_NAMES: dict[str, Reason] = {
    "reported": _("reported"),
    "acknowledged": _("acknowledged"),
    "responded": _("responded"),
    "dispatched": _("dispatched"),
    "ship_available": _("ship available"),
    "arrived": _("arrived"),
    "temp_restored": _("temporarily restored"),
    "restored": _("restored"),
    "confirmed": _("confirmed"),
    "closed": _("closed"),
}


def check_stamp_order(stamps: CaseStamps, now: datetime | None = None) -> Verdict:
    """Refuse stamps that contradict one another or, when ``now`` is given, lie in the future; all reasons.

    Only ``ship_available`` may lie ahead: the ship announces when it comes in.
    """
    given = stamps.given()
    chain = [name for name in given if name != "ship_available"]
    pairs = list(pairwise(chain))
    if "ship_available" in given:
        pairs.append(("reported", "ship_available"))
        pairs += [("ship_available", "arrived")] if "arrived" in given else []
    disordered = [
        refuse(_disorder(first, then, given)) for first, then in pairs if given[then] < given[first]
    ]
    happened = {name: at for name, at in given.items() if name != "ship_available"}
    future = [refuse(_in_future(name, at)) for name, at in happened.items() if now is not None and at > now]
    return all_of(*disordered, *future)


def stamps_after_reopening(stamps: CaseStamps) -> CaseStamps:
    """The stamps of a reopened case: the original clocks go on, what was undone is cleared (HANDBOOK §4.1)."""
    return replace(stamps, temp_restored=None, restored=None, confirmed=None, closed=None)


def _disorder(first: str, then: str, given: dict[str, datetime]) -> Reason:
    return format_lazy(
        _("“{then}” ({then_at}) is earlier than “{first}” ({first_at}). Correct one of them."),
        then=STAMP_NAMES[then],
        then_at=_shown(given[then]),
        first=STAMP_NAMES[first],
        first_at=_shown(given[first]),
    )


def _in_future(name: str, at: datetime) -> Reason:
    return format_lazy(
        _("“{stamp}” ({at}) lies in the future. Enter the time at which it happened."),
        stamp=STAMP_NAMES[name],
        at=_shown(at),
    )


def _shown(at: datetime) -> str:
    return at.astimezone(SHOWN_IN).strftime("%Y-%m-%d %H:%M")
