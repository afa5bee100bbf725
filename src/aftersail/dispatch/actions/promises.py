"""What sending and moving have in common: the rules asked as things stand now, the rows written, the log told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from psycopg.errors import ExclusionViolation

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, all_of, refuse, require
from aftersail.dispatch.events import BestPassedOver
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.calendar import not_blocked
from aftersail.dispatch.queries.candidates import busy_times
from aftersail.dispatch.queries.proposals import OrderPeople, people_and_first, people_for
from aftersail.dispatch.queries.readiness import in_turn
from aftersail.dispatch.queries.teams import TeamJudged, judged_team
from aftersail.dispatch.rules import Candidate, Proposal, Refusal
from aftersail.dispatch.rules.rest import is_rested
from aftersail.dispatch.rules.supervision import Member, may_be_supervised
from aftersail.people.models import Staff


def promise(
    *, order: WorkOrder, people: Sequence[Staff], starts_at: datetime, ends_at: datetime, at: datetime, id: UUID,
    reason: str, unasked: bool = False, few: int = 0,
) -> tuple[Assignment, Candidate | None]:  # fmt: skip
    """Write the promise of people's hours, the lead first, if every rule allows it; part of a larger action.

    With `unasked` nobody asks why it is not the engineer proposed first; `few` places of the team stood empty before
    already, and nobody asks why again. Returns the lead's promise and who was proposed first, which is found out only
    where that is asked or a reason is given. Raises `Refused` with every reason.
    """
    require(all_of(*(not_promised(one, starts_at, ends_at) for one in people)))
    asked, first = _asked(order, people, at, with_first=bool(reason) or not unasked)
    team = judged_team(asked, people, starts_at, ends_at, called_in=bool(reason))
    judged = team.answers
    require(
        all_of(
            _fit(judged),
            _supervised(asked, people, team),
            _complete(team, order, reason, few),
            _explained(order, first, people[0], starts_at, reason, unasked),
            not_blocked(order, starts_at, ends_at, reason),
            in_turn(order, starts_at, ends_at, reason),
            *([] if reason else [_rested(asked, one, starts_at, ends_at) for one in judged]),
        )
    )
    return _written(order, people, judged, starts_at, ends_at, id, reason), first


def _asked(
    order: WorkOrder, people: Sequence[Staff], at: datetime, *, with_first: bool
) -> tuple[OrderPeople, Candidate | None]:
    """Read whom a promise would send, and on demand who of everybody is proposed first."""
    sent = [one.pk for one in people]
    if not with_first:
        return people_for(order, at, of=sent), None
    asked, best = people_and_first(order, at, sent)
    return asked, best.candidate if best else None


def hold_still(people: Sequence[Staff]) -> None:
    """Let two planners who want the same person come one after the other; without it they could wait for each other."""
    ids = [one.pk for one in people]
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def hours_make_sense(starts_at: datetime, ends_at: datetime) -> Verdict:
    """Whether a stretch of work ends after it begins and is not absurdly long."""
    if ends_at <= starts_at:
        return refuse(_("The work must end after it begins."))
    if ends_at - starts_at > timedelta(days=120):
        return refuse(_("Nobody is promised for more than 120 days at once."))
    return ALLOWED


def not_promised(staff: Staff, starts_at: datetime, ends_at: datetime) -> Verdict:
    """Whether somebody is free of other promises in these hours."""
    clash = next((p for p in busy_times([staff.pk], starts_at)[staff.pk] if p.starts_at < ends_at), None)
    if clash is None:
        return ALLOWED
    number = WorkOrder.objects.filter(pk=clash.order_id).values_list("number", flat=True).first()
    told = format_lazy(
        _("{who} is already promised to {order} from {start} to {end}. Choose somebody else or other hours."),
        who=bare_name(staff), order=number or _("another order"), start=minute(clash.starts_at), end=minute(clash.ends_at),
    )  # fmt: skip
    return refuse(told)


def log_reason(*, by: Account, lead: Assignment, first: Candidate | None, at: datetime) -> None:
    """Log why it was not done as proposed, where somebody said so (R17); `first` is who was proposed first."""
    if lead.override_reason:
        passed = BestPassedOver(
            number=lead.order.number, chosen=lead.staff.name, best=first.name if first else "—", reason=lead.override_reason
        )  # fmt: skip
        record(passed, by=by, about=lead, at=at)


def minute(at: datetime) -> str:
    """Return an instant as sentences name it: the local day and minute."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _fit(judged: Sequence[Proposal | Refusal | None]) -> Verdict:
    """Nobody may be sent against a rule; a level that is too low is judged for the team as a whole."""
    if None in judged:
        return refuse(_("This person does not go on board. Choose an engineer from the proposal."))
    refusals = [one for one in judged if isinstance(one, Refusal) and one.rule != "skill"]
    return all_of(
        *(
            refuse(format_lazy("{who}: {reason}", who=one.candidate.name, reason=one.reason))
            for one in refusals
        )
    )


