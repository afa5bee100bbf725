"""Engaging consultants and partners, and ending their access together with their term (R21, R52)."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import AccessGrant, Account
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.people.events import EngagementMoved
from aftersail.people.models import Consultant, Partner
from aftersail.people.queries.engagements import (
    consultant_facts,
    ends_first,
    last_instant,
    partner_facts,
)
from aftersail.people.rules.engagements import may_engage_consultant, may_engage_partner
from aftersail.people.states import ENGAGEMENT, EngagementState

Engaged = TypeVar("Engaged", Consultant, Partner)
OPENED_KINDS = ("case", "vessel")
"""What consultants are let into one by one; such access never outlives the engagement."""


@transaction.atomic
def move_consultant(
    *, by: Account, consultant: Consultant, move: str, at: datetime, reason: str = "", seen: int | None = None
) -> Consultant:
    """Engage, suspend or let go a consultant; whoever is not engaged reaches no case any more."""
    engaging = ALLOWED
    if move == "engage":
        engaging = may_engage_consultant(consultant_facts(consultant), timezone.localdate(at))
    _move(by, consultant, move, engaging, at, reason, seen)
    if consultant.state != EngagementState.ACTIVE:
        end_access(consultant, at)
    return consultant


@transaction.atomic
def move_partner(
    *, by: Account, partner: Partner, move: str, at: datetime, reason: str = "", seen: int | None = None
) -> Partner:
    """Engage, suspend or let go a partner."""
    engaging = ALLOWED
    if move == "engage":
        engaging = may_engage_partner(partner_facts(partner), timezone.localdate(at))
    return _move(by, partner, move, engaging, at, reason, seen)


def _move(
    by: Account, who: Engaged, move: str, guard: Verdict, at: datetime, reason: str, seen: int | None
) -> Engaged:
    said = ALLOWED if move == "engage" or reason.strip() else refuse(_("Give the reason."))
    require(all_of(ENGAGEMENT.may(move, who.state, by.role_set), guard, said))
    source, target = who.state, ENGAGEMENT.named(move).target
    who.change(seen, state=target)
    event = EngagementMoved(name=who.name, source=source, target=target, reason=reason.strip())
    record(event, by=by, about=who, at=at)
    return who


def end_access(consultant: Consultant, at: datetime) -> None:
    """Shorten the access of a consultant's account to this instant."""
    _shorten(consultant, at)


def keep_access_within_term(
    record: Consultant, changed: frozenset[str], *, by: Account | None, at: datetime
) -> None:
    """After a change of papers: no access lasts longer than the engagement and the confidentiality agreement."""
    if changed & {"engaged_until", "confidentiality_until", "account"}:
        _shorten(record, last_instant(ends_first(record)))


def open_to_partner(record: Partner, changed: frozenset[str], *, by: Account | None, at: datetime) -> None:
    """Let everybody of a partner's organisation reach what is addressed to the partner, and nobody else."""
    if "organisation" not in changed:
        return
    AccessGrant.objects.filter(kind="partner", target_id=record.pk).delete()
    if record.organisation_id is not None:
        AccessGrant.objects.create(
            organisation_id=record.organisation_id,
            kind="partner",
            target_id=record.pk,
            reason="partner's own",
        )


def _shorten(consultant: Consultant, until: datetime) -> None:
    if consultant.account_id is None:
        return
    open_ones = AccessGrant.objects.filter(account=consultant.account_id, kind__in=OPENED_KINDS)
    open_ones.filter(Q(until=None) | Q(until__gt=until)).update(until=until)
