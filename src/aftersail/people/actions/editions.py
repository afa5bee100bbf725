"""Editions of policy and duties: drafted from the one in force, put in force, acknowledged, stated (R01, R91)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.record import Stale
from aftersail.core.verdicts import Verdict, all_of, refuse, require
from aftersail.people.events import (
    DutiesStated,
    EditionDrafted,
    EditionPutInForce,
    EditionSuperseded,
    PolicyAcknowledged,
)
from aftersail.people.models import (
    DutyActivity,
    DutyChart,
    DutyMark,
    PolicyAcknowledgement,
    ServicePolicy,
    Staff,
)
from aftersail.people.permissions import may_keep_edition
from aftersail.people.queries.policy import Holder
from aftersail.people.rules import editions as rules
from aftersail.people.states import EDITION, EditionState

Edition = TypeVar("Edition", ServicePolicy, DutyChart)


@transaction.atomic
def draft_policy(*, by: Account, source: ServicePolicy, at: datetime) -> ServicePolicy:
    """Begin a new edition as a copy of one that is or was in force, promises included."""
    require(all_of(may_keep_edition(by, EditionState.DRAFT), _no_other_draft(ServicePolicy)))
    made = ServicePolicy(
        id=new_id(), edition=_next(ServicePolicy), title=source.title, title_en=source.title_en,
        text=source.text, text_en=source.text_en,
    )  # fmt: skip
    made.save(force_insert=True)
    for promise in source.promises.all():
        promise.pk, promise.policy = new_id(), made
        promise.save(force_insert=True)
    record(EditionDrafted(edition=made.edition), by=by, about=made, at=at)
    return made


@transaction.atomic
def draft_chart(*, by: Account, source: DutyChart, at: datetime) -> DutyChart:
    """Begin a new edition of the chart as a copy, every A, R, C and I included."""
    require(all_of(may_keep_edition(by, EditionState.DRAFT), _no_other_draft(DutyChart)))
    made = DutyChart(id=new_id(), edition=_next(DutyChart), name=source.name, name_en=source.name_en)
    made.save(force_insert=True)
    for activity in source.activities.prefetch_related("marks"):
        marks = list(activity.marks.all())
        activity.pk, activity.chart = new_id(), made
        activity.save(force_insert=True)
        for mark in marks:
            mark.pk, mark.activity_id = new_id(), activity.pk
            mark.save(force_insert=True)
    record(EditionDrafted(edition=made.edition), by=by, about=made, at=at)
    return made


@transaction.atomic
def put_policy_in_force(
    *, by: Account, policy: ServicePolicy, at: datetime, seen: int | None = None
) -> ServicePolicy:
    """Let a draft hold from now on; the edition before it is superseded, and everybody is asked anew."""
    texts = (policy.title, policy.title_en, policy.text, policy.text_en)
    complete = rules.may_publish_policy(bilingual=all(texts), promises=policy.promises.count())
    return _put_in_force(by, policy, complete, at, seen)


@transaction.atomic
def put_chart_in_force(*, by: Account, chart: DutyChart, at: datetime, seen: int | None = None) -> DutyChart:
    """Let a draft of the duties hold from now on."""
    complete = rules.may_publish_duties(activities=chart.activities.count())
    return _put_in_force(by, chart, complete, at, seen)


@transaction.atomic
def acknowledge_policy(*, by: Account, policy: ServicePolicy, at: datetime) -> PolicyAcknowledgement:
    """Note that somebody has read the policy in force; saying it twice is once."""
    person = Staff.objects.filter(account=by, active=True).first()
    in_force = policy.state == EditionState.IN_FORCE
    require(rules.may_acknowledge(in_force=in_force, works_here=person is not None))
    made, fresh = PolicyAcknowledgement.objects.get_or_create(
        policy=policy, staff=person, defaults={"acknowledged_at": at}
    )
    if fresh and person is not None:
        event = PolicyAcknowledged(person=person.name, edition=policy.edition)
        record(event, by=by, about=policy, at=at)
    return made


@transaction.atomic
def state_duties(
    *,
    by: Account,
    activity: DutyActivity,
    cells: Mapping[str, tuple[Holder, str]],
    at: datetime,
    seen: int | None = None,
) -> DutyActivity:
    """Set who does what in an activity: `cells` is holder key → (holder, letters); exactly one has the A."""
    letters = {key: said for key, (_holder, said) in cells.items() if said}
    require(all_of(may_keep_edition(by, activity.chart.state), rules.may_state_duties(letters)))
    answering = next(key for key, said in letters.items() if "A" in said)
    holder = cells[answering][0]
    role = "" if holder.person else holder.key.removeprefix("role:")
    activity.change(seen, accountable_role=role, accountable_person=holder.person)
    activity.marks.all().delete()
    for key, said in letters.items():
        one = cells[key][0]
        for letter in said.replace("A", ""):
            DutyMark.objects.create(
                activity=activity, letter=letter, person=one.person,
                role="" if one.person else one.key.removeprefix("role:"),
            )  # fmt: skip
    others = ", ".join(f"{cells[key][0].label} {said}" for key, said in letters.items() if key != answering)
    event = DutiesStated(activity=activity.name, accountable=str(holder.label), others=others or "—")
    record(event, by=by, about=activity, at=at)
    return activity


def _put_in_force(
    by: Account, edition: Edition, complete: Verdict, at: datetime, seen: int | None
) -> Edition:
    require(all_of(EDITION.may("put_in_force", edition.state, by.role_set), complete))
    if seen is not None and seen != edition.version:
        raise Stale(
            [_("Somebody else changed this record meanwhile. Reload it, then make your change again.")]
        )
    today = timezone.localdate(at)
    for old in type(edition).objects.select_for_update().filter(state=EditionState.IN_FORCE):
        old.change(state=EditionState.SUPERSEDED, superseded_on=today)
        record(EditionSuperseded(edition=old.edition), by=by, about=old, at=at)
    edition.change(seen, state=EditionState.IN_FORCE, in_force_from=today)
    record(EditionPutInForce(edition=edition.edition), by=by, about=edition, at=at)
    return edition


def _next(model: type[ServicePolicy] | type[DutyChart]) -> int:
    return int(model.objects.aggregate(last=Max("edition"))["last"] or 0) + 1


def _no_other_draft(model: type[ServicePolicy] | type[DutyChart]) -> Verdict:
    waiting = model.objects.filter(state=EditionState.DRAFT).first()
    if waiting is None:
        return all_of()
    told = _("Edition {n} is still a draft. Finish that one first.")
    return refuse(format_lazy(told, n=waiting.edition))
