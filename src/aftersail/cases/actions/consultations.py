"""Inviting service consultants into a case, taking the invitation back, signing for what they did (R50–R52)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.events import ConsultantInvited, ConsultationAssessed, ConsultationEnded
from aftersail.cases.models import Case, Consultation
from aftersail.cases.permissions import may_assess_consultation, may_invite_consultant
from aftersail.core.attention import tell
from aftersail.core.log import record
from aftersail.core.models import AccessGrant, Account
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, all_of, refuse, require
from aftersail.people.models import Consultant, Skill
from aftersail.people.queries.engagements import consultant_facts, last_instant, wanted
from aftersail.people.rules.engagements import access_ends_on, may_invite

BEST = 5
INVITED_AS = "service consultant invited to the case"


def invitation_verdict(
    case: Case, consultant: Consultant, *, first: date, last: date, on_board: bool = False
) -> Verdict:
    """Say whether a consultant's papers allow an invitation to this case for these days."""
    asked = wanted(first=first, last=last, skill=skill_of(case), port=case.vessel.lies_at, on_board=on_board)
    return may_invite(consultant_facts(consultant), asked)


def skill_of(case: Case) -> Skill | None:
    """Return the trade that the case's unit belongs to, by its product family; None while no unit is known."""
    unit = case.equipment
    return unit.model.family.skill if unit else None


@transaction.atomic
def invite_consultant(
    *,
    by: Account,
    case: Case,
    consultant: Consultant,
    question: str,
    last_day: date,
    at: datetime,
    id: UUID,
    on_board: bool = False,
) -> Consultation:
    """Let a consultant into a case until a day, at most until term or confidentiality agreement end.

    Raises `Refused` with every reason; the access ends by itself. The same `id` again invites once.
    """
    if known := made_before(Consultation, id):
        return known
    today = timezone.localdate(at)
    said = ALLOWED if question.strip() else refuse(_("Say what you want to know."))
    dated = ALLOWED if last_day >= today else refuse(_("The last day lies in the past. Choose a later one."))
    papers = invitation_verdict(case, consultant, first=today, last=last_day, on_board=on_board)
    signs_in = ALLOWED if consultant.account_id else refuse(_("This consultant has no account to sign in with. Ask the administrator for one."))  # fmt: skip
    twice = case.consultations.filter(consultant=consultant, ended_at=None, until__gt=at).exists()
    once = refuse(_("This consultant is invited to this case already.")) if twice else ALLOWED
    require(all_of(may_invite_consultant(by, case), said, dated, papers, signs_in, once))
    until = last_instant(access_ends_on(consultant_facts(consultant), last_day))
    case.consultations.filter(consultant=consultant, ended_at=None).update(ended_at=at)
    made = Consultation(
        id=id, case=case, consultant=consultant, question=question.strip(), on_board=on_board, invited_at=at, until=until
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused([_("The consultant's papers changed meanwhile. Reload the page.")]) from error
    _open_case_to(consultant, case, until)
    entry = record(
        ConsultantInvited(consultant=consultant.name, until=f"{timezone.localtime(until):%Y-%m-%d}", question=made.question),
        by=by, about=made, at=at,
    )  # fmt: skip
    if consultant.account is not None:
        tell(consultant.account, _("You are asked for advice in a case"), about=case, entry=entry)
    return made


@transaction.atomic
def end_consultation(
    *, by: Account, consultation: Consultation, at: datetime, seen: int | None = None
) -> Consultation:
    """Take an invitation back; the access ends at once."""
    still = ALLOWED if consultation.ended_at is None else refuse(_("This consultation has ended already."))
    require(all_of(may_invite_consultant(by, consultation.case), still))
    consultation.change(seen, ended_at=at)
    case, account = consultation.case, consultation.consultant.account_id
    grants = AccessGrant.objects.filter(account=account, reason=INVITED_AS)
    grants.filter(target_id=case.pk).update(until=at)
    others = Consultation.objects.filter(
        consultant=consultation.consultant, case__vessel=case.vessel_id, ended_at=None
    )
    if not others.exists():
        grants.filter(target_id=case.vessel_id).update(until=at)
    record(ConsultationEnded(consultant=consultation.consultant.name), by=by, about=consultation, at=at)
    return consultation


@transaction.atomic
def assess_consultation(
    *,
    by: Account,
    consultation: Consultation,
    hours: Decimal,
    attitude: int,
    expertise: int,
    at: datetime,
    seen: int | None = None,
) -> Consultation:
    """Sign for the hours a consultant worked in the case, and grade attitude and expertise from 1 to 5 (R51).

    Said again it is corrected; the log keeps what was said before.
    """
    signed = (
        ALLOWED
        if hours > 0
        else refuse(_("Enter the hours worked. Without work there is nothing to assess."))
    )
    graded = all(1 <= grade <= BEST for grade in (attitude, expertise))
    grades = ALLOWED if graded else refuse(_("Grades go from 1 to 5."))
    require(all_of(may_assess_consultation(by, consultation), signed, grades))
    consultation.change(
        seen, hours=hours, attitude=attitude, expertise=expertise, assessed_at=at, assessed_by=by
    )
    told = ConsultationAssessed(consultant=consultation.consultant.name, hours=f"{hours.normalize():f}")
    record(told, by=by, about=consultation, at=at)
    return consultation


def _open_case_to(consultant: Consultant, case: Case, until: datetime) -> None:
    for kind, target, glimpse in (("case", case.pk, False), ("vessel", case.vessel_id, True)):
        known = AccessGrant.objects.filter(
            account=consultant.account_id, organisation=None, target_id=target, glimpse=glimpse
        ).first()
        longer = until if known is None or known.until is None else max(until, known.until)
        AccessGrant.objects.update_or_create(
            account=consultant.account, organisation=None, target_id=target, glimpse=glimpse,
            defaults={"kind": kind, "reason": INVITED_AS, "until": longer if kind == "vessel" else until},
        )  # fmt: skip
