"""What is said in a case: answers, calls, comments, tasks of the parties, the owner."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.cases.events import (
    CaseAnswered,
    CommentMade,
    ContactTried,
    OwnerChanged,
    RemarkMade,
    TaskChanged,
)
from aftersail.cases.models import Case, CaseComment, CaseTask, ContactAttempt
from aftersail.cases.permissions import may_change_owner, may_write_in
from aftersail.cases.queries.clocks import due_instants
from aftersail.cases.states import CaseState
from aftersail.core.attention import follow
from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import Account, Organisation
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, all_of, refuse, require
from aftersail.people.models import Staff


@transaction.atomic
def note_answer(*, by: Account | None, case: Case, at: datetime) -> bool:
    """Stop the response clock at the first substantive answer by a person; return whether this was it."""
    if case.responded_at is not None or case.state in {
        CaseState.MERGED,
        CaseState.REJECTED,
        CaseState.CANCELLED,
    }:
        return False
    case.responded_at = at
    case.change(None, responded_at=at, **due_instants(case, at))
    record(CaseAnswered(), by=by, about=case, at=at)
    return True


@transaction.atomic
def log_contact(
    *, by: Account, case: Case, means: str, reached: bool, person: str, note: str, at: datetime
) -> ContactAttempt:
    """Document a call or message to the customer; reaching them is an answer."""
    require(may_write_in(by, case))
    attempt = ContactAttempt.objects.create(
        id=new_id(),
        case=case,
        means=means,
        reached=reached,
        person=person.strip(),
        note=note.strip(),
        made_at=at,
        made_by=getattr(by, "staff", None),
    )
    record(ContactTried(means=means, reached=reached, note=note.strip()), by=by, about=case, at=at)
    if reached and by.is_house:
        note_answer(by=by, case=case, at=at)
    return attempt


@transaction.atomic
def comment_on(*, by: Account, case: Case, id: UUID, text: str, internal: bool, at: datetime) -> CaseComment:
    """Say something in the case; a comment by the house that the customer can read is an answer."""
    if known := made_before(CaseComment, id):
        return known
    written = ALLOWED if text.strip() else refuse(_("Write something first."))
    require(all_of(may_write_in(by, case), written))
    internal = internal and by.is_house
    comment = CaseComment.objects.create(
        id=id,
        case=case,
        author_id=by.pk,
        author_name=by.name,
        text=text.strip(),
        internal=internal,
        said_at=at,
    )
    follow(by, case)
    event = RemarkMade(text=comment.text) if internal else CommentMade(text=comment.text)
    record(event, by=by, about=case, at=at)
    if by.is_house and not internal:
        note_answer(by=by, case=case, at=at)
    return comment


@transaction.atomic
def change_owner(*, by: Account, case: Case, owner: Staff, at: datetime, seen: int | None = None) -> Case:
    """Give the case to one other owner; the log keeps who had it before (R78)."""
    active = ALLOWED if owner.active else refuse(_("This person no longer works here. Choose somebody else."))
    require(all_of(may_change_owner(by, case), active))
    before = str(case.owner or "")
    case.change(seen, owner=owner)
    record(OwnerChanged(owner=owner.name, before=before or "—", owner_id=owner.pk), by=by, about=case, at=at)
    return case


@transaction.atomic
def give_task(
    *,
    by: Account,
    case: Case,
    id: UUID,
    party: Organisation,
    text: str,
    due_on: date,
    at: datetime,
    assignee: Staff | None = None,
) -> CaseTask:
    """Give one party a piece of the case to do by a day (R03, R70)."""
    if known := made_before(CaseTask, id):
        return known
    said = ALLOWED if text.strip() else refuse(_("Say what is to be done."))
    dated = (
        ALLOWED
        if due_on >= at.date()
        else refuse(_("The task would be overdue at once. Choose a later day."))
    )
    require(all_of(may_write_in(by, case), said, dated))
    task = CaseTask.objects.create(
        id=id, case=case, party=party, assignee=assignee, text=text.strip(), due_on=due_on
    )
    record(TaskChanged(party=party.name, text=task.text, due=due_on.isoformat()), by=by, about=case, at=at)
    return task


@transaction.atomic
def finish_task(
    *, by: Account, task: CaseTask, outcome: str, at: datetime, seen: int | None = None
) -> CaseTask:
    """Note that a party has done its piece."""
    case = task.case
    open_still = ALLOWED if task.done_at is None else refuse(_("This task is already done."))
    said = ALLOWED if outcome.strip() else refuse(_("Say what came of it."))
    mine = (
        ALLOWED
        if by.is_house or by.organisation_id == task.party_id
        else refuse(_("This task belongs to another party."))
    )
    require(all_of(may_write_in(by, case), open_still, said, mine))
    task.change(seen, done_at=at, outcome=outcome.strip())
    record(
        TaskChanged(party=task.party.name, text=task.text, due=task.due_on.isoformat(), outcome=task.outcome),
        by=by,
        about=case,
        at=at,
    )
    return task
