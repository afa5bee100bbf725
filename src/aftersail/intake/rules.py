"""What a request must have to be taken in: little, so that asking is easy (R06)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse

MANDATORY = ("text", "reporter_name", "vessel")
"""Fields a person must fill: what happened, who says so, and on which ship (a name will do)."""

SHORTEST = 4
TOLERATED_AHEAD = timedelta(minutes=10)


def may_take_in(
    *, text: str, reporter_name: str, vessel_named: bool, occurred_at: datetime | None, now: datetime
) -> Verdict:
    """Say whether a request holds enough to be worked on, with every reason why not."""
    return all_of(
        ALLOWED if len(text.strip()) >= SHORTEST else refuse(_("Say in a few words what happened.")),
        ALLOWED if reporter_name.strip() else refuse(_("Give your name, so that we can come back to you.")),
        ALLOWED if vessel_named else refuse(_("Name the ship: hull code or name.")),
        ALLOWED
        if occurred_at is None or occurred_at <= now + TOLERATED_AHEAD
        else refuse(_("The time of the fault lies in the future. Correct it.")),
    )


def may_answer(answer: str) -> Verdict:
    """A request is closed without a case only with words sent to the customer."""
    return ALLOWED if answer.strip() else refuse(_("Write the answer that the customer will read."))
