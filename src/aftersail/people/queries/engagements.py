"""Reads about consultants and partners: papers as facts for the rules, lists with what ends next (R21, R50, R52)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.masters.naming import bare_name
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.people.models import (
    Area,
    Consultant,
    ConsultantAbsence,
    ConsultantClearance,
    Partner,
    PartnerAgreement,
    PartnerQualification,
    Port,
    Skill,
)
from aftersail.people.permissions import SEES_TERMS
from aftersail.people.rules.engagements import (
    ConsultantFacts,
    PartnerFacts,
    Stretch,
    Wanted,
    may_let_in,
)
from aftersail.people.states import EngagementState


def consultants(account: Account) -> QuerySet[Consultant]:
    """Return the pool: specialities in one line, the next end of a clearance, and who is away today."""
    today = timezone.localdate()
    away = ConsultantAbsence.objects.filter(
        consultant=OuterRef("pk"), first_day__lte=today, last_day__gte=today
    )
    cleared = ConsultantClearance.objects.filter(consultant=OuterRef("pk")).order_by("-expires_on")
    return Consultant.objects.visible_to(account).annotate(
        knows=_joined("specialities__skill__name"),
        knows_en=_joined("specialities__skill__name_en"),
        cleared_until=Subquery(cleared.values("expires_on")[:1]),
        away=Exists(away),
        at_hand=Q(state="active", engaged_from__lte=today, engaged_until__gte=today) & ~Exists(away),
    )


def partners(account: Account) -> QuerySet[Partner]:
    """Return partners with their trades in one line, and the next ends of qualification and agreement."""
    papers = PartnerQualification.objects.filter(partner=OuterRef("pk")).order_by("expires_on")
    agreed = PartnerAgreement.objects.filter(partner=OuterRef("pk")).order_by("-ends_on")
    return Partner.objects.visible_to(account).annotate(
        trades=_joined("scopes__skill__name"),
        trades_en=_joined("scopes__skill__name_en"),
        qualified_until=Subquery(papers.values("expires_on")[:1]),
        agreed_until=Subquery(agreed.values("ends_on")[:1]),
    )


def _joined(path: str) -> Any:
    empty = Value("", output_field=TextField())
    return StringAgg(path, delimiter=", ", distinct=True, default=empty, output_field=TextField())


def consultant_facts(consultant: Consultant) -> ConsultantFacts:
    """Return what a consultant's papers say."""
    return ConsultantFacts(
        name=bare_name(consultant),
        state=consultant.state,
        term=Stretch(consultant.engaged_from, consultant.engaged_until),
        confidential_from=consultant.confidentiality_signed_on,
        confidential_until=consultant.confidentiality_until,
        specialities=frozenset(consultant.specialities.values_list("skill_id", flat=True)),
        clearances=tuple(
            Stretch(c.valid_from, c.expires_on, c.area_id, c.number) for c in consultant.clearances.all()
        ),
        absences=tuple(Stretch(a.first_day, a.last_day) for a in consultant.absences.all()),
    )


def partner_facts(partner: Partner) -> PartnerFacts:
    """Return what a partner's papers say, agreements included of which the reader may know the days alone."""
    return _facts(partner, agreement_days(partner))


def _facts(partner: Partner, agreed: Iterable[tuple[date, date]]) -> PartnerFacts:
    return PartnerFacts(
        name=bare_name(partner),
        state=partner.state,
        scopes=tuple((one.skill_id, one.area_id, one.service) for one in partner.scopes.all()),
        qualifications=tuple(
            Stretch(q.valid_from, q.expires_on, name=q.kind) for q in partner.qualifications.all()
        ),
        agreements=tuple(Stretch(*days) for days in agreed),
    )


def partners_with_terms(account: Account) -> list[tuple[Partner, PartnerFacts]]:
    """Return the partners engaged now or paused, with port, prices and what their papers say; six queries at most.

    None for who may not read what was agreed.
    """
    if not account.has_role(*SEES_TERMS):
        return []
    known = Partner.objects.visible_to(account).exclude(
        state__in=(EngagementState.CANDIDATE, EngagementState.ENDED)
    )
    rows = known.select_related("port").prefetch_related("scopes", "qualifications", "agreements", "rates")
    return [(one, _facts(one, ((a.starts_on, a.ends_on) for a in one.agreements.all()))) for one in rows]


def partners_to_plan_with(account: Account) -> bool:
    """Whether there is a partner engaged whose people set out from somewhere, and the account reads what was agreed."""
    at_hand = Partner.objects.visible_to(account).filter(state=EngagementState.ACTIVE, port__isnull=False)
    return account.has_role(*SEES_TERMS) and at_hand.exists()


def agreement_days(partner: Partner) -> list[tuple[date, date]]:
    """Return first and last days of a partner's agreements.

    A security-definer function answers, because a station manager must know that an agreement covers the work
    without reading what was agreed.
    """
    with connection.cursor() as cursor:
        cursor.execute("select starts_on, ends_on from people_agreement_days(%s)", [partner.pk])
        return [(row[0], row[1]) for row in cursor.fetchall()]


def wanted(
    *,
    first: date,
    last: date,
    skill: Skill | None,
    port: Port | None,
    service: str = "",
    on_board: bool = False,
) -> Wanted:
    """Return what work asks of who comes; an area stands for itself and for those it is part of."""
    area = port.area if port else None
    return Wanted(
        first,
        last,
        skill.pk if skill else None,
        skill.name if skill else "",
        areas_up(area),
        area.name if area else "",
        service,
        on_board,
    )


def areas_up(area: Area | None) -> tuple[Any, ...]:
    """Return an area's id and those of the areas that it is part of."""
    found: list[Any] = []
    while area is not None and area.pk not in found:
        found.append(area.pk)
        area = area.parent
    return tuple(found)


def consultant_of(account: Account) -> Consultant | None:
    """Return the engagement of an account."""
    return Consultant.objects.filter(account=account).first()


def ends_first(consultant: Consultant) -> date:
    """Return the last day on which a consultant may be let in."""
    return min(day for day in (consultant.engaged_until, consultant.confidentiality_until) if day is not None)


def access_limit(account: Account, at: datetime) -> tuple[Verdict, datetime | None]:
    """Say whether a consultant may be let into anything, and until when: their papers decide (R52).

    People who hold another role beside stand on that role's own reach.
    """
    if account.role_set != {Role.CONSULTANT}:
        return ALLOWED, None
    consultant = consultant_of(account)
    if consultant is None:
        told = _(
            "This consultant has no engagement on record. Enter term and confidentiality agreement first."
        )
        return refuse(told), None
    verdict = may_let_in(consultant_facts(consultant), timezone.localdate(at))
    return verdict, last_instant(ends_first(consultant))


def last_instant(day: date) -> datetime:
    """Return the instant at which a last day is over, at home."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
