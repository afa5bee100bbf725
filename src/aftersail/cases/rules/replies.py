"""What the customer must be told before a case moves, and by when (R78)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aftersail.core.calendar import ServiceCalendar
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse

REPLY_WORKING_DAYS = 3


@dataclass(frozen=True, slots=True)
class ReplyDue:
    """The next word owed to the customer: by when, and whether it is late."""

    due_at: datetime
    overdue: bool


def reply_due(
    last_word_at: datetime,
    calendar: ServiceCalendar,
    now: datetime,
    *,
    working_days: int = REPLY_WORKING_DAYS,
) -> ReplyDue:
    """An open case owes its customer a word at the end of the n-th working day after the last one."""
    day = calendar.add_working_days(calendar.local_date(last_word_at), working_days)
    due = calendar.end_of_day(day)
    return ReplyDue(due, now > due)


def may_acknowledge(*, owner_set: bool) -> Verdict:
    """An acknowledged case has exactly one owner."""
    return ALLOWED if owner_set else refuse(_("Choose the one person who owns this case."))


def may_triage(*, severity: str, stage: str, baseline_matched: bool, owner_set: bool) -> Verdict:
    """Triage is complete with an owner, a severity, a stage and a baseline; all reasons otherwise."""
    return all_of(
        may_acknowledge(owner_set=owner_set),
        ALLOWED if severity else refuse(_("Choose the severity.")),
        ALLOWED if stage else refuse(_("Choose the stage of life.")),
        ALLOWED
        if baseline_matched
        else refuse(_("No service baseline fits yet. Complete equipment and stage.")),
    )


def may_resolve_remotely(*, answer: str, article: str) -> Verdict:
    """Solved from afar needs the answer on record, or the article that gave it."""
    given = answer.strip() or article.strip()
    return ALLOWED if given else refuse(_("Record the answer that was given, or name the article."))


def may_reject(*, reason: str, sent_at: datetime | None) -> Verdict:
    """A case is rejected only with a reason that was sent to the customer."""
    return all_of(
        ALLOWED if reason.strip() else refuse(_("Write the reason for which the request is rejected.")),
        ALLOWED if sent_at is not None else refuse(_("Send the reason to the customer first.")),
    )


def may_cancel(*, someone_on_the_way: bool) -> Verdict:
    """A case cannot be cancelled while an engineer travels to it or works on it."""
    if not someone_on_the_way:
        return ALLOWED
    return refuse(_("An engineer is on the way or on board. Call the visit back first."))
