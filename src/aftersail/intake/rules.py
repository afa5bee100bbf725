"""What a request must have to be taken in: little, so that asking is easy (R06)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.intake.states import MailRefusal

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


RECEIPT_DAYS = 60


def may_have_come(*, received_at: datetime, now: datetime) -> Verdict:
    """A scan's receipt time starts the clocks, so it lies neither ahead nor months back."""
    if received_at > now + TOLERATED_AHEAD:
        return refuse(_("The receipt time lies in the future. Read it off the fax."))
    if received_at < now - timedelta(days=RECEIPT_DAYS):
        return refuse(
            _("The receipt time lies more than 60 days back. Check the year, or tell the dispatcher.")
        )
    return ALLOWED


MAILS_AN_HOUR = 20


def why_not_take_in(
    *, machine: str, sender: str, own: str, from_sender_this_hour: int, written: bool, too_large: bool
) -> str:
    """Return why a mail is not taken in (a `MailRefusal`), or nothing: machines must never be answered by a machine."""
    if machine:
        return machine
    if not sender:
        return MailRefusal.NOBODY
    if own and sender == own:
        return MailRefusal.OWN
    if too_large:
        return MailRefusal.TOO_LARGE
    if from_sender_this_hour >= MAILS_AN_HOUR:
        return MailRefusal.TOO_MANY
    return "" if written else MailRefusal.EMPTY


def reads_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters, so that its writer is answered in Chinese."""
    return any("\u4e00" <= character <= "\u9fff" for character in text)