def _supervised(asked: OrderPeople, people: Sequence[Staff], team: TeamJudged) -> Verdict:
    """Somebody below the level goes only with somebody who may stand beside them (R27); not so who meets their own place."""
    need, known = asked.need, []
    for one, place in zip(people, team.placed, strict=True):
        candidate = asked.candidates.get(one.number)
        level = candidate.skills.get(need.skill, 0) if candidate else 0
        if candidate and (not place or level >= need.level):
            known.append(Member(candidate.name, level))
    return may_be_supervised(known, need.level)


def _complete(team: TeamJudged, order: WorkOrder, reason: str, few: int) -> Verdict:
    """A team that lacks somebody whom the order asks for needs a reason, unless it lacked as many before."""
    if reason or len(team.lacking) <= few:
        return ALLOWED
    told = _("The order asks for {n} people; nobody goes as person {place} ({skill}, level {level}). Send somebody along, or say why not.")  # fmt: skip
    return all_of(
        *(
            refuse(format_lazy(told, n=order.team_size, place=place, skill=need.skill, level=need.level))
            for place, need in team.lacking
        )
    )


def _explained(
    order: WorkOrder, first: Candidate | None, staff: Staff, starts_at: datetime, reason: str, unasked: bool
) -> Verdict:
    if reason:
        return ALLOWED
    verdict = ALLOWED
    if first is not None and first.key != staff.number and not unasked:
        told = _("{best} is proposed first. Say why you choose somebody else.")
        verdict = refuse(format_lazy(told, best=first.name))
    if not order.window_from <= starts_at <= order.window_until:
        told = _("The start lies outside the ship's window. Say why it is possible all the same.")
        verdict = all_of(verdict, refuse(told))
    return verdict


def _rested(
    asked: OrderPeople, judged: Proposal | Refusal | None, starts_at: datetime, ends_at: datetime
) -> Verdict:
    """A day that would grow too long needs a reason."""
    if not isinstance(judged, Proposal):
        return ALLOWED
    others = asked.candidates[judged.candidate.key].assignments
    stretches = ((one.starts_at, one.ends_at) for one in others)
    return is_rested(stretches, starts_at, ends_at, judged.travel_hours)


def _written(
    order: WorkOrder, people: Sequence[Staff], judged: Sequence[Proposal | Refusal | None],
    starts_at: datetime, ends_at: datetime, id: UUID, reason: str,
) -> Assignment:  # fmt: skip
    rows = []
    for place, (one, answer) in enumerate(zip(people, judged, strict=True)):
        fits = answer if isinstance(answer, Proposal) else None
        rows.append(Assignment(
            id=id if place == 0 else new_id(), order=order, staff=one, lead=place == 0, starts_at=starts_at, ends_at=ends_at,
            travel_hours=Decimal(str(round(fits.travel_hours, 2))) if fits else Decimal(0),
            distance_km=Decimal(str(round(fits.distance_km, 1))) if fits else Decimal(0),
            reasons=[str(told) for told in fits.reasons_for] if fits else [str(_("Goes under supervision."))],
            override_reason=reason[:300] if place == 0 else "",
        ))  # fmt: skip
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        clashes = all_of(*(not_promised(one, starts_at, ends_at) for one in people))
        raise Refused(
            clashes.reasons
            or [_("Somebody promised this engineer elsewhere meanwhile. Reload the proposal.")]
        ) from error
    return rows[0]
